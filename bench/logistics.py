"""Notes without a theme, told from the others by their signs; the weights fitted anew, on notes left out."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import numpy.typing as npt

from bench.figure import Figure, weights_beside
from bench.folds import left_out
from fieldwork.codebook import Codebook
from fieldwork.logistics import BIAS, NO_THEME, SIGNS, WEIGHTS, signs
from fieldwork.participants import people
from fieldwork.quotation import sentences
from fieldwork.words import words_of
from meaning.logistic import fitted

Floats = npt.NDArray[np.float64]

PIECE = 2  # sentences: each note is fitted by its pieces too, for a short note may say no more than one of them


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A note's signs and those of its pieces, and whether it has no theme."""

    whole: Sequence[float]
    pieces: Sequence[Sequence[float]]
    without: bool
    researcher: str


def case(text: str, codebook: Codebook, *, researcher: str, without: bool) -> Case:
    """A labelled note as the weights are fitted on it."""
    parts = sentences(text)
    pieces = [" ".join(parts[at : at + PIECE]) for at in range(0, len(parts), PIECE)]
    signed = partial(_signs, codebook=codebook)
    return Case(whole=signed(text), pieces=[signed(piece) for piece in pieces], without=without, researcher=researcher)


def _signs(text: str, codebook: Codebook) -> tuple[float, ...]:
    return signs(text, {person.code for person in people(words_of(text), codebook)})


def measure(cases: Sequence[Case]) -> list[Figure]:
    """How many are found and wrongly found, on notes left out of the fit; and the table to write again."""
    chances = _left_out(cases)
    found = sum(chance >= NO_THEME for chance, one in zip(chances, cases, strict=True) if one.without)
    wrong = sum(chance >= NO_THEME for chance, one in zip(chances, cases, strict=True) if not one.without)
    without = sum(one.without for one in cases)
    weights, bias = fit(cases)
    return [
        Figure(
            what="logistics and sketches found by their signs, fitted on the other researchers",
            measured=f"{found} of {without}, and {wrong} that have a theme",
            rival="0.80 is the aim",
            ratio=found / max(1, without) / 0.8,
        ),
        *weights_beside((*SIGNS, "none of them"), (*weights.tolist(), bias), (*WEIGHTS, BIAS)),
    ]


def fit(cases: Sequence[Case]) -> tuple[Floats, float]:
    """Weights and bias on whole notes and on their pieces."""
    rows = [(signed, one.without) for one in cases for signed in (one.whole, *one.pieces)]
    return fitted(np.array([signed for signed, _ in rows]), np.array([float(without) for _, without in rows]))


def _left_out(cases: Sequence[Case]) -> list[float]:
    """Each case's chance by weights fitted on the other researchers' notes."""
    chances = [0.0] * len(cases)
    for judged, rest in left_out([one.researcher for one in cases]):
        weights, bias = fit([cases[at] for at in rest])
        for at in judged:
            chances[at] = float(1 / (1 + np.exp(-(np.array(cases[at].whole) @ weights + bias))))
    return chances
