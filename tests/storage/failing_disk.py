"""A disk that loses power or fails: a SQLite VFS in memory that knows what has reached the platter.

After SQLite's own crash tests (sqlite.org/testing.html, 3.2): at a power cut each write that was not synced is kept,
lost, torn at a sector or turned into garbage, each on its own; a file that was made or deleted is so for good only
when its directory was synced, which SQLite does with the first sync of a new file and with `syncDir` of a deletion.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import apsw

SECTOR_BYTES = 512


class PowerLost(apsw.IOError):
    """Nothing works any more."""

    extendedresult = apsw.SQLITE_IOERR


@dataclass(slots=True)
class Write:
    """Bytes at a place, or (no bytes) the file's new length."""

    at: int
    content: bytes | None

    def done_to(self, image: bytearray) -> None:
        if self.content is None:
            del image[self.at :]
            return
        if len(image) < self.at:
            image.extend(bytes(self.at - len(image)))
        image[self.at : self.at + len(self.content)] = self.content

    def after_a_power_cut(self, chance: random.Random) -> "Write | None":
        """What became of it."""
        fate = chance.random()
        if fate < 0.35 or self.content is None:
            return self if fate < 0.5 else None
        if fate < 0.7:
            return None
        sector = chance.randrange(0, len(self.content) + 1, SECTOR_BYTES)
        rest = self.content[sector:]
        return Write(self.at, self.content[:sector] + (chance.randbytes(len(rest)) if fate > 0.9 else b""))


@dataclass(slots=True)
class Image:
    """A file: what is on the platter, and what was written since."""

    platter: bytearray = field(default_factory=bytearray)
    unsynced: list[Write] = field(default_factory=list)
    cache: bytearray = field(default_factory=bytearray)  # as the running system sees it

    def write(self, write: Write) -> None:
        write.done_to(self.cache)
        self.unsynced.append(write)

    def sync(self) -> None:
        self.platter[:] = self.cache
        self.unsynced.clear()

    def after_a_power_cut(self, chance: random.Random) -> "Image":
        image = bytearray(self.platter)
        for write in self.unsynced:
            survived = write.after_a_power_cut(chance)
            if survived is not None:
                survived.done_to(image)
        return Image(platter=image, cache=bytearray(image))


Fault = Callable[[str], Exception | None]  # told an operation's name, the error that it ends with


class Disk:
    """Files by name, on the platter and as the running system sees them."""

    def __init__(self) -> None:
        self.entries: dict[str, Image] = {}  # the directory as the running system sees it
        self.on_platter: dict[str, Image] = {}
        self.operations = 0
        self.power_fails_at = -1  # at which operation; -1: never
        self.fault: Fault = lambda _: None

    def operate(self, name: str) -> None:
        """Every operation that changes the disk passes here first."""
        if 0 <= self.power_fails_at <= self.operations:
            raise PowerLost
        self.operations += 1
        error = self.fault(name)
        if error is not None:
            raise error

    def sync_directory(self) -> None:
        self.on_platter = dict(self.entries)

    def copy(self) -> "Disk":
        """A disk with what is on this one's platter."""
        copy = Disk()
        copy.entries = {
            name: Image(platter=bytearray(image.platter), cache=bytearray(image.platter))
            for name, image in self.on_platter.items()
        }
        copy.sync_directory()
        return copy

    def after_a_power_cut(self, chance: random.Random) -> "Disk":
        """What the next start finds."""
        disk = Disk()
        for name in sorted({*self.entries, *self.on_platter}):
            images = [self.on_platter.get(name), self.entries.get(name)]
            found = images[0] if images[0] is images[1] else chance.choice(images)
            if found is not None:
                disk.entries[name] = found.after_a_power_cut(chance)
        disk.sync_directory()
        return disk


class OpenFile:
    """What SQLite does with one file."""

    def __init__(self, disk: Disk, name: str, *, is_new: bool) -> None:
        self._disk = disk
        self._image = disk.entries[name]
        self._is_new = is_new

    def xRead(self, amount: int, offset: int) -> bytes:  # noqa: N802 - SQLite's names, here and below
        return bytes(self._image.cache[offset : offset + amount])

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802
        self._disk.operate("write")
        self._image.write(Write(offset, bytes(data)))

    def xTruncate(self, size: int) -> None:  # noqa: N802
        self._disk.operate("truncate")
        self._image.write(Write(size, None))

    def xSync(self, flags: int) -> None:  # noqa: N802
        del flags
        self._disk.operate("sync")
        self._image.sync()
        if self._is_new:
            self._disk.sync_directory()
            self._is_new = False

    def xFileSize(self) -> int:  # noqa: N802
        return len(self._image.cache)

    def xLock(self, level: int) -> None:  # noqa: N802
        """One process, one connection."""

    def xUnlock(self, level: int) -> None:  # noqa: N802
        """One process, one connection."""

    def xCheckReservedLock(self) -> bool:  # noqa: N802
        return False

    def xSectorSize(self) -> int:  # noqa: N802
        return SECTOR_BYTES

    def xDeviceCharacteristics(self) -> int:  # noqa: N802
        return 0  # promises nothing

    def xFileControl(self, operation: int, pointer: int) -> bool:  # noqa: N802
        del operation, pointer
        return False

    def xClose(self) -> None:  # noqa: N802
        """Nothing is held."""


class FailingVfs(apsw.VFS):
    """SQLite's way to a `Disk`; time and randomness are the system's."""

    def __init__(self, name: str, disk: Disk) -> None:
        self.name = name
        self._disk = disk
        super().__init__(name, base="")

    def xFullPathname(self, name: str) -> str:  # noqa: N802
        return name

    def xOpen(self, name: Any, flags: list[int]) -> OpenFile:  # type: ignore[override] # noqa: N802 - any object will do
        path = name.filename() if hasattr(name, "filename") else str(name)
        is_new = path not in self._disk.entries
        if is_new:
            self._disk.operate("open")
            self._disk.entries[path] = Image()
        flags[1] = flags[0]
        return OpenFile(self._disk, path, is_new=is_new)

    def xDelete(self, name: str, sync_directory: bool) -> None:  # noqa: N802, FBT001 - as SQLite calls it
        self._disk.operate("delete")
        self._disk.entries.pop(name, None)
        if sync_directory:
            self._disk.sync_directory()

    def xAccess(self, name: str, flags: int) -> bool:  # noqa: N802
        del flags
        return name in self._disk.entries
