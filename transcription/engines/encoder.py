"""Whisper's encoder as an OpenVINO graph, made in memory from the weights of a CTranslate2 model.

Where the processor multiplies bfloat16 this takes a quarter of the time of CTranslate2's int8 encoder, elsewhere about
as long; and it is nearer to the weights as published (`jottings bench transcription`). The architecture is that of
Radford et al., "Robust Speech Recognition via Large-Scale Weak Supervision", figure 1.
"""

import re
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import openvino as ov
from openvino import opset13 as op

from transcription.shelf import WEIGHTS
from transcription.weights import Variables, read_variables, values_of

EPSILON = 1e-5  # of the layer norms
DEVICE = "CPU"

Node = Any  # an output of OpenVINO's graph; its Python types are not published
Array = npt.NDArray[np.float32]


class Encoder:
    """A compiled encoder; as many threads may call it as it has streams, one core each."""

    def __init__(self, model: Path, *, streams: int) -> None:
        self._compiled = ov.Core().compile_model(
            _graph(_Weights(read_variables(model / WEIGHTS))),
            DEVICE,
            {"INFERENCE_NUM_THREADS": streams, "NUM_STREAMS": streams, "ENABLE_CPU_PINNING": False},
        )

    def __call__(self, features: Array) -> Array:
        """From log-mel spectrograms (looks, bands, 3,000 frames of 10 ms) to states (looks, 1,500, width).

        One look after the other: together they take as long, and more memory.
        """
        request = self._compiled.create_infer_request()
        looks = np.ascontiguousarray(features, dtype=np.float32)
        return np.concatenate([request.infer([look[None]])[0].copy() for look in looks])


class _Weights:
    """The variables of the encoder by their names in the file."""

    def __init__(self, variables: Variables) -> None:
        self._variables = variables

    def __call__(self, name: str) -> Array:
        return values_of(self._variables, f"encoder/{name}")

    @property
    def heads(self) -> int:
        return int(self("num_heads"))

    @property
    def layers(self) -> int:
        found = (re.match(r"encoder/layer_(\d+)/", name) for name in self._variables)
        return 1 + max(int(match[1]) for match in found if match)


def _graph(weights: _Weights) -> Any:
    """Two convolutions, positions, blocks, a norm."""
    positions = weights("position_encodings/encodings")
    frames, _ = positions.shape
    mel = op.parameter([-1, weights("conv1/weight").shape[1], 2 * frames], np.float32)
    states = _convolved(_convolved(mel, weights, "conv1", 1), weights, "conv2", 2)
    states = op.add(op.transpose(states, _shape(0, 2, 1)), op.constant(positions[None]))
    for number in range(weights.layers):
        states = _block(states, weights, f"layer_{number}")
    return ov.Model([op.result(_normed(states, weights, "layer_norm"))], [mel], "encoder")


def _convolved(states: Node, weights: _Weights, name: str, stride: int) -> Node:
    found = op.convolution(states, op.constant(weights(f"{name}/weight")), [stride], [1], [1], [1])
    return op.gelu(op.add(found, op.constant(weights(f"{name}/bias")[None, :, None])), "erf")


def _block(states: Node, weights: _Weights, name: str) -> Node:
    attended = _attention(_normed(states, weights, f"{name}/self_attention/layer_norm"), weights, name)
    states = op.add(states, attended)
    inner = _projected(_normed(states, weights, f"{name}/ffn/layer_norm"), weights, f"{name}/ffn/linear_0")
    return op.add(states, _projected(op.gelu(inner, "erf"), weights, f"{name}/ffn/linear_1"))


def _attention(states: Node, weights: _Weights, name: str) -> Node:
    """Every moment looks at every other; query, key and value are stacked in one projection."""
    stacked = _projected(states, weights, f"{name}/self_attention/linear_0")
    heads = (
        op.transpose(op.reshape(part, _shape(0, 0, weights.heads, -1), True), _shape(0, 2, 1, 3))
        for part in op.split(stacked, op.constant(np.int64(2)), 3).outputs()
    )
    seen = op.transpose(op.scaled_dot_product_attention(*heads), _shape(0, 2, 1, 3))
    width = weights(f"{name}/self_attention/linear_1/bias").size
    return _projected(op.reshape(seen, _shape(0, 0, width), True), weights, f"{name}/self_attention/linear_1")


def _projected(states: Node, weights: _Weights, name: str) -> Node:
    product = op.matmul(states, op.constant(weights(f"{name}/weight")), transpose_a=False, transpose_b=True)
    return op.add(product, op.constant(weights(f"{name}/bias")))


def _normed(states: Node, weights: _Weights, name: str) -> Node:
    centred = op.mvn(states, _shape(-1), True, EPSILON, "inside_sqrt")
    return op.add(op.multiply(centred, op.constant(weights(f"{name}/gamma"))), op.constant(weights(f"{name}/beta")))


def _shape(*sizes: int) -> Node:
    return op.constant(np.array(sizes, dtype=np.int64))
