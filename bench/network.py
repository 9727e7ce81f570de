"""An encoder whose matrices are changed by what people chose (Hu et al. 2021, LoRA), whichever it is: with PyTorch."""

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from meaning.encoder import Stretch

Tensor = Any  # torch has no types where it is not installed
torch: Any = import_module("torch")
functional: Any = import_module("torch.nn.functional")

BATCH = 16  # notes
ALIKE = 8  # batches are of notes of about one length, chosen among so many batches' notes
RATE_OF_WEIGHTS, DECAY = 1e-3, 0.01  # AdamW
WARM_UP = 0.1  # of all steps
LEAST_SPREAD = 1e-9
LONGEST_STEP = 1.0  # norm of the gradient
REMEMBERED = 0.99  # of the running mean of what was fitted, which is what is kept
FARTHEST = 128  # tokens, from which on nearness is one
DENSE = ("query", "key", "value", "attention", "intermediate", "output")  # parts of a layer
NORMS = ("attention norm", "norm")
EMBEDDED = "embeddings.LayerNorm"  # both models' name for it


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """How far a network is changed."""

    rank: int
    epochs: int
    rate: float  # of AdamW
    dropout: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Case:
    """A note as a network reads it, what its signs say, and how much people would quote each sentence."""

    stretches: list[Stretch]
    worths: Tensor  # shape (sentences,), by the signs alone
    signs: Tensor  # shape (sentences, signs)
    liked: Tensor  # shape (sentences,), sums to 1


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Network:
    """An encoder as published: BERT (Devlin et al. 2019), or MPNet (Song et al. 2020), which adds nearness."""

    layers: tuple[dict[str, str], ...]  # of each, the names of its parts
    dense: dict[str, tuple[Tensor, Tensor]]  # by name; a matrix is multiplied in its own precision
    norms: dict[str, tuple[Tensor, Tensor]]
    words: Tensor  # shape (tokens, width)
    places: Tensor  # shape (longest, width)
    heads: int
    epsilon: float
    nearness: Tensor | None = None  # shape (buckets, heads), of how far one token is from another

    @classmethod
    def named(
        cls,
        names: Mapping[str, str],
        count: int,
        *,
        dense: Callable[[str], tuple[Tensor, Tensor]],
        norm: Callable[[str], tuple[Tensor, Tensor]],
        **others: Any,
    ) -> "Network":
        """Of so many layers, whose parts have these names with `{}` for the layer's number."""
        layers = tuple({part: name.format(layer) for part, name in names.items()} for layer in range(count))
        norms = [EMBEDDED, *(parts[part] for parts in layers for part in NORMS)]
        return cls(
            layers=layers,
            dense={parts[part]: dense(parts[part]) for parts in layers for part in DENSE},
            norms={name: norm(name) for name in norms},
            **others,
        )

    @property
    def width(self) -> int:
        """Of a token's state."""
        return int(self.words.shape[1])


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Fitted:
    """What is fitted beside a network."""

    changes: dict[str, tuple[Tensor, Tensor]]  # of a matrix: shapes (outputs, rank) and (rank, inputs)
    weights: Tensor  # shape (width,)
    signs: Tensor  # added to the weights of the signs, each times its spread: what these notes alone have, and not kept

    @property
    def parameters(self) -> list[Tensor]:
        """All of it."""
        return [self.weights, self.signs, *(each for change in self.changes.values() for each in change)]


def fit(network: Network, cases: Sequence[Case], recipe: Recipe, *, seed: int = 0) -> Fitted:
    """AdamW on the cross-entropy of what people chose, beside the signs; the running mean of what it finds."""
    chance = random.Random(seed)  # noqa: S311 - the same every time
    torch.manual_seed(seed)
    spread = torch.cat([one.signs for one in cases]).std(dim=0) + LEAST_SPREAD
    found = _unchanged(network, recipe.rank, len(spread))
    mean = [each.detach().clone() for each in found.parameters]
    optimiser = torch.optim.AdamW(
        [{"params": found.parameters[2:], "lr": recipe.rate}, {"params": found.parameters[:2], "lr": RATE_OF_WEIGHTS}],
        weight_decay=DECAY,
    )
    steps = recipe.epochs * -(-len(cases) // BATCH)
    pace = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min((step + 1) / (WARM_UP * steps), max(0.0, (steps - step) / ((1 - WARM_UP) * steps)))
    )
    done = 0
    for _ in range(recipe.epochs):
        for batch in _batches(cases, chance):
            optimiser.zero_grad()
            loss = sum(
                _surprise(one, more + one.signs / spread @ found.signs)
                for one, more in zip(batch, _added(network, found, batch, recipe.dropout), strict=True)
            )
            (loss / len(batch)).backward()
            torch.nn.utils.clip_grad_norm_(found.parameters, LONGEST_STEP)
            optimiser.step()
            pace.step()
            done += 1
            for kept, now in zip(mean, found.parameters, strict=True):
                kept.lerp_(now.detach(), 1 - min(REMEMBERED, done / (done + 10)))
    changes = dict(zip(found.changes, zip(mean[2::2], mean[3::2], strict=True), strict=True))
    return Fitted(changes=changes, weights=mean[0], signs=mean[1])


def added_by(network: Network, found: Fitted, cases: Sequence[Case]) -> list[Tensor]:
    """What a fitted network adds to the signs of each sentence of each note."""
    order = sorted(range(len(cases)), key=lambda at: len(cases[at].stretches[0].tokens))
    more: dict[int, Tensor] = {}
    with torch.no_grad():
        for start in range(0, len(order), BATCH):
            batch = order[start : start + BATCH]
            more |= zip(batch, _added(network, found, [cases[at] for at in batch], 0.0), strict=True)
    return [more[at] for at in range(len(cases))]


def _surprise(case: Case, added: Tensor) -> Tensor:
    return -(case.liked * functional.log_softmax(case.worths + added, dim=0)).sum()


def _batches(cases: Sequence[Case], chance: random.Random) -> Iterator[list[Case]]:
    order = chance.sample(list(cases), len(cases))
    batches = []
    for start in range(0, len(order), BATCH * ALIKE):
        alike = sorted(order[start : start + BATCH * ALIKE], key=lambda one: len(one.stretches[0].tokens))
        batches += [alike[at : at + BATCH] for at in range(0, len(alike), BATCH)]
    yield from chance.sample(batches, len(batches))


def _added(network: Network, found: Fitted, batch: Sequence[Case], dropout: float) -> Iterator[Tensor]:
    stretches = [stretch for case in batch for stretch in case.stretches]
    states = _states(network, found, [stretch.tokens for stretch in stretches], dropout)
    read = iter(zip(stretches, states, strict=True))
    for case in batch:
        means = [
            state[start:end].mean(dim=0)
            for _ in case.stretches
            for stretch, state in [next(read)]
            for start, end in stretch.spans
        ]
        yield functional.dropout(torch.stack(means), dropout) @ found.weights


def _states(network: Network, found: Fitted, texts: Sequence[Sequence[int]], dropout: float) -> Tensor:
    """Shape (texts, tokens, width)."""
    longest = max(map(len, texts))
    tokens = torch.tensor([[*text, *[0] * (longest - len(text))] for text in texts])
    there = torch.tensor([[True] * len(text) + [False] * (longest - len(text)) for text in texts])[:, None, None, :]
    seen = torch.zeros(there.shape).masked_fill(~there, float("-inf"))
    if network.nearness is not None:
        seen = seen + network.nearness[nearness_buckets(longest, len(network.nearness))].permute(2, 0, 1)
    seen = seen.to(next(iter(network.dense.values()))[0].dtype).contiguous()
    state = network.words[tokens] + network.places[:longest]
    state = functional.dropout(_norm(network, EMBEDDED, state), dropout)
    for parts in network.layers:
        state = _layer(network, found, parts, state, seen, dropout)
    return state


def _layer(
    network: Network, found: Fitted, parts: dict[str, str], state: Tensor, seen: Tensor, dropout: float
) -> Tensor:
    """Attention among the tokens that are there, then a thought about each."""
    texts, longest, width = state.shape

    def dense(part: str, inputs: Tensor) -> Tensor:
        matrix, bias = network.dense[parts[part]]
        out, into = found.changes[parts[part]]
        inputs = inputs.to(matrix.dtype)
        more = functional.linear(functional.linear(inputs, into.to(matrix.dtype)), out.to(matrix.dtype))
        return functional.linear(inputs, matrix, bias) + more

    def heads(part: str) -> Tensor:
        return dense(part, state).view(texts, longest, network.heads, -1).transpose(1, 2)

    def joined(norm: str, more: Tensor) -> Tensor:
        return _norm(network, parts[norm], state + functional.dropout(more.float(), dropout))

    query, key, value = map(heads, ("query", "key", "value"))
    told = functional.scaled_dot_product_attention(query, key, value, attn_mask=seen)
    state = joined("attention norm", dense("attention", told.transpose(1, 2).reshape(texts, longest, width)))
    return joined("norm", dense("output", functional.gelu(dense("intermediate", state))))


def _norm(network: Network, name: str, state: Tensor) -> Tensor:
    weight, bias = network.norms[name]
    return functional.layer_norm(state, (network.width,), weight, bias, network.epsilon)


def nearness_buckets(longest: int, buckets: int) -> Tensor:
    """The bucket of every token's distance from every other: shape (tokens, tokens) (Raffel et al. 2020, T5).

    A half of them for those behind it; of each half a half by one token, and wider and wider ones.
    """
    places = torch.arange(longest)
    distance = places[None, :] - places[:, None]
    half, exact = buckets // 2, buckets // 4
    far = distance.abs().clamp(min=1)
    wide = exact + (torch.log(far / exact) / torch.log(torch.tensor(FARTHEST / exact)) * (half - exact)).long()
    return half * (distance > 0) + torch.where(distance.abs() < exact, distance.abs(), wide.clamp(max=half - 1))


def _unchanged(network: Network, rank: int, signs: int) -> Fitted:
    changes = {}
    for name, (matrix, _) in network.dense.items():
        outputs, inputs = matrix.shape
        changes[name] = (
            torch.zeros(outputs, rank, requires_grad=True),
            (torch.randn(rank, inputs) / inputs**0.5).requires_grad_(),
        )
    return Fitted(
        changes=changes,
        weights=torch.zeros(network.width, requires_grad=True),
        signs=torch.zeros(signs, requires_grad=True),
    )
