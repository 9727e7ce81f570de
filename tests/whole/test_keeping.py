"""The study outlives its machine, its key and its bad days: backup, restore and rotation beside the running bot."""

import asyncio
import itertools
import json
import random
import shutil
import signal
import time
from pathlib import Path

import pytest

from demo.stage import CommandFailed, Stage
from storage.keyring import Keyring
from storage.store import Store
from storage.transaction import Transaction
from tests.conftest import Figure
from tests.storage.conftest import a_note
from tests.whole.conftest import MEMOS, PATIENCE, THURSDAY, Field, join

A_BATCH = 1000
DOOMED = str(Path(__file__).parent / "killed_renaming.py")


async def fill(stage: Stage, count: int) -> None:
    """Many notes, as an import leaves them."""
    store = await Store.open(stage.data / "jottings.db", Keyring.load(stage.root / "key" / "keyring.json"))

    async def batch(tx: Transaction, numbers: range) -> None:
        for number in numbers:
            await tx.notes.put(a_note(number))

    for first in range(1, count + 1, A_BATCH):
        numbers = range(first, min(first + A_BATCH, count + 1))
        await store.write(lambda tx, numbers=numbers: batch(tx, numbers))  # type: ignore[misc] # bound at once
    await store.close()


async def on_stage(stage: Stage) -> Field:
    """The bot running, with one researcher."""
    stage.start()
    amal = stage.telegram.person(21, "Amal")
    await join(stage, (amal, "researcher"))
    return Field(stage=stage, pi=amal, amal=amal, ben=amal)


def files_below(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


@pytest.mark.parametrize("count", [300, pytest.param(10_000, marks=pytest.mark.torture)])
async def test_a_study_comes_back_on_a_bare_machine_from_backup_identity_and_list_alone(
    stage: Stage, tmp_path: Path, count: int, figure: Figure
) -> None:
    await fill(stage, count)
    field = await on_stage(stage)
    recording = (MEMOS / "m05.ogg").read_bytes()
    await field.hears(field.amal, "unchecked", lambda: field.amal.speaks(recording, 25), timeout=60)
    writing = asyncio.create_task(writes_on(field, []))
    began = time.monotonic()
    backup = Path((await stage.jottings("backup")).strip())
    backed_up = time.monotonic() - began
    writing.cancel()
    before = {row["id"]: row for row in await field.export()}
    async with Stage(tmp_path / "bare") as bare:
        kept = bare.root / backup.name
        kept.write_bytes((stage.root / backup).read_bytes())
        kept.with_name("erasures.jsonl").write_bytes((stage.root / "backups" / "erasures.jsonl").read_bytes())
        identity = bare.root / "from-the-safe.txt"
        identity.write_bytes((stage.root / "key" / "recovery-identity.txt").read_bytes())
        began = time.monotonic()
        said = await bare.jottings("restore", str(kept), "--identity", str(identity))
        restored = time.monotonic() - began
        assert "1 recordings" in said
        after = {
            row["id"]: row for row in await Field(stage=bare, pi=field.pi, amal=field.amal, ben=field.ben).export()
        }
        assert len(after) > count
        assert after.items() <= before.items()
        assert "jottings.db.part" not in {path.name for path in files_below(bare.root)}
        with pytest.raises(CommandFailed, match="exists"):
            await bare.jottings("restore", str(kept), "--identity", str(identity))
    figure(f"{len(after):,} notes and their recording: backed up beside the running bot in {backed_up:.1f} s, "
           f"restored on a bare machine in {restored:.1f} s, all equal")  # fmt: skip


async def writes_on(field: Field, written: list[str]) -> None:
    """Amal goes on while others work; what she wrote is in `written`, in her order."""
    while True:
        written.append(f"Still at Riverside, note {len(written) + 1}")
        field.amal.writes(written[-1])
        await asyncio.sleep(0.1)


async def test_a_note_erased_since_the_backup_stays_erased(stage: Stage, tmp_path: Path) -> None:
    field = await on_stage(stage)
    await field.hears(field.amal, "Saved #1", lambda: field.amal.writes("The heron, once more, at Riverside"))
    await field.hears(field.amal, "Saved #2", lambda: field.amal.writes("The queue at the desk, at Riverside"))
    backup = stage.root / (await stage.jottings("backup")).strip()
    taken = await field.hears(field.amal, "back", lambda: field.amal.writes("/undo"))
    assert "Backups up to" in taken.text
    listed = stage.root / "backups" / "erasures.jsonl"
    stage.set_time(stage.now().replace(hour=23))
    async with asyncio.timeout(30):
        while not listed.read_bytes():
            await asyncio.sleep(0.2)
    assert json.loads(listed.read_text())["note"] == 2
    identity = str(stage.root / "key" / "recovery-identity.txt")
    async with Stage(tmp_path / "with") as bare:
        said = await bare.jottings("restore", str(backup), "--identity", identity)
        assert "1 of them erased again" in said
        assert "heron" in await bare.jottings("query", '"the heron"')
        assert "0 notes" in await bare.jottings("query", '"the queue at the desk"')
    moved = backup.rename(tmp_path / backup.name)
    async with Stage(tmp_path / "without") as bare:
        said = await bare.jottings("restore", str(moved), "--identity", identity)
        assert "There is no erasure list" in said
        assert "may be back" in said


async def test_a_drill_leaves_nothing_and_is_remembered(stage: Stage) -> None:
    await fill(stage, 3)
    backup = (await stage.jottings("backup")).strip()
    before = set(files_below(stage.root))
    identity = str(stage.root / "key" / "recovery-identity.txt")
    assert "went well" in await stage.jottings("restore", backup, "--identity", identity, "--drill")
    assert set(files_below(stage.root)) == before
    said = await stage.jottings("doctor")
    assert "✓ restore drill: last" in said
    assert "! recovery identity" in said


async def test_a_cut_backup_is_refused_by_name_and_leaves_the_machine_bare(stage: Stage, tmp_path: Path) -> None:
    await fill(stage, 3)
    backup = stage.root / (await stage.jottings("backup")).strip()
    backup.write_bytes(backup.read_bytes()[:-100])
    async with Stage(tmp_path / "bare") as bare:
        before = files_below(bare.root)
        identity = str(stage.root / "key" / "recovery-identity.txt")
        with pytest.raises(CommandFailed, match="cut off, altered") as failed:
            await bare.jottings("restore", str(backup), "--identity", identity)
        assert failed.value.code == 1
        assert files_below(bare.root) == before


async def dies_renaming(stage: Stage, when: str, nth: int, *command: str) -> None:
    """Run a command that is killed around its n-th rename."""
    process = stage.process(when, str(nth), *command, program=(DOOMED,))
    assert await asyncio.to_thread(process.wait) == -signal.SIGKILL


@pytest.mark.parametrize("kills", [1, pytest.param(20, marks=pytest.mark.torture)])
async def test_a_kill_around_a_rename_leaves_the_old_file_or_the_new(
    stage: Stage, tmp_path: Path, kills: int, figure: Figure
) -> None:
    await fill(stage, 30)
    identity = str(stage.root / "key" / "recovery-identity.txt")
    for _ in range(kills):
        for when, nth in itertools.product(("before", "after"), (1, 2)):
            await dies_renaming(stage, when, nth, "rotate-key")
            assert (await stage.jottings("query", "nobody")).startswith("30 notes")
            await stage.jottings("rotate-key")
        for when in ("before", "after"):
            await dies_renaming(stage, when, 1, "backup")
            whole = stage.root / (await stage.jottings("backup")).strip()
            assert [file for file in whole.parent.iterdir() if file.suffix == ".part"] == []
            async with Stage(tmp_path / "bare") as bare:
                await dies_renaming(bare, when, 1, "restore", str(whole), "--identity", identity)
                if when == "before":
                    await bare.jottings("restore", str(whole), "--identity", identity)
                assert (await bare.jottings("query", "nobody")).startswith("30 notes")
            shutil.rmtree(tmp_path / "bare")
    figure(f"{8 * kills} kills around the renames of rotate-key, backup and restore: the old file or the new, whole")


async def rotate_and_kill(stage: Stage, kills: int, chance: random.Random) -> float:
    """Rotate the key, killed again and again, then to the end; seconds of the last, whole run."""
    for _ in range(kills):
        rotating = stage.process("rotate-key")
        await asyncio.sleep(chance.uniform(0.3, 3.0))
        if rotating.poll() is None:
            rotating.kill()
        await asyncio.to_thread(rotating.wait)
    began = time.monotonic()
    await stage.jottings("rotate-key")
    return time.monotonic() - began


@pytest.mark.parametrize(("count", "kills"), [(300, 3), pytest.param(100_000, 100, marks=pytest.mark.torture)])
async def test_the_key_changes_under_writes_and_kills_and_everything_stays_readable(
    stage: Stage, count: int, kills: int, figure: Figure
) -> None:
    await fill(stage, count)
    key_file = stage.root / "key" / "keyring.json"
    old = key_file.read_bytes()
    field = await on_stage(stage)
    written: list[str] = []
    writing = asyncio.create_task(writes_on(field, written))
    seconds = await rotate_and_kill(stage, kills, random.Random(kills))
    writing.cancel()
    written.append("After all of it, at Hilltop")
    field.amal.writes(written[-1])
    async with asyncio.timeout(PATIENCE):
        while written[-1] not in [row["text"] for row in await field.export()]:
            pass  # not her ticks: Telegram takes one message a second for a chat, and she was faster
    assert await stage.stop() == 0
    rows = await field.export()
    assert [row["text"] for row in rows if row["author"] == "R1"][-len(written) :] == written
    assert len(rows) == count + len(written)
    assert len(written) > kills
    key_file.write_bytes(old)
    with pytest.raises(CommandFailed, match="does not fit"):
        await stage.jottings("members")
    figure(f"rotate-key on {count:,} notes beside the running bot, killed {kills} times: all {len(rows):,} readable; "
           f"one whole run took {seconds:.1f} s; the old key opens nothing")  # fmt: skip


async def test_a_bot_with_a_copy_of_the_key_stops_when_it_is_replaced_and_then_goes_on(tmp_path: Path) -> None:
    key, copy = tmp_path / "key" / "keyring.json", tmp_path / "credential"  # as systemd and containers hand it over
    settings = {"JOTTINGS_MASTER_KEY_FILE": str(copy), "JOTTINGS_WHISPER_MODEL": "tiny.en"}
    async with Stage(tmp_path, now=THURSDAY, **settings) as stage:
        await stage.jottings("init", "--yes", JOTTINGS_MASTER_KEY_FILE=str(key))
        hand_over(key, copy)
        stage.start()
        amal = stage.telegram.person(21, "Amal")
        await join(stage, (amal, "researcher"))
        await stage.telegram.answer_to(amal, lambda: amal.writes("before, at Riverside"), timeout=PATIENCE)
        await stage.jottings("rotate-key", JOTTINGS_MASTER_KEY_FILE=str(key))
        amal.writes("after, at Riverside")
        async with asyncio.timeout(PATIENCE):
            while stage.running:
                await asyncio.sleep(0.1)
        assert await stage.stop() == 1
        assert "KeyReplaced" in stage.log.read_text()
        hand_over(key, copy)
        stage.start()
        await stage.telegram.wait_for(lambda sent: sent.text.startswith("Saved #2"), timeout=PATIENCE)


def hand_over(key: Path, copy: Path) -> None:
    """A copy for the bot's user alone, as it is at this moment."""
    copy.unlink(missing_ok=True)
    shutil.copy(key, copy)
    copy.chmod(0o400)
