"""The pace at which Telegram lets a bot speak: once a second in a chat after a short burst, thirty times in all."""

OVERALL_INTERVAL_SECONDS = 0.04  # with the burst 30 in any second: Bot FAQ, "How can I message all ... at once?"
CHAT_INTERVAL_SECONDS = 1.0  # Bot FAQ, "My bot is hitting limits": one a second, short bursts are let through
GROUP_INTERVAL_SECONDS = 3.5  # with the burst 20 in any minute: same place
BURST, GROUP_BURST = 5, 3  # so that nobody waits for an ordinary answer
MANY_CHATS = 1000  # then those that rest are forgotten


class Pace:
    """One limit, as a reservation: who comes too early is told how long to wait, and keeps the place."""

    def __init__(self, interval_seconds: float, burst: int = BURST) -> None:
        self._interval = interval_seconds
        self._tolerance = (burst - 1) * interval_seconds
        self._spent_until = 0.0

    def reserve(self, now: float) -> float:
        """Take the next place; seconds until it comes."""
        start = max(now, self._spent_until - self._tolerance)
        self._spent_until = max(self._spent_until, now) + self._interval
        return start - now

    def resting(self, now: float) -> bool:
        """Whether nothing of it is used up."""
        return self._spent_until <= now


class Paces:
    """The limit of each chat, the one over all, and the windows that Telegram closed. Times are monotonic seconds."""

    def __init__(self) -> None:
        self._overall = Pace(OVERALL_INTERVAL_SECONDS)
        self._chats: dict[int, Pace] = {}
        self._closed_until = 0.0
        self._groups_closed_until: dict[int, float] = {}

    def reserve(self, chat: int, now: float) -> float:
        """Take the next place in that chat, 0 for what is shown in none; seconds until it comes."""
        wait = self._pace(chat, now).reserve(now) if chat else 0.0
        return max(wait, self._overall.reserve(now))

    def close(self, chat: int, seconds: float, now: float) -> None:
        """Telegram wants quiet: of a group there, of anybody else everywhere, for nobody knows whose limit it was."""
        if chat < 0:
            self._groups_closed_until[chat] = now + seconds
        else:
            self._closed_until = max(self._closed_until, now + seconds)

    def closed_for(self, chat: int, now: float) -> float:
        """Seconds until that chat may be spoken to; 0 when it may."""
        return max(self._closed_until - now, self._groups_closed_until.get(chat, 0.0) - now, 0.0)

    def _pace(self, chat: int, now: float) -> Pace:
        if len(self._chats) > MANY_CHATS:
            self._chats = {known: pace for known, pace in self._chats.items() if not pace.resting(now)}
        if chat not in self._chats:
            group = Pace(GROUP_INTERVAL_SECONDS, GROUP_BURST)
            self._chats[chat] = group if chat < 0 else Pace(CHAT_INTERVAL_SECONDS)
        return self._chats[chat]
