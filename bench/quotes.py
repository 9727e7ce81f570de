"""The sentence worth quoting, beside the first, the longest and LexRank; its weights fitted anew, on notes left out."""

import math
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from statistics import fmean, median
from typing import Any

import numpy as np
import numpy.typing as npt

from bench.figure import Figure, weights_beside
from bench.folds import NOTES, labelled_lines, left_out
from bot.study import read_codebook
from fieldwork.night_quotes import night_quotes
from fieldwork.note import Audience, Kind, Note, NoteNumber, NoteType, Status
from fieldwork.note_types import is_administrative
from fieldwork.quotable import SIGNS, WEIGHTS, WORD, note_signs, worths
from fieldwork.quotation import sentences

Floats = npt.NDArray[np.float64]
Ranker = Callable[[Sequence[str]], Sequence[float]]  # how much each sentence of one note is worth

PENALTY = 10.0  # L2, on standardised signs
STEPS, STILL = 30, 1e-6
NIGHT, ALLOWED = 60, 0.05  # notes; seconds
QUOTES = 6
AIM = (0.50, 0.93)  # right first, and within three
OWN_CHOICE, SECOND_CHOICE = 2.0, 0.6  # what its author's choice counts in the fit, beside that of each reader
READERS = (0.6, 0.3, 0.1)  # what a reader's first, second and third choice counts
EDGES = 0.75  # of what opening and closing a note weigh by the fit: other people may end on their best sentence
LIKE, DAMPING, ROUNDS = 0.1, 0.85, 50  # LexRank: Erkan and Radev 2004


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
    liked = [(OWN_CHOICE, key), (SECOND_CHOICE, line.get("key_second", "").strip())]
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
    """Right first and within three, ours and its rivals; the time of a night; the weights beside those fitted anew."""
    notes, own = labelled_notes(path), labelled_notes(NOTES)
    rivals = (("the first", _first), ("the longest", _longest), ("LexRank", lexrank))
    ours, others = right(notes, worths), _left_out(notes)
    strangers = {note.researcher for note in notes}.isdisjoint(note.researcher for note in own)
    return [
        Figure(
            what=f"labels that are a sentence, of {len(notes)}",
            measured=f"{sum(any(note.chosen) for note in notes)}",
            rival=f"{fmean(len(note.pieces) for note in notes):.1f} sentences in a note",
            ratio=fmean(any(note.chosen) for note in notes),
        ),
        *(figure for name, rival in rivals for figure in _figures("", ours, right(notes, rival), name)),
        *(_figures("", ours, _readers(notes), "another reader's choice") if any(note.rated for note in notes) else ()),
        *_figures(", fitted on the other researchers", others, AIM, "is the aim"),
        *(
            _figures(", fitted on the bench's notes alone", _fitted_on(own, notes), AIM, "is the aim")
            if strangers
            else ()
        ),
        _night(notes),
        *weights_beside(SIGNS, fitted(notes).tolist(), WEIGHTS),
    ]


def right(notes: Sequence[Labelled], ranker: Ranker) -> tuple[float, float]:
    """In what share of the notes the chosen sentence is first, and within the first three."""
    places = [_place(note, ranker(note.pieces)) for note in notes]
    return fmean(place == 0 for place in places), fmean(place < 3 for place in places)


def _place(note: Labelled, worth: Sequence[float]) -> float:
    order = sorted(range(len(worth)), key=lambda at: -worth[at])
    return next((place for place, at in enumerate(order) if note.chosen[at]), math.inf)


def fitted(notes: Sequence[Labelled]) -> Floats:
    """Weights of a conditional logit: which sentence of its note did people choose? By Newton's method."""
    cases = [(np.array(note_signs(n.pieces)), np.array(n.liked, float)) for n in notes if n.quoted and any(n.chosen)]
    spread = np.concatenate([signs for signs, _ in cases]).std(axis=0) + 1e-9
    rows = [(signs / spread, liked / liked.sum()) for signs, liked in cases]
    found: Floats = np.zeros(len(SIGNS))
    for _ in range(STEPS):
        slope, curvature = PENALTY * found, PENALTY * np.eye(len(SIGNS))
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
    weights: Floats = found / spread * np.where(np.char.endswith(SIGNS, "the note"), EDGES, 1.0)
    return weights


def _left_out(notes: Sequence[Labelled]) -> tuple[float, float]:
    """Each researcher's notes, ranked by weights fitted on the others'."""
    places: list[float] = []
    for judged, rest in left_out([note.researcher for note in notes]):
        weights = fitted([notes[at] for at in rest])
        places += [_place(notes[at], (np.array(note_signs(notes[at].pieces)) @ weights).tolist()) for at in judged]
    return fmean(place == 0 for place in places), fmean(place < 3 for place in places)


def _fitted_on(some: Sequence[Labelled], others: Sequence[Labelled]) -> tuple[float, float]:
    """`others` ranked by weights that were fitted on the notes of `some`, whose researchers are not theirs."""
    weights = fitted(some)
    return right(others, lambda pieces: (np.array(note_signs(pieces)) @ weights).tolist())


def _readers(notes: Sequence[Labelled]) -> tuple[float, float]:
    """How often people who read a note without knowing its author's choice made the same, first and within three."""
    choices = [(note, rated) for note in notes for rated in note.rated]
    agree = [
        [any(_is_chosen(note, sentence) for sentence in rated[:most]) for note, rated in choices] for most in (1, 3)
    ]
    return (fmean(agree[0]), fmean(agree[1])) if choices else (0.0, 0.0)


def _is_chosen(note: Labelled, sentence: str) -> bool:
    return any(chosen and piece == sentence for piece, chosen in zip(note.pieces, note.chosen, strict=True))


def _first(pieces: Sequence[str]) -> list[float]:
    return [-float(at) for at in range(len(pieces))]


def _longest(pieces: Sequence[str]) -> list[float]:
    return [float(len(piece)) for piece in pieces]


def lexrank(pieces: Sequence[str]) -> list[float]:
    """The sentences most like the note's others: LexRank over TF-IDF, its idf from the note."""
    counts = [Counter(WORD.findall(piece.casefold())) for piece in pieces]
    within = Counter(word for count in counts for word in count)
    idf = {word: math.log(len(pieces) / often) + 1 for word, often in within.items()}
    rows = np.array([[count[word] * weight for word, weight in idf.items()] for count in counts]).reshape(
        len(pieces), -1
    )
    rows = rows / (np.linalg.norm(rows, axis=1, keepdims=True) + 1e-12)
    near = (rows @ rows.T > LIKE).astype(float) + 1e-12
    near /= near.sum(axis=1, keepdims=True)
    rank = np.ones(len(pieces)) / max(1, len(pieces))
    for _ in range(ROUNDS):
        rank = (1 - DAMPING) / max(1, len(pieces)) + DAMPING * near.T @ rank
    return [float(one) for one in rank]


def _figures(how: str, ours: tuple[float, float], theirs: tuple[float, float], name: str) -> list[Figure]:
    return [
        Figure(
            what=f"right {place}{how}", measured=f"{our:.0%}", rival=f"{their:.0%} {name}", ratio=our / max(their, 0.01)
        )
        for place, our, their in zip(("first", "within three"), ours, theirs, strict=True)
    ]


def _night(notes: Sequence[Labelled]) -> Figure:
    codebook, seconds = read_codebook(None), []
    night = [_note(at, notes[at % len(notes)]) for at in range(NIGHT)]
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


def _note(at: int, labelled: Labelled) -> Note:
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
    )
