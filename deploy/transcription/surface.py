"""The OpenAI-compatible `/v1/audio/transcriptions` over a transcriber: plain ASGI, all in memory, nothing logged.

Ray Serve runs it in each replica; `uvicorn` can run the same on one machine. A framework would put an upload of more
than a megabyte into a temporary file.
"""

import asyncio
import hmac
import json
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from typing import Any, Protocol

from deploy.transcription.answers import FORMATS, JSON, as_answer, problem
from deploy.transcription.form import Form, FormReader, FormWrong
from fieldwork.transcript import EngineUnavailable, RecordingUnreadable, Transcript

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

MAX_FILE_BYTES = 25_000_000  # what OpenAI takes; Telegram gives 20 MB
MAX_BODY_BYTES = MAX_FILE_BYTES + 200_000
SOON = b"5"  # seconds


class Transcriber(Protocol):
    """Sound to words."""

    async def transcribe(self, recording: bytes) -> Transcript:
        """The words of `recording`, a whole media file."""
        ...


class Refused(Exception):
    """An answer that is no transcript."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status
        self.sentence = sentence


class Gone(Exception):
    """Whoever asked does not wait any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What of a request is looked at."""

    method: str
    path: str
    headers: dict[bytes, bytes]


class Surface:
    """The ASGI application.

    Args:
        transcriber: who hears.
        model: its name; a request for another one is refused, so that no transcript says what is not true.
        key: what a request must carry as a bearer; "" for none.
    """

    def __init__(self, transcriber: Transcriber, *, model: str, key: str = "") -> None:
        self._transcriber = transcriber
        self._model = model
        self._key = key.encode()

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await lifespan(receive, send)
            return
        asked = Asked(method=scope["method"], path=scope["path"], headers=dict(scope["headers"]))
        try:
            kind, body = await self._answer(asked, receive)
            await say(send, 200, kind, body)
        except Refused as refused:
            await say(send, refused.status, JSON, problem(refused.sentence))
        except Gone:
            return

    async def _answer(self, asked: Asked, receive: Receive) -> tuple[str, bytes]:
        if asked.path == "/health":
            return JSON, b'{"status": "ok"}'
        self._admit(asked)
        match asked.method, asked.path:
            case "GET", "/v1/models":
                return JSON, json.dumps({"object": "list", "data": [{"id": self._model, "object": "model"}]}).encode()
            case "POST", "/v1/audio/transcriptions":
                form = await read_form(asked, receive)
                return as_answer(await self._hear(form, receive), form.text("response_format", "json"))
        raise Refused(404, "There is nothing here.")

    def _admit(self, asked: Asked) -> None:
        given = asked.headers.get(b"authorization", b"").removeprefix(b"Bearer ")
        if self._key and not hmac.compare_digest(given, self._key):
            raise Refused(401, "The key is missing or wrong.")

    async def _hear(self, form: Form, receive: Receive) -> Transcript:
        if form.text("model", self._model) != self._model:
            raise Refused(404, f"The model here is {self._model}.")
        if form.text("response_format", "json") not in FORMATS:
            raise Refused(400, "response_format is json, text or verbose_json here.")
        try:
            return await while_awaited(self._transcriber.transcribe(bytes(form.file)), receive)
        except RecordingUnreadable as error:
            raise Refused(415, str(error)) from None
        except EngineUnavailable as error:
            raise Refused(503, str(error)) from None
        except Gone:
            raise
        except Exception:  # what it says is nobody's business, and Ray would log it
            raise Refused(500, "The transcriber failed.") from None


async def read_form(asked: Asked, receive: Receive) -> Form:
    """The whole form, in memory."""
    try:
        reader = FormReader(asked.headers.get(b"content-type", b"").decode("latin-1"), max_file_bytes=MAX_FILE_BYTES)
        taken, more = 0, True
        while more:
            piece, more = await next_piece(receive)
            taken += len(piece)
            if taken > MAX_BODY_BYTES:
                raise Refused(413, f"A recording may have {MAX_FILE_BYTES} bytes here.")
            if piece:
                reader.feed(piece)
        reader.feed(b"")
    except FormWrong:
        raise Refused(400, "That is no multipart form with a file of a size that is taken here.") from None
    return reader.form


async def next_piece(receive: Receive) -> tuple[bytes, bool]:
    """The next bytes of the body, and whether more come."""
    message = await receive()
    if message["type"] != "http.request":
        raise Gone
    return message.get("body", b""), message.get("more_body", False)


async def while_awaited(hearing: Awaitable[Transcript], receive: Receive) -> Transcript:
    """The transcript, unless whoever asked goes away: then nobody works on for nothing."""
    working, leaving = asyncio.ensure_future(hearing), asyncio.ensure_future(gone(receive))
    try:
        await asyncio.wait([working, leaving], return_when=asyncio.FIRST_COMPLETED)
        if working.done():
            return working.result()
        raise Gone
    finally:
        for task in (working, leaving):
            task.cancel()
        await asyncio.gather(working, leaving, return_exceptions=True)


async def gone(receive: Receive) -> None:
    """Returns when the connection has ended."""
    while (await receive())["type"] != "http.disconnect":
        pass


async def say(send: Send, status: int, kind: str, body: bytes) -> None:
    """One whole answer."""
    headers = [(b"content-type", kind.encode()), (b"content-length", str(len(body)).encode())]
    if status == 503:
        headers.append((b"retry-after", SOON))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


async def lifespan(receive: Receive, send: Send) -> None:
    """Nothing to prepare: the model is loaded with the first recording. A websocket is not answered."""
    while (message := await receive())["type"] in {"lifespan.startup", "lifespan.shutdown"}:
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return
