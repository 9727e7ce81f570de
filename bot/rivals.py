"""Rivals: another program that polls with the bot's token, which may be stolen."""

import time

from fieldwork.member import Role
from handlers.replies import trouble
from handlers.replies.terms import Terms
from services.study import Study

GRACE_SECONDS = 60.0  # after a start or a broken connection our own last poll may still hang at Telegram
EPISODE_SECONDS = 600.0  # so long without a conflict, and the next one is news


class Conflicts:
    """Which conflict is to be told: the first of an episode that our own broken polls don't explain."""

    def __init__(self, now: float) -> None:
        self._disturbed_at = now
        self._latest: float | None = None
        self._told = False

    def disturbed(self, now: float) -> None:
        """A connection of ours broke."""
        self._disturbed_at = now

    def tells(self, now: float) -> bool:
        """A poll was refused because of another one: whether people are to be told."""
        first = self._latest is None or now - self._latest > EPISODE_SECONDS
        self._latest, self._told = now, self._told and not first
        explained = first and now - self._disturbed_at < GRACE_SECONDS
        return not explained and not self._told

    def told(self) -> None:
        """People know."""
        self._told = True


class Rivals:
    """Tells whoever looks after the study, once in an episode."""

    def __init__(self, study: Study) -> None:
        self._study = study
        self._conflicts = Conflicts(time.monotonic())

    def disturbed(self) -> None:
        """A connection of ours broke."""
        self._conflicts.disturbed(time.monotonic())

    async def noticed(self) -> None:
        """A poll was refused because of another one.

        Raises:
            StorageUnavailable: nobody was told.
        """
        if not self._conflicts.tells(time.monotonic()):
            return
        study = self._study
        terms = Terms(codebook=study.codebook, timezone=study.timezone)
        people = [*study.team.with_role(Role.PI), *study.team.with_role(Role.ADMIN)]
        await study.handled(None, [trouble.rival(terms, study.clock(), each.telegram_id) for each in people])
        self._conflicts.told()
