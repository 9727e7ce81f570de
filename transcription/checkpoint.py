"""A CTranslate2 Whisper model as the checkpoint that openai-whisper loads: both engines on the same weights.

Undone here: self-attention stacks query, key and value in `linear_0`; cross-attention keeps query in `linear_0`, key
and value in `linear_1`; the key projection has no bias in Whisper, so CTranslate2 stores zeros; int8 has a scale per
row. The output projection is an alias of the token embedding in both.
"""

import re
from pathlib import Path
from typing import Any

import torch

from transcription.weights import ModelBroken, Variables, read_variables, values_of

SELF_ATTENTION = ("query", "key", "value")


class Converter:
    """Tensors under their new names, gathered from the variables of one `model.bin`."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._variables: Variables = read_variables(file)
        self.tensors: dict[str, Any] = {}

    def value(self, name: str) -> Any:
        """One variable as a tensor of its own."""
        if name not in self._variables:
            raise ModelBroken(self._file, "a part of it is missing")
        return torch.from_numpy(values_of(self._variables, name))

    def count(self, side: str) -> int:
        """Layers of the encoder or the decoder."""
        found = (re.match(rf"{side}/layer_(\d+)/", name) for name in self._variables)
        return 1 + max((int(match[1]) for match in found if match), default=-1)

    def norm(self, old: str, new: str) -> None:
        """A layer norm."""
        self.tensors[f"{new}.weight"] = self.value(f"{old}/gamma")
        self.tensors[f"{new}.bias"] = self.value(f"{old}/beta")

    def linear(self, old: str, *new: str) -> None:
        """A projection, or several that were stacked."""
        weights = self.value(f"{old}/weight").chunk(len(new))
        biases = self.value(f"{old}/bias").chunk(len(new))
        for name, weight, bias in zip(new, weights, biases, strict=True):
            self.tensors[f"{name}.weight"] = weight.clone()
            if not name.endswith(".key"):
                self.tensors[f"{name}.bias"] = bias.clone()
            elif bias.abs().max() > 0:
                raise ModelBroken(self._file, "its key projection has a bias, which Whisper's has not")

    def layer(self, old: str, new: str, *, decoder: bool) -> None:
        """One block."""
        self.norm(f"{old}/self_attention/layer_norm", f"{new}.attn_ln")
        self.linear(f"{old}/self_attention/linear_0", *(f"{new}.attn.{part}" for part in SELF_ATTENTION))
        self.linear(f"{old}/self_attention/linear_1", f"{new}.attn.out")
        if decoder:
            self.cross_attention(f"{old}/attention", f"{new}.cross_attn")
        self.norm(f"{old}/ffn/layer_norm", f"{new}.mlp_ln")
        self.linear(f"{old}/ffn/linear_0", f"{new}.mlp.0")
        self.linear(f"{old}/ffn/linear_1", f"{new}.mlp.2")

    def cross_attention(self, old: str, new: str) -> None:
        """The decoder's look at the sound."""
        self.norm(f"{old}/layer_norm", f"{new}_ln")
        self.linear(f"{old}/linear_0", f"{new}.query")
        self.linear(f"{old}/linear_1", f"{new}.key", f"{new}.value")
        self.linear(f"{old}/linear_2", f"{new}.out")

    def side(self, side: str) -> None:
        """The encoder's or decoder's positions and blocks."""
        self.tensors[f"{side}.positional_embedding"] = self.value(f"{side}/position_encodings/encodings")
        for number in range(self.count(side)):
            self.layer(f"{side}/layer_{number}", f"{side}.blocks.{number}", decoder=side == "decoder")

    def ends(self) -> None:
        """What stands before and behind the blocks."""
        for conv in ("conv1", "conv2"):
            for kind in ("weight", "bias"):
                self.tensors[f"encoder.{conv}.{kind}"] = self.value(f"encoder/{conv}/{kind}")
        self.norm("encoder/layer_norm", "encoder.ln_post")
        self.norm("decoder/layer_norm", "decoder.ln")
        self.tensors["decoder.token_embedding.weight"] = self.value("decoder/embeddings/weight")

    def dimensions(self) -> dict[str, int]:
        """What openai-whisper calls ModelDimensions."""
        audio = self.tensors["encoder.positional_embedding"].shape
        text = self.tensors["decoder.positional_embedding"].shape
        return {
            "n_mels": self.tensors["encoder.conv1.weight"].shape[1],
            "n_audio_ctx": audio[0],
            "n_audio_state": audio[1],
            "n_audio_head": int(self.value("encoder/num_heads")),
            "n_audio_layer": self.count("encoder"),
            "n_vocab": self.tensors["decoder.token_embedding.weight"].shape[0],
            "n_text_ctx": text[0],
            "n_text_state": text[1],
            "n_text_head": int(self.value("decoder/num_heads")),
            "n_text_layer": self.count("decoder"),
        }


def checkpoint_of(model: Path) -> dict[str, Any]:
    """`dims` and `model_state_dict` of the CTranslate2 model in a directory.

    Raises:
        ModelBroken: it is no whole Whisper model.
    """
    converter = Converter(model / "model.bin")
    converter.side("encoder")
    converter.side("decoder")
    converter.ends()
    return {"dims": converter.dimensions(), "model_state_dict": converter.tensors}


def write_checkpoint(model: Path, to: Path) -> None:
    """Write a `.pt` file that `whisper.load_model` reads."""
    torch.save(checkpoint_of(model), to)
