"""Bad weather: a random share of all calls goes wrong."""

from dataclasses import dataclass
from random import Random

from demo.errors import ApiError


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What happens to one call."""

    refusal: ApiError | None = None
    drop: bool = False  # the connection breaks before Telegram has acted
    drop_answer: bool = False  # Telegram acts, the answer is lost
    silent: bool = False  # half open: the call is taken and never answered
    delay_seconds: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Storm:
    """Shares of the calls, each between 0 and 1, together at most 1; `spared` methods (lower case) always succeed."""

    chance: Random
    floods: float = 0.0  # 429
    retry_after: float = 1.0  # seconds, of each flood
    errors: float = 0.0  # 500, 502 or 504
    resets: float = 0.0  # half of them when Telegram has acted
    silences: float = 0.0
    spared: frozenset[str] = frozenset({"getme"})

    def plan(self, method: str) -> Plan | None:
        """What the weather does to one call; None when it gets through."""
        if method.lower() in self.spared:
            return None
        kinds = ("flood", "error", "reset", "silence", "")
        shares = (self.floods, self.errors, self.resets, self.silences)
        (kind,) = self.chance.choices(kinds, (*shares, 1 - sum(shares)))
        return self._planned(kind) if kind else None

    def _planned(self, kind: str) -> Plan:
        if kind == "flood":
            return Plan(refusal=flood(self.retry_after))
        if kind == "error":
            return Plan(refusal=ApiError(self.chance.choice((500, 502, 504)), "Internal Server Error"))
        acted = self.chance.random() < 0.5
        return Plan(silent=kind == "silence", drop=kind == "reset" and not acted, drop_answer=kind == "reset" and acted)


def flood(retry_after: float) -> ApiError:
    """429 in Telegram's words."""
    return ApiError(429, f"Too Many Requests: retry after {retry_after}", {"retry_after": retry_after})
