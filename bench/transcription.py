"""Transcription in times real time, beside openai-whisper called directly on the same weights and files."""

import asyncio
import io
import json
import time
from pathlib import Path

import av
import numpy as np

from bench.figure import Figure
from demo.words import word_error
from transcription.checkpoint import write_checkpoint
from transcription.local import LocalTranscriber
from transcription.models import resolve
from transcription.shelf import default_shelf

MODEL = "base"
MEMOS = Path(__file__).parents[1] / "demo" / "memos"
SAMPLE_RATE = 16_000  # Whisper's
AT_ONCE = 2


async def measure(folder: Path) -> list[Figure]:
    """Our whole pipeline, from OGG bytes to words, two memos at once, against the plain greedy call."""
    memos = [json.loads(line) for line in (MEMOS / "memos.jsonl").read_text(encoding="utf-8").splitlines()]
    files = [(MEMOS / memo["file"]).read_bytes() for memo in memos]
    spoken = [memo["text"] for memo in memos]
    sounds = [decoded(file) for file in files]
    seconds = sum(len(sound) for sound in sounds) / SAMPLE_RATE
    ours, heard = await our_pipeline(files)
    theirs, reference = plain_openai(resolve(MODEL, engine="faster-whisper", shelf=default_shelf()), folder, sounds)
    return [
        Figure(
            what=f"{seconds:.0f} s of memos, {MODEL}, {AT_ONCE} at once",
            measured=f"{seconds / ours:.1f} times real time",
            rival=f"{seconds / theirs:.1f} openai-whisper greedy",
            ratio=theirs / ours,
        ),
        Figure(
            what="word error on them",
            measured=f"{mean_error(spoken, heard):.1%}",
            rival=f"{mean_error(spoken, reference):.1%} openai-whisper greedy",
            ratio=mean_error(spoken, heard) / max(mean_error(spoken, reference), 0.001),
        ),
    ]


async def our_pipeline(files: list[bytes]) -> tuple[float, list[str]]:
    """Seconds for all files with the engine warm, and what was heard."""
    engine = LocalTranscriber("faster-whisper", MODEL, jobs=AT_ONCE)
    try:
        await engine.transcribe(files[0])
        started = time.perf_counter()
        heard = await asyncio.gather(*map(engine.transcribe, files))
        return time.perf_counter() - started, [transcript.text for transcript in heard]
    finally:
        await engine.close()


def plain_openai(weights: Path, folder: Path, sounds: list[np.ndarray]) -> tuple[float, list[str]]:
    """Seconds for all sounds with the reference engine called directly, and what it heard."""
    import whisper  # noqa: PLC0415 - an extra, and slow to load

    checkpoint = folder / "base.pt"
    write_checkpoint(weights, checkpoint)
    model = whisper.load_model(str(checkpoint))

    def listen(sound: np.ndarray) -> str:
        return str(model.transcribe(sound, fp16=False, language="en", temperature=0.0)["text"])

    listen(sounds[0])
    started = time.perf_counter()
    heard = [listen(sound) for sound in sounds]
    return time.perf_counter() - started, heard


def decoded(file: bytes) -> np.ndarray:
    """16 kHz mono float32."""
    with av.open(io.BytesIO(file), "r") as container:
        resampler = av.AudioResampler("s16", "mono", SAMPLE_RATE)
        frames = [out.to_ndarray() for frame in container.decode(audio=0) for out in resampler.resample(frame)]
    sound: np.ndarray = np.concatenate(frames, axis=1)[0].astype(np.float32) / 32768
    return sound


def mean_error(spoken: list[str], heard: list[str]) -> float:
    """Mean word error rate."""
    return sum(map(word_error, spoken, heard)) / len(spoken)
