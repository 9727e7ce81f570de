"""The transcriber of another machine: any server with the OpenAI-compatible `/v1/audio/transcriptions`."""

import asyncio
import time
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import count
from typing import Any

from fieldwork.speech_server import Outage
from fieldwork.transcript import EngineAway, EngineUnavailable, Heed, Transcript
from transcription.listener import Listener
from transcription.media import Media, media_of
from transcription.post import Post, ServerSilent, ServerWentAway
from transcription.remote_answer import as_transcript
from transcription.reply import KEY, MISSET, TRIES, UNKNOWN_PARAMETERS, Outcome, Reply, outcome_of, pause

PATH = "/v1/audio/transcriptions"
FLOOR_SECONDS = 120.0
BYTES_A_SECOND = 5_000  # of a recording: a memo of 80 KB may take 136 s, the 20 MB that Telegram gives an hour
MOST_SECONDS = 3600.0
GREETING_SECONDS = 10.0

# What each container is called; the sender's own name for it stays here.
NAMES = {
    Media.OGG: ("memo.ogg", "audio/ogg"),
    Media.MP4: ("memo.mp4", "audio/mp4"),
    Media.MP3: ("memo.mp3", "audio/mpeg"),
    Media.WAV: ("memo.wav", "audio/wav"),
    Media.FLAC: ("memo.flac", "audio/flac"),
    Media.WEBM: ("memo.webm", "audio/webm"),
    Media.AMR: ("memo.amr", "audio/amr"),
}
VERBOSE = {"response_format": "verbose_json", "timestamp_granularities[]": ["segment", "word"]}
PLAIN = {"response_format": "json"}  # of servers that know no other

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """The real clock."""
    return datetime.now(UTC)


def limit_for(recording: bytes) -> float:
    """Seconds that one try may take."""
    return min(FLOOR_SECONDS + len(recording) / BYTES_A_SECOND, MOST_SECONDS)


class RemoteTranscriber:
    """Sound to words on another machine; where nobody speaks, nothing is sent.

    Args:
        post: the way to it.
        model: what the server calls the model to use.
        languages: ISO 639-1 codes; one alone is told to the server, of several it finds out itself.
        jobs: recordings at once; the others wait.
        first_pause: seconds before the second try; twice that before the third.
        listener: who finds out whether somebody speaks; None makes one.
        clock: when an outage began.
    """

    def __init__(
        self,
        post: Post,
        model: str,
        *,
        languages: tuple[str, ...] = ("en",),
        jobs: int = 2,
        first_pause: float = 1.0,
        listener: Listener | None = None,
        clock: Clock = utc_now,
    ) -> None:
        self._post = post
        self._model = model
        self._languages = languages
        self._room = asyncio.Semaphore(jobs)
        self._listener = listener or Listener(jobs=jobs)
        self._first_pause = first_pause
        self._clock = clock
        self._outage: Outage | None = None
        self._form: dict[str, Any] = VERBOSE

    @property
    def model_name(self) -> str:
        """What a transcript says it was made with."""
        return f"http {self._model}"

    @property
    def outage(self) -> Outage | None:
        """Since when the server does not answer, None while it does or was not asked."""
        return self._outage

    async def transcribe(
        self, recording: bytes, *, so_far: Transcript | None = None, heed: Heed | None = None
    ) -> Transcript:
        """The words of `recording`, a whole media file; always from its beginning, and told at the end.

        Raises:
            RecordingUnreadable: no decodable sound in it, or the server takes none of its kind.
            EngineUnavailable: worth another try; EngineAway: whatever the recording.
        """
        del so_far, heed
        media = media_of(recording)
        async with self._room:
            started = time.monotonic()
            spoken = await self._listener.transcribe(recording)
            if not spoken.segments:
                return spoken_by_nobody(spoken, self.model_name)
            body = await self._answer(recording, media)
            return as_transcript(body, spoken=spoken, model=self.model_name, seconds=time.monotonic() - started)

    async def admit(self) -> None:
        """Look where the server is, before anything is sent.

        Raises:
            AddressRefused: recordings may not go there.
        """
        await self._post.admit()

    async def greet(self) -> None:
        """Ask the server whether it is there; any answer will do but one that refuses the key.

        Raises:
            AddressRefused: recordings may not go there.
            EngineUnavailable: what is wrong.
        """
        await self.admit()
        reply = await self._post.ask("GET", "/v1/models", limit=GREETING_SECONDS)
        if MISSET.get(reply.status) == KEY:
            raise EngineAway(KEY)

    async def close(self) -> None:
        """End the gate's child; a later job starts it again."""
        await self._listener.close()

    async def _answer(self, recording: bytes, media: Media) -> bytes:
        """The body of an answer with words, after a few tries where another one is worth it."""
        for tries in count(1):
            outcome = await self._outcome(recording, media)
            self._note(outcome)
            if outcome.error is None:
                break
            if not outcome.passing or tries == TRIES:
                raise outcome.error
            await asyncio.sleep(pause(tries, outcome.retry_after, self._clock(), first=self._first_pause))
        return outcome.body

    async def _outcome(self, recording: bytes, media: Media) -> Outcome:
        try:
            return outcome_of(await self._ask(recording, media))
        except EngineUnavailable as error:
            return Outcome(error=error, passing=isinstance(error, ServerSilent | ServerWentAway))

    def _note(self, outcome: Outcome) -> None:
        """Keep since when it does not answer; that it refuses a recording is an answer."""
        if isinstance(outcome.error, EngineUnavailable):
            since = self._outage.since if self._outage else self._clock()
            self._outage = Outage(since=since, reason=outcome.error.reason)
        else:
            self._outage = None

    async def _ask(self, recording: bytes, media: Media) -> Reply:
        """One try; a server that does not know our form is asked for the plain one from now on."""
        reply = await self._send(recording, media)
        if reply.status in UNKNOWN_PARAMETERS and self._form is VERBOSE:
            self._form = PLAIN
            reply = await self._send(recording, media)
            if reply.status != 200:
                self._form = VERBOSE
        return reply

    async def _send(self, recording: bytes, media: Media) -> Reply:
        name, kind = NAMES[media]
        fields = {"model": self._model, **self._form}
        if len(self._languages) == 1:
            fields["language"] = self._languages[0]
        return await self._post.ask(
            "POST", PATH, limit=limit_for(recording), data=fields, files={"file": (name, recording, kind)}
        )


def spoken_by_nobody(spoken: Transcript, model: str) -> Transcript:
    """No words, and no need to ask anybody for them."""
    return Transcript(segments=(), language="", model=model, audio_seconds=spoken.audio_seconds, seconds=spoken.seconds)
