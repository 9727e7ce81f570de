"""Suggested themes on labelled notes: the model beside cues alone, as it is and with weights fitted anew."""

import json
import statistics
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from bench import logistics
from bench.figure import Figure, weights_beside
from bench.folds import left_out
from bench.questions import resident_mb
from bot.study import read_codebook
from fieldwork.codebook import Codebook
from fieldwork.reading import read_note
from fieldwork.suggestion import SHOWN, Suggester, Suggestion, by_cues, nothing
from meaning.encoder import Encoder
from meaning.logistic import fitted
from meaning.themes import BIAS, WEIGHTS, ThemeModel, Themes, ranked

SENT = datetime(2021, 12, 1, 18, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """A note with the themes that a person gave it."""

    text: str
    themes: frozenset[str]
    researcher: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Quality:
    """How well themes were suggested."""

    recall_at_three: float
    micro_f1: float
    left_alone: tuple[int, int]  # notes without a theme to which nothing was suggested, of how many


def labelled_notes(path: Path) -> list[Labelled]:
    """The notes of a JSONL file with `text` and `themes`."""
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    return [
        Labelled(text=line["text"], themes=frozenset(line["themes"]), researcher=line.get("researcher", ""))
        for line in lines
    ]


async def measure(path: Path) -> list[Figure]:
    """The model as it is and fitted without the notes that it is asked about, both beside cues alone."""
    notes, codebook = labelled_notes(path), read_codebook(None)
    before = resident_mb()
    model = ThemeModel(Encoder.installed())
    model("", codebook)
    durations: list[float] = []

    def timed(text: str, book: Codebook) -> tuple[Suggestion, ...]:
        started = time.perf_counter()
        suggested = model(text, book)
        durations.append(time.perf_counter() - started)
        return suggested

    ours = quality(notes, codebook, timed)
    seconds, memory = statistics.median(durations), resident_mb() - before
    cues, others = quality(notes, codebook, by_cues), quality(notes, codebook, fitted_without(notes, codebook))
    return [
        *_figures("", ours, cues),
        *_figures(", fitted on the other researchers", others, cues),
        *_weights(notes, codebook),
        *logistics.measure(
            [logistics.case(note.text, codebook, researcher=note.researcher, without=not note.themes) for note in notes]
        ),
        Figure(
            what="time for a note", measured=f"{seconds * 1000:.0f} ms", rival="60 ms allowed", ratio=seconds / 0.06
        ),
        Figure(
            what="memory more than without it, its libraries included",
            measured=f"{memory:.0f} MB",
            rival="150 MB allowed",
            ratio=memory / 150,
        ),
    ]


def _weights(notes: list[Labelled], codebook: Codebook) -> list[Figure]:
    """Those of the signs of a theme."""
    themes = Themes(Encoder.installed(), codebook)
    targets = np.array([float(theme.slug in note.themes) for note in notes for theme in codebook.themes])
    weights, bias = fitted(np.concatenate([themes.features(note.text) for note in notes]), targets)
    return weights_beside((*WEIGHTS, "bias"), (*weights, bias), (*WEIGHTS.values(), BIAS))


def fitted_without(notes: list[Labelled], codebook: Codebook) -> Suggester:
    """A suggester whose weights were fitted, for each researcher's notes, on the others'."""
    themes, slugs = Themes(Encoder.installed(), codebook), [theme.slug for theme in codebook.themes]
    features = [themes.features(note.text) for note in notes]
    found: dict[str, tuple[Suggestion, ...]] = {}
    for judged, rest in left_out([note.researcher for note in notes]):
        targets = np.array([float(slug in notes[at].themes) for at in rest for slug in slugs])
        weights, bias = fitted(np.concatenate([features[at] for at in rest]), targets)
        for at in judged:
            chances = 1 / (1 + np.exp(-(features[at] @ weights + bias)))
            found[notes[at].text] = ranked(slugs, [float(chance) for chance in chances])
    return lambda text, _codebook: found[text]


def quality(notes: list[Labelled], codebook: Codebook, suggest: Suggester) -> Quality:
    """Every note suggested to as if nothing had been said in it."""
    hits = wanted = right = shown_in_all = 0
    alone = []
    for note in notes:
        suggested = suggest(note.text, codebook)
        shown = _shown(note, suggested, codebook)
        hits += len(note.themes & {one.theme for one in suggested[:SHOWN]})
        wanted += len(note.themes)
        right += len(note.themes & shown)
        shown_in_all += len(shown)
        alone += [] if note.themes else [not shown]
    return Quality(
        recall_at_three=hits / max(1, wanted),
        micro_f1=2 * right / max(1, shown_in_all + wanted),
        left_alone=(sum(alone), len(alone)),
    )


def _shown(note: Labelled, suggested: tuple[Suggestion, ...], codebook: Codebook) -> set[str]:
    reading = read_note(note.text, codebook, sent_at=SENT, dictated=False, suggest=nothing)
    return {one.theme for one in suggested if one.shown and reading.may_suggest(one.theme)}


def _share(counts: tuple[int, int]) -> float:
    return counts[0] / max(1, counts[1])


def _figures(how: str, ours: Quality, cues: Quality) -> list[Figure]:
    return [
        _figure(f"recall in the first three{how}", ours.recall_at_three, cues.recall_at_three),
        _figure(f"micro-F1 of what is shown{how}", ours.micro_f1, cues.micro_f1),
        _figure(f"notes without a theme left alone{how}", _share(ours.left_alone), _share(cues.left_alone)),
    ]


def _figure(what: str, ours: float, cues: float) -> Figure:
    return Figure(what=what, measured=f"{ours:.2f}", rival=f"{cues:.2f} by cues alone", ratio=ours / max(cues, 0.01))
