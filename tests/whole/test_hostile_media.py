"""Whatever is sent as a recording, the bot lives, says so in a sentence, and hears the next memo."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from demo.sent import Sent
from demo.stage import Stage
from tests.transcription.pages import silence
from tests.whole.conftest import MEMOS, PATIENCE, THURSDAY, Field, join

WORDS_SECONDS = 120.0  # for words, on a busy machine
MEMO = (MEMOS / "m05.ogg").read_bytes()


@pytest.fixture
async def calls() -> AsyncIterator[tuple[int, list[bytes]]]:
    """A port on loopback, and who called there."""
    heard: list[bytes] = []

    async def note(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heard.append(await reader.read(100))
        writer.close()

    server = await asyncio.start_server(note, "127.0.0.1")
    async with server:
        yield server.sockets[0].getsockname()[1], heard


async def unreadable(field: Field, number: int, recording: bytes) -> Sent:
    """What is said in the end of a recording that was saved and can't be decoded."""
    since = len(field.stage.telegram.sent)
    field.amal.sends_audio(recording, "memo.ogg", "audio/ogg")
    return await field.stage.telegram.wait_for(
        lambda sent: sent.text.startswith(f"#{number}: I couldn't turn it into words"),
        timeout=WORDS_SECONDS,
        since=since,
    )


async def played(field: Field, card: Sent) -> bytes:
    """The recording as it comes back."""
    since = len(field.stage.telegram.sent)
    field.amal.presses(card.message_id, "Listen")
    back = await field.stage.telegram.wait_for(lambda sent: bool(sent.content), timeout=PATIENCE, since=since)
    return back.content


async def test_playlists_and_bombs_in_disguise_end_in_a_sentence_and_the_next_memo_in_words(
    field: Field, calls: tuple[int, list[bytes]]
) -> None:
    amal, (port, heard) = field.amal, calls
    playlist = f"#EXTM3U\n#EXTINF:10,\nhttp://127.0.0.1:{port}/a.ts\nffconcat version 1.0\nfile /etc/passwd\n".encode()
    await field.hears(amal, "can't find any sound", lambda: amal.sends_audio(playlist, "memo.ogg", "audio/ogg"))
    for number, recording in enumerate((b"OggS\0" + playlist, b"ID3\4\0\0\0\0\0\0" + playlist, silence(30)), 1):
        card = await unreadable(field, number, recording)
        assert "The recording is safe." in card.text
        assert await played(field, card) == recording
    tick = await field.hears(amal, "Saved #4", lambda: amal.speaks(MEMO, 25))
    assert (await field.hears(amal, "unchecked", lambda: None, timeout=WORDS_SECONDS)).message_id == tick.message_id
    assert field.stage.running
    assert heard == []


@pytest.mark.torture
async def test_an_engine_that_never_works_is_given_up_after_five_tries_and_the_recording_is_kept(
    tmp_path: Path,
) -> None:
    async with Stage(tmp_path, now=THURSDAY, JOTTINGS_WHISPER_MODEL=str(tmp_path / "no-model")) as stage:
        await stage.jottings("init", "--yes")
        stage.start()
        amal = stage.telegram.person(21, "Amal")
        await join(stage, (amal, "researcher"))
        field = Field(stage=stage, pi=amal, amal=amal, ben=amal)
        await field.hears(amal, "Saved #1", lambda: amal.speaks(MEMO, 25))
        said = asyncio.ensure_future(
            field.hears(amal, "couldn't turn it into words", lambda: None, timeout=WORDS_SECONDS)
        )
        while not said.done():  # hours pass, so that nobody waits for the next try
            await asyncio.sleep(1)
            stage.set_time(stage.now() + timedelta(minutes=6))
        card = await said
        assert card.text.startswith("#1: I couldn't turn it into words after 5 tries. The recording is safe.")
        assert await played(field, card) == MEMO


@pytest.mark.torture
async def test_a_memo_that_takes_longer_than_its_lease_is_heard_once(field: Field) -> None:
    amal, stage = field.amal, field.stage
    tick = await field.hears(amal, "Saved #1", lambda: amal.speaks(MEMO * 12, 300))
    stage.set_time(THURSDAY + timedelta(hours=2))
    await field.hears(amal, "Saved #2", lambda: amal.speaks(MEMO, 25))
    await stage.telegram.wait_for(
        lambda sent: sent.message_id == tick.message_id and "unchecked" in sent.text, timeout=WORDS_SECONDS
    )
    await asyncio.sleep(5)
    first = next(note for note in await field.export() if note["number"] == 1)
    assert first["revision"] == 2
