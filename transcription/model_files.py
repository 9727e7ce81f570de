"""Filling the model directory: from the hub where the network allows, or from a file that somebody brought."""

import shutil
import tarfile
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

from fieldwork.errors import FieldworkError
from transcription.catalogue import KNOWN
from transcription.hub import ChecksumWrong, Progress, from_hub
from transcription.shelf import WEIGHTS, made, placed, sha256_of
from transcription.weights import ModelBroken

MAX_UNPACKED_BYTES = 8 << 30  # the largest Whisper has 3 GB

Download = Callable[[str, Path, Progress], None]  # hub repository, where to, progress


class UnknownModel(FieldworkError):
    """No model has this name."""

    def __init__(self, model: str) -> None:
        super().__init__(f"There is no model {model}. There are: {', '.join(KNOWN)}.")
        self.model = model


class FetchFailed(FieldworkError):
    """The model could not be downloaded."""

    def __init__(self, model: str) -> None:
        super().__init__(
            f"The model {model} could not be downloaded. Without a network: `jottings model fetch {model} --from FILE`."
        )
        self.model = model


def fetch(model: str, to: Path, progress: Progress, *, download: Download | None = None) -> Path:
    """Download a model by name into the model directory `to`.

    Raises:
        UnknownModel: the name means nothing.
        FetchFailed: the network, or the hub, did not give it.
        ChecksumWrong: what came is not what the hub published.
        ModelBroken: what came is no whole model.
    """
    if model not in KNOWN:
        raise UnknownModel(model)
    with placed(to, model) as place:
        try:
            (download or from_hub)(KNOWN[model].repository, place, progress)
        except ChecksumWrong:
            raise
        except Exception as error:
            raise FetchFailed(model) from error
    return to / model


def expect(source: Path, sha256: str) -> None:
    """See that a file, or the weights in a directory, has this checksum.

    Raises:
        ChecksumWrong: it has another.
    """
    file = source / WEIGHTS if source.is_dir() else source
    if not file.is_file() or sha256_of(file) != sha256.strip().casefold():
        raise ChecksumWrong(file.name)


def install(source: Path, model: str, to: Path) -> Path:
    """Take a model from a directory, a `.pt` checkpoint, or a zip or tar archive of one, into the model directory.

    Raises:
        ModelBroken: there is no whole Whisper model in it.
    """
    if source.is_dir():
        return install_directory(source, model, to)
    if source.suffix == ".pt":
        return install_checkpoint(source, model, to)
    with tempfile.TemporaryDirectory(dir=made(to), prefix=".unpacked-") as unpacked:
        unpack(source, Path(unpacked))
        return install(only_model(Path(unpacked), source), model, to)


def install_directory(source: Path, model: str, to: Path) -> Path:
    """Copy a model in CTranslate2 form."""
    with placed(to, model) as place:
        shutil.copytree(source, place, dirs_exist_ok=True)
    return to / model


def install_checkpoint(source: Path, model: str, to: Path) -> Path:
    """Copy a checkpoint of openai-whisper; its pickle is not opened here, and only for weights in the engine."""
    if not zipfile.is_zipfile(source):
        raise ModelBroken(source, "it is no checkpoint")
    with zipfile.ZipFile(source) as archive:
        if archive.testzip():
            raise ModelBroken(source, "it is damaged")
    target = made(to) / f"{model}.pt"
    partial = to / f".{model}.pt.partial"
    shutil.copyfile(source, partial)
    partial.replace(target)
    return target


def unpack(source: Path, to: Path) -> None:
    """Unpack an archive that may have been made by anyone: nothing lands outside of `to`."""
    try:
        if zipfile.is_zipfile(source):
            with zipfile.ZipFile(source) as archive:
                refuse_bomb(source, sum(member.file_size for member in archive.infolist()))
                for name in archive.namelist():
                    archive.extract(name, to)
        else:
            with tarfile.open(source) as tar:
                refuse_bomb(source, sum(member.size for member in tar))
                for member in tar:
                    _extract(tar, member, to)
    except (tarfile.TarError, zipfile.BadZipFile, EOFError, OSError) as error:
        raise ModelBroken(source, "it is no directory, checkpoint, zip or tar file") from error


def _extract(tar: tarfile.TarFile, member: tarfile.TarInfo, to: Path) -> None:
    """By the library's own filter; before Python 3.11.4 it has none, and files and folders alone must do."""
    if hasattr(tarfile, "data_filter"):
        tar.extract(member, to, filter="data")
        return
    inside = (to / member.name).resolve().is_relative_to(to.resolve())
    if not inside or not (member.isfile() or member.isdir()):
        raise tarfile.TarError
    tar.extract(member, to)


def refuse_bomb(source: Path, unpacked: int) -> None:
    """No archive fills the disk."""
    if unpacked > MAX_UNPACKED_BYTES:
        raise ModelBroken(source, "it is larger than any Whisper model")


def only_model(unpacked: Path, source: Path) -> Path:
    """The one model in an unpacked archive."""
    found = [file.parent for file in unpacked.rglob(WEIGHTS)] + list(unpacked.rglob("*.pt"))
    if len(found) != 1:
        raise ModelBroken(source, f"it holds {len(found)} models instead of one")
    return found[0]
