"""Padmé: lengths that say little, at a cost of at most 12% (Nikitin et al., "Reducing Metadata Leakage", 2019)."""

LENGTH_BYTES = 4


def padded_length(length: int) -> int:
    """The length that `length` bytes are padded to: its mantissa is cut to as many bits as its exponent has."""
    if length < 2:
        return length
    exponent = length.bit_length() - 1
    kept_bits = exponent.bit_length()
    mask = (1 << (exponent - kept_bits)) - 1 if exponent > kept_bits else 0
    return (length + mask) & ~mask


def pad(content: bytes) -> bytes:
    """The content with its length in front and zeros behind."""
    framed = len(content).to_bytes(LENGTH_BYTES, "big") + content
    return framed.ljust(padded_length(len(framed)), b"\0")


def unpad(padded: bytes) -> bytes:
    """What `pad` padded."""
    return padded[LENGTH_BYTES : LENGTH_BYTES + int.from_bytes(padded[:LENGTH_BYTES], "big")]
