"""A file is what its first bytes say, whatever its name is."""

import pytest

from fieldwork.transcript import RecordingUnreadable
from transcription.media import Media, media_of

SOUNDS = [
    (b"OggS\0\x02" + bytes(40), Media.OGG),
    (b"\0\0\0\x20ftypM4A \0\0\0\0", Media.MP4),
    (b"\0\0\0\x14ftypqt  ", Media.MP4),
    (b"\0\0\0\x1cftypisom", Media.MP4),
    (b"ID3\x04\0\0", Media.MP3),
    (b"\xff\xfb\x90\x64" + bytes(20), Media.MP3),
    (b"RIFF\x24\0\0\0WAVEfmt ", Media.WAV),
    (b"fLaC\0\0\0\x22", Media.FLAC),
    (b"\x1aE\xdf\xa3\x9f", Media.WEBM),
    (b"#!AMR\n", Media.AMR),
    (b"#!AMR-WB\n", Media.AMR),
]
REFUSED = [
    (b"", "it is empty"),
    (b"\xff\xd8\xff\xe0\0\x10JFIF", "it is a picture (JPEG)"),
    (b"\x89PNG\r\n\x1a\n", "it is a picture (PNG)"),
    (b"GIF89a", "it is a picture (GIF)"),
    (b"RIFF\x24\0\0\0WEBPVP8 ", "it is a picture (WebP)"),
    (b"\0\0\0\x18ftypheic", "it is a picture (HEIC or AVIF)"),
    (b"%PDF-1.7", "it is a document (PDF)"),
    (b"PK\x03\x04", "it is an archive or an office document"),
    (b"v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\n", "it is a session description (SDP), not a recording"),
    (b"#EXTM3U\nhttp://127.0.0.1/a.ts", "it is a playlist (M3U), not a recording"),
    (b"ffconcat version 1.0\nfile '/etc/passwd'", "it is a playlist, not a recording"),
    (b"<html>", "it is a web page or another text file"),
    (b"\xff\xe0\0\0", "it is none of OGG, M4A, MP4, MP3, WAV, FLAC, WebM and AMR"),
    (b"Dear diary", "it is none of OGG, M4A, MP4, MP3, WAV, FLAC, WebM and AMR"),
]


@pytest.mark.parametrize(("head", "media"), SOUNDS)
def test_a_recording_is_known_by_its_first_bytes(head: bytes, media: Media) -> None:
    assert media_of(head) is media


@pytest.mark.parametrize(("head", "reason"), REFUSED)
def test_what_is_no_recording_is_called_by_its_name(head: bytes, reason: str) -> None:
    with pytest.raises(RecordingUnreadable) as refused:
        media_of(head)
    assert refused.value.reason == reason


@pytest.mark.parametrize("polyglot", [b"v=0\nftypM4A ", b"\n\n v=0\nOggS", b"\xef\xbb\xbf#EXTM3U\nID3", b"#extm3u\n"])
def test_a_playlist_that_also_looks_like_sound_is_refused(polyglot: bytes) -> None:
    with pytest.raises(RecordingUnreadable):
        media_of(polyglot)
