"""Words with their places: what every reader of a note starts from."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

_WORD = re.compile(r"\d+(?:[.:]\d+)+|[^\W_]+(?:['\u2019][^\W_]+)*")
_BREAKS = frozenset(',.;:!?\n()[]—\u2013|/"“”…')

# Not language, so never a name, a code or a header. Look-behinds keep these linear on long runs of letters.
_OPAQUE = re.compile(
    r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)*"  # e-mail
    r"|(?<!\w)https?://\S+"
    r"|(?<![\w&/#])(?:[#\uff03](?:(?:theme|site|code|tag):)?[\w-]+)+"  # hashtags are read apart
    r"|\b[A-Z]{1,2}[0-9][A-Z0-9]?[ ]?[0-9][A-Z]{2}\b"  # postcode: PN1 4AB is no nurse
)


@dataclass(frozen=True, slots=True)
class Word:
    """A word, where it stands, and what is between it and the word before."""

    text: str
    start: int
    end: int
    gap: str
    lower: str = field(init=False, repr=False, compare=False)  # in small letters, with a plain apostrophe
    opens: bool = field(init=False, repr=False, compare=False)  # a sentence or a part of one

    def __post_init__(self) -> None:
        object.__setattr__(self, "lower", self.text.lower().replace("\u2019", "'"))
        object.__setattr__(self, "opens", not self.start or " - " in self.gap or not _BREAKS.isdisjoint(self.gap))

    @property
    def bare(self) -> str:
        """In small letters, without a possessive."""
        return self.lower.removesuffix("'s")

    @property
    def opens_sentence(self) -> bool:
        """Whether a capital letter says nothing here."""
        return (not self.gap.strip() and not self.start) or not {*".!?\n"}.isdisjoint(self.gap)

    @property
    def capital(self) -> bool:
        """Whether it begins with a capital letter."""
        return self.text[:1].isupper()


def without_opaque(text: str) -> str:
    """The text with addresses and hashtags blanked out, every other character at its place."""
    return _OPAQUE.sub(lambda found: " " * len(found[0]), text)


def words_of(text: str) -> tuple[Word, ...]:
    """The words of a text, addresses and hashtags left out."""
    plain = without_opaque(text)
    words: list[Word] = []
    end = 0
    for found in _WORD.finditer(plain):
        words.append(Word(found[0], found.start(), found.end(), plain[end : found.start()]))
        end = found.end()
    return tuple(words)


def ends_part(words: Sequence[Word], at: int) -> bool:
    """Whether a part of a sentence ends before the word at `at`."""
    return at >= len(words) or words[at].opens


def lower_at(words: Sequence[Word], at: int) -> str:
    """The word at `at` in small letters, "" beyond the ends."""
    return words[at].lower if 0 <= at < len(words) else ""


def starts_with(words: Sequence[Word], at: int, phrase: Sequence[str]) -> bool:
    """Whether the small words of `phrase` stand at `at`."""
    if at + len(phrase) > len(words) or words[at].lower != phrase[0]:
        return False
    return all(words[at + n].lower == word for n, word in enumerate(phrase))
