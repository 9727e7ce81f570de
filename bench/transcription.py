"""Transcription in times real time: ours beside the plain calls of both libraries, and where the time goes."""

import asyncio
import io
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import av
import numpy as np
import numpy.typing as npt

from bench.figure import Figure
from bench.memos import Memo, mean_error, memos_in
from bot.hearing import vocabulary
from bot.study import read_codebook
from transcription.checkpoint import checkpoint_of, write_checkpoint
from transcription.local import LocalTranscriber
from transcription.models import resolve
from transcription.shelf import default_shelf

MODEL = "base"
SAMPLE_RATE = 16_000  # Whisper's
AT_ONCE = 2
BACKLOG = 4  # times the memos: a queue after a day without power
BEAM = 5
LOOK_SECONDS = 30.0
MEBIBYTE = 1 << 20
MEMORY_LIMIT = 900_000_000  # bytes; what two jobs may take on a small server
RATE_SIZE, RATE_TIMES = 2048, 10  # of the matrix product that the limit is taken from

Sound = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What one way to transcribe took, and heard."""

    name: str
    seconds: float
    heard: list[str]


async def measure(folder: Path, memos: Path) -> list[Figure]:
    """The whole pipeline, from OGG bytes to words, against plain calls on the same weights and files."""
    spoken = memos_in(memos)
    files = [memo.recording for memo in spoken]
    sounds = [decoded(file) for file in files]
    length = sum(map(len, sounds)) / SAMPLE_RATE
    weights = resolve(MODEL, engine="faster-whisper", shelf=default_shelf())
    backlog, alone, peak = await our_pipeline(files)
    rivals = [plain_faster(weights, sounds), plain_openai(weights, folder, sounds)]
    return [
        *(beside(backlog, rival, length, spoken) for rival in rivals),
        Figure(
            what=f"{MODEL}, one memo after the other",
            measured=f"{length / alone:.1f} times real time",
            rival=f"{length / backlog.seconds:.1f} {AT_ONCE} at once",
            ratio=backlog.seconds / alone,
        ),
        Figure(
            what=f"memory of the engine child at its peak, {AT_ONCE} at once",
            measured=f"{peak / MEBIBYTE:.0f} MiB",
            rival=f"{MEMORY_LIMIT / MEBIBYTE:.0f} MiB allowed",
            ratio=peak / MEMORY_LIMIT,
        ),
        *shares(weights, files, sounds),
        arithmetic(weights, sounds, backlog),
    ]


def beside(ours: Run, rival: Run, length: float, spoken: list[Memo]) -> Figure:
    """Throughput and word error of both."""
    errors = [mean_error(spoken, run.heard) for run in (ours, rival)]
    return Figure(
        what=f"{length:.0f} s of memos, {MODEL}, {AT_ONCE} at once",
        measured=f"{length / ours.seconds:.1f} times real time, {errors[0]:.1%} word error",
        rival=f"{length / rival.seconds:.1f}, {errors[1]:.1%} {rival.name}",
        ratio=rival.seconds / ours.seconds,
    )


async def our_pipeline(files: list[bytes]) -> tuple[Run, float, int]:
    """A backlog with the engine warm, per round of the files; the seconds of a round one by one; the peak in bytes."""
    words = vocabulary(read_codebook(None))
    engine = LocalTranscriber("faster-whisper", MODEL, vocabulary=lambda: words, jobs=AT_ONCE)
    try:
        await engine.transcribe(files[0])
        started = time.perf_counter()
        heard = await asyncio.gather(*map(engine.transcribe, files * BACKLOG))
        together = (time.perf_counter() - started) / BACKLOG
        started = time.perf_counter()
        for file in files:
            await engine.transcribe(file)
        alone = time.perf_counter() - started
        peak = peak_bytes(engine.engine_pid)
    finally:
        await engine.close()
    return (
        Run(name="ours", seconds=together, heard=[transcript.text for transcript in heard[: len(files)]]),
        alone,
        peak,
    )


def peak_bytes(pid: int | None) -> int:
    """The most memory that a process has held; 0 where the system does not tell."""
    status = Path(f"/proc/{pid}/status")
    lines = status.read_text(encoding="ascii").splitlines() if status.exists() else []
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM"))


def plain_faster(weights: Path, sounds: list[Sound]) -> Run:
    """faster-whisper's batched call with beam five as its documentation gives it, two jobs of one thread."""
    from faster_whisper import BatchedInferencePipeline, WhisperModel  # noqa: PLC0415 - slow to load

    model = WhisperModel(
        str(weights), device="cpu", compute_type="int8", cpu_threads=1, num_workers=AT_ONCE, local_files_only=True
    )

    def listen(sound: Sound) -> str:
        segments, _ = BatchedInferencePipeline(model).transcribe(sound, language="en", beam_size=BEAM)
        return " ".join(segment.text for segment in segments)

    return timed("faster-whisper batched, beam 5", listen, sounds, AT_ONCE)


def plain_openai(weights: Path, folder: Path, sounds: list[Sound]) -> Run:
    """The reference engine called directly, greedy; it uses every core for one sound."""
    import whisper  # noqa: PLC0415 - an extra, and slow to load

    checkpoint = folder / "base.pt"
    write_checkpoint(weights, checkpoint)
    model = whisper.load_model(str(checkpoint))

    def listen(sound: Sound) -> str:
        return str(model.transcribe(sound, fp16=False, language="en", temperature=0.0)["text"])

    return timed("openai-whisper greedy", listen, sounds, 1)


def timed(name: str, listen: Callable[[Sound], str], sounds: list[Sound], at_once: int) -> Run:
    """All sounds after a first one that warms up."""
    listen(sounds[0])
    started = time.perf_counter()
    with ThreadPoolExecutor(at_once) as workers:
        heard = list(workers.map(listen, sounds))
    return Run(name=name, seconds=time.perf_counter() - started, heard=heard)


def shares(weights: Path, files: list[bytes], sounds: list[Sound]) -> list[Figure]:
    """Which part of one thread's time goes into each step of a memo, and what CTranslate2's own encoder takes."""
    from faster_whisper.feature_extractor import FeatureExtractor  # noqa: PLC0415

    from transcription.engines.speech import clips, speech  # noqa: PLC0415

    extractor = FeatureExtractor()
    looks = [clip.of(sound) for sound in sounds for clip in clips(speech(sound))]
    spectra = [padded(extractor(look)[..., :-1], extractor.nb_max_frames) for look in looks]
    ours, theirs = encoder_seconds(weights, spectra)
    steps = {
        "decoding the file": seconds_of(lambda: [decoded(file) for file in files]),
        "detecting speech": seconds_of(lambda: [speech(sound) for sound in sounds]),
        "spectrogram": seconds_of(lambda: [extractor(look) for look in looks]),
        "encoder": ours,
    }
    whole = steps["decoding the file"] + engine_seconds(weights, sounds)
    steps["decoder and alignment"] = whole - sum(steps.values())
    of_each = [
        Figure(
            what=f"share of {step}", measured=f"{taken:.2f} s", rival=f"{whole:.2f} s on one core", ratio=taken / whole
        )
        for step, taken in steps.items()
    ]
    encoder = Figure(
        what="encoder, 30 s of sound on one core",
        measured=f"{ours / len(spectra) * 1000:.0f} ms",
        rival=f"{theirs / len(spectra) * 1000:.0f} ms CTranslate2 int8",
        ratio=theirs / ours,
    )
    return [encoder, *of_each]


def encoder_seconds(weights: Path, spectra: list[Sound]) -> tuple[float, float]:
    """Our encoder and CTranslate2's over the same spectrograms, one core each."""
    import ctranslate2  # noqa: PLC0415

    from transcription.engines.encoder import Encoder  # noqa: PLC0415

    ours, theirs = (
        Encoder(weights, streams=1),
        ctranslate2.models.Whisper(str(weights), compute_type="int8", intra_threads=1),
    )
    stored = [ctranslate2.StorageView.from_array(spectrum[None]) for spectrum in spectra]
    ours(spectra[0][None])
    theirs.encode(stored[0])
    return (
        seconds_of(lambda: [ours(spectrum[None]) for spectrum in spectra]),
        seconds_of(lambda: [theirs.encode(each) for each in stored]),
    )


def engine_seconds(weights: Path, sounds: list[Sound]) -> float:
    """The whole engine without study terms, one job."""
    from transcription.engines.engine import Load  # noqa: PLC0415
    from transcription.engines.faster import FasterWhisper  # noqa: PLC0415

    engine = FasterWhisper(Load(model=str(weights), jobs=1))
    engine.hear(sounds[0], language="en", wanted=lambda: True)
    return seconds_of(lambda: [engine.hear(sound, language="en", wanted=lambda: True) for sound in sounds])


def seconds_of(act: Callable[[], object]) -> float:
    """How long it took."""
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


def padded(spectrum: Sound, frames: int) -> Sound:
    """A spectrogram of exactly so many frames."""
    return np.pad(spectrum[:, :frames], ((0, 0), (0, max(0, frames - spectrum.shape[1]))))


def arithmetic(weights: Path, sounds: list[Sound], ours: Run) -> Figure:
    """What the multiplications alone would take at the rate of this machine's float32 matrix product."""
    dims = checkpoint_of(weights)["dims"]
    looks = sum(-(-len(sound) // round(LOOK_SECONDS * SAMPLE_RATE)) for sound in sounds)
    tokens = sum(len(text.split()) for text in ours.heard) * 4 / 3  # of English, a token is three quarters of a word
    length = sum(map(len, sounds)) / SAMPLE_RATE
    limit = (looks * encoder_work(dims) + tokens * BEAM * decoder_work(dims)) / product_rate()
    return Figure(
        what=f"{MODEL}, {AT_ONCE} at once, beside arithmetic",
        measured=f"{length / ours.seconds:.1f} times real time",
        rival=f"{length / limit:.0f} float32 products alone",
        ratio=limit / ours.seconds,
    )


def encoder_work(dims: dict[str, int]) -> float:
    """Floating-point operations for 30 s: convolutions, projections, attention."""
    width, places = dims["n_audio_state"], dims["n_audio_ctx"]
    convolutions = 2 * 3 * places * width * (2 * dims["n_mels"] + width)
    layer = 2 * places * 12 * width**2 + 4 * places**2 * width
    return float(convolutions + dims["n_audio_layer"] * layer)


def decoder_work(dims: dict[str, int]) -> float:
    """Floating-point operations for one token of one beam."""
    width, places = dims["n_text_state"], dims["n_audio_ctx"]
    layer = 2 * 14 * width**2 + 4 * places * width
    return float(dims["n_text_layer"] * layer + 2 * width * dims["n_vocab"])


def product_rate() -> float:
    """Operations a second of numpy's float32 matrix product on all cores."""
    left: Any = np.random.default_rng(1).standard_normal((RATE_SIZE, RATE_SIZE), dtype=np.float32)
    left @ left
    return RATE_TIMES * 2 * RATE_SIZE**3 / seconds_of(lambda: [left @ left for _ in range(RATE_TIMES)])


def decoded(file: bytes) -> Sound:
    """16 kHz mono float32."""
    with av.open(io.BytesIO(file), "r") as container:
        resampler = av.AudioResampler("s16", "mono", SAMPLE_RATE)
        frames = [out.to_ndarray() for frame in container.decode(audio=0) for out in resampler.resample(frame)]
    sound: Sound = np.concatenate(frames, axis=1)[0].astype(np.float32) / 32768
    return sound
