"""A time in which the bot took nothing in, and what may be lost by it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

WORTH_TELLING = timedelta(minutes=10)  # nobody is told of a restart
TELEGRAM_HOLDS = timedelta(hours=24)  # Bot API, "Getting updates"


@dataclass(frozen=True, slots=True, kw_only=True)
class Absence:
    """From the last moment at which the bot listened to its return."""

    since: datetime  # aware
    until: datetime

    @property
    def held_from(self) -> datetime:
        """What was sent from then on Telegram still held at the return; of what came before some may be lost."""
        return max(self.since, self.until - TELEGRAM_HOLDS)

    @property
    def loses(self) -> bool:
        """Whether something may be lost."""
        return self.held_from > self.since


def absence_between(last_listened: datetime | None, now: datetime) -> Absence | None:
    """The absence that ends now, None when there was none to speak of."""
    if last_listened is None or now - last_listened <= WORTH_TELLING:
        return None
    return Absence(since=last_listened, until=now)
