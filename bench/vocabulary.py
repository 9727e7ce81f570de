"""What the study's own words are worth: word error and recall of its terms with them and without."""

import re
from pathlib import Path

from rapidfuzz.distance import Levenshtein

from bench.figure import Figure
from bench.memos import Memo, mean_error, memos_in
from bot.hearing import vocabulary
from bot.study import read_codebook
from fieldwork.codebook import Codebook
from fieldwork.doubt import DOUBTFUL
from fieldwork.mishearing import put_right
from fieldwork.transcript import Transcript, Word
from transcription.local import LocalTranscriber

MODEL = "base"


async def measure(_folder: Path, memos: Path) -> list[Figure]:
    """The same memos through the same engine three times."""
    codebook, spoken = read_codebook(None), memos_in(memos)
    listed = await heard_with(vocabulary(codebook), spoken)
    plain = await heard_with((), spoken)
    right = [put_right(transcript.text, codebook)[0] for transcript in listed]
    without = [transcript.text for transcript in plain]
    return [
        *compared("with its words", [transcript.text for transcript in listed], without, spoken, codebook),
        *compared("and mishearings put right", right, without, spoken, codebook),
        doubt(spoken, listed),
    ]


async def heard_with(words: tuple[str, ...], memos: list[Memo]) -> list[Transcript]:
    """What the engine hears when it is given those words."""
    engine = LocalTranscriber("faster-whisper", MODEL, vocabulary=lambda: words)
    try:
        return [await engine.transcribe(memo.recording) for memo in memos]
    finally:
        await engine.close()


def compared(what: str, heard: list[str], without: list[str], memos: list[Memo], codebook: Codebook) -> list[Figure]:
    """Word error and recall, beside the engine without the study's words."""
    errors = mean_error(memos, heard), mean_error(memos, without)
    spoken = [memo.text for memo in memos]
    found, base, terms = (
        recall(spoken, heard, codebook),
        recall(spoken, without, codebook),
        recall(spoken, spoken, codebook),
    )
    return [
        Figure(
            what=f"word error {what}",
            measured=f"{errors[0]:.1%}",
            rival=f"{errors[1]:.1%} without",
            ratio=errors[0] / errors[1],
        ),
        Figure(
            what=f"terms of the study heard, {what}",
            measured=f"{found} of {terms}",
            rival=f"{base} without",
            ratio=found / max(base, 1),
        ),
    ]


def recall(spoken: list[str], heard: list[str], codebook: Codebook) -> int:
    """How many of the terms that were said are in what was heard, as often as they were said at most."""
    patterns = [re.compile(rf"(?<!\w){re.escape(term)}(?!\w)", re.IGNORECASE) for term in terms_of(codebook)]
    return sum(
        min(len(term.findall(text)), len(term.findall(transcript)))
        for text, transcript in zip(spoken, heard, strict=True)
        for term in patterns
    )


def terms_of(codebook: Codebook) -> list[str]:
    """What the study says and nobody else: sites, people's codes, names of themes."""
    sites = [name for site in codebook.sites for name in (site.name, *site.link_workers)]
    themes = [name for theme in codebook.themes for name in (theme.label, *theme.aliases)]
    patients = [f"P{number:02}" for number in range(1, 100)]
    return sorted({term.casefold() for term in (*sites, *themes, *patients, "link worker", "social prescriber")})


def doubt(memos: list[Memo], heard: list[Transcript]) -> Figure:
    """How many words are underlined, and how many of the wrong ones are among them."""
    words = [
        (word, right) for memo, transcript in zip(memos, heard, strict=True) for word, right in judged(memo, transcript)
    ]
    wrong = [word for word, right in words if not right]
    caught = sum(word.confidence < DOUBTFUL for word in wrong)
    shown = sum(word.confidence < DOUBTFUL for word, _ in words)
    return Figure(
        what="wrong words that are underlined",
        measured=f"{caught} of {len(wrong)}",
        rival=f"{shown} of all {len(words)} words are",
        ratio=(caught / max(len(wrong), 1)) / (shown / max(len(words), 1)),
    )


def judged(memo: Memo, transcript: Transcript) -> list[tuple[Word, bool]]:
    """The words that were heard, and whether each was said."""
    words = [word for segment in transcript.segments for word in segment.words]
    right: set[int] = set()
    for block in Levenshtein.opcodes([bare(word.text) for word in words], [bare(word) for word in memo.text.split()]):
        if block.tag == "equal":
            right.update(range(block.src_start, block.src_end))
    return [(word, place in right) for place, word in enumerate(words)]


def bare(word: str) -> str:
    """Letters and digits, in small letters."""
    return re.sub(r"[^\w£']", "", word.casefold())
