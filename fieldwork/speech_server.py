"""Where recordings become words, and since when a server that does it does not answer."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum


class Place(Enum):
    """Who gets to hear the recordings."""

    HERE = "here"
    OWN_SERVER = "own server"  # at a private address
    SERVICE = "service"  # at an address that is not private; a person has agreed to that


@dataclass(frozen=True, slots=True, kw_only=True)
class Outage:
    """From the first failure behind the last answer."""

    since: datetime
    reason: str
