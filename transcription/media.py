"""What a file is, read from its first bytes; never guessed from its name or from what a sender claims."""

from enum import Enum

from fieldwork.transcript import RecordingUnreadable

HEAD_BYTES = 64  # every mark below lies in these


class Media(Enum):
    """A container that is decoded; the value is the one demuxer of FFmpeg that may read it."""

    OGG = "ogg"
    MP4 = "mov"  # MP4, M4A, MOV and 3GP share a demuxer
    MP3 = "mp3"
    WAV = "wav"
    FLAC = "flac"
    WEBM = "matroska"
    AMR = "amr"


# Text that makes a demuxer open further files or the network comes first: the mark of a sound may follow it.
TEXT_MARKS: tuple[tuple[bytes, str], ...] = (
    (b"v=0", "it is a session description (SDP), not a recording"),
    (b"#EXTM3U", "it is a playlist (M3U), not a recording"),
    (b"ffconcat", "it is a playlist, not a recording"),
    (b"[playlist]", "it is a playlist, not a recording"),
    (b"<", "it is a web page or another text file"),
    (b"{", "it is a text file"),
)

OTHER_MARKS: tuple[tuple[int, bytes, str], ...] = (
    (0, b"\xff\xd8\xff", "it is a picture (JPEG)"),
    (0, b"\x89PNG\r\n\x1a\n", "it is a picture (PNG)"),
    (0, b"GIF8", "it is a picture (GIF)"),
    (8, b"WEBP", "it is a picture (WebP)"),
    (8, b"AVI ", "it is a video of a kind that I don't read (AVI)"),
    (0, b"BM", "it is a picture (BMP)"),
    (0, b"II*\0", "it is a picture (TIFF)"),
    (0, b"MM\0*", "it is a picture (TIFF)"),
    (0, b"%PDF-", "it is a document (PDF)"),
    (0, b"PK\x03\x04", "it is an archive or an office document"),
    (0, b"\xd0\xcf\x11\xe0", "it is an office document"),
    (0, b"\x1f\x8b", "it is an archive"),
)

PICTURE_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1", b"avif", b"avis"})

SOUND_MARKS: tuple[tuple[int, bytes, Media], ...] = (
    (0, b"OggS\0", Media.OGG),
    (0, b"fLaC", Media.FLAC),
    (0, b"ID3", Media.MP3),
    (0, b"\x1aE\xdf\xa3", Media.WEBM),  # EBML, RFC 8794
    (0, b"#!AMR", Media.AMR),  # RFC 4867, 5.1
    (4, b"ftyp", Media.MP4),  # ISO/IEC 14496-12, 4.3
)

UNKNOWN = "it is none of OGG, M4A, MP4, MP3, WAV, FLAC, WebM and AMR"


def media_of(recording: bytes) -> Media:
    """The container of `recording`.

    Raises:
        RecordingUnreadable: it is empty, or no sound that is decoded here; the reason says what it is.
    """
    head = recording[:HEAD_BYTES]
    if not head:
        raise RecordingUnreadable("it is empty")
    refused = refusal(head)
    if refused:
        raise RecordingUnreadable(refused)
    media = known_sound(head)
    if media is None:
        raise RecordingUnreadable(UNKNOWN)
    return media


def refusal(head: bytes) -> str:
    """Why a file that begins so is no recording, or ""."""
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    for mark, reason in TEXT_MARKS:
        if text[: len(mark)].lower() == mark.lower():
            return reason
    for offset, mark, reason in OTHER_MARKS:
        if head.startswith(mark, offset):
            return reason
    if head[4:8] == b"ftyp" and head[8:12] in PICTURE_BRANDS:
        return "it is a picture (HEIC or AVIF)"
    return ""


def known_sound(head: bytes) -> Media | None:
    """The container that begins so."""
    for offset, mark, media in SOUND_MARKS:
        if head.startswith(mark, offset):
            return media
    if head.startswith(b"RIFF") and head[8:12] == b"WAVE":
        return Media.WAV
    return Media.MP3 if is_mpeg_audio(head) else None


def is_mpeg_audio(head: bytes) -> bool:
    """Whether an MPEG audio frame begins here: sync, then no reserved value (ISO/IEC 11172-3, 2.4.1.3)."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE0 != 0xE0:
        return False
    version, layer = head[1] >> 3 & 3, head[1] >> 1 & 3
    bit_rate, sample_rate = head[2] >> 4, head[2] >> 2 & 3
    return version != 1 and layer != 0 and bit_rate not in {0, 15} and sample_rate != 3
