"""The sentence encoder: likeness of meaning, from real weights."""

import hashlib
import subprocess
import sys
import tempfile
from importlib import resources, util
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from meaning import encoder
from meaning.encoder import LONGEST, WIDTH, Encoder, NoMeaning

# vocab.txt of bert-base-uncased as its authors published it
PUBLISHED_VOCABULARY = "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3"


@pytest.fixture(scope="module")
def minilm() -> Encoder:
    return Encoder.installed()


def test_what_means_the_same_is_nearer_than_what_does_not(minilm: Encoder) -> None:
    asked, told, other = minilm.vectors(
        ["people with nobody to talk to", "She is lonely since her husband died.", "The bus fare has gone up again."]
    )
    assert float(asked @ told) > float(asked @ other) + 0.1


def test_a_vector_does_not_depend_on_what_is_encoded_beside_it(minilm: Encoder) -> None:
    texts = ["The dog had been fully described.", "No room again. " * 40, "Hm.", ""]
    together = minilm.vectors(texts)
    alone = np.concatenate([minilm.vectors([text]) for text in texts])
    assert together.shape == (4, WIDTH)
    assert np.allclose(np.linalg.norm(together, axis=1), 1, atol=1e-5)
    assert (together * alone).sum(axis=1).min() > 0.9999


def test_a_text_beyond_the_models_reach_is_cut_and_no_error(minilm: Encoder) -> None:
    assert minilm.vectors(["word " * 20 * LONGEST]).shape == (1, WIDTH)


def test_without_a_place_for_files_the_model_is_there_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, minilm: Encoder
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "none"))
    assert np.allclose(Encoder.installed().vectors(["Hm."]), minilm.vectors(["Hm."]), atol=1e-5)


OBSERVED = """
import sys
asked = []
sys.addaudithook(lambda event, _: asked.append(event) if event in ("socket.connect", "socket.getaddrinfo") else None)
from meaning.encoder import Encoder
Encoder.installed().vectors(["nobody had told her why"])
print(asked)
"""


def test_the_model_talks_to_nobody() -> None:
    ran = subprocess.run([sys.executable, "-c", OBSERVED], capture_output=True, text=True, check=True)
    assert ran.stdout == "[]\n"


def test_no_text_gives_no_vector(minilm: Encoder) -> None:
    assert minilm.vectors([]).shape == (0, WIDTH)


def test_the_vocabulary_is_the_published_one() -> None:
    text = (resources.files("meaning") / encoder.VOCABULARY).read_bytes()
    assert hashlib.sha256(text).hexdigest() == PUBLISHED_VOCABULARY


def test_other_weights_than_the_measured_ones_are_refused_in_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / encoder.WEIGHTS_PACKAGE
    package.mkdir()
    (package / "__init__.py").touch()
    (package / "model.onnx").write_bytes(b"not those")
    monkeypatch.syspath_prepend(str(tmp_path))
    found = util.find_spec(encoder.WEIGHTS_PACKAGE)
    assert found is not None
    assert found.origin == str(package / "__init__.py")
    with pytest.raises(NoMeaning, match="not those that were measured"):
        Encoder.installed()


@given(st.lists(st.integers(2, LONGEST), max_size=60))
def test_every_text_is_in_one_batch_and_none_is_padded_for_nothing(lengths: list[int]) -> None:
    batches = list(encoder._batches(lengths))
    assert sorted(at for batch in batches for at in batch) == list(range(len(lengths)))
    assert all(len(batch) <= encoder.BATCH for batch in batches)

    def cost(parts: list[list[int]]) -> int:
        return sum(encoder.PASS + len(part) * max(lengths[at] for at in part) for part in parts)

    for batch in batches:  # none would cost less in two
        halves = (([*batch[:cut]], [*batch[cut:]]) for cut in range(1, len(batch)))
        assert all(cost([batch]) <= cost([*two]) for two in halves)
