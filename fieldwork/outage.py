"""Since when a speech server does not answer."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Outage:
    """From the first failure behind the last answer."""

    since: datetime
    reason: str
