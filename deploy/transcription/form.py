"""A multipart form read in memory: no part of it is ever put into a file."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from multipart import MultipartError, MultipartSegment, PushMultipartParser, parse_options_header

MAX_FIELD_BYTES = 4096
MAX_FIELDS = 32
FILE = "file"


class FormWrong(Exception):
    """It is not a form that can be read."""


@dataclass(slots=True, kw_only=True)
class Form:
    """What was sent: a file and short fields."""

    file: bytearray = field(default_factory=bytearray)
    fields: dict[str, bytearray] = field(default_factory=dict)  # the last of each name

    def text(self, name: str, default: str = "") -> str:
        """A field's text."""
        value = self.fields.get(name)
        return default if value is None else value.decode("utf-8", "replace")


def boundary_of(content_type: str) -> str:
    """What separates the parts.

    Raises:
        FormWrong: it is no multipart form.
    """
    kind, options = parse_options_header(content_type)
    boundary: str = options.get("boundary", "")
    if kind != "multipart/form-data" or not boundary:
        raise FormWrong
    return boundary


class FormReader:
    """Reads a form piece by piece.

    Args:
        content_type: the header, with the boundary.
        max_file_bytes: a longer file is refused.
    """

    def __init__(self, content_type: str, *, max_file_bytes: int) -> None:
        self._parser = PushMultipartParser(
            boundary_of(content_type), max_segment_size=max_file_bytes, max_segment_count=MAX_FIELDS
        )
        self._into = bytearray()
        self.form = Form()

    def feed(self, piece: bytes) -> None:
        """The next bytes, b"" at the end.

        Raises:
            FormWrong: it is damaged, or larger than it may be.
        """
        try:
            self._take(self._parser.parse(piece))
        except MultipartError:
            raise FormWrong from None

    def _take(self, parsed: Iterable[MultipartSegment | bytearray | None]) -> None:
        for event in parsed:
            if isinstance(event, MultipartSegment):
                self._begin(event.name)
            elif event:
                self._into += event
                if self._into is not self.form.file and len(self._into) > MAX_FIELD_BYTES:
                    raise FormWrong

    def _begin(self, name: str) -> None:
        """A part begins; of two files nobody could say which is meant."""
        if name != FILE:
            self._into = self.form.fields[name] = bytearray()
        elif self.form.file:
            raise FormWrong
        else:
            self._into = self.form.file
