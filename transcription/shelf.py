"""The model directory: what stands in it under a name is a whole model, or nothing does."""

import hashlib
import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from transcription.weights import ModelBroken, read_variables

WEIGHTS = "model.bin"
FINGERPRINT_DIGITS = 12  # as many as tell any two models apart


def default_shelf() -> Path:
    """The model directory where none is set."""
    return Path.home() / ".cache" / "jottings" / "models"


@contextmanager
def placed(shelf: Path, model: str) -> Iterator[Path]:
    """An empty directory that becomes `shelf/model` when what was put there is a whole model; else it goes."""
    place = Path(tempfile.mkdtemp(dir=made(shelf), prefix=f".{model}-"))
    try:
        yield place
        verify(place, shelf / model)
        shutil.rmtree(shelf / model, ignore_errors=True)
        place.replace(shelf / model)
    finally:
        shutil.rmtree(place, ignore_errors=True)


def verify(place: Path, name: Path) -> None:
    """Whether a directory holds all that an engine opens.

    Raises:
        ModelBroken: it does not; `name` is what to call it.
    """
    if not (place / WEIGHTS).is_file():
        raise ModelBroken(name, f"there is no {WEIGHTS} in it")
    read_variables(place / WEIGHTS)
    try:
        json.loads((place / "config.json").read_text(encoding="utf-8"))
        json.loads((place / "tokenizer.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ModelBroken(name, "its config.json or tokenizer.json is missing or damaged") from error


def fingerprint(model: Path) -> str:
    """Which weights these are, whatever they are called: the beginning of their SHA-256; "" where there are none."""
    if not model.name:
        return ""
    return sha256_of(model / WEIGHTS if model.is_dir() else model)[:FINGERPRINT_DIGITS]


def sha256_of(path: Path) -> str:
    """SHA-256 of a file, as hexadecimal digits."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def made(directory: Path) -> Path:
    """The directory, made where it was missing."""
    directory.mkdir(parents=True, exist_ok=True)
    return directory
