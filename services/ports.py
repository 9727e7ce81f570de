"""The ports: what is slow, remote or random, as protocols that `bot` fills in."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Protocol

from fieldwork.errors import FieldworkError
from fieldwork.note import Note
from fieldwork.transcript import Heed, Transcript

Clock = Callable[[], datetime]  # aware, UTC


class FileUnavailable(FieldworkError):
    """A file could not be fetched; trying again may help unless `final`."""

    def __init__(self, *, final: bool) -> None:
        super().__init__("The file could not be fetched from Telegram.")
        self.final = final


class Transcriber(Protocol):
    """Sound to words."""

    async def transcribe(
        self, recording: bytes, *, so_far: Transcript | None = None, heed: Heed | None = None
    ) -> Transcript:
        """The words of `recording` (a whole media file).

        `so_far` is what was heard of it before; whoever can't go on from there begins again. What `heed` raises ends
        the hearing.

        Raises:
            RecordingUnreadable: no decodable sound in it.
            EngineUnavailable: worth another try.
        """
        ...


class FileFetcher(Protocol):
    """Files that members sent."""

    async def fetch(self, file_id: str) -> bytes:
        """The whole file.

        Raises:
            FileUnavailable: Telegram does not give it.
        """
        ...


class Painter(Protocol):
    """Coverage as a picture."""

    def matrix(self, notes: Sequence[Note], new: Sequence[Note], title: str) -> bytes:
        """A PNG of sites by themes over `notes`, with the cells that `new` opened marked."""
        ...


class Alarm(Protocol):
    """Says directly what can't be stored to be said later."""

    async def not_saved(self, chat_id: int, sent: datetime) -> None:
        """What a member sent there can't be stored for now; they hear so once."""
        ...

    def well_again(self, chat_id: int) -> None:
        """What came from there is stored: the next trouble is news."""
        ...
