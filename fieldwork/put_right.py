"""A mishearing and what was meant."""

from dataclasses import dataclass

from fieldwork.spelling import compact

TERM_WORDS = 4  # more on either side is a rewritten sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class PutRight:
    """One mishearing."""

    heard: str
    meant: str

    @property
    def is_short(self) -> bool:
        """Whether it is about a few words, not a sentence."""
        return max(len(self.heard.split()), len(self.meant.split())) <= TERM_WORDS

    @property
    def is_term(self) -> bool:
        """Whether it says how one term was misheard: few words on both sides, and other letters."""
        return self.is_short and self.worth_showing and bool(self.heard.strip() and self.meant.strip())

    def same_as(self, other: "PutRight") -> bool:
        """Whether both say the same, in whatever case."""
        return (self.heard.casefold(), self.meant.casefold()) == (other.heard.casefold(), other.meant.casefold())

    @property
    def worth_showing(self) -> bool:
        """Whether more changed than a hyphen, a space or a capital."""
        return compact(self.heard) != compact(self.meant)
