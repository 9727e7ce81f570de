"""A night's quotations: each site's best before any site's second best, nobody named, nothing said twice."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from fieldwork.codebook import Codebook
from fieldwork.identifiers import identifiers
from fieldwork.logistics import is_about_no_theme
from fieldwork.note import Note, NoteNumber, NoteType
from fieldwork.phrases import word_set
from fieldwork.quotable import QUOTED
from fieldwork.quotation import ranked_sentences, ranked_with_worth
from fieldwork.terms import family, plain, terms

TRIED = 5  # of a note's sentences; what comes behind them is not worth quoting
_SAME = 0.6  # share of the smaller sentence's words of meaning
_FEWEST_SHARED = 3  # words of meaning
_A_SAYING = 4  # words
_FEWEST_WORDS = 5  # of a sentence that takes the place of a better one: "Follow up with LW1." shows nothing
_EMPTY = word_set(
    "a an the and or but so then of to in on at for with by from as is was were be been are am it its it's that this"
    " these those there here he she they them him her his their hers theirs i me my you your we us our not no do did"
    " does has have had will would can could what which who when where how if than up out off just very said says"
    " saying told tells asked asks goes went about into over all one again"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotation:
    """A sentence of a note, word for word."""

    sentence: str
    number: NoteNumber


@dataclass(frozen=True, slots=True)
class _Candidate:
    note: Note
    ranked: tuple[tuple[str, float], ...]  # the first is the best; at least one


def night_quotes(
    notes: Iterable[Note], codebook: Codebook, most: int, told: Sequence[str] = ()
) -> tuple[Quotation, ...]:
    """At most `most` sentences, one of a note: sites in the codebook's order take turns, best notes first.

    `told`: sentences that are told elsewhere on that night, and not once more.

    Logistics and sketches of a place are not quoted; a sentence that tells who somebody is gives way to the note's
    next, and so does one that says what is quoted already.
    """
    chosen: list[Quotation] = []
    for candidate in _in_turn(notes, codebook):
        if len(chosen) >= most:
            break
        sentence = _quotable(candidate, codebook, [*told, *(quotation.sentence for quotation in chosen)])
        if sentence:
            chosen.append(Quotation(sentence=sentence, number=candidate.note.number))
    return tuple(chosen)


def worth_quoting(note: Note, codebook: Codebook) -> str:
    """The sentence of one note that shows most and tells nobody who somebody is; "" where there is none."""
    return next(unnamed(note, _telling(ranked_sentences(note.text, note.telling)), codebook), "")


def say_the_same(one: str, other: str) -> bool:
    """Whether two sentences mostly share their words of meaning, or quote the same words."""
    if plain(one) == plain(other) or _repeats(one, other) or _repeats(other, one):
        return True
    ours, theirs = _meaning(one), _meaning(other)
    shared, least = len(ours & theirs), min(len(ours), len(theirs))
    return bool(least) and (ours == theirs or (shared >= _FEWEST_SHARED and shared >= _SAME * least))


def unnamed(note: Note, sentences: Sequence[str], codebook: Codebook) -> Iterator[str]:
    """Those of a note's sentences in which nothing tells who somebody is, neither alone nor read with the others."""
    told = {plain(note.text[found.start : found.end]) for found in identifiers(note.text, codebook)}
    for sentence in sentences:
        if not any(words in plain(sentence) for words in told) and not identifiers(sentence, codebook):
            yield sentence


def _in_turn(notes: Iterable[Note], codebook: Codebook) -> Iterator[_Candidate]:
    order = {site.slug: at for at, site in enumerate(codebook.sites)}
    by_site: dict[str, list[_Candidate]] = {}
    for note in notes:
        ranked = () if note.note_type is NoteType.ADMIN else ranked_with_worth(note.text, note.telling)[:TRIED]
        if ranked:
            by_site.setdefault(note.sites[0] if note.sites else "", []).append(_Candidate(note, ranked))
    sites = sorted(by_site, key=lambda slug: (order.get(slug, len(order) + (not slug)), slug))
    queues = [sorted(by_site[slug], key=lambda one: (-one.ranked[0][1], one.note.number)) for slug in sites]
    telling = [filter(_tells_something, queue) for queue in queues]  # looked at one by one: few are needed
    for turn in zip_longest(*telling):
        yield from (candidate for candidate in turn if candidate is not None)


def _tells_something(candidate: _Candidate) -> bool:
    """Whether it is more than logistics and where the doors are."""
    note = candidate.note
    return bool(note.themes or note.suggested_themes) or not is_about_no_theme(note.text, note.participants)


def _quotable(candidate: _Candidate, codebook: Codebook, chosen: Sequence[str]) -> str:
    telling = _telling([sentence for sentence, _ in candidate.ranked])
    fresh = [sentence for sentence in telling if not any(say_the_same(sentence, other) for other in chosen)]
    return next(unnamed(candidate.note, fresh, codebook), "") if fresh else ""


def _telling(ranked: Sequence[str]) -> list[str]:
    """The best sentence, and those that can take its place: a scrap can't."""
    others = (sentence for sentence in ranked[1:] if len(sentence.split()) >= _FEWEST_WORDS)
    return [*ranked[:1], *others]


def _repeats(one: str, other: str) -> bool:
    """Whether somebody's words in the one stand in the other too."""
    within = plain(other)
    sayings = (plain(quoted.strip('"“”')).rstrip(".,!?…") for quoted in QUOTED.findall(one))
    return any(saying in within for saying in sayings if len(saying.split()) >= _A_SAYING)


def _meaning(sentence: str) -> set[str]:
    return {family(term) for term in terms(sentence) if term not in _EMPTY}
