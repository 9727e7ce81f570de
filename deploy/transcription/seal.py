"""Between Ray's proxy and a replica everything is sealed under a key that lives as long as the request.

Ray carries requests through its object store, which it puts on disk when memory or /dev/shm is short. `Sealing` runs in
the proxy, `Unsealing` in the replica. The key goes with the request's headers, which are small and which Ray keeps in
memory; sound and words go sealed.
"""

import struct
from collections.abc import Awaitable, Callable
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from deploy.transcription.surface import Message, Receive, Send, say

HEADER = b"x-jottings-seal"
KEY_BITS = 256
NONCE = struct.Struct(">4sQ")  # direction and number: NIST SP 800-38D, 8.2.1
QUESTION, ANSWER = b"asks", b"says"
REFUSAL = b'{"error": {"message": "This replica takes sealed requests only: the proxy runs without its seal."}}'

App = Callable[[Message, Receive, Send], Awaitable[None]]


class Seal:
    """One direction of one request: pieces are bound to their place, their direction and whether they are the last."""

    def __init__(self, key: bytes, direction: bytes) -> None:
        self._cipher = AESGCM(key)
        self._direction = direction
        self._count = 0

    def close(self, message: Message) -> Message:
        """The message with its body sealed."""
        nonce, end = self._next(message)
        return {**message, "body": self._cipher.encrypt(nonce, message.get("body", b""), end)}

    def open(self, message: Message) -> Message:
        """The message as it was.

        Raises:
            InvalidTag: it was changed, moved, or is from another request.
        """
        nonce, end = self._next(message)
        return {**message, "body": self._cipher.decrypt(nonce, message.get("body", b""), end)}

    def _next(self, message: Message) -> tuple[bytes, bytes]:
        self._count += 1
        return NONCE.pack(self._direction, self._count), b"more" if message.get("more_body", False) else b"last"


def only(kind: str, change: Callable[[Message], Message], message: Message) -> Message:
    """The message, changed if it is of that kind."""
    return change(message) if message["type"] == kind else message


class Sealing:
    """In the proxy, outside of everything of Ray's: seals what goes in, opens what comes back."""

    def __init__(self, app: App) -> None:
        self._app = app

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Hand on one request and its answer."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        key = AESGCM.generate_key(KEY_BITS)
        asking, answering = Seal(key, QUESTION), Seal(key, ANSWER)

        async def sealed() -> Message:
            return only("http.request", asking.close, await receive())

        await self._app({**scope, "headers": marked(scope, key.hex().encode())}, sealed, Opening(answering, send))


class Opening:
    """Passes an answer on, opened if it is sealed: what Ray itself says, such as 503, is not."""

    def __init__(self, seal: Seal, send: Send) -> None:
        self._seal = seal
        self._send = send
        self._sealed = False

    async def __call__(self, message: Message) -> None:
        """Hand on a part of the answer."""
        if message["type"] == "http.response.start":
            self._sealed = HEADER in dict(message["headers"])
            message = {**message, "headers": without_mark(message)}
        elif self._sealed:
            message = only("http.response.body", self._seal.open, message)
        await self._send(message)


class Unsealing:
    """In the replica, around the application; what comes unsealed is refused."""

    def __init__(self, app: App) -> None:
        self._app = app

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        key = key_of(scope)
        if key is None:
            await say(send, 503, "application/json", REFUSAL)
            return
        asking, answering = Seal(key, QUESTION), Seal(key, ANSWER)

        async def opened() -> Message:
            try:
                return only("http.request", asking.open, await receive())
            except InvalidTag:
                return {"type": "http.disconnect"}

        async def sealed(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": marked(message, b"1")}
            await send(only("http.response.body", answering.close, message))

        await self._app({**scope, "headers": without_mark(scope)}, opened, sealed)


def key_of(scope: Message) -> bytes | None:
    """The key that the proxy gave with a request, None where it gave none."""
    try:
        key = bytes.fromhex(dict(scope["headers"]).get(HEADER, b"").decode("ascii"))
    except ValueError:
        return None
    return key if len(key) * 8 == KEY_BITS else None


def without_mark(message: Message) -> list[Any]:
    """The headers without ours."""
    return [(name, value) for name, value in message["headers"] if bytes(name).lower() != HEADER]


def marked(message: Message, value: bytes) -> list[Any]:
    """The headers with ours, and only ours."""
    return [*without_mark(message), (HEADER, value)]
