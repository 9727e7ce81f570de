"""The weights in a CTranslate2 Whisper model: its `model.bin`, read without copying.

Layout (binary versions 4 to 6, little-endian): u32 version, str spec name, u32 spec revision, u32 variable count;
per variable: str name, u8 rank, u32 dim * rank, u8 dtype, u32 bytes, data; u32 alias count; per alias: str alias,
str target. A str is a u16 length that counts a closing NUL, the bytes, the NUL.
"""

import mmap
import struct
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import numpy.typing as npt

from fieldwork.errors import FieldworkError

Variables = Mapping[str, npt.NDArray[np.generic]]

DTYPES: Mapping[int, type[np.generic]] = {0: np.float32, 1: np.int8, 2: np.int16, 3: np.int32, 4: np.float16}
OLDEST_VERSION = 4
SPEC = "WhisperSpec"


class ModelBroken(FieldworkError):
    """A model on disk is not what it should be; the file has to be fetched again."""

    def __init__(self, file: Path, reason: str) -> None:
        super().__init__(f"The model {file.name} can't be used: {reason}.")
        self.file = file
        self.reason = reason


class Reader:
    """A cursor over the bytes of a model."""

    def __init__(self, file: Path) -> None:
        self._file = file
        with file.open("rb") as stream:
            if not file.stat().st_size:
                raise ModelBroken(file, "it is empty")
            self._bytes = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
        self._at = 0

    def number(self, code: str) -> int:
        """One number, `code` as in struct."""
        self._need(struct.calcsize("<" + code))
        (value,) = struct.unpack_from("<" + code, self._bytes, self._at)
        self._at += struct.calcsize("<" + code)
        return int(value)

    def text(self) -> str:
        """One name."""
        size = self.number("H")
        self._need(size)
        self._at += size
        return self._bytes[self._at - size : self._at].rstrip(b"\0").decode(errors="replace")

    def array(self) -> npt.NDArray[np.generic]:
        """One variable's values."""
        shape = tuple(self.number("I") for _ in range(self.number("B")))
        dtype, size = DTYPES.get(self.number("B")), self.number("I")
        self._need(size)
        if dtype is None or size != np.dtype(dtype).itemsize * int(np.prod(shape, dtype=np.int64)):
            raise ModelBroken(self._file, "it holds values of an unknown kind")
        self._at += size
        return np.frombuffer(self._bytes, dtype, int(np.prod(shape, dtype=np.int64)), self._at - size).reshape(shape)

    def _need(self, size: int) -> None:
        if self._at + size > len(self._bytes):
            raise ModelBroken(self._file, "it ends too early")


def read_variables(file: Path) -> Variables:
    """Every variable of a `model.bin` by name.

    Raises:
        ModelBroken: it is no Whisper model of CTranslate2, or not all of one.
    """
    reader = Reader(file)
    version, spec, _revision = reader.number("I"), reader.text(), reader.number("I")
    if version < OLDEST_VERSION or spec != SPEC:
        raise ModelBroken(file, "it is no Whisper model in CTranslate2 form")
    variables = {reader.text(): reader.array() for _ in range(reader.number("I"))}
    for _ in range(reader.number("I")):
        alias, target = reader.text(), reader.text()
        if target not in variables:
            raise ModelBroken(file, "a part of it is missing")
        variables[alias] = variables[target]
    return variables


def values_of(variables: Variables, name: str) -> npt.NDArray[np.float32]:
    """One variable in full precision; int8 has a scale for each of its rows.

    Raises:
        KeyError: there is none of that name.
    """
    value = variables[name]
    if value.dtype != np.int8:
        return value.astype(np.float32)
    scale = variables[f"{name}_scale"].astype(np.float32)
    return value.astype(np.float32) / scale.reshape(-1, *[1] * (value.ndim - 1))
