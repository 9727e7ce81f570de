"""A key file that is not in order: refused in two seconds by one sentence, and nothing is written anywhere."""

import statistics
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from demo.stage import CommandFailed, Stage
from storage.keyring import Keyring
from tests.conftest import Figure

pytestmark = pytest.mark.alone

TIMES = 3  # of which the median counts: the machine is noisy
OF_A_BARE_START = 1.5  # a ratio of the same run: what a second holds depends on the machine


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


async def bare_start(stage: Stage) -> float:
    """Seconds of a command that looks at nothing."""
    began = time.monotonic()
    await stage.jottings("--help")
    return time.monotonic() - began


async def refused(stage: Stage, command: str, sentence: str) -> float:
    """Seconds until the command is refused by that one sentence."""
    began = time.monotonic()
    with pytest.raises(CommandFailed, match=sentence) as failed:
        await stage.jottings(command)
    seconds = time.monotonic() - began
    assert failed.value.code == 1
    assert failed.value.complaint.count("\n") == 1
    return seconds


@pytest.mark.parametrize("spoil", SPOILT, ids=lambda spoil: spoil.__name__)
async def test_a_key_that_is_not_in_order_is_refused_and_nothing_is_written(
    stage: Stage, spoil: Callable[[Path], None], figure: Figure
) -> None:
    spoil(stage.root / "key" / "keyring.json")
    before = everything_below(stage.root)
    bare: list[float] = []
    took: dict[str, list[float]] = {"run": [], "backup": []}
    for _ in range(TIMES):  # in turn: what the machine does beside them meets all alike
        bare.append(await bare_start(stage))
        for command, durations in took.items():
            durations.append(await refused(stage, command, SPOILT[spoil]))
    assert everything_below(stage.root) == before
    slowest, usual = max(map(statistics.median, took.values())), statistics.median(bare)
    assert slowest < OF_A_BARE_START * usual
    spoilt, within = spoil.__name__.replace("_", " "), f"{slowest:.1f} s at most (a bare start {usual:.1f} s)"
    figure(f"key file {spoilt}: refused in {within}, nothing written")
