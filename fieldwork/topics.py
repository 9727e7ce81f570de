"""Which themes is a question about, and how much is a note on them? Its words say so, and the notes most like it."""

from collections.abc import Iterable, Mapping, Sequence
from heapq import nlargest
from math import sqrt

from fieldwork.note import Note

NEAREST = 5  # notes: the themes of those most like the question are likely its own
THEY_SAY = 0.3  # of what their themes count, beside what the question's own words say
STATED = 0.5  # what it adds to a likeness of 1.5 that a person put the theme on the note
SUGGESTED = 0.3  # and where the theme is only suggested


def themes_asked(
    chances: Mapping[str, float], likeness: Mapping[int, float], notes: Mapping[int, Note]
) -> dict[str, float]:
    """How much a question is about each theme, from about 0 to 1.3.

    `chances` are the theme model's of the question's words; their square root, for a model made for notes is surer of a
    line than it should be. `jottings bench asking` measures what that is worth.
    """
    nearest = [number for number in nlargest(NEAREST, likeness, key=likeness.__getitem__) if number in notes]
    asked = {theme: sqrt(chance) for theme, chance in chances.items()}
    for number in nearest:
        for theme, worth in _worths(notes[number]).items():
            asked[theme] = asked.get(theme, 0.0) + THEY_SAY * worth / STATED / len(nearest)
    return asked


def lifts(asked: Mapping[str, float], numbers: Iterable[int], notes: Mapping[int, Note]) -> dict[int, float]:
    """What it adds to each of these notes that it is on themes that are asked for; a person's word counts more."""
    return {number: _lift(asked, notes[number]) for number in numbers if number in notes}


def _lift(asked: Mapping[str, float], note: Note) -> float:
    stated, suggested = (worth * sum(asked.get(theme, 0.0) for theme in themes) for themes, worth in _themes(note))
    return max(stated, suggested)


def _worths(note: Note) -> dict[str, float]:
    """What each theme of a note is worth; a person's word stands over a suggestion."""
    return {theme: worth for themes, worth in reversed(_themes(note)) for theme in themes}


def _themes(note: Note) -> Sequence[tuple[Sequence[str], float]]:
    return (note.themes, STATED), (note.suggested_themes, SUGGESTED)
