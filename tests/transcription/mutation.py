"""Recordings made hostile: a seeded mutator over real samples, whose changes get past the checksums."""

import struct
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from random import Random

from tests.transcription.pages import Page, joined, mended, pages_of

MAGICS = (
    b"OggS\0",
    b"fLaC",
    b"ID3\x04\0\0\x7f\x7f\x7f\x7f",
    b"\x1aE\xdf\xa3",
    b"#!AMR\n",
    b"\0\0\0\x20ftypM4A ",
    b"RIFF",
)
# Names that a length or a count follows or precedes, in MP4, Matroska, WAV, FLAC and Opus.
LANDMARKS = (
    *(b"ftyp", b"moov", b"mvhd", b"mdat", b"stsd", b"stsz", b"stco", b"stts", b"stsc", b"esds", b"mp4a", b"elst"),
    *(b"fmt ", b"data", b"LIST", b"OpusHead", b"OpusTags", b"fLaC", b"\x18\x53\x80\x67", b"\x1f\x43\xb6\x75"),
    *(b"\xa3", b"\x63\xa2", b"\x16\x54\xae\x6b", b"ID3", b"\xff\xfb"),
)
EXTREMES = (0, 1, 0x7F, 0xFF, 0x7FFF, 0xFFFF, 0x10000, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFE, 0xFFFFFFFF)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutator:
    """Any number of mutations, the same for the same seed.

    Args:
        samples: whole recordings, of all kinds.
        texts: playlists and the like, to be hidden behind the mark of a sound.
    """

    seed: int
    samples: Sequence[bytes]
    texts: Sequence[bytes]

    def recording(self, number: int) -> bytes:
        """The mutation of that number."""
        random = Random(f"{self.seed}/{number}")
        recording = random.choice(self.samples)
        for _ in range(random.choice((1, 1, 1, 2, 3))):
            recording = random.choice(MUTATIONS)(random, recording, self)
        return recording


Mutation = Callable[[Random, bytes, Mutator], bytes]


def span(random: Random, recording: bytes) -> tuple[int, int]:
    """A piece of it, mostly a short one near the beginning, where the headers are."""
    reach = random.choice((200, 5_000, len(recording)))
    start = random.randrange(min(reach, len(recording)) + 1)
    return start, min(len(recording), start + random.choice((1, 4, 64, 4_000, len(recording))))


def flipped(random: Random, recording: bytes, _: Mutator) -> bytes:
    """Some bits are others; an Ogg file has right checksums nevertheless."""
    changed = bytearray(recording)
    reach = min(random.choice((64, 600, len(changed))), len(changed))
    for _flip in range(random.choice((1, 3, 30, 1_000)) if reach else 0):
        changed[random.randrange(reach)] ^= 1 << random.randrange(8)
    return mended(bytes(changed))


def noisy(random: Random, recording: bytes, _: Mutator) -> bytes:
    """A piece of it is noise."""
    start, end = span(random, recording)
    return mended(recording[:start] + random.randbytes(end - start) + recording[end:])


def cut(random: Random, recording: bytes, _: Mutator) -> bytes:
    """It breaks off, or a piece is missing."""
    start, end = span(random, recording)
    return recording[:start] if random.random() < 0.5 else recording[:start] + recording[end:]


def repeated(random: Random, recording: bytes, _: Mutator) -> bytes:
    """A piece comes several times."""
    start, end = span(random, recording)
    return (
        recording[:end]
        + recording[start:end] * random.choice((1, 3, 40 if end - start < 5_000 else 1))
        + recording[end:]
    )


def spliced(random: Random, recording: bytes, mutator: Mutator) -> bytes:
    """The head of one recording on the body of another."""
    other = random.choice(mutator.samples)
    at = random.choice((4, 12, 64, 300, 4_000))
    return recording[:at] + other[random.choice((0, at)) :]


def chained(random: Random, recording: bytes, mutator: Mutator) -> bytes:
    """Two recordings in one file."""
    return recording + random.choice(mutator.samples)


def disguised(random: Random, recording: bytes, _: Mutator) -> bytes:
    """The mark of one kind before, or instead of, the beginning of another."""
    mark = random.choice(MAGICS)
    return mark + recording[random.choice((0, len(mark))) :]


def mismeasured(random: Random, recording: bytes, _: Mutator) -> bytes:
    """A length or a count is wrong, or huge."""
    places = [place for mark in LANDMARKS if (place := recording.find(mark)) >= 0]
    place = max(0, random.choice(places or [0]) + random.randrange(-8, 24))
    value = random.choice((*EXTREMES, random.getrandbits(32)))
    size = random.choice((1, 2, 4, 8))
    raw = (value % (1 << 8 * size)).to_bytes(size, random.choice(("little", "big")))
    return mended(recording[:place] + raw + recording[place + size :])


def reordered(random: Random, recording: bytes, mutator: Mutator) -> bytes:
    """Pages (or slices, where there are none) are swapped, doubled or lost."""
    pages = pages_of(recording)
    if not pages:
        return sliced(random, recording)
    for _ in range(random.choice((1, 5, 50))):
        at, to = random.randrange(len(pages)), random.randrange(len(pages))
        pages[at : at + random.choice((0, 1))] = random.choice(([pages[to]], [pages[to]] * 3, pages[to : to + 2]))
    return joined(pages)


def sliced(random: Random, recording: bytes) -> bytes:
    """Slices in another order."""
    size = random.choice((100, 1_000, 8_000))
    slices = [recording[start : start + size] for start in range(0, len(recording), size)]
    first, rest = slices[:1], slices[1:]
    random.shuffle(rest)
    return b"".join(first + rest)


def mislaced(random: Random, recording: bytes, _: Mutator) -> bytes:
    """Pages say something else of themselves: their packets, place, order, stream or size."""
    pages = pages_of(recording)
    for _lie in range(random.choice((1, 3, 20)) if pages else 0):
        at = random.randrange(min(len(pages), random.choice((3, len(pages)))))
        pages[at] = changed_page(random, pages[at])
    return joined(pages) or recording


def changed_page(random: Random, page: Page) -> Page:
    """One lie; the checksum is that of the lie."""
    lie = random.randrange(6)
    if lie == 0:
        return replace(page, position=random.choice((-1, -(1 << 63), (1 << 63) - 1, random.getrandbits(40))))
    if lie == 1:
        return replace(page, lacing=bytes(random.choice((0, 1, 255)) for _ in range(random.choice((0, 3, 255)))))
    if lie == 2:
        return replace(page, kind=random.randrange(256))
    if lie == 3:
        return replace(page, serial=random.getrandbits(32), number=random.getrandbits(32))
    if lie == 4:
        return replace(page, lacing=b"\xff" * 255, body=random.randbytes(255 * 255))
    return replace(page, body=random.randbytes(len(page.body)))


def polyglot(random: Random, recording: bytes, mutator: Mutator) -> bytes:
    """A playlist with the mark of a sound, or a sound with a playlist in it."""
    text = random.choice(mutator.texts)
    tag = b"ID3\x04\0\0" + struct.pack(">I", len(text)) + text
    return random.choice((text, random.choice(MAGICS) + b"\n" + text, tag + recording, recording[:200] + b"\n" + text))


def emptied(random: Random, recording: bytes, _: Mutator) -> bytes:
    """Nothing, or zeros, or one byte."""
    return random.choice(
        (b"", bytes(len(recording)), recording[:1], random.choice(MAGICS), recording[:64] + bytes(10_000))
    )


MUTATIONS: tuple[Mutation, ...] = (
    *(flipped, flipped, noisy, cut, repeated, spliced, chained, disguised),
    *(mismeasured, mismeasured, mismeasured, reordered, mislaced, mislaced, polyglot, emptied),
)
