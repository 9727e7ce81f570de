"""A memo heard on another machine: a real server with real Whisper, and servers that misbehave."""

import asyncio
import json
import ssl
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import jiwer
import numpy as np
import pytest
import pytest_asyncio
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from fieldwork.speech_server import Outage
from fieldwork.transcript import EngineAway, EngineUnavailable, RecordingUnreadable
from tests.deploy.speech_server import SpeechServer, alone
from tests.transcription.odd_server import ENDLESS, HANG_UP, MUTE, answer, odd_server
from tests.transcription.test_local import plain
from transcription.address import AddressRefused, server_at
from transcription.listener import Listener
from transcription.local import LocalTranscriber
from transcription.post import MAX_ANSWER_BYTES, Post, trusted
from transcription.remote import RemoteTranscriber
from transcription.sound import SAMPLE_RATE

pytestmark = pytest.mark.asyncio(loop_scope="module")

KEY = "a-key-that-nobody-else-has"
WORDS = answer(200, json.dumps({"text": "The hub is open."}))
THEN = datetime(2021, 11, 11, 14, 2, tzinfo=UTC)
Remotes = Callable[..., RemoteTranscriber]


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def speech(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[SpeechServer]:
    folder = tmp_path_factory.mktemp("speech")
    (folder / "key").write_text(KEY)
    async with alone(folder, "--key-file", str(folder / "key")) as server:
        yield server


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def remote() -> AsyncIterator[Remotes]:
    """Makes transcribers; one listener for all."""
    listener = Listener(jobs=4)

    def make(url: str, key: str = "", **choices: Any) -> RemoteTranscriber:
        choices = {"first_pause": 0.01, "clock": lambda: THEN, **choices}
        return RemoteTranscriber(Post(server_at(url), key=key), "tiny.en", listener=listener, **choices)

    yield make
    await listener.close()


async def test_a_memo_is_heard_there_as_it_would_be_here(
    speech: SpeechServer, remote: Remotes, memos: Any, tmp_path: Path
) -> None:
    here = LocalTranscriber("faster-whisper", "tiny.en", download_root=tmp_path)
    there = remote(speech.url, key=KEY, jobs=4)
    expected = [await here.transcribe(memo.recording) for memo in memos]
    await here.close()
    heard = await asyncio.gather(*(there.transcribe(memo.recording) for memo in memos))
    for mine, theirs, memo in zip(expected, heard, memos, strict=True):
        assert theirs.text == mine.text
        assert jiwer.wer(plain(memo.text), plain(theirs.text)) < 0.25
        assert [each.words for each in theirs.segments] == [each.words for each in mine.segments]
        assert theirs.confidence == pytest.approx(mine.confidence, abs=1e-6)
        assert (theirs.audio_seconds, theirs.language) == (mine.audio_seconds, "en")
        assert theirs.model == "http tiny.en"
    assert there.outage is None


async def test_a_server_that_wants_a_key_is_not_there_without_it(
    speech: SpeechServer, remote: Remotes, memos: Any
) -> None:
    await remote(speech.url, key=KEY).greet()
    without = remote(speech.url)
    with pytest.raises(EngineAway, match="JOTTINGS_TRANSCRIBER_KEY"):
        await without.greet()
    with pytest.raises(EngineAway, match="JOTTINGS_TRANSCRIBER_KEY"):
        await without.transcribe(memos[0].recording)


async def test_a_server_with_another_model_hears_nothing_in_its_name(speech: SpeechServer, memos: Any) -> None:
    large = RemoteTranscriber(Post(server_at(speech.url), key=KEY), "large-v3")
    with pytest.raises(EngineAway, match="JOTTINGS_WHISPER_MODEL"):
        await large.transcribe(memos[0].recording)
    await large.close()


async def test_what_is_sent_is_the_sound_and_nothing_that_names_anybody(remote: Remotes, memos: Any) -> None:
    async with odd_server(WORDS) as server:
        heard = await remote(f"{server.url}/v1", key=KEY).transcribe(memos[0].recording)
        [asked] = server.asked
    assert heard.text == "The hub is open."
    head, form = asked.split(b"\r\n\r\n", 1)
    assert head.splitlines()[0] == b"POST /v1/audio/transcriptions HTTP/1.1"
    names = {line.split(b":")[0].lower() for line in head.splitlines()[1:]}
    assert names == {
        b"host", b"accept", b"accept-encoding", b"connection", b"user-agent", b"authorization", b"content-length",
        b"content-type",
    }  # fmt: skip
    assert b"user-agent: jottings" in head.lower()
    assert memos[0].recording in form
    assert b'filename="memo.ogg"' in form
    assert form.count(b"Content-Disposition") == 6  # model, language, form, two granularities, file


@pytest.mark.parametrize("sound", ["silence", "noise"])
async def test_where_nobody_speaks_nothing_is_sent(remote: Remotes, as_wav: Callable[[Any], bytes], sound: str) -> None:
    samples = np.zeros(5 * SAMPLE_RATE)
    if sound == "noise":
        samples = np.random.default_rng(7).normal(0, 1500, 5 * SAMPLE_RATE)
    async with odd_server(answer(200, '{"text": "Thank you for watching."}')) as server:
        heard = await remote(server.url).transcribe(as_wav(samples))
        assert server.greeted == 0
    assert (heard.text, heard.audio_seconds) == ("", 5.0)


@pytest.mark.parametrize("recording", [b"", b"#EXTM3U\nhttp://127.0.0.1/", b"OggS\0 and then nothing of the kind"])
async def test_what_is_no_recording_is_not_sent_either(remote: Remotes, recording: bytes) -> None:
    async with odd_server(WORDS) as server:
        with pytest.raises(RecordingUnreadable):
            await remote(server.url).transcribe(recording)
        assert server.greeted == 0


@pytest.mark.parametrize(
    "first",
    [
        HANG_UP,
        answer(500),
        answer(503, Retry_After="1"),
        answer(429),
        b"HTTP/1.1 200 OK\r\nContent-Length: 90\r\n\r\n{",
    ],
    ids=["hangs up", "fails", "is busy", "is asked too much", "stops in the middle"],
)
async def test_a_server_that_stumbles_once_is_asked_again(remote: Remotes, memos: Any, first: bytes) -> None:
    async with odd_server(first, WORDS) as server:
        transcriber = remote(server.url)
        heard = await transcriber.transcribe(memos[0].recording)
    assert (heard.text, len(server.asked)) == ("The hub is open.", 2)
    assert transcriber.outage is None


@pytest.mark.parametrize(
    ("says", "error", "times"),
    [
        (HANG_UP, EngineUnavailable, 3),
        (answer(503), EngineAway, 3),
        (answer(413), RecordingUnreadable, 1),
        (answer(400), EngineUnavailable, 2),  # once in each form
        (answer(200, "<html>The hub is open.</html>"), EngineUnavailable, 1),
        (ENDLESS, EngineUnavailable, 1),
        (answer(200, '{"text": "The hub"}', Content_Encoding="gzip"), None, 1),
    ],
    ids=["hangs up", "is busy", "too large", "no such form", "a web page", "endless", "says that it is compressed"],
)
async def test_a_server_that_goes_on_so_is_given_up_in_one_sentence(
    remote: Remotes, memos: Any, says: bytes, error: type[EngineUnavailable] | None, times: int
) -> None:
    async with odd_server(says) as server:
        transcriber = remote(server.url, key=KEY)
        if error is None:
            assert (await transcriber.transcribe(memos[0].recording)).text == "The hub"
        else:
            with pytest.raises(error) as given_up:
                await transcriber.transcribe(memos[0].recording)
            assert "hub" not in str(given_up.value)
            assert KEY not in f"{given_up.value!r}{given_up.value.__context__!r}"
        assert len(server.asked) == times


async def test_a_server_that_knows_only_the_plain_form_is_asked_in_it(remote: Remotes, memos: Any) -> None:
    async with odd_server(answer(400), WORDS) as server:
        transcriber = remote(server.url)
        for _ in range(2):
            assert (await transcriber.transcribe(memos[0].recording)).text == "The hub is open."
    assert [b"verbose_json" in asked for asked in server.asked] == [True, False, False]


async def test_it_says_since_when_the_server_does_not_answer_and_forgets_it_when_it_does(
    remote: Remotes, memos: Any
) -> None:
    async with odd_server(answer(404), answer(401), answer(413), WORDS) as server:
        transcriber = remote(server.url)
        for reason in ("no such address", "refuses the key"):
            with pytest.raises(EngineAway):
                await transcriber.transcribe(memos[0].recording)
            assert transcriber.outage is not None
            assert transcriber.outage.since == THEN
            assert reason in transcriber.outage.reason
        with pytest.raises(RecordingUnreadable):
            await transcriber.transcribe(memos[0].recording)
        assert transcriber.outage is None


async def test_a_server_that_is_switched_off_is_away(remote: Remotes, memos: Any) -> None:
    async with odd_server(WORDS) as server:
        url = server.url
    transcriber = remote(url)
    with pytest.raises(EngineAway, match="can't be reached"):
        await transcriber.transcribe(memos[0].recording)
    assert transcriber.outage == Outage(since=THEN, reason="the speech server can't be reached (ConnectError)")
    with pytest.raises(EngineAway):
        await transcriber.greet()


async def test_an_answer_that_does_not_come_or_does_not_end_costs_bounded_time_and_memory() -> None:
    async with odd_server(ENDLESS) as server:
        with pytest.raises(EngineUnavailable, match="too long"):
            await Post(server_at(server.url)).ask("GET", "/", limit=60)
    async with odd_server(MUTE) as server:
        with pytest.raises(EngineUnavailable, match="in time"):
            await Post(server_at(server.url)).ask("GET", "/", limit=0.3)
    assert MAX_ANSWER_BYTES < 100_000_000


async def test_a_redirect_leads_nowhere(remote: Remotes, memos: Any) -> None:
    async with odd_server(WORDS) as elsewhere, odd_server(answer(307, Location=elsewhere.url)) as server:
        with pytest.raises(EngineAway, match="another address"):
            await remote(server.url).transcribe(memos[0].recording)
        assert elsewhere.greeted == 0


async def test_a_private_address_is_reached_by_no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    async with odd_server(WORDS) as proxy, odd_server(WORDS) as server:
        for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
            monkeypatch.setenv(name, proxy.url)
        monkeypatch.delenv("NO_PROXY", raising=False)
        monkeypatch.delenv("no_proxy", raising=False)
        await Post(server_at(server.url)).ask("GET", "/", limit=5)
        assert (proxy.greeted, server.greeted) == (0, 1)
        async with httpx.AsyncClient() as others:
            await others.get(server.url)
        assert proxy.greeted == 1, "control: the proxy is one that others would use"


async def test_every_number_of_a_name_is_tried(remote: Remotes, memos: Any) -> None:
    async with odd_server(WORDS) as server:
        url = server.url.replace("127.0.0.1", "localhost")
        assert (await remote(url).transcribe(memos[0].recording)).text == "The hub is open."
        assert f"Host: localhost:{server.port}".encode() in server.asked[0]


@pytest.mark.parametrize("url", ["http://8.8.8.8", "https://8.8.8.8", "https://[2606:4700::1111]"])
async def test_a_public_address_is_refused_before_anything_is_sent(remote: Remotes, memos: Any, url: str) -> None:
    transcriber = remote(url)
    with pytest.raises(AddressRefused):
        await transcriber.admit()
    with pytest.raises(EngineAway, match="not private"):
        await transcriber.transcribe(memos[0].recording)


def certified(folder: Path, name: str) -> ssl.SSLContext:
    """A server's side of TLS, in that name; whoever trusts cert.pem trusts it."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(subject, subject, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    (folder / "cert.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    return context


@pytest.mark.parametrize("name", ["localhost", "other.lan"])
async def test_a_certificate_must_be_in_the_name_although_a_number_is_dialled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    tls = certified(tmp_path, name)
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "cert.pem"))
    trusted.cache_clear()
    async with odd_server(WORDS, tls=tls) as server:
        post = Post(server_at(f"https://localhost:{server.port}"))
        if name == "localhost":
            assert (await post.ask("GET", "/", limit=5)).status == 200
        else:
            with pytest.raises(EngineAway, match="can't be reached"):
                await post.ask("GET", "/", limit=5)
            assert server.asked == []
    trusted.cache_clear()
