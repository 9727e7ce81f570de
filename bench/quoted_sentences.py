"""What people quoted teaches the sentence model: changes of low rank to its matrices, fitted anew with PyTorch.

A larger model is taught first by what people chose. What it says of their notes, and of the same notes with sentences
left out, then teaches the one in the package, beside the people (Hinton et al. 2015, distillation).

Usage: python -m bench.quoted_sentences     fits them and writes them beside the module that uses them: forty minutes
                                            on two cores with bfloat16, 13 GB of memory
"""

import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

from bench.folds import NOTES, QUOTED
from bench.network import Case, Fitted, Network, Recipe, Tensor, added_by, fit
from bench.quotes import Labelled, labelled_notes
from bench.teacher import NoTeacher, in_its_tokens, teacher
from fieldwork.quotable import note_signs, worths
from meaning import quoted
from meaning.encoder import Encoder
from meaning.quoted import Taught, packed
from meaning.weights import HEADS, LAYERS, Published

torch: Any = import_module("torch")

TEACHER = Recipe(rank=4, epochs=2, rate=5e-4, dropout=0.1)
PUPIL = Recipe(rank=8, epochs=2, rate=7e-4, dropout=0.05)
BELIEVED = 0.8  # of what the teacher adds to the signs
TOLD = 0.5  # of what the pupil learns of a note is the teacher's, where people chose too
VERSIONS = 2  # of each note, with sentences left out
LEFT_OUT = (0.1, 0.45)  # of a note's sentences
FEWEST, FEWEST_LEFT = 5, 3  # sentences of such a note, and of its versions
EPSILON = 1e-12
SEED = 0
NAMES = {
    "query": "encoder.layer.{}.attention.self.query",
    "key": "encoder.layer.{}.attention.self.key",
    "value": "encoder.layer.{}.attention.self.value",
    "attention": "encoder.layer.{}.attention.output.dense",
    "attention norm": "encoder.layer.{}.attention.output.LayerNorm",
    "intermediate": "encoder.layer.{}.intermediate.dense",
    "output": "encoder.layer.{}.output.dense",
    "norm": "encoder.layer.{}.output.LayerNorm",
}


def cases(notes: Sequence[Labelled]) -> list[Case]:
    """The notes that teach something: more than one sentence, of which somebody chose one."""
    encoder = Encoder.installed()
    return [_case(encoder, note.pieces, note.liked) for note in notes if _teaches(note)]


def versions(notes: Sequence[Labelled]) -> list[Case]:
    """The same notes with some of their sentences left out, of which nobody chose any."""
    chance, encoder = random.Random(SEED), Encoder.installed()  # noqa: S311 - the same every time
    found = []
    for note in notes:
        for _ in range(VERSIONS if _teaches(note) and len(note.pieces) >= FEWEST else 0):
            share = chance.uniform(*LEFT_OUT)
            pieces = [piece for piece in note.pieces if chance.random() > share]
            if len(pieces) >= FEWEST_LEFT:
                found.append(_case(encoder, pieces, [1.0] * len(pieces)))
    return found


def _teaches(note: Labelled) -> bool:
    return note.quoted and any(note.chosen) and len(note.pieces) > 1


def _case(encoder: Encoder, pieces: Sequence[str], liked: Sequence[float]) -> Case:
    return Case(
        stretches=encoder.stretches(pieces),
        worths=torch.tensor(worths(pieces)),
        signs=torch.tensor(note_signs(pieces)),
        liked=torch.tensor(np.array(liked, dtype=np.float32) / np.float32(sum(liked))),
    )


def told_by(network: Network, chosen: Sequence[Case], others: Sequence[Case]) -> Iterator[Case]:
    """The notes as a larger model would have them quoted: of those that people chose from, in part."""
    own = in_its_tokens(chosen)
    found = fit(network, own, TEACHER, seed=SEED)
    for case, more in zip(chosen, added_by(network, found, own), strict=True):
        yield replace(case, liked=TOLD * _opinion(case, more) + (1 - TOLD) * case.liked)
    for case, more in zip(others, added_by(network, found, in_its_tokens(others)), strict=True):
        yield replace(case, liked=_opinion(case, more))


def _opinion(case: Case, more: Tensor) -> Tensor:
    return torch.softmax(case.worths + BELIEVED * more, dim=0)


def pupil() -> Network:
    """all-MiniLM-L6-v2 as published."""
    graph = Published(Encoder.installed().weights)

    def dense(name: str) -> tuple[Tensor, Tensor]:
        matrix, scale, bias = graph.dense(name)
        return _tensor(matrix.astype(np.float32) / scale[:, None]), _tensor(bias)

    def norm(name: str) -> tuple[Tensor, Tensor]:
        return _tensor(graph.plain(f"{name}.weight")), _tensor(graph.plain(f"{name}.bias"))

    words, places = (graph.table(f"embeddings.{kind}_embeddings.weight") for kind in ("word", "position"))
    return Network.named(
        NAMES,
        LAYERS,
        dense=dense,
        norm=norm,
        words=_tensor(words[0].astype(np.float32) / words[1][:, None])
        + _tensor(graph.plain("embeddings.token_type_embeddings.weight"))[0],
        places=_tensor(places[0].astype(np.float32) / places[1][:, None]),
        heads=HEADS,
        epsilon=EPSILON,
    )


def _tensor(values: Any) -> Tensor:
    return torch.from_numpy(np.array(values, dtype=np.float32))


def taught(found: Fitted) -> Taught:
    """What the package holds of it."""
    changes = {name: (out.numpy(), into.numpy()) for name, (out, into) in found.changes.items()}
    return Taught(changes=changes, weights=found.weights.numpy())


def main() -> int:
    """Fit the changes on every note that somebody chose a sentence of and write them."""
    notes = [*labelled_notes(NOTES), *labelled_notes(QUOTED)]
    try:
        lessons = list(told_by(teacher(), cases(notes), versions(notes)))
    except NoTeacher as why:
        print(why, file=sys.stderr)
        return 1
    path = Path(quoted.__file__).with_name(quoted.FILE)
    path.write_bytes(packed(taught(fit(pupil(), lessons, PUPIL, seed=SEED))))
    print(f"Rank {PUPIL.rank}, by {len(lessons)} notes; {path.stat().st_size} bytes.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
