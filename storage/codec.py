"""Values to bytes and back, without ever quoting the value in an error."""

from typing import Any, Generic, TypeVar

from pydantic import TypeAdapter, ValidationError

from fieldwork.errors import FieldworkError

T = TypeVar("T")


class UnreadableRecord(FieldworkError):
    """A record was opened but has not the shape that this version writes."""

    def __init__(self, kind: str) -> None:
        super().__init__(f"A stored {kind} has a shape that this version does not know.")
        self.kind = kind


class Codec(Generic[T]):
    """JSON of one kind of dataclass (or a union of them), by pydantic."""

    def __init__(self, shape: Any) -> None:
        self._kind = getattr(shape, "__name__", "record")
        self._adapter: TypeAdapter[T] = TypeAdapter(shape)

    def pack(self, value: T) -> bytes:
        """The value as JSON."""
        return self._adapter.dump_json(value)

    def unpack(self, payload: bytes) -> T:
        """What `pack` packed.

        Raises:
            UnreadableRecord: another shape; the value itself is not named.
        """
        try:
            return self._adapter.validate_json(payload)
        except ValidationError:
            # pydantic's own message quotes the input, which may be a note.
            raise UnreadableRecord(self._kind) from None
