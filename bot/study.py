"""The study of the settings: its clock, its codebook, its store, and all of it opened. No command needs more for it."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from bot.settings import Settings
from fieldwork.codebook import Codebook, default_codebook_text, parse_codebook
from fieldwork.errors import FieldworkError
from meaning.english import is_word
from services.ports import Clock
from services.study import Opened, Study
from storage.keyring import Keyring
from storage.store import Store


class CodebookWrong(FieldworkError):
    """The codebook has errors; all of them are in the sentence, with their lines."""

    def __init__(self, source: str, problems: Sequence[str]) -> None:
        many = "an error" if len(problems) == 1 else f"{len(problems)} errors"
        super().__init__(f"The codebook {source} has {many}:\n" + "\n".join(problems))


def utc_now() -> datetime:
    """The real clock."""
    return datetime.now(UTC)


def read_codebook(path: Path | None) -> Codebook:
    """The study's codebook.

    Raises:
        CodebookWrong: with every error and its line.
    """
    try:
        text = codebook_source(path)
    except (OSError, UnicodeDecodeError):
        raise CodebookWrong(str(path), ["it can't be read as a text file"]) from None
    return parsed_codebook(text, str(path or "of the project"))


def codebook_source(path: Path | None) -> str:
    """The TOML of a codebook that `read_codebook` can read."""
    return default_codebook_text() if path is None else path.read_text(encoding="utf-8")


def parsed_codebook(text: str, source: str) -> Codebook:
    """The codebook in that TOML.

    Raises:
        CodebookWrong: with every error and its line.
    """
    codebook, problems = parse_codebook(text)
    if codebook is None or problems:
        lines = [f"  line {problem.line}: {problem.sentence}" for problem in problems]
        raise CodebookWrong(source, lines)
    return codebook


async def open_store(settings: Settings) -> Store:
    """The study's store, with the key tried before anything is written."""
    return await Store.open(settings.database, Keyring.load(settings.master_key_file))


async def open_study(
    settings: Settings, store: Store, clock: Clock = utc_now, opened: Opened = lambda *_: None
) -> Study:
    """The study as the command line and the bot see it; `opened` is told how many notes are open, of how many."""
    study = await Study.load(store, read_codebook(settings.codebook), settings.zone, clock, opened)
    study.is_word = is_word
    return study


def differs_from_file(settings: Settings, study: Study) -> bool:
    """Whether the file that the settings name says otherwise than the codebook that the study uses."""
    return settings.codebook is not None and read_codebook(settings.codebook) != study.codebook
