"""Which themes people give to their notes in words of their own: the weights fitted anew, and measured on others.

Usage: python -m bench.theme_labels     fits them and writes them beside the module that uses them
"""

import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from bench.elastic_net import FEWEST, Floats, Weights, score, weights_of, write
from bench.figure import Figure, found_in
from bench.folds import LABELLED, NOTES, labelled_lines
from bench.metadiscourse import SENTENCES
from bot.study import read_codebook
from fieldwork import theme_labels
from fieldwork.codebook import Codebook
from fieldwork.header_reading import read_header
from fieldwork.participants import people
from fieldwork.quotation import sentences
from fieldwork.theme_labels import names_in, runs
from fieldwork.words import words_of

MISLED, WRONG = 0.05, 0.01  # how often at most: by sentences made to mislead, and by notes
LABELS = LABELLED / "theme_labels.jsonl"


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A theme that a sentence names, and whether the note is given it."""

    theme: str
    sentence: str
    runs: frozenset[str]
    writer: str
    given: bool
    note: str = ""  # that it stands in


async def measure(notes: Path) -> list[Figure]:
    """How often a theme is found that is given, and that is not, by others' weights and by the rules of headers."""
    codebook = read_codebook(None)
    names = labelled(notes, codebook)
    found = _left_out(names)
    above = found > _surely(names, found)
    by_rule = np.array([_by_rule(one, codebook) for one in names])
    rows = (
        ("given themes found", [[at] for at, one in enumerate(names) if one.given], "sentences"),
        ("others found", [[at] for at, one in enumerate(names) if not one.given and not one.note], "sentences"),
        ("others found", _of_notes(names), "notes that name a theme without giving it"),
    )
    return [found_in(what, of, each, above | by_rule, by_rule, "rules") for what, each, of in rows]


def labelled(notes: Path, codebook: Codebook) -> list[Name]:
    """Sentences that give a theme or only name one; sentences of notes, and those that say other things of a note."""
    lines = labelled_lines(LABELS)
    others = labelled_lines(SENTENCES)
    noted = labelled_lines(notes)
    return [
        *(name for line in lines for name in _names(line["text"], line["writer"], line["themes"], codebook)),
        *(name for line in others if line["what"] for name in _names(line["text"], line["writer"], (), codebook)),
        *(name for line in noted for name in _named_only(line, codebook)),
    ]


def _names(text: str, writer: str, given: Iterable[str], codebook: Codebook, note: str = "") -> Iterable[Name]:
    for sentence in sentences(text) or (text,):
        for named, words in names_in(sentence, codebook.themes):
            yield Name(
                theme=named.slug,
                sentence=sentence,
                runs=runs(words),
                writer=writer,
                given=named.slug in given,
                note=note,
            )


def _named_only(line: dict[str, Any], codebook: Codebook) -> Iterable[Name]:
    """The themes that a note names and is not about; one that it is about may be given in passing."""
    given = {tag.removeprefix("theme:") for tag in line["explicit_tags"]} | set(line["themes"])
    names = _names(line["text"], line["researcher"], (), codebook, note=line["id"])
    return (name for name in names if name.theme not in given)


def fitted(names: Sequence[Name]) -> Weights:
    """By what the runs of words around a name tell whether it is given."""
    often = Counter(run for one in names for run in one.runs)
    kept = [run for run, count in often.items() if count >= FEWEST]
    return weights_of(kept, [one.runs for one in names], [one.given for one in names])


def _left_out(names: Sequence[Name]) -> Floats:
    """Each writer's by what was learned from the others'; who wrote notes is dealt out among the writers."""
    givers = sorted({one.writer for one in names if one.given})
    others = sorted({one.writer for one in names} - set(givers))
    part_of = {writer: at % len(givers) for at, writer in enumerate((*givers, *others))}
    found = np.zeros(len(names))
    for part in range(len(givers)):
        judged = [at for at, one in enumerate(names) if part_of[one.writer] == part]
        weights = fitted([one for one in names if part_of[one.writer] != part])
        found[judged] = [score(weights, names[at].runs) for at in judged]
    return found


def _surely(names: Sequence[Name], found: Floats) -> float:
    """The score from which on it counts as given."""
    misleading = found[[at for at, one in enumerate(names) if not one.given and not one.note]]
    notes = [found[at].max() for at in _of_notes(names)]
    return float(max(np.quantile(misleading, 1 - MISLED), np.quantile(notes, 1 - WRONG)))


def _of_notes(names: Sequence[Name]) -> list[list[int]]:
    notes: dict[str, list[int]] = {}
    for at, one in enumerate(names):
        if one.note:
            notes.setdefault(one.note, []).append(at)
    return list(notes.values())


def _by_rule(name: Name, codebook: Codebook) -> bool:
    words = words_of(name.sentence)
    return any(one.slug == name.theme for one in read_header(words, codebook, people(words, codebook)).themes)


def main() -> int:
    """Fit the weights on everything and write them."""
    names = labelled(NOTES, read_codebook(None))
    weights = dict(fitted(names))
    weights[""] -= _surely(names, _left_out(names))
    path = Path(theme_labels.__file__).with_name(theme_labels.WEIGHTS.file)
    print(f"{write([weights], path):,} runs of words.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
