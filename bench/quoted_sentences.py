"""What people quoted teaches the sentence model: changes of low rank to its matrices, fitted anew with PyTorch.

Usage: python -m bench.quoted_sentences     fits them (ten minutes) and writes them beside the module that uses them
"""

import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

from bench.folds import NOTES, QUOTED
from bench.quotes import Labelled, labelled_notes
from fieldwork.quotable import note_signs, worths
from meaning import quoted
from meaning.encoder import WIDTH, Encoder, Stretch
from meaning.quoted import Taught, packed
from meaning.weights import DENSE, HEADS, LAYERS, NORMS, Published, layer_name

Tensor = Any  # torch has no types where it is not installed
torch: Any = import_module("torch")
functional: Any = import_module("torch.nn.functional")

RANK = 4
EPOCHS, BATCH = 3, 16  # batch in notes
RATE, RATE_OF_WEIGHTS, DECAY = 7e-4, 1e-3, 0.01  # AdamW
WARM_UP = 0.1  # of all steps
DROPOUT = 0.1
LEAST_SPREAD = 1e-9
LONGEST_STEP = 1.0  # norm of the gradient
REMEMBERED = 0.99  # of the running mean of what was fitted, which is what is kept
SHARE = 0.6  # of what the model adds to the signs: it believes too much (measured on researchers left out)
ALIKE = 8  # batches are of notes of about one length, chosen among so many batches' notes
SEED = 0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Case:
    """A note as the model reads it, what its signs say, and how much people would quote each sentence."""

    stretches: list[Stretch]
    worths: Tensor  # shape (sentences,), by the signs alone
    signs: Tensor  # shape (sentences, signs)
    liked: Tensor  # shape (sentences,), sums to 1


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Fitted:
    """The model's matrices as published, and what is fitted beside them."""

    published: dict[str, tuple[Tensor, Tensor]]
    norms: dict[str, tuple[Tensor, Tensor]]
    words: Tensor
    places: Tensor
    changes: dict[str, tuple[Tensor, Tensor]]
    weights: Tensor
    signs: Tensor  # added to the weights of the signs, each times its spread: what these notes alone have, and not kept
    spread: Tensor

    @property
    def parameters(self) -> list[Tensor]:
        """All that is fitted."""
        return [self.weights, self.signs, *(each for change in self.changes.values() for each in change)]


def cases(notes: Sequence[Labelled]) -> list[Case]:
    """The notes that teach something: more than one sentence, of which somebody chose one."""
    encoder, found = Encoder.installed(), []
    for note in notes:
        liked = np.array(note.liked, dtype=np.float32)
        if note.quoted and any(note.chosen) and len(note.pieces) > 1:
            found.append(
                Case(
                    stretches=encoder.stretches(note.pieces),
                    worths=torch.tensor(worths(note.pieces)),
                    signs=torch.tensor(note_signs(note.pieces)),
                    liked=torch.from_numpy(liked / liked.sum()),
                )
            )
    return found


def fit(notes: Sequence[Case], *, seed: int = SEED) -> Taught:
    """AdamW on the cross-entropy of what people chose, beside the signs; the running mean of what it finds."""
    chance = random.Random(seed)  # noqa: S311 - the same every time
    torch.manual_seed(seed)
    model = _published(torch.cat([one.signs for one in notes]).std(dim=0) + LEAST_SPREAD)
    mean = [each.detach().clone() for each in model.parameters]
    optimiser = torch.optim.AdamW(
        [{"params": model.parameters[2:], "lr": RATE}, {"params": model.parameters[:2], "lr": RATE_OF_WEIGHTS}],
        weight_decay=DECAY,
    )
    steps = EPOCHS * -(-len(notes) // BATCH)
    pace = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min((step + 1) / (WARM_UP * steps), max(0.0, (steps - step) / ((1 - WARM_UP) * steps)))
    )
    done = 0
    for _ in range(EPOCHS):
        for batch in _batches(notes, chance):
            optimiser.zero_grad()
            loss = sum(_surprise(one, more) for one, more in zip(batch, _added(model, batch), strict=True))
            (loss / len(batch)).backward()
            torch.nn.utils.clip_grad_norm_(model.parameters, LONGEST_STEP)
            optimiser.step()
            pace.step()
            done += 1
            for kept, now in zip(mean, model.parameters, strict=True):
                kept.lerp_(now.detach(), 1 - min(REMEMBERED, done / (done + 10)))
    return _taught(model, mean)


def _surprise(case: Case, added: Tensor) -> Tensor:
    return -(case.liked * functional.log_softmax(case.worths + added, dim=0)).sum()


def _batches(notes: Sequence[Case], chance: random.Random) -> Iterator[list[Case]]:
    order = chance.sample(list(notes), len(notes))
    batches = []
    for start in range(0, len(order), BATCH * ALIKE):
        alike = sorted(order[start : start + BATCH * ALIKE], key=lambda one: len(one.stretches[0].tokens))
        batches += [alike[at : at + BATCH] for at in range(0, len(alike), BATCH)]
    yield from chance.sample(batches, len(batches))


def _added(model: Fitted, batch: Sequence[Case]) -> Iterator[Tensor]:
    """What the model adds to the signs of each sentence of each note."""
    stretches = [stretch for case in batch for stretch in case.stretches]
    states = iter(zip(stretches, _states(model, [stretch.tokens for stretch in stretches]), strict=True))
    for case in batch:
        means = [
            state[start:end].mean(dim=0)
            for _ in case.stretches
            for stretch, state in [next(states)]
            for start, end in stretch.spans
        ]
        signs = case.signs / model.spread
        yield functional.dropout(torch.stack(means), DROPOUT) @ model.weights + signs @ model.signs


def _states(model: Fitted, texts: Sequence[Sequence[int]]) -> Tensor:
    """BERT with dropout (Devlin et al. 2019), its matrices changed: shape (texts, tokens, 384)."""
    longest = max(map(len, texts))
    tokens = torch.tensor([[*text, *[0] * (longest - len(text))] for text in texts])
    there = torch.tensor([[True] * len(text) + [False] * (longest - len(text)) for text in texts])[:, None, None, :]
    state = model.words[tokens] + model.places[:longest]
    state = functional.dropout(_norm(model, "embeddings.LayerNorm", state), DROPOUT)
    for layer in range(LAYERS):
        state = _layer(model, layer, state, there)
    return state


def _layer(model: Fitted, layer: int, state: Tensor, there: Tensor) -> Tensor:
    """Attention among the tokens that are there, then a thought about each."""
    texts, longest, _ = state.shape

    def dense(part: str, inputs: Tensor) -> Tensor:
        name = layer_name(layer, part)
        out, into = model.changes[name]
        return functional.linear(inputs, *model.published[name]) + functional.linear(inputs, into) @ out.T

    def heads(part: str) -> Tensor:
        return dense(f"attention.self.{part}", state).view(texts, longest, HEADS, -1).transpose(1, 2)

    def joined(norm: str, more: Tensor) -> Tensor:
        return _norm(model, layer_name(layer, NORMS[norm]), state + functional.dropout(more, DROPOUT))

    seen = functional.scaled_dot_product_attention(*map(heads, ("query", "key", "value")), attn_mask=there)
    seen = seen.transpose(1, 2).reshape(texts, longest, WIDTH)
    state = joined("self_attention/layer_norm", dense("attention.output.dense", seen))
    return joined("ffn/layer_norm", dense("output.dense", functional.gelu(dense("intermediate.dense", state))))


def _norm(model: Fitted, name: str, state: Tensor) -> Tensor:
    weight, bias = model.norms[name]
    return functional.layer_norm(state, (WIDTH,), weight, bias, 1e-12)


def _published(spread: Tensor) -> Fitted:
    """The model as published, with changes that change nothing yet."""
    graph = Published(Encoder.installed().weights)
    dense, changes = {}, {}
    for name in (layer_name(layer, part) for layer in range(LAYERS) for parts in DENSE.values() for part in parts):
        matrix, scale, bias = graph.dense(name)
        dense[name] = (_tensor(matrix.astype(np.float32) / scale[:, None]), _tensor(bias))
        outputs, inputs = matrix.shape
        changes[name] = (
            torch.zeros(outputs, RANK, requires_grad=True),
            (torch.randn(RANK, inputs) / inputs**0.5).requires_grad_(),
        )
    norms = ["embeddings.LayerNorm", *(layer_name(layer, norm) for layer in range(LAYERS) for norm in NORMS.values())]
    words, places = (graph.table(f"embeddings.{kind}_embeddings.weight") for kind in ("word", "position"))
    return Fitted(
        published=dense,
        norms={name: (_tensor(graph.plain(f"{name}.weight")), _tensor(graph.plain(f"{name}.bias"))) for name in norms},
        words=_tensor(words[0].astype(np.float32) / words[1][:, None])
        + _tensor(graph.plain("embeddings.token_type_embeddings.weight"))[0],
        places=_tensor(places[0].astype(np.float32) / places[1][:, None]),
        changes=changes,
        weights=torch.zeros(WIDTH, requires_grad=True),
        signs=torch.zeros(len(spread), requires_grad=True),
        spread=spread,
    )


def _tensor(values: Any) -> Tensor:
    return torch.from_numpy(np.array(values, dtype=np.float32))


def _taught(model: Fitted, mean: Sequence[Tensor]) -> Taught:
    found = [each.numpy() for each in mean]
    changes = dict(zip(model.changes, zip(found[2::2], found[3::2], strict=True), strict=True))
    return Taught(changes=changes, weights=found[0] * np.float32(SHARE))


def main() -> int:
    """Fit the changes on every note that somebody chose a sentence of and write them."""
    notes = cases([*labelled_notes(NOTES), *labelled_notes(QUOTED)])
    path = Path(quoted.__file__).with_name(quoted.FILE)
    path.write_bytes(packed(fit(notes)))
    print(f"Rank {RANK}, by {len(notes)} notes; {path.stat().st_size} bytes.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
