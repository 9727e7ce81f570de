"""A server that answers each request as a test says, and keeps what it was sent."""

import asyncio
import re
import ssl
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

HANG_UP = b""
MUTE = b"HTTP/1.1 200 OK\r\n"  # and nothing more, until the other side goes
ENDLESS = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n"
PIECE = b"x" * (1 << 20)


def answer(status: int, body: str = "", **headers: str) -> bytes:
    """A whole answer."""
    lines = [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    head = [f"HTTP/1.1 {status} So", f"Content-Length: {len(body.encode())}", "Connection: close", *lines]
    return ("\r\n".join([*head, "", ""]) + body).encode()


@dataclass(slots=True)
class OddServer:
    """What it says, one answer a request and the last for all others; what it heard."""

    says: list[bytes]
    port: int = 0
    asked: list[bytes] = field(default_factory=list)
    greeted: int = 0  # connections

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.greeted += 1
        try:
            await self._answer(reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            return
        finally:
            writer.close()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        length = re.search(rb"content-length: (\d+)", head.lower())
        self.asked.append(head + await reader.readexactly(int(length[1]) if length else 0))
        says = self.says[min(len(self.asked), len(self.says)) - 1]
        for piece in pieces(says):
            writer.write(piece)
            await writer.drain()
        if says is MUTE:
            await reader.read()


def pieces(says: bytes) -> Iterator[bytes]:
    yield says
    while says is ENDLESS:
        yield PIECE


@asynccontextmanager
async def odd_server(*says: bytes, port: int = 0, tls: ssl.SSLContext | None = None) -> AsyncIterator[OddServer]:
    """One on loopback."""
    odd = OddServer(says=list(says))
    server = await asyncio.start_server(odd.serve, "127.0.0.1", port, ssl=tls)
    odd.port = server.sockets[0].getsockname()[1]
    async with server:
        yield odd
