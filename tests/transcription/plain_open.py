"""A decoder without our care: FFmpeg chooses what the file is, and may speak HTTP.

    python plain_open.py free|caged FORMAT

Takes a recording on stdin and says as JSON how many samples it got and how many sockets it held. FORMAT may be "".
"""

import contextlib
import io
import json
import stat
import sys
from pathlib import Path
from typing import Any

sys.path.append(str(Path(__file__).parents[2]))

import os

import av
import av.error

from transcription.decoder_child import give_up_rights, warm_up

CARELESS = {"protocol_whitelist": "file,http,tcp,udp,rtp", "safe": "0"}
PATIENCE_SECONDS = 1.0


def sockets() -> int:
    """How many descriptors are sockets."""
    held = 0
    for descriptor in range(3, 64):
        with contextlib.suppress(OSError):
            held += stat.S_ISSOCK(os.fstat(descriptor).st_mode)
    return held


def heard(recording: bytes, demuxer: str) -> dict[str, int]:
    """What came of it."""
    found = {"samples": 0, "sockets": 0}
    with contextlib.suppress(av.error.FFmpegError):
        source = io.BytesIO(recording)
        container: Any = av.open(source, format=demuxer or None, options=CARELESS, timeout=PATIENCE_SECONDS)
        found["sockets"] = sockets()
        found["samples"] = sum(frame.samples for frame in container.decode(audio=0))
    return found


if __name__ == "__main__":
    recording = sys.stdin.buffer.read()
    if sys.argv[1] == "caged":
        warm_up()
        give_up_rights()
    print(json.dumps(heard(recording, sys.argv[2])), flush=True)  # noqa: T201 - this is how it answers
