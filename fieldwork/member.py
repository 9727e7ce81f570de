"""Who is on the team."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NewType

MemberId = NewType("MemberId", int)  # the member's row in the store; never the Telegram id


class Role(StrEnum):
    """What a member may do."""

    RESEARCHER = "researcher"
    PI = "pi"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True, kw_only=True)
class StickySite:
    """A site that stays chosen until the day ends."""

    slug: str
    since: datetime  # aware
    day: date  # in the study's time zone; another day and it no longer holds


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A person on the team, as the store keeps it (sealed)."""

    id: MemberId
    role: Role
    name: str
    label: str  # "R1", "PI1", "A1": how notes and cards call them
    telegram_id: int
    joined_at: datetime
    revoked: bool = False
    sticky_site: StickySite | None = None

    @property
    def active(self) -> bool:
        """Whether they are still on the team."""
        return not self.revoked


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """A one-time code that makes its bearer a member; the code itself is kept as a keyed hash only."""

    role: Role
    name: str
    made_at: datetime
    expires_at: datetime
    used_at: datetime | None = None
