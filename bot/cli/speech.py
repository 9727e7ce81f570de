"""Speech: `transcribe` and `model`."""

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from bot.bootstrap import read_codebook
from bot.cli.session import progress, run_async
from bot.hearing import hearing
from bot.settings import Settings, load_settings
from fieldwork.errors import FieldworkError
from fieldwork.transcript import Transcript
from transcription import model_files, models
from transcription.shelf import default_shelf

PANEL = "Speech"


class SomeFailed(FieldworkError):
    """Some files gave no transcript."""

    def __init__(self, failed: int, count: int) -> None:
        super().__init__(f"{failed} of {count} files gave no transcript.")


class NoSuchSource(FieldworkError):
    """There is nothing to take the model from."""

    def __init__(self, source: Path) -> None:
        super().__init__(f"There is no {source}.")


def add_to(app: typer.Typer) -> None:
    """Register this family."""
    app.command(rich_help_panel=PANEL)(transcribe)
    family = typer.Typer(help="Speech models on this machine.", no_args_is_help=True)
    family.command()(fetch)
    family.command("list")(list_)
    app.add_typer(family, name="model", rich_help_panel=PANEL)


def transcribe(
    files: Annotated[list[Path], typer.Argument(help="Recordings: OGG, M4A, MP3, WAV, FLAC, ...")],
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line, for programs.")] = False,
) -> None:
    """Turn recordings into words, here; nothing is kept and nothing leaves the machine."""
    run_async(_transcribe(load_settings(), files, as_json=as_json))


async def _transcribe(settings: Settings, files: list[Path], *, as_json: bool) -> None:
    failed = 0
    async with hearing(settings, read_codebook(settings.codebook)) as engine:
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
    segments = [
        {"start": s.start, "end": s.end, "text": s.text.strip(), "confidence": round(s.confidence, 4)}
        for s in heard.segments
    ]
    return json.dumps(
        {
            "file": str(file),
            "text": heard.text,
            "segments": segments,
            "language": heard.language,
            "model": heard.model,
            "audio_seconds": round(heard.audio_seconds, 2),
            "seconds": round(heard.seconds, 3),
        },
        ensure_ascii=False,
    )


def _as_text(file: Path, heard: Transcript, *, many: bool) -> str:
    words = heard.text or "(no speech heard)"
    return f"{file}: {words}" if many else words


def fetch(
    model: Annotated[str, typer.Argument(help="Its name: tiny.en, base, small ...")],
    source: Annotated[
        Path | None, typer.Option("--from", help="A folder, .pt, zip or tar; nothing is downloaded.")
    ] = None,
) -> None:
    """Bring a speech model into the model directory, from the network or from a file."""
    shelf = load_settings().model_dir or default_shelf()
    if source is not None:
        if not source.exists():
            raise NoSuchSource(source)
        print(model_files.install(source, model, shelf))
        return
    with progress() as bar:
        task = bar.add_task(f"Fetching {model}", total=None)
        print(model_files.fetch(model, shelf, lambda done, total: bar.update(task, completed=done, total=total)))


def list_() -> None:
    """Name the models that can be used at once, and those that can be fetched."""
    shelf = load_settings().model_dir or default_shelf()
    here = models.available(shelf)
    print("here: " + (", ".join(here) or "none"))
    print("to fetch: " + ", ".join(name for name in model_files.HUB_MODELS if name not in here))
