"""Which words of a note was the engine unsure of? Told by setting its words beside the text as it stands now."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Indel

from fieldwork.note import Note, Status
from fieldwork.quotation import sentences
from fieldwork.transcript import Segment

DOUBTFUL = 0.7  # with `base` one word in twelve is less probable, and half of the wrong ones are among them

Span = tuple[int, int]  # characters of a text

_TOKEN = re.compile(r"\S+")
_EDGES = re.compile(r"^\W+|\W+$")


@dataclass(frozen=True, slots=True)
class _Heard:
    """What stands between two spaces, as it was heard."""

    plain: str
    confidence: float


def doubtful(note: Note) -> tuple[Span, ...]:
    """Where the unsure words are; nowhere once a person has confirmed or replaced the whole.

    A phrase that was put right is a person's: the words around it stay as unsure as they were.
    """
    if note.status is not Status.UNCHECKED:
        return ()
    heard = list(_heard(note.segments))
    tokens = list(_TOKEN.finditer(note.text))
    blocks = Indel.opcodes([word.plain for word in heard], [_plain(token[0]) for token in tokens])
    return tuple(
        tokens[block.dest_start + step].span()
        for block in blocks
        if block.tag == "equal"
        for step in range(block.src_end - block.src_start)
        if heard[block.src_start + step].confidence < DOUBTFUL
    )


def doubtful_sentences(note: Note, longest: int) -> tuple[Span, ...]:
    """The sentences with unsure words in them, cut between words where they are longer than so many characters."""
    spans = doubtful(note)
    return tuple(
        (start, end)
        for start, end in sentence_spans(note.text, longest)
        if any(first < end and last > start for first, last in spans)
    )


def sentence_spans(text: str, longest: int) -> Iterator[Span]:
    """Where the sentences are, in pieces of at most so many characters."""
    at = 0
    for sentence in sentences(text):
        start = text.index(sentence, at)
        at = start + len(sentence)
        while at - start > longest:
            cut = max(text.rfind(" ", start + 1, start + longest), start + longest // 2)
            yield start, cut
            start = cut + (text[cut] == " ")
        yield start, at


def _heard(segments: Sequence[Segment]) -> Iterator[_Heard]:
    """The engine's words, pieces ("£4", ".80") put together; a segment without words counts as a whole."""
    for segment in segments:
        most = 0.0 if segment.doubt else 1.0  # what was perhaps not said is unsure, however sure the engine is
        if not segment.words:
            yield from (_Heard(_plain(token), min(most, segment.confidence)) for token in segment.text.split())
            continue
        text, least = "", most
        for word in segment.words:
            if text and word.text[:1].isspace():
                yield _Heard(_plain(text), least)
                text, least = "", most
            text, least = text + word.text.strip(), min(least, word.confidence)
        yield _Heard(_plain(text), least)


def _plain(token: str) -> str:
    """A word without case and the punctuation around it."""
    return _EDGES.sub("", token).casefold()
