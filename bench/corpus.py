"""As many different notes as wanted: English words as often as they come in English, under a few codes."""

import random
from collections.abc import Iterator
from datetime import timedelta
from functools import cache
from importlib import resources
from itertools import accumulate

from bench.study import START
from fieldwork.codebook import Codebook
from fieldwork.member import MemberId
from fieldwork.note import Audience, Code, CodeKind, Kind, Note, NoteNumber, NoteType, Origin, Status

WORDS = 20_000  # of the sentence model's vocabulary, which is in order of how often they come
SHORTEST, LONGEST = 60, 160  # words of a note: those of the study have 90 to 150
SENTENCE = 12  # words


@cache
def _words() -> tuple[tuple[str, ...], tuple[float, ...]]:
    """English words, and the running sum of how often each comes (Zipf's law)."""
    listed = (resources.files("meaning") / "vocab.txt").read_text(encoding="utf-8").splitlines()
    words = tuple(word for word in listed if word.isascii() and word.isalpha() and len(word) > 1)[:WORDS]
    return words, tuple(accumulate(1 / (rank + 3) for rank in range(len(words))))


def text_of(dice: random.Random) -> str:
    """A note of no sense, in sentences."""
    words, weights = _words()
    chosen = dice.choices(words, cum_weights=weights, k=dice.randint(SHORTEST, LONGEST))
    parts = [chosen[at : at + SENTENCE] for at in range(0, len(chosen), SENTENCE)]
    opening = f"LW{dice.randint(1, 8)} with P{dice.randint(1, 99):02}. "
    return opening + " ".join(f"{' '.join(part).capitalize()}." for part in parts)


def notes(count: int, codebook: Codebook, *, author: MemberId | None, label: str, seed: int = 5) -> Iterator[Note]:
    """So many, seven minutes apart; one in fifty is its author's alone."""
    dice = random.Random(seed)  # noqa: S311 - the same notes every time
    sites, themes = [site.slug for site in codebook.sites], [theme.slug for theme in codebook.themes]
    for number in range(1, count + 1):
        chosen = dice.sample(themes, 4)
        codes = (
            Code(kind=CodeKind.SITE, slug=dice.choice(sites), origin=Origin.SAID),
            *(Code(kind=CodeKind.THEME, slug=slug, origin=Origin.SAID) for slug in chosen[:2]),
            *(Code(kind=CodeKind.THEME, slug=slug, origin=Origin.SUGGESTED) for slug in chosen[2:]),
        )
        yield _note(number, text_of(dice), author, label, codes)


def _note(number: int, text: str, author: MemberId | None, label: str, codes: tuple[Code, ...]) -> Note:
    moment = START + timedelta(minutes=7 * number)
    return Note(
        number=NoteNumber(number),
        source_id=str(number),
        revision=1,
        author=author,
        author_label=label,
        kind=Kind.TEXT,
        text=text,
        observed_at=moment,
        recorded_at=moment,
        readable_at=moment,
        note_type=NoteType.OBSERVATION,
        audience=Audience.AUTHOR if number % 50 == 0 else Audience.TEAM,
        status=Status.WRITTEN,
        codes=codes,
        participants=(text[:3], text[9:12]),
    )
