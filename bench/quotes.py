"""The sentence worth quoting, on notes that its weights were not fitted on, beside plainer ways to find one."""

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from statistics import fmean, median
from typing import Any

import numpy as np
import numpy.typing as npt

from bench.figure import Figure, weights_beside
from bench.folds import NOTES, QUOTED, labelled_lines, left_out
from bench.questions import resident_mb
from bench.quotes_rivals import SURFACE, first, lexrank, longest, surface_signs
from bot.study import read_codebook
from fieldwork.night_quotes import night_quotes
from fieldwork.note import Audience, Kind, Note, NoteNumber, NoteType, Status
from fieldwork.note_types import is_administrative
from fieldwork.quotable import IN_ORDER, WEIGHTS, note_signs, worths
from fieldwork.quotation import sentences
from meaning.encoder import Encoder
from meaning.quoted import QuotedSentences
from services.suggesting import FIRST

Floats = npt.NDArray[np.float64]
Ranker = Callable[[Sequence[str]], Sequence[float]]  # how much each sentence of one note is worth
Signs = Callable[[Sequence[str]], Sequence[Sequence[float]]]  # of each sentence of one note

PENALTY, BEFORE = 10.0, 100.0  # L2, on standardised signs: of a sentence, and of the one before it
OURS = np.repeat([PENALTY, BEFORE], len(WEIGHTS))
PLAIN = np.full(SURFACE, PENALTY)
STEPS, STILL = 30, 1e-6
NIGHT, ALLOWED = 60, 0.05  # notes; seconds
READ_IN = 0.06  # seconds
QUOTES = 6
AIM = (0.50, 0.93)  # right first, and within three
CHOICES = {"key_sentence": 1.5, "key_second": 0.6, "key_third": 0.3}  # what each choice of its author counts in the fit
READERS = (1.2, 0.6, 0.2)  # what a reader's first, second and third choice counts


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """A note's sentences and which of them a person chose: none, when the chosen words are no sentence of ours."""

    text: str
    pieces: tuple[str, ...]
    chosen: tuple[bool, ...]
    liked: tuple[float, ...]  # how much its author and its readers would quote each
    rated: tuple[tuple[str, ...], ...]  # the best sentences that each reader chose, the best first
    quoted: bool  # not administrative
    researcher: str


def labelled_notes(path: Path) -> list[Labelled]:
    """The notes of a JSONL file with a `key_sentence`; `key_second` and readers' `rated` ones help the fit."""
    lines = labelled_lines(path)
    return [_labelled(line) for line in lines if line["key_sentence"].strip()]


def _labelled(line: dict[str, Any]) -> Labelled:
    text, key = line["text"], line["key_sentence"].strip()
    pieces = sentences(text)
    liked = [(counts, line.get(choice, "").strip()) for choice, counts in CHOICES.items()]
    liked += [choice for rated in line.get("rated", ()) for choice in zip(READERS, rated, strict=False)]
    return Labelled(
        text=text,
        pieces=pieces,
        chosen=tuple(_is(key, piece) for piece in pieces),
        liked=tuple(sum(worth for worth, sentence in liked if sentence and _is(sentence, piece)) for piece in pieces),
        rated=tuple(map(tuple, line.get("rated", ()))),
        quoted=not is_administrative(text, line.get("participants", ())),
        researcher=line.get("researcher", ""),
    )


def _is(key: str, piece: str) -> bool:
    """Whether a sentence has the chosen words, which may leave out who says them, or is most of them."""
    return key in piece or (piece in key and len(piece) > len(key) / 2)


async def measure(path: Path) -> list[Figure]:
    """Right first and within three, ours and its rivals; the time of a night; the weights beside those fitted anew.

    The bench's own notes are ranked by signs weighed on the other researchers' (the model was taught by all of them),
    anybody else's as in the bot.
    """
    memory = _memory()
    notes, own = labelled_notes(path), labelled_notes(NOTES)
    known = {note.researcher for note in (*own, *labelled_notes(QUOTED))}
    strangers = known.isdisjoint(note.researcher for note in notes)
    model = QuotedSentences.installed()
    ours = places(notes, model.worths) if strangers else _left_out(notes, note_signs, OURS)
    plain = places(notes, _ranker(own, surface_signs, PLAIN)) if strangers else _left_out(notes, surface_signs, PLAIN)
    agreed = [note for note in notes if note.rated and all(_is_chosen(note, rated[0]) for rated in note.rated)]
    rivals = (
        ("the first", places(notes, first)),
        ("the longest", places(notes, longest)),
        ("LexRank", places(notes, lexrank)),
        (f"by {SURFACE} surface signs, fitted alike", plain),
        *([("by our signs without the model", places(notes, worths))] if strangers else []),
    )
    return [
        Figure(
            what=f"labels that are a sentence, of {len(notes)}",
            measured=f"{sum(any(note.chosen) for note in notes)}",
            rival=f"{fmean(len(note.pieces) for note in notes):.1f} sentences in a note",
            ratio=fmean(any(note.chosen) for note in notes),
        ),
        *_figures("", right(ours), AIM, "is the aim"),
        *(figure for name, rival in rivals for figure in _figures("", right(ours), right(rival), name)),
        *(_figures("", right(ours), _readers(notes), "another reader's choice") if any(n.rated for n in notes) else ()),
        *(_where_all_agree(notes, ours, agreed) if agreed else ()),
        *(_to_readers(notes, model) if strangers and any(note.rated for note in notes) else ()),
        _reading(notes, model),
        memory,
        _night(notes, model),
        *([] if strangers else weights_beside(_names(), fitted(notes, note_signs, OURS).tolist(), IN_ORDER)),
    ]


def _names() -> tuple[str, ...]:
    return (*WEIGHTS, *(f"before it: {sign}" for sign in WEIGHTS))


def _where_all_agree(notes: Sequence[Labelled], ours: Sequence[float], agreed: Sequence[Labelled]) -> list[Figure]:
    theirs = [place for note, place in zip(notes, ours, strict=True) if note in agreed]
    return _figures(f" in {len(agreed)} notes where every reader chose the same", right(theirs), AIM, "is the aim")


def _to_readers(notes: Sequence[Labelled], model: QuotedSentences) -> list[Figure]:
    """As each reader chose, who did not write the note: a digest is read by such people."""
    read = [
        replace(note, chosen=tuple(piece == rated[0] for piece in note.pieces))
        for note in notes
        for rated in note.rated
    ]
    ours, signs = right(places(read, model.worths)), right(places(read, worths))
    how = f" by {len(read)} choices of readers"
    return [*_figures(how, ours, AIM, "is the aim"), *_figures(how, ours, signs, "by our signs without the model")]


def places(notes: Sequence[Labelled], ranker: Ranker) -> list[float]:
    """Where each note's chosen sentence is ranked, from 0; infinitely far when it is no sentence of ours."""
    return [_place(note, ranker(note.pieces)) for note in notes]


def right(places: Sequence[float]) -> tuple[float, float]:
    """In what share of the notes the chosen sentence is first, and within the first three."""
    return fmean(place == 0 for place in places), fmean(place < 3 for place in places)


def _place(note: Labelled, worth: Sequence[float]) -> float:
    order = sorted(range(len(worth)), key=lambda at: -worth[at])
    return next((place for place, at in enumerate(order) if note.chosen[at]), math.inf)


def fitted(notes: Sequence[Labelled], signs_of: Signs, penalty: Floats) -> Floats:
    """Weights of a conditional logit: which sentence of its note did people choose? By Newton's method."""
    cases = [(np.array(signs_of(n.pieces)), np.array(n.liked, float)) for n in notes if n.quoted and any(n.chosen)]
    spread = np.concatenate([signs for signs, _ in cases]).std(axis=0) + 1e-9
    rows = [(signs / spread, liked / liked.sum()) for signs, liked in cases]
    found: Floats = np.zeros(len(penalty))
    for _ in range(STEPS):
        slope, curvature = penalty * found, np.diag(penalty)
        for signs, liked in rows:
            chance = np.exp(signs @ found - (signs @ found).max())
            chance /= chance.sum()
            slope = slope + signs.T @ (chance - liked)
            mean = chance @ signs
            curvature += (signs * chance[:, None]).T @ signs - np.outer(mean, mean)
        step = np.linalg.solve(curvature, slope)
        found = found - step
        if np.abs(step).max() < STILL:
            break
    weights: Floats = found / spread
    return weights


def _ranker(notes: Sequence[Labelled], signs_of: Signs, penalty: Floats) -> Ranker:
    weights = fitted(notes, signs_of, penalty)

    def ranked(pieces: Sequence[str]) -> Sequence[float]:
        worth: list[float] = (np.array(signs_of(pieces)) @ weights).tolist()
        return worth

    return ranked


def _left_out(notes: Sequence[Labelled], signs_of: Signs, penalty: Floats) -> list[float]:
    """Each researcher's notes, ranked by weights fitted on the others'."""
    found = [math.inf] * len(notes)
    for judged, rest in left_out([note.researcher for note in notes]):
        ranker = _ranker([notes[at] for at in rest], signs_of, penalty)
        for at in judged:
            found[at] = _place(notes[at], ranker(notes[at].pieces))
    return found


def _readers(notes: Sequence[Labelled]) -> tuple[float, float]:
    """How often people who read a note without knowing its author's choice made the same, first and within three."""
    choices = [(note, rated) for note in notes for rated in note.rated]
    agree = [
        [any(_is_chosen(note, sentence) for sentence in rated[:most]) for note, rated in choices] for most in (1, 3)
    ]
    return (fmean(agree[0]), fmean(agree[1])) if choices else (0.0, 0.0)


def _is_chosen(note: Labelled, sentence: str) -> bool:
    return any(chosen and piece == sentence for piece, chosen in zip(note.pieces, note.chosen, strict=True))


def _figures(how: str, ours: tuple[float, float], theirs: tuple[float, float], name: str) -> list[Figure]:
    return [
        Figure(
            what=f"right {place}{how}", measured=f"{our:.0%}", rival=f"{their:.0%} {name}", ratio=our / max(their, 0.01)
        )
        for place, our, their in zip(("first", "within three"), ours, theirs, strict=True)
    ]


def _memory() -> Figure:
    """What it takes beside the model that finds notes and suggests themes."""
    Encoder.installed().vectors([FIRST])
    before = resident_mb()
    QuotedSentences.installed()(FIRST)
    took = resident_mb() - before
    return Figure(
        what="memory of the model that reads notes", measured=f"{took:.0f} MB", rival="80 MB allowed", ratio=took / 80
    )


def _reading(notes: Sequence[Labelled], model: QuotedSentences) -> Figure:
    """Once a note, when it comes in or is changed."""
    seconds = []
    for note in notes[: NIGHT + 1]:
        started = time.perf_counter()
        model(note.text)
        seconds.append(time.perf_counter() - started)
    took = median(seconds[1:])
    return Figure(
        what="the model reads a note", measured=f"{took * 1000:.0f} ms", rival="60 ms allowed", ratio=took / READ_IN
    )


def _night(notes: Sequence[Labelled], model: QuotedSentences) -> Figure:
    codebook, seconds = read_codebook(None), []
    night = [_note(at, notes[at % len(notes)], model) for at in range(NIGHT)]
    for _ in range(7):
        started = time.perf_counter()
        night_quotes(night, codebook, QUOTES)
        seconds.append(time.perf_counter() - started)
    took = median(seconds)
    return Figure(
        what=f"the quotations of {NIGHT} notes",
        measured=f"{took * 1000:.0f} ms",
        rival="50 ms allowed",
        ratio=took / ALLOWED,
    )


def _note(at: int, labelled: Labelled, model: QuotedSentences) -> Note:
    noon = datetime.fromisoformat("2021-11-11T12:00:00+00:00")
    return Note(
        number=NoteNumber(at + 1),
        source_id=str(at + 1),
        revision=1,
        author=None,
        author_label="R1",
        kind=Kind.TEXT,
        text=labelled.text,
        observed_at=noon,
        recorded_at=noon,
        readable_at=noon,
        note_type=NoteType.OBSERVATION,
        audience=Audience.TEAM,
        status=Status.WRITTEN,
        telling=model(labelled.text),
    )
