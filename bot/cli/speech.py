"""Speech: `transcribe`, and `model` beside it."""

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from bot.cli import models
from bot.cli.session import progress, run_async
from bot.hearing import hearing, vocabulary
from bot.settings import Settings, load_settings
from bot.study import read_codebook
from fieldwork.errors import FieldworkError
from fieldwork.transcript import Segment, Transcript

PANEL = "Speech"


class SomeFailed(FieldworkError):
    """Some files gave no transcript."""

    def __init__(self, failed: int, count: int) -> None:
        super().__init__(f"{failed} of {count} files gave no transcript.")


def add_to(app: typer.Typer) -> None:
    """Register this family."""
    app.command(rich_help_panel=PANEL)(transcribe)
    models.add_to(app, PANEL)


def transcribe(
    files: Annotated[list[Path], typer.Argument(help="Recordings: OGG, M4A, MP3, WAV, FLAC, ...")],
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line, for programs.")] = False,
) -> None:
    """Turn recordings into words, here; nothing is kept and nothing leaves the machine."""
    run_async(_transcribe(load_settings(), files, as_json=as_json))


async def _transcribe(settings: Settings, files: list[Path], *, as_json: bool) -> None:
    failed = 0
    words = vocabulary(read_codebook(settings.codebook))
    async with hearing(settings, lambda: words) as engine:
        with progress() as bar:
            for file in bar.track(files, description="Transcribing"):
                try:
                    heard = await engine.transcribe(file.read_bytes())
                except (FieldworkError, OSError) as error:
                    failed += 1
                    why = str(error) if isinstance(error, FieldworkError) else "It can't be read."
                    print(f"{file}: {why}", file=sys.stderr)
                else:
                    print(_as_json(file, heard) if as_json else _as_text(file, heard, many=len(files) > 1), flush=True)
    if failed:
        raise SomeFailed(failed, len(files))


def _as_json(file: Path, heard: Transcript) -> str:
    return json.dumps(
        {
            "file": str(file),
            "text": heard.text,
            "segments": [_segment(segment) for segment in heard.segments],
            "language": heard.language,
            "model": heard.model,
            "engine": heard.model.partition(" ")[0],
            "version": heard.version,
            "settings": heard.settings,
            "audio_seconds": round(heard.audio_seconds, 2),
            "seconds": round(heard.seconds, 3),
        },
        ensure_ascii=False,
    )


def _segment(segment: Segment) -> dict[str, object]:
    found = {
        "start": segment.start,
        "end": segment.end,
        "text": segment.text.strip(),
        "confidence": round(segment.confidence, 4),
    }
    return {**found, "doubt": segment.doubt.value} if segment.doubt else found


def _as_text(file: Path, heard: Transcript, *, many: bool) -> str:
    filler = ", ".join(f"“{segment.text.strip()}”" for segment in heard.segments if segment.doubt and segment.text)
    wrote = f"; the engine wrote only {filler}, which it writes over noise" if filler else ""
    words = heard.text or f"(no speech heard{wrote})"
    return f"{file}: {words}" if many else words
