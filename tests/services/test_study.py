"""A command opens the whole study beside the bot that runs: neither waits for the other, nothing is missed."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from bench.study import LONDON, fill, new_study
from bot.study import read_codebook, utc_now
from fieldwork.note import NoteNumber
from services.study import Study
from storage.keyring import Keyring
from storage.store import Store

FIRST, LAST = NoteNumber(1), NoteNumber(9)
BATCH = 3


async def test_what_the_bot_saves_while_a_command_opens_the_notes_is_there_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.notes.READ_AT_ONCE", BATCH)
    keyring = tmp_path / "key" / "keyring.json"
    async with new_study(tmp_path) as (running, member):
        await fill(running, member, LAST)
    store = await Store.open(tmp_path / "data" / "jottings.db", Keyring.load(keyring))

    async def corrected_and_erased() -> None:
        beside = await Store.open(tmp_path / "data" / "jottings.db", Keyring.load(keyring))
        first = await beside.write(lambda tx: tx.notes.get(FIRST))
        assert first is not None
        await beside.write(lambda tx: tx.notes.put(replace(first, revision=2, text="as corrected meanwhile")))
        await beside.write(lambda tx: tx.notes.erase(LAST))
        await beside.close()

    def opened(notes: int, of: int) -> None:
        told.append((notes, of))
        if notes == BATCH:
            with ThreadPoolExecutor(1) as bot:
                bot.submit(asyncio.run, corrected_and_erased()).result()

    told: list[tuple[int, int]] = []
    study = await Study.load(store, read_codebook(None), LONDON, utc_now, opened)
    assert told[:2] == [(3, 9), (6, 9)]
    corrected = study.notebook.get(FIRST)
    assert corrected is not None
    assert corrected.text == "as corrected meanwhile"
    assert study.notebook.get(LAST) is None
    assert len(study.notebook) == LAST - 1
    await store.close()
