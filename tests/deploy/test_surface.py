"""The speech server answers as the OpenAI-compatible API does, in memory only, and only whom it should."""

import asyncio
import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploy.transcription.form import FormReader
from deploy.transcription.surface import MAX_BODY_BYTES, MAX_FILE_BYTES, Surface
from fieldwork.transcript import EngineUnavailable, RecordingUnreadable, Segment, Transcript, Word
from tests.deploy.asgi import Said, ask
from tests.deploy.speech_server import alone

PATH = "/v1/audio/transcriptions"
WORD = Word(text=" Hub.", start=0.1, end=0.6, confidence=0.5)
HEARD = Transcript(
    segments=(Segment(start=0.1, end=0.6, text="Hub.", confidence=0.5, words=(WORD,)),),
    language="en",
    model="ear",
    audio_seconds=2.0,
    seconds=0.1,
)


@dataclass(slots=True)
class Ear:
    """A transcriber that hears the same in everything, fails, or never comes to an end."""

    fails: Exception | None = None
    never: bool = False
    heard: list[bytes] = field(default_factory=list)
    given_up: bool = False

    async def transcribe(self, recording: bytes) -> Transcript:
        self.heard.append(recording)
        if self.fails:
            raise self.fails
        if self.never:
            try:
                await asyncio.Event().wait()
            finally:
                self.given_up = True
        return HEARD


def form(fields: dict[str, str], recording: bytes = b"OggS sound") -> tuple[str, bytes]:
    """Content type and body, as httpx makes them."""
    request = httpx.Request("POST", "http://a/", data=fields, files={"file": ("memo.ogg", recording)})
    return request.headers["content-type"], request.read()


async def send(surface: Surface, fields: dict[str, str] | None = None, *, stays: bool = True, key: str = "") -> Said:
    kind, body = form(fields or {})
    return await ask(
        surface,
        "POST",
        PATH,
        pieces=[body],
        stays=stays,
        headers={"content-type": kind, "authorization": f"Bearer {key}"},
    )


@pytest.mark.parametrize(
    ("response_format", "body"),
    [
        ("json", '{"text": "Hub."}'),
        ("text", "Hub."),
        (
            "verbose_json",
            (
                '{"task": "transcribe", "language": "en", "duration": 2.0, "text": "Hub.", "segments": [{"id": 0, '
                '"start": 0.1, "end": 0.6, "text": "Hub.", "avg_logprob": -0.6931471805599453, "no_speech_prob": 0.0, '
                '"words": [{"word": " Hub.", "start": 0.1, "end": 0.6, "probability": 0.5}]}]}'
            ),
        ),
    ],
)
async def test_words_come_in_the_form_that_was_asked_for(response_format: str, body: str) -> None:
    ear = Ear()
    said = await send(Surface(ear, model="base"), {"model": "base", "response_format": response_format})
    assert (said.status, said.body.decode()) == (200, body)
    assert said.headers[b"content-length"] == str(len(body)).encode()
    assert ear.heard == [b"OggS sound"]


@pytest.mark.parametrize(
    ("fields", "status"), [({"model": "large-v3"}, 404), ({"response_format": "srt"}, 400), ({"note": "x" * 5000}, 400)]
)
async def test_what_is_not_done_here_is_refused_before_anything_is_heard(fields: dict[str, str], status: int) -> None:
    ear = Ear()
    said = await send(Surface(ear, model="base"), fields)
    assert (said.status, ear.heard) == (status, [])
    assert json.loads(said.body)["error"]["message"]


@pytest.mark.parametrize(
    ("fails", "status"),
    [(RecordingUnreadable("it is damaged"), 415), (EngineUnavailable("it crashed"), 503), (ValueError("heron"), 500)],
)
async def test_a_failure_says_whether_another_try_is_worth_it(fails: Exception, status: int) -> None:
    said = await send(Surface(Ear(fails=fails), model="base"))
    assert said.status == status
    assert (b"retry-after" in said.headers) is (status == 503)
    assert b"heron" not in said.body


async def test_without_the_key_only_that_it_is_there_can_be_learned() -> None:
    ear = Ear()
    surface = Surface(ear, model="base", key="right")
    assert (await ask(surface)).status == 200
    for key in ("", "wrong", "right "):
        assert (await send(surface, key=key)).status == 401
    assert (await ask(surface, path="/v1/models")).status == 401
    assert ear.heard == []
    assert (await send(surface, key="right")).status == 200


@pytest.mark.parametrize(("method", "path"), [("GET", PATH), ("GET", "/"), ("POST", "/v1/models"), ("PUT", PATH)])
async def test_there_is_nothing_else(method: str, path: str) -> None:
    assert (await ask(Surface(Ear(), model="base"), method, path)).status == 404


async def test_who_goes_away_is_not_worked_for() -> None:
    ear = Ear(never=True)
    said = await send(Surface(ear, model="base"), stays=False)
    assert (said.messages, ear.given_up) == ([], True)


@pytest.mark.parametrize(
    "broken",
    [
        ("text/plain", b"hello"),
        ("multipart/form-data", b"--x"),
        ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data; name=file\r\n\r\nsound"),
        ("multipart/form-data; boundary=x", b"sound"),
        ("multipart/form-data; boundary=x", b""),
    ],
)
async def test_a_form_that_is_none_is_refused(broken: tuple[str, bytes]) -> None:
    kind, body = broken
    ear = Ear()
    said = await ask(Surface(ear, model="base"), "POST", PATH, pieces=[body], headers={"content-type": kind})
    assert (said.status, ear.heard) == (400, [])


async def test_two_files_are_refused() -> None:
    request = httpx.Request("POST", "http://a/", files=[("file", b"one"), ("file", b"two")])
    kind = request.headers["content-type"]
    said = await ask(
        Surface(Ear(), model="base"), "POST", PATH, pieces=[request.read()], headers={"content-type": kind}
    )
    assert said.status == 400


async def test_a_recording_that_does_not_end_is_refused_when_it_is_too_long() -> None:
    kind, body = form({}, b"")
    head = body[: body.index(b"\r\n\r\n") + 4]
    pieces = [head, *[bytes(1 << 20)] * 40]
    said = await ask(Surface(Ear(), model="base"), "POST", PATH, pieces=pieces, headers={"content-type": kind})
    assert said.status in {400, 413}
    assert MAX_FILE_BYTES < MAX_BODY_BYTES < 40 << 20


@given(recording=st.binary(max_size=200), cuts=st.lists(st.integers(0, 600), max_size=6), model=st.text(max_size=20))
def test_a_form_is_the_same_in_whatever_pieces_it_comes(recording: bytes, cuts: list[int], model: str) -> None:
    kind, body = form({"model": model}, recording)
    places = sorted({0, *(min(cut, len(body)) for cut in cuts), len(body)})
    reader = FormReader(kind, max_file_bytes=1000)
    for start, end in pairwise(places):
        reader.feed(body[start:end])
    reader.feed(b"")
    assert bytes(reader.form.file) == recording
    assert reader.form.text("model") == model.encode("utf-8", "replace").decode()


async def test_a_large_upload_needs_no_file(tmp_path: Path, figure: Any) -> None:
    silence = b"RIFF" + bytes(4) + b"WAVEfmt \x10\0\0\0\1\0\1\0\x80\x3e\0\0\0\x7d\0\0\2\0\x10\0data" + bytes(4)
    recording = silence + bytes(20_000_000)
    async with alone(tmp_path) as server, httpx.AsyncClient(trust_env=False, timeout=60) as client:
        limits = Path(f"/proc/{server.process.pid}/limits")
        if limits.exists():
            [line] = [line for line in limits.read_text().splitlines() if line.startswith("Max file size")]
            assert line.split()[3:5] == ["0", "0"]
        answer = await client.post(server.url + PATH, data={"model": "tiny.en"}, files={"file": recording})
        assert (answer.status_code, answer.json()) == (200, {"text": ""})
    figure("an upload of 20 MB to a server that may write no file of a single byte: answered")


def test_control_a_server_that_puts_uploads_into_files_would_not_have_answered() -> None:
    spooling = (
        "import resource, tempfile; resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0));"
        "file = tempfile.SpooledTemporaryFile(max_size=1 << 20); file.write(bytes(20_000_000)); file.flush()"
    )
    done = subprocess.run([sys.executable, "-c", spooling], check=False, capture_output=True, env=dict(os.environ))
    assert done.returncode != 0
