"""The files in the chats: kept in memory, or as nothing but a size."""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from demo.errors import BadRequest

MAX_DOWNLOAD_BYTES = 20 * 1024 * 1024  # Bot API, getFile
_CHUNK_BYTES = 65_536


@dataclass(frozen=True, slots=True, kw_only=True)
class FileOfSize:
    """A file of zeros that takes no room."""

    size: int  # bytes


FileContent = bytes | FileOfSize


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredFile:
    """One file that Telegram holds."""

    file_id: str
    unique_id: str
    path: str  # as getFile gives it
    name: str
    mime: str
    content: FileContent = field(repr=False)

    @property
    def size(self) -> int:
        """Bytes."""
        return self.content.size if isinstance(self.content, FileOfSize) else len(self.content)

    @property
    def held(self) -> bytes:
        """The bytes; of a mere size, none."""
        return b"" if isinstance(self.content, FileOfSize) else self.content

    def described(self, **more: Any) -> dict[str, Any]:
        """The fields that every Bot API file object has."""
        ids = {"file_id": self.file_id, "file_unique_id": self.unique_id, "file_size": self.size}
        return ids | {name: value for name, value in more.items() if value not in (None, "")}

    def chunks(self) -> Iterator[bytes]:
        """The content, piece by piece."""
        for start in range(0, self.size, _CHUNK_BYTES):
            length = min(_CHUNK_BYTES, self.size - start)
            yield self.held[start : start + length] or bytes(length)


class Files:
    """All files by id and by path."""

    def __init__(self) -> None:
        self._by_id: dict[str, StoredFile] = {}

    def add(self, folder: str, content: FileContent, *, name: str = "", mime: str = "") -> StoredFile:
        """Keep `content` under a new id."""
        number = len(self._by_id)
        suffix = name.rpartition(".")[2] if "." in name else {"voice": "oga", "photos": "jpg"}.get(folder, "bin")
        stored = StoredFile(
            file_id=f"AwACAgQAAxk{secrets.token_urlsafe(36)}",
            unique_id=f"AgAD{secrets.token_urlsafe(8)}",
            path=f"{folder}/file_{number}.{suffix}",
            name=name,
            mime=mime,
            content=content,
        )
        self._by_id[stored.file_id] = stored
        return stored

    def find(self, file_id: str) -> StoredFile:
        """The file of this id.

        Raises:
            BadRequest: none, or it was forgotten.
        """
        if file_id not in self._by_id:
            raise BadRequest("wrong file_id or the file is temporarily unavailable")
        return self._by_id[file_id]

    def at(self, path: str) -> StoredFile | None:
        """The file that getFile gave this path for."""
        return next((each for each in self._by_id.values() if each.path == path), None)

    def forget(self, file_id: str) -> None:
        """From now on neither getFile nor a download finds it."""
        self._by_id.pop(file_id, None)
