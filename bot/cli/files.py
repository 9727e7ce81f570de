"""Files that commands read and write; what is written can be read by whoever ran the command alone."""

import os
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

import typer

from fieldwork.errors import FieldworkError
from storage.keyring import PRIVATE_FILE

Form = TypeVar("Form", bound=StrEnum)


class FileRefused(FieldworkError):
    """A file can't be read or written."""

    def __init__(self, path: Path, what: str) -> None:
        super().__init__(f"{path} can't be {what}.")


def lines_of(path: Path) -> list[str]:
    """The lines of a text file.

    Raises:
        FileRefused: it is not there, or no text.
    """
    try:
        return path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError):
        raise FileRefused(path, "read") from None


def write_privately(path: Path, pieces: Iterable[bytes]) -> None:
    """Write a file with mode 0600, also in place of one that others could read.

    Raises:
        FileRefused: the disk does not take it.
    """
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, PRIVATE_FILE)
        with os.fdopen(handle, "wb") as file:
            os.fchmod(file.fileno(), PRIVATE_FILE)
            file.writelines(pieces)
    except OSError:
        raise FileRefused(path, "written") from None


def form_of(output: Path, forms: type[Form], said: Form | None) -> Form:
    """How a file is to be written: as was said, else as it is called.

    Raises:
        typer.BadParameter: neither says it.
    """
    form = said or next((form for form in forms if output.suffix.lower() == f".{form}"), None)
    if form is None:
        *others, last = forms
        raise typer.BadParameter(f"Say {', '.join(others)} or {last}, or call the file so.", param_hint="--format")
    return form
