"""Suggested themes on labelled notes: the model beside cues alone, as it is and with weights fitted anew."""

import random
import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from bench import logistics
from bench.coded_notes import CodedNote, coded_notes
from bench.figure import Figure, weights_beside
from bench.folds import ANOTHER_STUDY, NOTES, left_out
from bench.questions import resident_mb
from bench.theme_weights import KINDS, OF_NONE, RENAMED, Kind, renamed, rows_of, weights_on
from bot.study import read_codebook
from fieldwork.codebook import Codebook
from fieldwork.judgement import Lesson
from fieldwork.reading import read_note
from fieldwork.suggestion import SHOWN, Suggester, Suggestion, by_cues, nothing
from meaning.encoder import Encoder
from meaning.themes import BIAS, WEIGHTS, ThemeModel, Themes, ranked

SENT = datetime(2021, 12, 1, 18, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Quality:
    """How well themes were suggested."""

    recall_at_three: float
    micro_f1: float
    left_alone: tuple[int, int]  # notes without a theme to which nothing was suggested, of how many


async def measure(path: Path) -> list[Figure]:
    """The model as it is and fitted without the notes that it is asked about, both beside cues alone."""
    notes, codebook = coded_notes(path), read_codebook(None)
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
    cues = quality(notes, codebook, by_cues)
    others = [] if path.samefile(NOTES) else coded_notes(NOTES)
    return [
        *_figures("", ours, cues),
        *(figure for kind in KINDS for figure in _by_others(notes, others, codebook, kind, cues)),
        *_decided_along(notes, codebook),
        *_another_study(),
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


def _by_others(
    notes: Sequence[CodedNote], others: Sequence[CodedNote], codebook: Codebook, kind: Kind, cues: Quality
) -> list[Figure]:
    """Each researcher's notes by what other people's tell, and the weights fitted on all; `others` only tell."""
    rows = rows_of([*notes, *others], codebook, kind)
    features = rows[0].features.copy()
    if not kind.coded:
        features[:, :, OF_NONE] = 0  # coded notes say nothing of another study's
    slugs = [theme.slug for theme in codebook.themes]
    found: dict[str, tuple[Suggestion, ...]] = {}
    for judged, rest in left_out([note.researcher for note in (*notes, *others)]):
        mine = [at for at in judged if at < len(notes)]
        if mine:
            weights, bias = weights_on(rows, rest)
            for at in mine:
                chances = 1 / (1 + np.exp(-(features[at] @ weights + bias)))
                found[notes[at].text] = ranked(slugs, [float(chance) for chance in chances])
    weights, bias = weights_on(rows, range(len(features)))
    used = [*(of_kind[kind.column] for of_kind in WEIGHTS.values()), BIAS[kind.column]]
    return [
        *_figures(f", {kind.how}", quality(notes, codebook, lambda text, _: found[text]), cues),
        *weights_beside([f"{name}, {kind.name}" for name in (*WEIGHTS, "bias")], (*weights, bias), used),
    ]


def _another_study() -> list[Figure]:
    """Notes of something else by a codebook of their own, as the model is."""
    codebook, notes = read_codebook(ANOTHER_STUDY / "codebook.toml"), coded_notes(ANOTHER_STUDY / "notes.jsonl")
    ours = quality(notes, codebook, ThemeModel(Encoder.installed()))
    return _figures(", nights on two wards by their own codebook", ours, quality(notes, codebook, by_cues))


def _decided_along(notes: Sequence[CodedNote], codebook: Codebook) -> list[Figure]:
    """A team with a codebook of its own decides on note after note: what is shown on the last half of the notes."""
    order = random.Random(1).sample(notes, len(notes))  # noqa: S311 - the same every time
    book = renamed(codebook)
    before, after = (_last_half(order, book, learns=learns) for learns in (False, True))
    return [
        Figure(
            what=f"micro-F1 on the last {len(notes) - len(notes) // 2} notes, a codebook that nobody has coded by",
            measured=f"{after:.2f} when the team decided on those before",
            rival=f"{before:.2f} when it did not",
            ratio=after / max(before, 0.01),
        )
    ]


def _last_half(notes: Sequence[CodedNote], codebook: Codebook, *, learns: bool) -> float:
    """They accept and refuse what is shown, and add what is missing."""
    themes, right, shown_or_wanted = Themes(Encoder.installed(), codebook), 0, 0
    for at, note in enumerate(notes):
        about = frozenset(f"{theme}{RENAMED}" for theme in note.themes)
        shown = {one.theme for one in themes.suggest(note.text) if one.shown}
        if at >= len(notes) // 2:
            right += len(shown & about)
            shown_or_wanted += len(shown) + len(about)
        if learns:
            themes.learn(Lesson(text=note.text, about=about, refused=frozenset(shown - about)))
    return 2 * right / max(1, shown_or_wanted)


def quality(notes: Sequence[CodedNote], codebook: Codebook, suggest: Suggester) -> Quality:
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


def _shown(note: CodedNote, suggested: tuple[Suggestion, ...], codebook: Codebook) -> set[str]:
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
