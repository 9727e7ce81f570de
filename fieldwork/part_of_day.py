"""Which part of a day does a question mean? "Yesterday morning", "last night"."""

import re
from enum import StrEnum

_SAID = re.compile(r"\b(morning|lunchtime|afternoon|evening|night|tonight)\b", re.IGNORECASE)


class PartOfDay(StrEnum):
    """As people speak of it: what is early for one is late for another, so that they overlap."""

    MORNING = "morning"
    LUNCHTIME = "lunchtime"
    AFTERNOON = "afternoon"
    EVENING = "evening"

    def holds(self, hour: int) -> bool:
        """Whether an hour of the day, 0 to 23, is in it."""
        return hour in _HOURS[self]


_HOURS = {
    PartOfDay.MORNING: range(12),
    PartOfDay.LUNCHTIME: range(11, 15),
    PartOfDay.AFTERNOON: range(12, 18),
    PartOfDay.EVENING: range(17, 24),
}


def part_meant(asked: str, left: str) -> PartOfDay | None:
    """The part of the day in a question of which `left` is what remains when its days were taken out.

    "The morning clinic" stays there, and is no time.
    """
    said = [word.lower() for word in _SAID.findall(asked)]
    for word in _SAID.findall(left):
        said.remove(word.lower())
    if len(said) != 1:
        return None
    return PartOfDay.EVENING if "night" in said[0] else PartOfDay(said[0])
