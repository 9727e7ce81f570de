"""What an engine wrote and perhaps nobody said: loops, and lines that it learnt from subtitles.

Marked, never taken out: a person may have said "no, no, no, no" or "thank you".
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from fieldwork.transcript import Doubt, Segment

MAX_PHRASE_WORDS = 40  # a long sentence that comes three times
REPEATED = 3  # as often as this, people do not say the same
# Words that people do say three times: "no, no, no", "it was very very very small".
SAID_OFTEN = frozenset(
    "no yes yeah yep okay ok well very really ha hey oh ah so bye much many far knock tap more".split()
)
REPEATED_BY_PEOPLE = 6
UNSURE = 0.6  # a filler that people say as well is one only where it was hardly heard

# Whole sentences, without case and punctuation. What Whisper was trained on are the subtitles of videos.
NEVER_IN_THE_FIELD = tuple(
    re.compile(pattern)
    for pattern in (
        r"(thank you|thanks)( so much| very much)? for (watching|viewing|listening to this video)( .{0,30})?",
        r"(please |don t forget to |like and )*subscribe( .{0,40})?",
        r"(please )?(like|share)( and| comment)* subscribe( .{0,40})?",
        r"(i will |i ll )?see you (guys )?in (the|my) next (video|one|episode)( .{0,20})?",
        r"(we |i )?hope (that )?you (have )?enjoyed (this|the) video( .{0,20})?",
        r"this is the end of (this|the) video( .{0,20})?",
        r"(english )?(subtitles?|caption(s|ing)?|transcript(ion)?)( (were|was|made|provided|edited))* by( .+)?",
        r"transcribed by( .{1,60})?",
        r"(copyright|all rights reserved)( .{0,40})?",
        r".*amara org.*",
        r"(sous titr|untertitel|napisy|ondertitel|subtitulos|subtítulos|sottotitoli|legendas)\w*( .{0,60})?",
        r"(music|applause|laughter|silence|blank audio|inaudible|music playing)",
    )
)
SAID_OVER_NOISE = re.compile(
    r"you|thank you( very much| so much)?|thanks|bye( bye)*|goodbye|okay|so|i m sorry|o+h+|h+m+|m+|boom|woo+"
)


def marked(segments: Sequence[Segment]) -> tuple[Segment, ...]:
    """The same words in the same order; what was perhaps not said stands in stretches of its own, with the reason."""
    return tuple(as_filler(piece) for piece in with_loops(segments))


def as_filler(segment: Segment) -> Segment:
    """The stretch, marked if it is a line that engines write over noise."""
    return replace(segment, doubt=Doubt.FILLER) if not segment.doubt and is_filler(segment) else segment


def is_filler(segment: Segment) -> bool:
    """Whether engines write this over noise."""
    line = plain(segment.text)
    if not line:
        return bool(segment.text)  # "♪", "..."
    if any(pattern.fullmatch(line) for pattern in NEVER_IN_THE_FIELD):
        return True
    return segment.confidence < UNSURE and bool(SAID_OVER_NOISE.fullmatch(line))


def with_loops(segments: Sequence[Segment]) -> Iterator[Segment]:
    """The stretches, cut so that what goes round in circles stands alone."""
    places = [(number, word) for number, segment in enumerate(segments) for word in words_of(segment)]
    looped = loops([plain(word) for _, word in places])
    at = 0
    for segment in segments:
        count = len(words_of(segment))
        yield from split(segment, [at + number in looped for number in range(count)])
        at += count


def split(segment: Segment, looped: Sequence[bool]) -> Iterator[Segment]:
    """The stretch in pieces; one whose words have no times stays whole."""
    if not any(looped):
        yield segment
    elif not segment.words or all(looped):
        yield replace(segment, doubt=Doubt.LOOP)
    else:
        for is_loop, pairs in groupby(zip(looped, segment.words, strict=True), key=lambda pair: pair[0]):
            yield Segment.of([word for _, word in pairs], Doubt.LOOP if is_loop else Doubt.NONE)


def words_of(segment: Segment) -> Sequence[str]:
    """The words as they were written."""
    return [word.text for word in segment.words] or segment.text.split()


def loops(words: Sequence[str]) -> frozenset[int]:
    """Where a phrase follows on itself more often than people say it."""
    found: set[int] = set()
    place = 0
    while place < len(words):
        length = max((run(words, place, size) for size in range(1, MAX_PHRASE_WORDS + 1)), default=0)
        found.update(range(place, place + length))
        place += length or 1
    return frozenset(found)


def run(words: Sequence[str], place: int, size: int) -> int:
    """How many words the phrase of this size at this place takes up with its repetitions; 0 where it is no loop."""
    phrase = words[place : place + size]
    times = 1
    while len(phrase) == size and words[place + times * size : place + (times + 1) * size] == phrase:
        times += 1
    return times * size if times >= allowed(phrase) else 0


def allowed(phrase: Sequence[str]) -> int:
    """From how many times on it is a loop."""
    return REPEATED_BY_PEOPLE if SAID_OFTEN.issuperset(phrase) else REPEATED


def plain(text: str) -> str:
    """Without case and punctuation."""
    return " ".join(re.sub(r"[^\w\s]+", " ", text.casefold()).split())
