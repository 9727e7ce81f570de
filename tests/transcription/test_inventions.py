"""No inventions: where nobody speaks there are no words, and speech beside noise gets no more than were said."""

import re
import zlib
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jiwer
import numpy as np
import pytest
import pytest_asyncio
from faster_whisper import WhisperModel

from bot.hearing import vocabulary
from bot.study import read_codebook
from fieldwork.transcript import Segment, Transcript
from tests.conftest import Figure
from tests.transcription import noises
from tests.transcription.conftest import RATE, Memo
from transcription.decoder import Decoder
from transcription.engines.agreement import words_of
from transcription.engines.engine import Load
from transcription.engines.faster import FasterWhisper, by_sentence
from transcription.local import LocalTranscriber
from transcription.media import media_of
from transcription.models import resolve
from transcription.vocabulary import hotwords

pytestmark = pytest.mark.asyncio(loop_scope="module")

VOICES = Path(__file__).parents[2] / "demo" / "memos"
LEVELS = (-50, -35, -20, -10)  # dB below full scale
LENGTHS = (2, 15, 70)  # seconds

Encode = Callable[[Any, str, str], bytes]
Engines = Callable[[str], LocalTranscriber]
Makers = Mapping[str, noises.Make]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A sound in which nobody speaks."""

    kind: str
    level: int
    seconds: int

    def sound(self, makers: Makers) -> Any:
        """The samples; the same each time."""
        random = np.random.default_rng(zlib.crc32(repr((self.kind, self.level, self.seconds)).encode()))
        return noises.at(makers[self.kind](random, self.seconds * RATE), self.level)


def all_cases(makers: Makers) -> Iterator[Case]:
    for kind in makers:
        for level in LEVELS if kind != "silence" else LEVELS[:1]:
            yield from (Case(kind=kind, level=level, seconds=seconds) for seconds in LENGTHS)


def few_cases(makers: Makers) -> Iterator[Case]:
    """One of each kind, and a louder café."""
    yield from (Case(kind=kind, level=LEVELS[at % 4], seconds=LENGTHS[at % 2]) for at, kind in enumerate(makers))
    yield Case(kind="cafe", level=-20, seconds=15)


SHORT_OR_ALL = pytest.mark.parametrize(
    ("model", "cases"),
    [("tiny.en", few_cases), pytest.param("base", all_cases, marks=pytest.mark.torture)],
    ids=["few", "all"],
)


async def pcm(recording: bytes) -> Any:
    async with Decoder(recording, media_of(recording)) as decoder:
        return np.frombuffer(await decoder.read(600 * RATE), np.int16)


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def makers() -> Makers:
    voices = [await pcm(file.read_bytes()) / 32768 for file in sorted(VOICES.glob("*.ogg")) if file.stem != "silence"]
    return {**noises.PURE, "cafe": noises.cafe(voices)}


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def engines() -> AsyncIterator[Engines]:
    """Our transcriber with the study's terms in mind, by the name of a model."""
    made: dict[str, LocalTranscriber] = {}

    def engine(model: str) -> LocalTranscriber:
        terms = vocabulary(read_codebook(None))
        return made.setdefault(
            model, LocalTranscriber("faster-whisper", model, vocabulary=lambda: terms, languages=("en", "any"))
        )

    yield engine
    for each in made.values():
        await each.close()


def plain(text: str) -> list[str]:
    return re.sub(r"[^\w\s']+", " ", text.lower()).split()


@SHORT_OR_ALL
async def test_where_nobody_speaks_no_word_is_written(
    engines: Engines,
    makers: Makers,
    encode: Encode,
    figure: Figure,
    model: str,
    cases: Callable[[Makers], Iterator[Case]],
) -> None:
    invented: dict[Case, str] = {}
    count = 0
    for case in cases(makers):
        heard = await engines(model).transcribe(encode(case.sound(makers), "ogg", "libopus"))
        count += 1
        if heard.text:
            invented[case] = heard.text
    figure(f"{count} sounds without speech, {model}: {sum(map(len, map(plain, invented.values())))} invented words")
    assert invented == {}


def as_floats(sound: Any) -> Any:
    return sound.astype(np.float32) / np.float32(32768)


async def test_control_without_the_gate_words_are_written_over_noise(makers: Makers, tmp_path: Path) -> None:
    weights = resolve("tiny.en", engine="faster-whisper", shelf=tmp_path)
    model = WhisperModel(str(weights), device="cpu", compute_type="int8", cpu_threads=1, local_files_only=True)
    found = []
    for case in list(few_cases(makers))[:4]:
        segments, _ = model.transcribe(
            as_floats(case.sound(makers))[: 10 * RATE], vad_filter=False, no_speech_threshold=None, temperature=0.0
        )
        found += [word for segment in segments for word in plain(segment.text)]
    assert len(found) > 5


class Trusting(FasterWhisper):
    """The control: what was heard once is believed."""

    def _trusted(self, look: Any, again: Any) -> list[Segment]:
        return list(by_sentence(words_of(look)))


async def test_control_a_single_hearing_writes_the_studys_terms_over_a_cafe(makers: Makers, tmp_path: Path) -> None:
    load = Load(
        model=str(resolve("tiny.en", engine="faster-whisper", shelf=tmp_path)),
        hotwords=hotwords(vocabulary(read_codebook(None))),
        jobs=1,
    )
    cafe = as_floats(Case(kind="cafe", level=-20, seconds=15).sound(makers))
    heard = [kind(load).hear(cafe, language="en", wanted=lambda: True) for kind in (Trusting, FasterWhisper)]
    assert any(segment.text for segment in heard[0].segments)
    assert [segment.doubt for segment in heard[1].segments if segment.text or segment.words] == []


def too_many(memo: Memo, heard: Transcript) -> int:
    """How many words were added to those of the memo, marked ones aside."""
    text = " ".join(segment.text for segment in heard.segments if not segment.doubt)
    return int(jiwer.process_words(" ".join(plain(memo.text)), " ".join(plain(text))).insertions)


BESIDE_NOISE = pytest.mark.parametrize(
    ("model", "kinds", "seconds"),
    [
        ("tiny.en", ("cafe",), 15),
        pytest.param("base", (*noises.PURE, "cafe"), 60, marks=pytest.mark.torture),
    ],
    ids=["few", "all"],
)


@BESIDE_NOISE
@pytest.mark.parametrize("where", ["after", "before"])
async def test_speech_beside_noise_gets_no_words_of_the_noise(
    engines: Engines,
    makers: Makers,
    memos: Any,
    encode: Encode,
    figure: Figure,
    *,
    model: str,
    kinds: tuple[str, ...],
    seconds: int,
    where: str,
) -> None:
    spoken = await pcm(memos[1].recording)
    found: dict[str, int] = {}
    errors = []
    for kind in kinds:
        noise = Case(kind=kind, level=-20, seconds=seconds).sound(makers)
        parts = (noise, spoken) if where == "before" else (spoken, noise)
        heard = await engines(model).transcribe(encode(np.concatenate(parts), "ogg", "libopus"))
        found[kind] = too_many(memos[1], heard)
        errors.append(jiwer.wer(" ".join(plain(memos[1].text)), " ".join(plain(heard.text))))
    figure(
        f"{seconds} s of {len(kinds)} noises {where} a memo, {model}: {sum(found.values())} invented words,"
        f" word error {np.mean(errors):.1%}, at most {max(errors):.1%}"
    )
    assert {kind: words for kind, words in found.items() if words} == {}
    assert np.mean(errors) < 0.15


def not_said(memo: Memo, text: str) -> tuple[int, int]:
    """How many words of a text are not those of the memo, of how many."""
    aligned = jiwer.process_words(" ".join(plain(memo.text)), " ".join(plain(text)))
    return aligned.insertions + aligned.substitutions, len(plain(text))


@pytest.mark.parametrize(
    ("model", "cuts"), [("tiny.en", 1), pytest.param("base", 30, marks=pytest.mark.torture)], ids=["few", "many"]
)
async def test_a_memo_that_starts_in_the_middle_of_a_word_gets_no_other_words_than_those_said(
    engines: Engines, memos: Any, encode: Encode, figure: Figure, model: str, cuts: int
) -> None:
    wrong = words = whole_wrong = whole_words = 0
    for memo in memos:
        sound = await pcm(memo.recording)
        whole = await engines(model).transcribe(memo.recording)
        more = not_said(memo, whole.text)
        whole_wrong, whole_words = whole_wrong + more[0], whole_words + more[1]
        for start in cut_places(whole, cuts):
            heard = await engines(model).transcribe(encode(sound[start:], "ogg", "libopus"))
            more = not_said(memo, heard.text)
            wrong, words = wrong + more[0], words + more[1]
    whole_share, count = whole_wrong / whole_words, cuts * len(memos)
    shares = f"{wrong / words:.1%}; of whole memos {whole_share:.1%}"
    figure(f"{count} memos cut in a word, {model}: {wrong} of {words} words not as said ({shares})")
    assert wrong <= whole_share * words + 2 * count  # the cut word and its neighbour


def cut_places(whole: Transcript, count: int) -> list[int]:
    """Samples in the middle of words, spread over the memo."""
    words = [word for segment in whole.segments for word in segment.words]
    chosen = [words[round(at)] for at in np.linspace(2, len(words) * 3 // 4, count)]
    return [int((word.start + word.end) / 2 * RATE) for word in chosen]
