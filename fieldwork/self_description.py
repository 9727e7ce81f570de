"""What does a note say of itself? Its sentences, read for what they say of the note."""

from collections.abc import Mapping
from dataclasses import dataclass

from fieldwork.follow_up import asks, is_for_others, own_words
from fieldwork.metadiscourse import Says, likely
from fieldwork.note import NoteType
from fieldwork.quotation import first_and_last, sentences

KINDS = {
    Says.DEBRIEF: NoteType.DEBRIEF,
    Says.REFLEXIVE: NoteType.REFLEXIVE,
    Says.METHODOLOGICAL: NoteType.METHODOLOGICAL,
    Says.ANALYTIC: NoteType.ANALYTIC,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SelfDescription:
    """What the sentences of a note say of it."""

    first: Mapping[Says, str]  # the first sentence that says it
    kind: NoteType | None  # what it says most surely of its kind

    @classmethod
    def of(cls, text: str) -> "SelfDescription":
        """Read the author's own sentences; what kind of note it is, people say in the first or the last ones."""
        pieces = sentences(text)
        ends = set(first_and_last(pieces))
        first: dict[Says, str] = {}
        kinds: list[tuple[float, Says]] = []
        for piece in pieces:
            for what, surely in zip(Says, likely(own_words(piece)), strict=True):
                if surely > 0 and what in KINDS:
                    kinds += [(surely, what)] if piece in ends else []
                elif surely > 0 and not _says_otherwise(what, piece):
                    first.setdefault(what, piece)
        return cls(first=first, kind=KINDS[max(kinds)[1]] if kinds else None)


def _says_otherwise(what: Says, sentence: str) -> bool:
    """Whether its phrases say something else: "She'll check on him Friday", "Don't let me forget this"."""
    return (what is Says.FOLLOW_UP and is_for_others(sentence)) or (what is Says.ONLY_ME and asks(sentence))
