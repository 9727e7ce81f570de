"""The engine child: a warm model that answers stretches of sound with words, over its stdin and stdout.

The parent starts it with a bare environment and speaks first: `load`, then `stretch` as often as it likes, and `forget`
where it no longer waits. Two may be under way at once. It writes no file (its limit on file size is zero), leaves no
core dump, and ends when stdin does, whatever its threads are doing. What went wrong is told as the name of an exception
class, never as its message.
"""

import importlib
import os
import resource
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from pathlib import Path
from threading import Lock
from typing import Any, BinaryIO

import numpy as np

from transcription.engines.engine import Engine, Heard, Load, Unwanted, Wanted
from transcription.engines.speech import cut
from transcription.frames import Frame, packed, read_frame

ENGINES = {
    "faster-whisper": ("transcription.engines.faster", "FasterWhisper"),
    "openai-whisper": ("transcription.engines.reference", "OpenaiWhisper"),
    "gate": ("transcription.engines.gate", "Gate"),
}
JOB_BYTES = 1 << 30  # and once more what the model holds; two jobs on `base` peak at 0.9 GB together with it
NICENESS = 5  # capturing the next note comes before the words of the last


def give_up_rights() -> None:
    """No file of what was said, not even after a crash."""
    for limit in (resource.RLIMIT_CORE, resource.RLIMIT_FSIZE):
        resource.setrlimit(limit, (0, 0))
    os.nice(NICENESS)


def bound_memory(jobs: int) -> None:
    """So much for each job on top of the loaded model, and no more: then one job fails, not the whole machine.

    Linux only: elsewhere a process can't tell what it holds already.
    """
    if not sys.platform.startswith("linux"):
        return
    sizes = Path("/proc/self/statm").read_text(encoding="ascii").split()
    resident, data = (int(sizes[field]) * resource.getpagesize() for field in (1, 5))
    most = data + jobs * (JOB_BYTES + resident)
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    if hard == resource.RLIM_INFINITY or most < hard:
        resource.setrlimit(resource.RLIMIT_DATA, (most, most))


def private_stdout() -> BinaryIO:
    """The pipe to the parent; what a library prints goes nowhere from now on."""
    pipe = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    return pipe


def load_engine(header: dict[str, Any]) -> Engine:
    """The engine that the first frame asks for."""
    module, name = ENGINES[header["engine"]]
    load = Load(
        model=header["model"],
        hotwords=header["hotwords"],
        languages=tuple(header["languages"]),
        jobs=header["jobs"],
    )
    engine: Engine = getattr(importlib.import_module(module), name)(load)
    return engine


def hear(engine: Engine, frame: Frame, wanted: Wanted) -> dict[str, Any]:
    """The words of a stretch and how many of its samples they took."""
    if not wanted():
        raise Unwanted
    sound = np.frombuffer(frame.sound, np.int16).astype(np.float32) / np.float32(32768)
    used = cut(sound, last=frame.header["last"])
    heard: Heard = engine.hear(sound[:used], language=frame.header["language"], wanted=wanted)
    segments = [asdict(segment) for segment in heard.segments]
    made_with = {"version": engine.version, "settings": engine.settings}
    return {"kind": "heard", "used": used, "language": heard.language, "segments": segments, **made_with}


class Child:
    """Reads frames, lets threads work, writes answers in the order in which they are ready."""

    def __init__(self, source: BinaryIO, target: BinaryIO) -> None:
        self._source = source
        self._target = target
        self._writing = Lock()
        self._forgotten: set[int] = set()

    def run(self) -> None:
        """Serve until stdin ends."""
        first = read_frame(self._source)
        if first is None:
            return
        engine = self._load(first)
        if engine is None:
            return
        workers = ThreadPoolExecutor(first.header["jobs"])
        while frame := read_frame(self._source):
            if frame.header["kind"] == "forget":
                self._forgotten.add(frame.header["id"])
            else:
                workers.submit(self._answer, engine, frame)

    def _load(self, first: Frame) -> Engine | None:
        try:
            engine = load_engine(first.header)
        except Exception as error:  # noqa: BLE001
            self._say({"kind": "failed", "id": 0, "reason": type(error).__name__})
            return None
        bound_memory(first.header["jobs"])
        self._say({"kind": "ready", "id": 0})
        return engine

    def _answer(self, engine: Engine, frame: Frame) -> None:
        number = frame.header["id"]
        try:
            answer = hear(engine, frame, lambda: number not in self._forgotten)
        except Exception as error:  # noqa: BLE001
            answer = {"kind": "failed", "reason": type(error).__name__}
        self._say({**answer, "id": number})

    def _say(self, header: dict[str, Any]) -> None:
        with self._writing:
            self._target.write(packed(header))
            self._target.flush()


def main(kind: type[Child] = Child) -> None:
    """Serve the parent, then go at once: threads that still compute for nobody are not waited for."""
    give_up_rights()
    try:
        kind(sys.stdin.buffer, private_stdout()).run()
    finally:
        os._exit(0)
