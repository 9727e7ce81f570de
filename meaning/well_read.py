"""An encoder that has read the packaged examples before: they take it ten seconds, and say nothing of any study."""

import hashlib
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile
from threading import Lock

import numpy as np

from meaning.encoder import RUN_BY, WEIGHTS_SHA256, WIDTH, Encoder, Vectors
from meaning.examples import packaged


class WellRead:
    """Knows the vectors of the packaged examples from a file, made at the first start; all else it encodes.

    No text of a study is ever written there. A file that is missing, cut off or of other examples is made again.
    """

    def __init__(self, encoder: Encoder, folder: Path | None = None) -> None:
        """Without a `folder` the examples are read once a process."""
        self._encoder = encoder
        self._folder = folder
        self._turn = Lock()
        self._known: dict[str, Vectors] = {}

    def vectors(self, texts: Sequence[str]) -> Vectors:
        """A vector for each text, as `Encoder.vectors` makes it."""
        known = self._examples()
        new = [text for text in texts if text not in known]
        if len(new) == len(texts):  # none is an example, or there is none at all
            return self._encoder.vectors(texts)
        fresh = dict(zip(new, self._encoder.vectors(new), strict=True))
        rows: Vectors = np.stack([fresh[text] if text in fresh else known[text] for text in texts])
        return rows

    def _examples(self) -> dict[str, Vectors]:
        with self._turn:
            if not self._known:
                texts = packaged()
                path = None if self._folder is None else self._folder / f"examples-{_name_of(texts)}.npy"
                self._known = dict(zip(texts, self._read(path, texts), strict=True))
            return self._known

    def _read(self, path: Path | None, texts: Sequence[str]) -> Vectors:
        if path is None:
            return self._encoder.vectors(texts)
        with suppress(OSError, ValueError, EOFError):
            kept: Vectors = np.load(path, allow_pickle=False)
            if kept.shape == (len(texts), WIDTH) and kept.dtype == np.float32:
                return kept
        made = self._encoder.vectors(texts)
        with suppress(OSError):  # a home that can't be written to costs ten seconds at each start, and nothing else
            _keep(path, made)
        return made


def _name_of(texts: Sequence[str]) -> str:
    """What changes with the examples, with the model's weights and with how they are multiplied."""
    return hashlib.sha256("\n".join((WEIGHTS_SHA256, RUN_BY, *texts)).encode()).hexdigest()[:16]


def _keep(path: Path, vectors: Vectors) -> None:
    """Whole or not at all: two processes may do so at once."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=path.parent, suffix=".part", delete=False) as file:
        np.save(file, vectors, allow_pickle=False)
    kept = Path(file.name)
    kept.chmod(0o644)  # nothing of a study: whoever shares the cache may read it
    kept.replace(path)
