"""The sentence model as published, an ONNX graph, as the files of a CTranslate2 model.

As published its weights are int8, and whoever runs the graph multiplies in float32; CTranslate2 multiplies the int8
themselves, in half the time and half the memory (docs/adr/0010). Layout of its `model.bin`, binary version 6,
little-endian: u32 version, str spec name, u32 spec revision, u32 variable count; per variable: str name, u8 rank,
u32 dim * rank, u8 dtype, u32 bytes, data; u32 alias count. A str is a u16 length that counts a closing NUL, the bytes,
the NUL. A model of it divides int8 values by their row's scale, ONNX multiplies by it.
"""

import json
import struct
from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]
Variable = tuple[str, Array]
Changes = Mapping[str, tuple[Array, Array]]  # what is added to a matrix: shapes (outputs, rank) and (rank, inputs)
UNCHANGED: Changes = {}

BINARY_VERSION = 6
SPEC, SPEC_REVISION = "TransformerEncoderSpec", 1
DTYPES: Mapping[str, int] = {"float32": 0, "int8": 1, "int16": 2}

LAYERS, HEADS = 6, 12
INT8_MOST = 127.0
GELU, ADD = 3, 1  # CTranslate2's numbers for an activation, and for how embeddings are merged
SCALARS: Mapping[str, np.generic] = {
    "activation": np.int8(GELU),
    "embeddings_merge": np.int8(ADD),
    "multi_query_attention": np.int8(0),
    "num_heads": np.int16(HEADS),
    "pre_norm": np.int8(0),
    "scale_embeddings": np.int8(0),
}
CONFIG = {"bos_token": "[CLS]", "eos_token": "[SEP]", "unk_token": "[UNK]", "layer_norm_epsilon": 1e-12}

DENSE: Mapping[str, tuple[str, ...]] = {  # theirs: ours, one below the other
    "self_attention/linear_0": ("attention.self.query", "attention.self.key", "attention.self.value"),
    "self_attention/linear_1": ("attention.output.dense",),
    "ffn/linear_0": ("intermediate.dense",),
    "ffn/linear_1": ("output.dense",),
}
NORMS: Mapping[str, str] = {
    "self_attention/layer_norm": "attention.output.LayerNorm",
    "ffn/layer_norm": "output.LayerNorm",
}


def model_files(published: Path, vocabulary: Sequence[str], changes: Changes = UNCHANGED) -> dict[str, bytes]:
    """Name and content of each file of a `ctranslate2.Encoder`, from the published graph and its tokens in order.

    `changes` are added to matrices by their names.

    Raises:
        KeyError: the graph is another one than all-MiniLM-L6-v2 as this was written for.
    """
    return {
        "model.bin": b"".join(_packed(list(_variables(Published(published), changes)))),
        "config.json": json.dumps(CONFIG).encode(),
        "vocabulary.json": json.dumps(list(vocabulary)).encode(),
    }


class Published:
    """The tensors of the graph. Its matrices have no names of their own: each goes by the bias that is added to it."""

    def __init__(self, path: Path) -> None:
        onnx = import_module("onnx")
        graph = onnx.load(str(path)).graph
        self._tensors: dict[str, Array] = {
            each.name: onnx.numpy_helper.to_array(each) for each in graph.initializer if each.HasField("raw_data")
        }
        products = {node.output[0]: node.input[1] for node in graph.node if node.op_type == "MatMul"}
        self._matrices = {
            node.input[1]: products[node.input[0]]
            for node in graph.node
            if node.op_type == "Add" and node.input[0] in products
        }

    def plain(self, name: str) -> Array:
        """A tensor in float32."""
        return self._tensors[f"inner.{name}"]

    def table(self, name: str) -> tuple[Array, Array]:
        """Rows in int8, and what each is divided by."""
        return self._tensors[f"inner.{name}_q"], 1 / self._tensors[f"inner.{name}_scale"].ravel()

    def dense(self, name: str) -> tuple[Array, Array, Array]:
        """The matrix whose bias has that name, a row for each output, its rows' scales, and the bias."""
        matrix = self._matrices[f"inner.{name}.bias"]
        scale = 1 / self._tensors[f"{matrix}_scale"].ravel()
        return self._tensors[f"{matrix}_q"].T, scale, self.plain(f"{name}.bias")

    def changed(self, name: str, changes: Changes) -> tuple[Array, Array, Array]:
        """The same with what is added to it, in int8 again."""
        matrix, scale, bias = self.dense(name)
        if name not in changes:
            return matrix, scale, bias
        out, into = changes[name]
        whole = matrix.astype(np.float32) / scale[:, None] + out.astype(np.float32) @ into.astype(np.float32)
        scale = (INT8_MOST / np.abs(whole).max(axis=1)).astype(np.float32)
        return np.rint(whole * scale[:, None]).astype(np.int8), scale, bias


def _variables(published: Published, changes: Changes) -> Iterator[Variable]:
    """Everything by CTranslate2's names, without the `encoder/` before each."""
    yield from ((name, np.asarray(value)) for name, value in SCALARS.items())
    words, word_scale = published.table("embeddings.word_embeddings.weight")
    places, place_scale = published.table("embeddings.position_embeddings.weight")
    yield from (("embeddings_0/weight", words), ("embeddings_0/weight_scale", word_scale))
    yield "embeddings_1/weight", published.plain("embeddings.token_type_embeddings.weight")
    yield "position_encodings/encodings", places.astype(np.float32) / place_scale[:, None]
    yield from _norm("layernorm_embedding", published, "embeddings.LayerNorm")
    for number in range(LAYERS):
        for theirs, ours in DENSE.items():
            names = [layer_name(number, each) for each in ours]
            parts = zip(*(published.changed(name, changes) for name in names), strict=True)
            for kind, values in zip(("weight", "weight_scale", "bias"), parts, strict=True):
                yield f"layer_{number}/{theirs}/{kind}", np.concatenate(values)
        for theirs, norm in NORMS.items():
            yield from _norm(f"layer_{number}/{theirs}", published, layer_name(number, norm))


def layer_name(number: int, part: str) -> str:
    """What the graph calls a part of a layer."""
    return f"encoder.layer.{number}.{part}"


def _norm(theirs: str, published: Published, ours: str) -> Iterator[Variable]:
    yield f"{theirs}/gamma", published.plain(f"{ours}.weight")
    yield f"{theirs}/beta", published.plain(f"{ours}.bias")


def _packed(variables: Sequence[Variable]) -> Iterator[bytes]:
    yield struct.pack("<I", BINARY_VERSION) + _text(SPEC) + struct.pack("<II", SPEC_REVISION, len(variables))
    for name, values in variables:
        data = np.ascontiguousarray(values).tobytes()
        yield _text(f"encoder/{name}") + struct.pack(f"<B{values.ndim}I", values.ndim, *values.shape)
        yield struct.pack("<BI", DTYPES[values.dtype.name], len(data)) + data
    yield struct.pack("<I", 0)


def _text(words: str) -> bytes:
    return struct.pack("<H", len(words) + 1) + words.encode() + b"\0"
