"""Where recordings may be sent: to private addresses, and to others only when a person has said so."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address, ip_network
from urllib.parse import SplitResult, urlsplit

from fieldwork.errors import FieldworkError

PRIVATE = tuple(
    ip_network(block)
    for block in (
        *("127.0.0.0/8", "::1/128"),  # this machine
        *("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"),  # RFC 1918
        "fc00::/7",  # RFC 4193
        *("169.254.0.0/16", "fe80::/10"),  # RFC 3927, RFC 4291: this wire
    )
)
PORTS = {"http": 80, "https": 443}


class AddressWrong(FieldworkError):
    """The speech server's address is none."""

    def __init__(self) -> None:
        super().__init__(
            "JOTTINGS_TRANSCRIBER_URL must be http://HOST:PORT or https://HOST, without user, key or question mark."
        )


class AddressRefused(FieldworkError):
    """Recordings would go where nobody said that they may."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """A speech server's address, as the settings name it."""

    scheme: str
    host: str
    port: int
    path: str  # before /v1

    @property
    def is_encrypted(self) -> bool:
        """Whether what is sent can be read on the way."""
        return self.scheme == "https"

    @property
    def host_header(self) -> str:
        """What it is called, also where its number is dialled."""
        name = f"[{self.host}]" if ":" in self.host else self.host
        return name if self.port == PORTS[self.scheme] else f"{name}:{self.port}"

    def url(self, host: str) -> str:
        """The beginning of its addresses, with the machine called so."""
        name = f"[{host}]" if ":" in host else host
        return f"{self.scheme}://{name}:{self.port}{self.path}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One way to a server."""

    url: str
    direct: bool  # to a checked address, by no proxy


def server_at(url: str) -> Server:
    """The server of a setting; a /v1 at the end may be there or not.

    Raises:
        AddressWrong: it is none.
    """
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError:
        raise AddressWrong from None
    if parts.scheme not in PORTS or not parts.hostname or has_more(parts):
        raise AddressWrong
    path = parts.path.rstrip("/").removesuffix("/v1")
    return Server(scheme=parts.scheme, host=parts.hostname, port=port or PORTS[parts.scheme], path=path)


def has_more(parts: SplitResult) -> bool:
    """Whether there is a user, a key or a question in it, which would get into logs on the way."""
    return bool(parts.username or parts.password or parts.query or parts.fragment)


def is_private(address: str) -> bool:
    """Whether a numeric address is on this machine or in a private network."""
    try:
        number = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(number, IPv6Address) and number.ipv4_mapped:
        return is_private(str(number.ipv4_mapped))
    return any(number in block for block in PRIVATE)


def ways(server: Server, addresses: Sequence[str], *, public: bool) -> tuple[Way, ...]:
    """How to get there, the first first: to exactly the addresses that were looked at, so that none can be exchanged.

    Args:
        server: as the settings name it.
        addresses: what its name leads to now; none where only a proxy knows.
        public: whether a person has said that recordings may go to an address that is not private.

    Raises:
        AddressRefused: they may not go there.
    """
    outside = outside_of(addresses)
    if addresses and not outside:
        return tuple(Way(url=server.url(address), direct=True) for address in addresses)
    if not public and outside:
        raise AddressRefused(
            f"The speech server {server.host} is at {outside}, which is no private address: recordings would leave the "
            "study's own network. Where that is agreed, set JOTTINGS_TRANSCRIBER_PUBLIC=true."
        )
    if outside and not server.is_encrypted:
        raise AddressRefused(
            f"The speech server {server.host} is not at a private address, and http:// would carry recordings readable "
            "by all on the way. Use https:// in JOTTINGS_TRANSCRIBER_URL."
        )
    return (Way(url=server.url(server.host), direct=False),) if public and server.is_encrypted else ()


def outside_of(addresses: Iterable[str]) -> str:
    """The first that is not private, or ""."""
    return next((address for address in addresses if not is_private(address)), "")
