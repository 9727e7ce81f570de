"""What sentences say of their own note: the weights fitted anew, and measured on people who were left out of the fit.

Usage: python -m bench.metadiscourse     fits them and writes them beside the module that uses them
"""

import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from bench.elastic_net import FEWEST, Weights, score, weights_of, write
from bench.figure import Figure, found_in
from bench.folds import LABELLED, NOTES, labelled_lines
from fieldwork import follow_up, metadiscourse, no_site, note_types, privacy
from fieldwork.metadiscourse import Says, runs
from fieldwork.quotation import first_and_last, sentences
from fieldwork.self_description import KINDS

Floats = npt.NDArray[np.float64]

MISLED, WRONG = 0.03, 0.002  # how often at most: by sentences made to mislead, and by notes
WRONG_BY = {  # phrases find most of the first; the second is looked at again; the others hide no note from the team
    Says.FOLLOW_UP: 0.001,
    Says.NO_SITE: 0.004,
    Says.DEBRIEF: 0.005,
    Says.METHODOLOGICAL: 0.005,
    Says.ANALYTIC: 0.003,
}
BY_KINDS_OF_WORD = frozenset({Says.FOLLOW_UP})  # where it matters who does what when
IN_ONE_BREATH = {Says.REFLEXIVE: Says.ONLY_ME, Says.ONLY_ME: Says.REFLEXIVE}
SENTENCES = LABELLED / "sentences.jsonl"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence, what it says and what it is known not to say."""

    text: str
    runs: frozenset[str]
    writer: str
    says: Says | None
    misleads: Says | None = None  # what it was written to look like
    unlike: frozenset[Says]
    note: str = ""  # that it is of
    at_an_end: bool = True  # of its note, where the kind of note is said


async def measure(notes: Path) -> list[Figure]:
    """For each thing that may be said: how often it is found and wrongly found, by others' weights and by phrases."""
    some = labelled(SENTENCES, notes)
    return [figure for says in Says for figure in _figures(some, says)]


def labelled(written: Path, notes: Path) -> list[Sentence]:
    """Sentences that were written to say such things, to mislead or to say nothing of the kind; and those of notes."""
    noted = (one for line in labelled_lines(notes) for one in _of(line))
    return [*(_written(line) for line in labelled_lines(written)), *noted]


def _written(line: dict[str, Any]) -> Sentence:
    what = Says(line["what"]) if line["what"] else None
    alike = {what, IN_ONE_BREATH.get(what, what)} if what and line["said"] else set()
    return Sentence(
        text=line["text"],
        runs=runs(follow_up.own_words(line["text"])),
        writer=line["writer"],
        says=what if line["said"] else None,
        misleads=None if line["said"] else what,
        unlike=frozenset(Says) - alike,
        note="" if what else line["text"],  # where, when, with whom, which theme: a note of its own
    )


def _of(line: dict[str, Any]) -> Iterable[Sentence]:
    """What a note is not, none of its sentences says."""
    unlike = frozenset(says for says in Says if not _may_say(line, says))
    pieces = sentences(line["text"])
    ends = set(first_and_last(pieces))
    for piece in pieces:
        asks = bool(line["follow_up"]) and bool(follow_up.follow_up(piece))
        yield Sentence(
            text=piece,
            runs=runs(follow_up.own_words(piece)),
            writer=line["researcher"],
            says=Says.FOLLOW_UP if asks else None,
            unlike=unlike,
            note=line["id"],
            at_an_end=piece in ends,
        )


def _may_say(line: dict[str, Any], says: Says) -> bool:
    if says is Says.FOLLOW_UP:
        return bool(line["follow_up"])
    if says is Says.NO_SITE:
        return bool(line.get("no_site_on_purpose", not line["sites"]))
    if says is Says.ONLY_ME:
        return bool(line.get("only_me")) or line.get("note_type", "reflexive") == "reflexive"
    return bool(line.get("note_type", says.value) == says.value)


def fitted(some: Sequence[Sentence], says: Says) -> Weights:
    """What each run of words speaks for."""
    known = [one for one in some if one.says is says or says in one.unlike]
    often = Counter(run for one in known for run in one.runs if says in BY_KINDS_OF_WORD or not _of_kinds(run))
    names = [run for run, count in often.items() if count >= FEWEST]
    return weights_of(names, [one.runs for one in known], [one.says is says for one in known])


def _of_kinds(run: str) -> bool:
    """Whether it is made of kinds of word: "WE MUST ASK"."""
    return run.isupper() and run not in {"CODE", "DAY"}


def _scores(weights: Weights, some: Sequence[Sentence]) -> Floats:
    return np.array([score(weights, one.runs) for one in some])


def _left_out(some: Sequence[Sentence], says: Says) -> Floats:
    """Each writer's sentences by what was learned from the others'; who wrote notes is dealt out among the writers."""
    writers = sorted({one.writer for one in some if not one.note})
    noters = sorted({one.writer for one in some if one.note})
    part_of = {name: at % len(writers) for names in (writers, noters) for at, name in enumerate(names)}
    found = np.zeros(len(some))
    for part in range(len(writers)):
        judged = [at for at, one in enumerate(some) if part_of[one.writer] == part]
        weights = fitted([one for one in some if part_of[one.writer] != part], says)
        found[judged] = _scores(weights, [some[at] for at in judged])
    return found


def _surely(some: Sequence[Sentence], says: Says, found: Floats) -> float:
    """The score from which on it counts as said."""
    misleading, notes = found[_misleading(some, says)], [found[at].max() for at in _notes(some, says)]
    return float(max(np.quantile(misleading, 1 - MISLED), np.quantile(notes, 1 - WRONG_BY.get(says, WRONG))))


def _said(some: Sequence[Sentence], says: Says) -> list[int]:
    return [at for at, one in enumerate(some) if one.says is says and not one.note]


def _misleading(some: Sequence[Sentence], says: Says) -> list[int]:
    return [at for at, one in enumerate(some) if one.misleads is says]


def _notes(some: Sequence[Sentence], says: Says) -> list[list[int]]:
    """The sentences of each note that does not say it, where they are read for it."""
    notes: dict[str, list[int]] = {}
    for at, one in enumerate(some):
        if one.note and says in one.unlike and (one.at_an_end or says not in KINDS):
            notes.setdefault(one.note, []).append(at)
    return list(notes.values())


def _figures(some: Sequence[Sentence], says: Says) -> list[Figure]:
    found = _left_out(some, says)
    above = found > _surely(some, says, found)
    phrases = np.array([_by_phrases(one.text, says) for one in some])
    name = says.value.replace("_", " ")
    rows = (
        ("found", [[at] for at in _said(some, says)], "sentences"),
        ("wrongly found", [[at] for at in _misleading(some, says)], "misleading ones"),
        ("wrongly found", _notes(some, says), "notes and plain sentences"),
    )
    return [found_in(f"{name}: {what}", of, each, above | phrases, phrases, "phrases") for what, each, of in rows]


def _by_phrases(text: str, says: Says) -> bool:
    match says:
        case Says.FOLLOW_UP:
            return bool(follow_up.follow_up(text))
        case Says.NO_SITE:
            return no_site.leaves_site_out(text)
        case Says.ONLY_ME:
            return privacy.says_only_me(text)
        case _:
            said = note_types.said_type(text)
            return said is not None and said.value == says.value


def main() -> int:
    """Fit the weights on everything and write them."""
    some = labelled(SENTENCES, NOTES)
    columns = []
    for says in Says:
        weights = dict(fitted(some, says))
        weights[""] -= _surely(some, says, _left_out(some, says))
        columns.append(weights)
    print(f"{write(columns, Path(metadiscourse.__file__).with_name(metadiscourse.WEIGHTS.file)):,} runs of words.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
