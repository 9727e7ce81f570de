"""A key file that is not in order: refused in two seconds by one sentence, and nothing is written anywhere."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from demo.stage import CommandFailed, Stage
from storage.keyring import Keyring
from tests.conftest import Figure

pytestmark = pytest.mark.alone

LIMIT_SECONDS = 2.0
BARE_STARTS = 2.0  # on a machine on which a command that does nothing takes a second or more


def missing(key: Path) -> None:
    key.unlink()


def empty(key: Path) -> None:
    key.write_bytes(b"")


def cut_off(key: Path) -> None:
    key.write_bytes(key.read_bytes()[:60])


def of_another_study(key: Path) -> None:
    key.unlink()
    Keyring.create(key)


def altered(key: Path) -> None:
    content = key.read_bytes()
    key.write_bytes(content.replace(content[60:70], content[60:70][::-1]))


def readable_by_everybody(key: Path) -> None:
    key.chmod(0o644)


def readable_by_the_group(key: Path) -> None:
    key.chmod(0o640)


def a_folder(key: Path) -> None:
    key.unlink()
    key.mkdir()


SPOILT: dict[Callable[[Path], None], str] = {
    missing: "no key file",
    empty: "damaged",
    cut_off: "damaged",
    of_another_study: "does not fit",
    altered: "does not fit",
    readable_by_everybody: "chmod 600",
    readable_by_the_group: "chmod 600",
    a_folder: "damaged",
}


def everything_below(folder: Path) -> dict[Path, tuple[int, bytes]]:
    return {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("spoil", SPOILT, ids=lambda spoil: spoil.__name__)
async def test_a_key_that_is_not_in_order_is_refused_and_nothing_is_written(
    stage: Stage, spoil: Callable[[Path], None], figure: Figure
) -> None:
    spoil(stage.root / "key" / "keyring.json")
    before = everything_below(stage.root)
    began = time.monotonic()
    await stage.jottings("--help")
    bare = time.monotonic() - began
    slowest = 0.0
    for command in ("run", "backup"):
        began = time.monotonic()
        with pytest.raises(CommandFailed, match=SPOILT[spoil]) as failed:
            await stage.jottings(command)
        slowest = max(slowest, time.monotonic() - began)
        assert failed.value.code == 1
        assert failed.value.complaint.count("\n") == 1
    assert everything_below(stage.root) == before
    assert slowest < max(LIMIT_SECONDS, BARE_STARTS * bare)
    spoilt, took = spoil.__name__.replace("_", " "), f"{slowest:.1f} s at most (a bare start {bare:.1f} s)"
    figure(f"key file {spoilt}: refused in {took}, nothing written")
