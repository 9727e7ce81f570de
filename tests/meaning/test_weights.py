"""The sentence model on CTranslate2 is the published one, which ONNX Runtime runs here as it stands."""

from collections.abc import Sequence
from importlib import resources
from pathlib import Path
from typing import Any

import ctranslate2
import numpy as np
import onnxruntime
import pytest
from tokenizers import BertWordPieceTokenizer

from bench.coded_notes import coded_notes
from fieldwork.quotation import sentences
from meaning.encoder import VOCABULARY, Encoder, Vectors
from meaning.weights import model_files

NOTES = Path(__file__).parents[2] / "bench" / "labelled" / "notes.jsonl"


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return Encoder.installed()


@pytest.fixture(scope="module")
def vocabulary() -> Path:
    with resources.as_file(resources.files("meaning") / VOCABULARY) as path:
        return path


@pytest.fixture(scope="module")
def told() -> list[str]:
    return [sentence for note in coded_notes(NOTES)[:20] for sentence in sentences(note.text)]


@pytest.fixture(scope="module")
def tokens(told: list[str], vocabulary: Path) -> list[list[int]]:
    tokenizer = BertWordPieceTokenizer(str(vocabulary), lowercase=True)
    return [each.ids for each in tokenizer.encode_batch(told)]


@pytest.fixture(scope="module")
def published(encoder: Encoder, tokens: list[list[int]]) -> Vectors:
    """The vectors of the graph as its makers published it, one text after the other."""
    session = onnxruntime.InferenceSession(str(encoder.weights), providers=["CPUExecutionProvider"])

    def vector(ids: list[int]) -> Any:
        row = np.array([ids], dtype=np.int64)
        fed = {"input_ids": row, "attention_mask": np.ones_like(row), "token_type_ids": np.zeros_like(row)}
        return session.run(None, fed)[0][0].mean(axis=0)

    return unit([vector(ids) for ids in tokens])


def unit(rows: Sequence[Any]) -> Vectors:
    found: Vectors = np.stack(rows) / np.linalg.norm(np.stack(rows), axis=1, keepdims=True)
    return found


def likeness(ours: Vectors, theirs: Vectors) -> Any:
    return (ours * theirs).sum(axis=1)


def test_every_weight_is_where_it_belongs(
    encoder: Encoder, vocabulary: Path, tokens: list[list[int]], published: Vectors
) -> None:
    files = model_files(encoder.weights, vocabulary.read_text(encoding="utf-8").splitlines())
    exact = ctranslate2.Encoder("exact", device="cpu", compute_type="float32", files=files)
    ours = unit([np.asarray(exact.forward_batch([ids]).last_hidden_state)[0].mean(axis=0) for ids in tokens])
    assert likeness(ours, published).min() > 0.9995


def test_multiplying_in_int8_moves_a_sentence_a_little(encoder: Encoder, told: list[str], published: Vectors) -> None:
    alike = likeness(encoder.vectors(told), published)
    assert np.median(alike) > 0.99
    assert alike.min() > 0.95
