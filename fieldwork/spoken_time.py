"""When was it seen? Times as people write and say them: "10.35", "half past four", "twenty minutes ago"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from fieldwork.numbers import TENS, UNITS, counts_something, number_at
from fieldwork.phrases import phrase_set, word_set
from fieldwork.spoken_day import Day
from fieldwork.words import Word, ends_part, lower_at, starts_with

_DIGITAL = re.compile(r"([01]?\d|2[0-3])[.:]([0-5]\d)")
_NEARLY = phrase_set(  # a time is taken as it was said: nobody means five minutes exactly by "just after"
    "just before | shortly before | coming up to | coming up on | getting on for | nearly | almost | just after"
    " | just gone | shortly after | a bit after | a bit before | gone | at | about | around | roughly | approx | circa"
    " | at about | at around"
)
_CLOSE = timedelta(minutes=10)  # by which a rough time may lie after the message
_AGO = {  # minutes
    phrase: minutes
    for minutes, phrases in {
        60: "an hour ago | one hour ago | about an hour ago",
        30: "half an hour ago | half hour ago | about half an hour ago",
        15: "quarter of an hour ago | a quarter of an hour ago",
        90: "an hour and a half ago | hour and a half ago",
    }.items()
    for phrase in phrase_set(phrases)
}
_PARTS_OF_DAY = {
    ("in", "the", "morning"): "am", ("this", "morning"): "am", ("in", "the", "afternoon"): "pm", ("am",): "am",
    ("this", "afternoon"): "pm", ("in", "the", "evening"): "pm", ("this", "evening"): "pm", ("tonight",): "pm",
    ("pm",): "pm", ("at", "night"): "pm", ("a", "m"): "am", ("p", "m"): "pm",
}  # fmt: skip
_GOES_ON = word_set("and when with in it's so")
_UNTIL = frozenset({"to", "till", "until"})
_ISH = phrase_set("ish | nearly | almost | or so | or thereabouts | or something | give or take")
_LONGEST_VISIT = 3  # hours
_LONGEST_AGO = max(map(len, _AGO))  # words
_OPENS_CLOCK = frozenset(  # no other word opens a time, save digits
    {*(phrase[0] for phrase in (*_NEARLY, *_AGO)), *UNITS, *TENS, *word_set("oh half noon midday maybe quarter a")}
)
_FIRST_WORKING_HOUR = 7  # "half past four" is the afternoon's, "half past seven" the morning's
_EVENING = 9  # "half past seven", said at eight in the evening, is the evening's; "half past nine" never is
_NOT_A_TIME_BEFORE = word_set("train bus slot minibus miles mile pounds pence quid percent kg euros")


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """A time of day as said; `half` is "am", "pm" or "" when nothing says which."""

    hour: int | None  # None for "ten past" of whatever hour it is
    minute: int
    half: str = ""
    rough: bool = False  # "just before twelve"

    def time(self, sent: time) -> time:
        """The time of a working day that it means; the evening's when that has only just been."""
        if self.hour is None:
            return time(sent.hour, self.minute)
        hour = self.hour
        if self.half:
            hour = hour % 12 + (12 if self.half == "pm" else 0) if hour <= 12 else hour
        elif 0 < hour < _FIRST_WORKING_HOUR or (hour < _EVENING and 0 <= sent.hour - (hour + 12) <= 1):
            hour += 12
        return time(hour, self.minute)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ago:
    """A time as said from the moment of the message."""

    minutes: int


Said = Clock | Ago


def observed_at(clock: Said, day: Day | None, *, sent_at: datetime) -> datetime | None:
    """The moment that was meant, in the zone of `sent_at`; None when it would lie after it."""
    if isinstance(clock, Ago):
        return sent_at - timedelta(minutes=clock.minutes)
    moment = _moment(clock, day, sent_at)
    if moment > sent_at and clock.hour is None:
        moment -= timedelta(hours=1)
    if moment > sent_at and day is not None and day.weekday is not None:
        moment -= timedelta(days=7)
    if clock.rough and sent_at < moment <= sent_at + _CLOSE:
        return sent_at
    return moment if moment <= sent_at else None


def observed_on(day: Day, *, sent_at: datetime) -> datetime | None:
    """Noon of a day that is said without a time; None where it may be the day of the message, or a day to come."""
    if not day.surely_before(sent_at.date()):
        return None
    return datetime.combine(day.date(sent_at.date()), time(12), tzinfo=sent_at.tzinfo)


def _moment(clock: Clock, day: Day | None, sent_at: datetime) -> datetime:
    on = (day or Day(ago=0)).date(sent_at.date())
    sent = sent_at.time() if on == sent_at.date() else time()
    return datetime.combine(on, clock.time(sent), tzinfo=sent_at.tzinfo)


def clock_at(words: Sequence[Word], at: int) -> tuple[Said, int] | None:
    """The time of day that is said at `at`, and how many words it takes."""
    first = lower_at(words, at)
    if first.removesuffix("ish") not in _OPENS_CLOCK and not first[:1].isdigit():
        return None
    if ago := _ago(words, at):
        return ago
    skipped = max((len(phrase) for phrase in _NEARLY if starts_with(words, at, phrase)), default=0)
    start = at + skipped
    found = (
        _digital(words, start) or _hours(words, start) or _halves(words, start) or _minutes(words, start)
        or _hour(words, start, skipped) or _bare_minutes(words, start)
    )  # fmt: skip
    if found is None:
        return None
    hour, minute, length = found
    roughly = _roughly(words, start + length)
    length += roughly
    length += _until_hour(words, start + length)
    half, more = _part_of_day(words, start + length)
    if lower_at(words, start + length + more) in _NOT_A_TIME_BEFORE:
        return None
    half = half or ("am" if lower_at(words, start).startswith("0") else "")
    return Clock(hour=hour, minute=minute, half=half, rough=bool(skipped or roughly)), skipped + length + more


def _roughly(words: Sequence[Word], at: int) -> int:
    """How many words say that it was not exactly then: `or so`."""
    return max((len(phrase) for phrase in _ISH if starts_with(words, at, phrase)), default=0)


def _ago(words: Sequence[Word], at: int) -> tuple[Ago, int] | None:
    """`half an hour ago`, `twenty minutes ago`."""
    ago = "ago" in (lower_at(words, at + n) for n in range(2, _LONGEST_AGO))
    for phrase, minutes in _AGO.items() if ago else ():
        if starts_with(words, at, phrase):
            return Ago(minutes=minutes), len(phrase)
    start = at + (lower_at(words, at) in {"about", "around", "maybe"})
    number = number_at(words, start)
    behind = start + number[1] if number else at
    if number and lower_at(words, behind) in {"minutes", "mins"} and lower_at(words, behind + 1) == "ago":
        return Ago(minutes=number[0]), behind + 2 - at
    return None


def _part_of_day(words: Sequence[Word], at: int) -> tuple[str, int]:
    found = next(
        ((half, len(phrase)) for phrase, half in _PARTS_OF_DAY.items() if starts_with(words, at, phrase)), None
    )
    return found or ("", 0)


def _digital(words: Sequence[Word], at: int) -> tuple[int, int, int] | None:
    """`10.35`, `9:30`, `2pm`, and the first of `10.30-11.15`."""
    word = lower_at(words, at)
    if match := _DIGITAL.fullmatch(word):
        if not {"£", "$", "€"}.isdisjoint(words[at].gap):
            return None
        return int(match[1]), int(match[2]), 1 + _until(words, at + 1)
    if match := re.fullmatch(r"(0[6-9]|1[0-8])([0-5]\d)", word):  # 0915; later ones are years
        return (
            (int(match[1]), int(match[2]), 1)
            if ends_part(words, at + 1) or at <= 1 or words[at - 1].text.isupper()
            else None
        )
    if match := re.fullmatch(r"(0?[7-9]|1\d)h([0-5]\d)", word):
        return int(match[1]), int(match[2]), 1
    match = re.fullmatch(r"(1[0-2]|[1-9])(?:[.:]([0-5][0-9]))?(am|pm)", word)
    return (_in_half(int(match[1]), match[3]), 0, 1) if match else None


def _hours(words: Sequence[Word], at: int) -> tuple[int, int, int] | None:
    """`3 to 4`, `3-4pm`, the first of them: typed so, nobody means three minutes to four."""
    joined = lower_at(words, at + 1) in _UNTIL
    first = re.fullmatch("1[0-2]|[1-9]", lower_at(words, at))
    last = re.fullmatch(r"(1[0-2]|[1-9])(am|pm)?", lower_at(words, at + 1 + joined))
    if not (first and last and (joined or words[at + 1].gap.strip() in {"-", "\u2013", "—"})):
        return None
    begins, ends, behind = int(first[0]), int(last[1]), at + 2 + joined
    closed = bool(last[2]) or ends_part(words, behind) or bool(_part_of_day(words, behind)[0])
    if not closed or not 1 <= (ends - begins) % 12 <= _LONGEST_VISIT:
        return None
    morning = ends < begins < 12  # "11-1pm"
    return _in_half(begins, "am" if morning else last[2]) if last[2] else begins, 0, 2 + joined


def _until(words: Sequence[Word], at: int) -> int:
    """How many words say when it ended: `-11.15`, `to 11.15`."""
    joined = lower_at(words, at) in _UNTIL
    ends = at + joined < len(words) and bool(_DIGITAL.fullmatch(words[at + joined].lower))
    return 1 + joined if ends and (joined or words[at].gap.strip() in {"-", "\u2013", "—"}) else 0


def _until_hour(words: Sequence[Word], at: int) -> int:
    """`till one`, as a part of a sentence by itself."""
    until = lower_at(words, at) in _UNTIL and (_halves(words, at + 1) or _minutes(words, at + 1))
    length = until[2] if until else int(lower_at(words, at) in _UNTIL and bool(_clock_hour(words, at + 1)))
    return 1 + length if length and ends_part(words, at + 1 + length) else 0


def _in_half(hour: int, half: str) -> int:
    return hour % 12 + (12 if half == "pm" else 0)


def _halves(words: Sequence[Word], at: int) -> tuple[int, int, int] | None:
    """`half past four`, `half four`, `quarter to five`, `noon`."""
    word = lower_at(words, at)
    if word in {"noon", "midday"}:
        return 12, 0, 1
    if word == "half":
        past = lower_at(words, at + 1) == "past"
        hour = _clock_hour(words, at + 1 + past)
        return (hour, 30, 2 + past) if hour and not counts_something(words, at + 2 + past) else None
    at_quarter = at + (word == "a")
    return _past_or_to(words, at, at_quarter + 1, 15) if lower_at(words, at_quarter) == "quarter" else None


def _minutes(words: Sequence[Word], at: int) -> tuple[int, int, int] | None:
    """`twenty past three`, `five minutes to ten`."""
    number = number_at(words, at)
    if number is None or not 1 <= number[0] < 60:
        return None
    behind = at + number[1]
    return _past_or_to(words, at, behind + (lower_at(words, behind) in {"minutes", "mins"}), number[0])


def _past_or_to(words: Sequence[Word], first: int, at: int, minutes: int) -> tuple[int, int, int] | None:
    hour = _clock_hour(words, at + 1)
    if not hour or (counts_something(words, at + 2) and not _roughly(words, at + 2)):
        return None
    match lower_at(words, at):
        case "past":
            return hour, minutes, at + 2 - first
        case "to":
            return (hour - 1) or 12, 60 - minutes, at + 2 - first
        case _:
            return None


def _bare_minutes(words: Sequence[Word], at: int) -> tuple[None, int, int] | None:
    """`ten past`, `half past`: of the hour that it is."""
    at_quarter = at + (lower_at(words, at) == "a")
    quarter = {"quarter": 15, "half": 30}.get(lower_at(words, at_quarter))
    minutes = (quarter, 1 + at_quarter - at) if quarter else number_at(words, at)
    if minutes is None or not 1 <= minutes[0] < 60 or lower_at(words, at + minutes[1]) != "past":
        return None
    return (None, minutes[0], minutes[1] + 1) if ends_part(words, at + minutes[1] + 1) else None


def _hour(words: Sequence[Word], at: int, approximated: int) -> tuple[int, int, int] | None:
    """`ten o'clock`, `ten thirty`, `9 am`; a bare hour only after "at", "about" and their like."""
    hour = _clock_hour(words, at)
    if not hour:
        return None
    if lower_at(words, at + 1) in {"o'clock", "oclock", "sharp"}:
        return hour, 0, 2
    if lower_at(words, at).endswith("ish") or lower_at(words, at + 1) == "ish":
        return hour, 0, 1
    minutes = number_at(words, at + 1)
    behind = at + 1 + minutes[1] if minutes else at
    ends = _ends(words, behind) or (approximated and lower_at(words, behind) in _GOES_ON)
    if minutes and 5 <= minutes[0] < 60 and not words[at + 1].opens and ends:
        return hour, minutes[0], 1 + minutes[1]
    said = _part_of_day(words, at + 1)[0] or (approximated and ends_part(words, at + 1))
    return (hour, 0, 1) if said else None


def _ends(words: Sequence[Word], at: int) -> bool:
    """Whether nothing follows in this part but `this was`."""
    said_of_it = lower_at(words, at) in {"this", "that", "it"} and lower_at(words, at + 1) in {"was", "is"}
    return ends_part(words, at) or (said_of_it and ends_part(words, at + 2))


def _clock_hour(words: Sequence[Word], at: int) -> int:
    """The hour at `at`, 0 when there is none; "nineish" is one too."""
    bare = lower_at(words, at).removesuffix("ish")
    number = number_at(words, at) or (int(bare) if re.fullmatch("[0-9]{1,2}", bare) else UNITS.get(bare, 0), 1)
    return number[0] if number[1] == 1 and 1 <= number[0] <= 12 else 0
