"""One question to a speech server: to a checked address, in memory, with an answer of bounded size."""

import asyncio
import socket
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache
from typing import Any

import httpx

from fieldwork.transcript import EngineAway, EngineUnavailable
from transcription.address import AddressRefused, Server, Way, ways
from transcription.reply import Reply

CONNECT_SECONDS = 10.0
SEND_SECONDS = 60.0  # for a piece of the recording
MAX_ANSWER_BYTES = 32_000_000  # three hours with the times of all words are a third of that

# So that a machine that is switched off is noticed within two minutes, while one that works may be silent for an hour.
ALIVE = [
    (socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1),
    *(
        (socket.IPPROTO_TCP, getattr(socket, name), value)
        for name, value in (("TCP_KEEPIDLE", 60), ("TCP_KEEPINTVL", 15), ("TCP_KEEPCNT", 4))
        if hasattr(socket, name)  # Linux; elsewhere the system's own times
    ),
]


class ServerSilent(EngineAway):
    """There is no connection."""


class ServerWentAway(EngineUnavailable):
    """The connection ended before there was an answer."""

    def __init__(self, why: str) -> None:
        super().__init__(f"the speech server ended the connection ({why})")


async def addresses_of(server: Server) -> tuple[str, ...]:
    """What the server's name leads to now; none when that can't be found out."""
    loop = asyncio.get_running_loop()
    try:
        found = await loop.getaddrinfo(server.host, server.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return ()
    return tuple(dict.fromkeys(str(each[4][0]) for each in found))


class Post:
    """The way to one server.

    Args:
        server: as the settings name it.
        key: sent as a bearer; "" for none.
        public: whether it may be at an address that is not private.
    """

    def __init__(self, server: Server, *, key: str = "", public: bool = False) -> None:
        self._server = server
        self._key = key
        self._public = public

    async def ask(self, method: str, path: str, *, limit: float, **content: Any) -> Reply:
        """The answer to a request, whatever its status; `content` is what httpx takes.

        Raises:
            EngineAway: the server can't be reached, or not by a way that is allowed.
            EngineUnavailable: it did not answer in `limit` seconds, or not to the end.
        """
        silence: EngineAway | None = None
        for way in await self._ways():
            try:
                async with asyncio.timeout(limit):
                    return await self._exchange(way, method, path, content)
            except ServerSilent as error:
                silence = error
            except TimeoutError:
                raise EngineUnavailable("the speech server did not answer in time") from None
        raise silence or ServerSilent("the speech server's name leads nowhere")

    async def admit(self) -> None:
        """Look where the server is now; a name that leads nowhere may do so later.

        Raises:
            AddressRefused: where nothing may be sent.
        """
        ways(self._server, await addresses_of(self._server), public=self._public)

    async def _ways(self) -> tuple[Way, ...]:
        try:
            return ways(self._server, await addresses_of(self._server), public=self._public)
        except AddressRefused:
            raise EngineAway(
                "the speech server's address is not private any more; see JOTTINGS_TRANSCRIBER_URL"
            ) from None

    async def _exchange(self, way: Way, method: str, path: str, content: dict[str, Any]) -> Reply:
        try:
            async with self._stream(way, method, path, content) as response:
                body = await bounded(response)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.ProxyError) as error:
            raise ServerSilent(f"the speech server can't be reached ({type(error).__name__})") from None
        except (httpx.HTTPError, httpx.InvalidURL, ssl.SSLError) as error:
            raise ServerWentAway(type(error).__name__) from None
        return Reply(status=response.status_code, body=body, retry_after=response.headers.get("Retry-After", ""))

    @asynccontextmanager
    async def _stream(self, way: Way, method: str, path: str, content: dict[str, Any]) -> AsyncIterator[httpx.Response]:
        timeout = httpx.Timeout(None, connect=CONNECT_SECONDS, write=SEND_SECONDS)
        transport = httpx.AsyncHTTPTransport(verify=trusted(), socket_options=ALIVE) if way.direct else None
        async with (
            httpx.AsyncClient(
                transport=transport, trust_env=not way.direct, verify=trusted(), timeout=timeout, follow_redirects=False
            ) as client,
            client.stream(
                method, way.url + path, headers=self._headers(), extensions=self._extensions(), **content
            ) as response,
        ):
            yield response

    def _headers(self) -> dict[str, str]:
        headers = {"Host": self._server.host_header, "Accept-Encoding": "identity", "User-Agent": "jottings"}
        return {**headers, "Authorization": f"Bearer {self._key}"} if self._key else headers

    def _extensions(self) -> dict[str, str]:
        """By whose name the certificate must be, although the address is a number."""
        return {"sni_hostname": self._server.host} if self._server.is_encrypted else {}


async def bounded(response: httpx.Response) -> bytes:
    """The whole body, as it came over the wire."""
    body = bytearray()
    async for piece in response.aiter_raw():
        body += piece
        if len(body) > MAX_ANSWER_BYTES:
            raise EngineUnavailable("the speech server's answer is too long")
    return bytes(body)


@cache
def trusted() -> ssl.SSLContext:
    """Whose certificates are believed; SSL_CERT_FILE adds a university's own."""
    return httpx.create_ssl_context()
