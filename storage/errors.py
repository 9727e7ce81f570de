"""What can go wrong with what is kept, each with its sentence; none of them holds a word of a note or a key."""

from pathlib import Path

from fieldwork.errors import FieldworkError


class KeyringMissing(FieldworkError):
    """There is no key file."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"There is no key file at {path}. `jottings init` makes one; a copy of yours belongs there.")


class KeyringExposed(FieldworkError):
    """Others on the machine could read the key."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"The key file {path} can be read by others. `chmod 600` it, then start again.")


class KeyringDamaged(FieldworkError):
    """The key file is cut off or is no key file."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"The key file {path} is damaged. Put your copy of it back; nothing was changed.")


class KeyringUnwritable(FieldworkError):
    """The keys are to be rotated and their file can't be replaced."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"The key file {path} can't be replaced. Rotate where it can be written; nothing was changed.")


class WrongKey(FieldworkError):
    """The key does not belong to this database."""

    def __init__(self) -> None:
        super().__init__(
            "The key does not fit this database. Put the right key file in its place; nothing was changed."
        )


class KeyReplaced(FieldworkError):
    """`rotate-key` has run elsewhere, and this process has a copy of the old key file."""

    def __init__(self) -> None:
        super().__init__("The key was replaced, and this process has the old one. Start it again; nothing is lost.")


class DatabaseMissing(FieldworkError):
    """There is no database yet."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"There is no database at {path}. `jottings init` makes one.")


class DatabaseNewer(FieldworkError):
    """A later version of Jottings wrote it."""

    def __init__(self, found: int, known: int) -> None:
        super().__init__(
            f"The database has format {found}, this version knows up to {known}. Install the newer Jottings."
        )


class StorageUnavailable(FieldworkError):
    """The disk does not take what has to be kept; trying again later may help."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"The database can't be written: {reason}.")
        self.reason = reason


class PragmaRefused(FieldworkError):
    """SQLite does not do what durability asks of it."""

    def __init__(self, name: str) -> None:
        super().__init__(f"This SQLite does not take the setting {name}. Nothing was changed.")


class BrokenRecord(FieldworkError):
    """A record was altered, moved, or damaged."""

    def __init__(self, table: str, row: str) -> None:
        super().__init__(f"A record was altered or damaged: {table}, row {row}.")
        self.table = table
        self.row = row


class ChainBroken(FieldworkError):
    """A note's row was removed or an old one put back."""

    def __init__(self, note: int) -> None:
        super().__init__(f"Note {note} is not as it was last written: a row was removed, or an old one put back.")
        self.note = note


class StaleRevision(FieldworkError):
    """Somebody else changed the note in between."""

    def __init__(self, note: int) -> None:
        super().__init__(f"Note {note} was changed in between. Try again.")
        self.note = note


class NoteErased(FieldworkError):
    """The note is gone; nothing more can be sealed with its key."""

    def __init__(self, note: int) -> None:
        super().__init__(f"Note {note} was erased.")
        self.note = note


class StudyExists(FieldworkError):
    """Something is in the place where a study is to be restored."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path} exists, and nothing is overwritten. Move it away, or restore to another place.")
        self.path = path


class RecipientRefused(FieldworkError):
    """Backups can't be encrypted to this."""

    def __init__(self, recipient: str) -> None:
        super().__init__(
            f"{recipient[:80]!r} is no recovery recipient: one begins with age1 and is made by `jottings init`."
        )


class IdentityRefused(FieldworkError):
    """This opens no backup, or not this one."""

    def __init__(self) -> None:
        super().__init__("This recovery identity does not open the backup. Use the one that belongs to its recipient.")


class BackupDamaged(FieldworkError):
    """The backup was cut off or altered."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"The backup {path} is cut off, altered, or no backup. Nothing was restored: use another one.")
