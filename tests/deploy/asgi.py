"""An ASGI application asked without a server: what comes in and goes out, message by message."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from deploy.transcription.surface import Message, Receive, Send

App = Callable[[Message, Receive, Send], Awaitable[None]]


@dataclass(slots=True)
class Said:
    """What an application answered."""

    messages: list[Message] = field(default_factory=list)

    @property
    def status(self) -> int:
        return int(self.messages[0]["status"])

    @property
    def headers(self) -> dict[bytes, bytes]:
        return dict(self.messages[0]["headers"])

    @property
    def body(self) -> bytes:
        return b"".join(message.get("body", b"") for message in self.messages[1:])


async def ask(
    app: App,
    method: str = "GET",
    path: str = "/health",
    *,
    pieces: Sequence[bytes] = (b"",),
    stays: bool = True,
    headers: Mapping[str, str] = MappingProxyType({}),
) -> Said:
    """The answer to a request whose body comes in those pieces; who asked stays until it is there, or goes at once."""
    said = Said()
    last = len(pieces) - 1
    coming = [
        {"type": "http.request", "body": piece, "more_body": number < last} for number, piece in enumerate(pieces)
    ]

    async def receive() -> Message:
        if coming:
            return coming.pop(0)
        if stays:
            await asyncio.Event().wait()
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        said.messages.append(message)

    lines = [(name.encode(), value.encode()) for name, value in headers.items()]
    scope: dict[str, Any] = {"type": "http", "method": method, "path": path, "headers": lines}
    async with asyncio.timeout(10):
        await app(scope, receive, send)
    return said
