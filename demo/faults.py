"""What goes wrong between a bot and Telegram, on demand."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from demo.errors import ApiError
from demo.files import Files
from demo.storm import Plan, Storm

DOWNLOAD = "download"  # the name of a file download, in faults and in counts
_SENTENCES = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden: bot was blocked by the user",
    404: "Not Found",
    409: "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
    413: "Request Entity Too Large",
    500: "Internal Server Error",
    502: "Bad Gateway",
    504: "Gateway Timeout",
}


@dataclass(slots=True)
class Faults:
    """Told beforehand, used up call by call; `"*"` stands for any method.

    A method is named as in the Bot API, in any case; `"download"` is a file's download.
    """

    files: Files
    on_outage: Callable[[], None]
    out: bool = False
    weather: Storm | None = None
    _refusals: dict[str, list[ApiError]] = field(default_factory=dict)
    _drops: Counter[str] = field(default_factory=Counter)
    _lost_answers: Counter[str] = field(default_factory=Counter)
    _delays: dict[str, float] = field(default_factory=dict)
    _silences: Counter[str] = field(default_factory=Counter)
    _cuts: int = 0

    def fail_next(
        self,
        method: str,
        status: int,
        retry_after: int | None = None,
        times: int = 1,
        description: str = "",
    ) -> None:
        """Refuse the next calls of `method` with `status`; `retry_after` in seconds belongs to a 429."""
        parameters: dict[str, Any] = {} if retry_after is None else {"retry_after": retry_after}
        usual = _SENTENCES.get(status, f"Error {status}")
        if status == 429:
            parameters.setdefault("retry_after", 1)
            usual = f"Too Many Requests: retry after {parameters['retry_after']}"
        refusal = ApiError(status, description or usual, parameters)
        self._refusals.setdefault(method.lower(), []).extend([refusal] * times)

    def drop_connections(self, method: str, times: int = 1, *, after: bool = False) -> None:
        """Break the next connections of `method`; with `after`, when Telegram has acted but not answered."""
        (self._lost_answers if after else self._drops)[method.lower()] += times

    def never_answer(self, method: str, times: int = 1) -> None:
        """Take the next calls of `method` and say nothing, as a half-open connection does."""
        self._silences[method.lower()] += times

    def storm(self, weather: Storm | None) -> None:
        """From now on a share of all calls goes wrong; None ends it."""
        self.weather = weather

    def outage(self, on: bool = True) -> None:
        """While on, every connection breaks, polls that wait among them; people still write."""
        self.out = on
        if on:
            self.on_outage()

    def slow(self, method: str, seconds: float) -> None:
        """Take `seconds` longer over every call of `method`; 0 ends it."""
        self._delays[method.lower()] = seconds

    def forget_file(self, file_id: str) -> None:
        """Telegram no longer has the file."""
        self.files.forget(file_id)

    def cut_downloads(self, times: int = 1) -> None:
        """End the next downloads in the middle."""
        self._cuts += times

    def clear(self) -> None:
        """All is well again."""
        self.out, self._cuts, self.weather = False, 0, None
        for told in (self._refusals, self._drops, self._lost_answers, self._silences, self._delays):
            told.clear()

    def plan(self, method: str) -> Plan:
        """What happens to the call that has just come in; uses it up."""
        delay = max(self._delays.get(name, 0.0) for name in (method.lower(), "*"))
        if self.out or self._take(self._drops, method):
            return Plan(drop=True, delay_seconds=delay)
        if self.weather is not None and (planned := self.weather.plan(method)) is not None:
            return planned
        lost = self._take(self._lost_answers, method)
        silent = self._take(self._silences, method)
        return Plan(refusal=self._refusal(method), drop_answer=lost, silent=silent, delay_seconds=delay)

    def cuts_download(self) -> bool:
        """Whether the download that has just begun ends in the middle; uses it up."""
        self._cuts, cut = max(self._cuts - 1, 0), self._cuts > 0
        return cut

    def _refusal(self, method: str) -> ApiError | None:
        told = self._refusals.get(method.lower()) or self._refusals.get("*")
        return told.pop(0) if told else None

    def _take(self, counts: Counter[str], method: str) -> bool:
        name = next((each for each in (method.lower(), "*") if counts[each] > 0), None)
        if name:
            counts[name] -= 1
        return name is not None
