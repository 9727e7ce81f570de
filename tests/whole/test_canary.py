"""Nothing readable at rest: unique phrases go through the whole flow, and every file ever written is searched."""

import asyncio
import signal
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from demo.stage import Stage
from demo.thief import search
from tests.conftest import Figure
from tests.whole.conftest import MEMOS, PATIENCE, THURSDAY, Field, join
from tests.whole.phrases import unique_phrases
from tests.whole.recording_bot import JOURNALS

HERE = Path(__file__).parent
RECORDING = str(HERE / "recording_bot.py")
LEAKING = str(HERE / "leaking_bots.py")
STUMBLING = str(HERE / "stumbling_bot.py")
SPOKEN = ["community car scheme", "hardship fund", "food vouchers", "transport cost"]  # in m05.ogg
AMAL, PRIYA, GROUP = 771100224, 771100223, -100771100225
KINDS_A_ROUND = 9  # phrases that `one_round` uses


@asynccontextmanager
async def on_stage(root: Path, *program: str) -> AsyncIterator[Field]:
    """A PI and a researcher, with every log line kept."""
    async with Stage(root, now=THURSDAY, JOTTINGS_WHISPER_MODEL="tiny.en", JOTTINGS_LOG_LEVEL="DEBUG") as stage:
        await stage.jottings("init", "--yes")
        stage.start(*program)
        people = stage.telegram
        amal = people.person(AMAL, "Quillfeather")
        yield Field(stage=stage, pi=people.person(PRIYA, "Priya"), amal=amal, ben=amal)


async def one_round(field: Field, phrases: Iterator[str]) -> list[str]:
    """A note, its edit, correction, tag and remark, a search, an audio file's name and caption, a caption alone."""
    words = [next(phrases) for _ in range(KINDS_A_ROUND)]
    note, edit, right, tag, remark, asked, name, caption, picture = words
    message = 0

    def writes() -> None:
        nonlocal message
        message = field.amal.writes(f"{note.capitalize()} at Riverside. #{tag.replace(' ', '_')}")

    card = await field.hears(field.amal, "Saved #", writes)
    await field.hears(field.amal, "Saved #", lambda: field.amal.edits(message, f"{edit} at Riverside"))
    await field.hears(field.amal, "changed", lambda: field.amal.writes(f"{edit} -> {right}", reply_to=card.message_id))
    number = card.text.split("#")[1].split()[0]
    opened = await field.hears(field.pi, f"#{number}", lambda: field.pi.writes(f"/n{number}"))
    await field.hears(field.amal, remark, lambda: field.pi.writes(remark, reply_to=opened.message_id))
    await field.hears(field.pi, "", lambda: field.pi.writes(f'/notes "{asked}"'))
    sound = (MEMOS / "m05.ogg").read_bytes()
    await field.hears(
        field.amal, "Saved #", lambda: field.amal.sends_document(sound, f"{name}.ogg", "audio/ogg", caption=caption)
    )
    await field.hears(field.amal, "Saved #", lambda: field.amal.sends_photo(caption=picture))
    return words


async def a_day(field: Field, rounds: int) -> list[str]:
    """All of it, killed after each round; a backup, a group, the night's digest. What was said."""
    stage, phrases = field.stage, unique_phrases(rounds)
    await join(stage, (field.pi, "pi"), (field.amal, "researcher"))
    title = next(phrases)
    stage.telegram.group(GROUP, title, [field.pi])
    defined = next(phrases)
    await field.hears(field.pi, "is a theme now", lambda: field.pi.writes(f"/codebook add laundry: {defined}"))
    said = [title, defined, *SPOKEN, "Quillfeather", str(AMAL), str(PRIYA)]
    for _ in range(rounds):
        said += await one_round(field, phrases)
        unheard = next(phrases)
        field.amal.writes(unheard)
        await asyncio.sleep(0.05)
        await stage.kill()
        stage.start(RECORDING)
        said.append(unheard)
    await stage.jottings("backup")
    sound = (MEMOS / "m05.ogg").read_bytes()
    await field.hears(field.amal, "unchecked", lambda: field.amal.speaks(sound, 25), timeout=120)
    evening = datetime(2021, 11, 11, 20, 0, 1, tzinfo=UTC)
    await field.hears(field.pi, "Thu 11 Nov", lambda: stage.set_time(evening))
    await stage.stop()
    return said


@pytest.mark.parametrize("rounds", [1, pytest.param(20, marks=pytest.mark.torture)])
async def test_no_phrase_of_the_day_is_in_any_file_ever_written(tmp_path: Path, rounds: int, figure: Figure) -> None:
    async with on_stage(tmp_path, RECORDING) as field:
        said = await a_day(field, rounds)
        finds = search(tmp_path, said)
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    journals = [path for path in files if path.parent.name == JOURNALS]
    assert len(journals) > 20 * rounds, "the deleted journals were not kept"
    assert [path for path in files if path.suffix == ".age"]
    assert finds == []
    kept = f"{len(files):,} files, each of {len(journals):,} deleted journals, the DEBUG log and a backup among them"
    figure(f"{len(said)} phrases of a day with {rounds} kills, in six disguises: 0 found in {kept}")


@pytest.mark.parametrize("way", ["column", "compressed", "log"])
async def test_control_a_bot_that_leaks_is_found_out(tmp_path: Path, way: str) -> None:
    phrase = next(unique_phrases(1))
    async with on_stage(tmp_path, LEAKING, way) as field:
        await join(field.stage, (field.amal, "researcher"))
        await field.hears(field.amal, "Saved #", lambda: field.amal.writes(f"{phrase}, {phrase}, {phrase}"))
        await field.stage.stop()
        finds = search(tmp_path, [phrase])
    assert {found.file.name for found in finds} == {"bot.jsonl" if way == "log" else "jottings.db"}
    assert any(found.disguise.startswith("zlib") == (way == "compressed") for found in finds)


async def test_an_error_that_quotes_a_note_is_logged_without_it(tmp_path: Path) -> None:
    phrase = next(unique_phrases(2))
    async with on_stage(tmp_path, STUMBLING) as field:
        await join(field.stage, (field.amal, "researcher"))
        field.amal.writes(phrase)
        async with asyncio.timeout(PATIENCE):
            while "handler_failed" not in field.stage.log.read_text():
                await asyncio.sleep(0.1)
        await field.stage.stop()
        assert "ValueError" in field.stage.log.read_text()
        assert search(tmp_path, [phrase]) == []


def cores_below(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("core*") if path.is_file()]


def writes_cores_here() -> bool:
    pattern = Path("/proc/sys/kernel/core_pattern")
    return pattern.exists() and not pattern.read_text().startswith(("|", "/"))


async def crashes_leave_cores(folder: Path) -> bool:
    """The control: whether a program that does not mind leaves one."""
    folder.mkdir()
    crash = "import os, resource; resource.setrlimit(resource.RLIMIT_CORE, (10**9, 10**9)); os.abort()"
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", crash, cwd=folder)
    await process.wait()
    return cores_below(folder) != []


@pytest.mark.skipif(not writes_cores_here(), reason="this system gives core dumps to a program of its own")
async def test_a_crash_leaves_no_core_dump(tmp_path: Path) -> None:
    if not await crashes_leave_cores(tmp_path / "control"):
        pytest.skip("this system writes no core dumps at all")
    async with on_stage(tmp_path / "bot", RECORDING) as field:
        await join(field.stage, (field.amal, "researcher"))
        await field.stage.crash(signal.SIGSEGV)
        assert cores_below(tmp_path / "bot") == []
