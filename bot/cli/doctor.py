"""Looking at everything that the bot needs: `doctor`."""

import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

import typer

from bot.cli.session import run_async
from bot.cli.setup import PANEL
from bot.hearing import machine, speech_server
from bot.opening import shown
from bot.settings import Settings, load_settings
from bot.study import open_store, open_study, read_codebook, utc_now
from fieldwork.errors import FieldworkError
from meaning.encoder import Encoder, NoMeaning
from services.codebooks import newest_codebook
from services.health import Health, look
from storage.errors import KeyringExposed
from transcription.models import resolve
from transcription.shelf import default_shelf

GREETING_SECONDS = 3.0
CLOCK_MAY_DIFFER = timedelta(minutes=2)
IN_A_CONTAINER = (
    "In a container, give the key to the bot's user and mount it 0400, read-only: docs/operations.md, In a container."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What was looked at: `mark` is ✓ well, ! advice, ✗ the bot needs this."""

    mark: str
    name: str
    sentence: str


def add_to(app: typer.Typer) -> None:
    """Register this family."""
    app.command(rich_help_panel=PANEL)(doctor)


def doctor() -> None:
    """Look at everything that the bot needs, and say what to do about what is wrong."""
    findings = []
    for finding in _findings(load_settings()):
        findings.append(finding)
        print(f"{finding.mark} {finding.name}: {finding.sentence}", flush=True)
    wrong = sum(finding.mark == "✗" for finding in findings)
    if wrong:
        print(f"{wrong} of {len(findings)} need something.", file=sys.stderr)
        raise typer.Exit(1)


def _findings(settings: Settings) -> Iterator[Finding]:
    yield _codebook(settings)
    health = _health(settings)
    yield from _codebook_file(settings)
    if isinstance(health, Finding):
        yield health
    else:
        yield _well("key and database", f"{health.notes} notes; every one was opened")
        yield from _study(health)
    yield _recovery(settings)
    yield _model(settings)
    yield _meaning()
    yield _clock(settings)
    yield _token(settings)


def _well(name: str, sentence: str) -> Finding:
    return Finding(mark="✓", name=name, sentence=sentence)


def _advice(name: str, sentence: str) -> Finding:
    return Finding(mark="!", name=name, sentence=sentence)


def _wrong(name: str, sentence: str) -> Finding:
    return Finding(mark="✗", name=name, sentence=sentence)


def _codebook(settings: Settings) -> Finding:
    try:
        codebook = read_codebook(settings.codebook)
    except FieldworkError as error:
        return _wrong("codebook", str(error))
    return _well("codebook", f"{len(codebook.sites)} sites, {len(codebook.themes)} themes")


def _codebook_file(settings: Settings) -> Iterator[Finding]:
    """Only where the file says otherwise than the study: what is applied is what counts."""
    try:
        if settings.codebook is not None and run_async(_differs(settings)):
            yield _advice(
                "codebook file",
                f"{settings.codebook} is not what the study uses; `jottings codebook diff` says how, "
                "`jottings codebook apply` takes it over, `jottings codebook show` prints what is used",
            )
    except FieldworkError:
        return  # said under another name


async def _differs(settings: Settings) -> bool:
    store = await open_store(settings)
    try:
        used = await newest_codebook(store)
        return used is not None and used != read_codebook(settings.codebook)
    finally:
        await store.close()


def _health(settings: Settings) -> Health | Finding:
    try:
        return run_async(_looked(settings))
    except KeyringExposed as error:
        return _wrong("key and database", f"{error} {IN_A_CONTAINER}")
    except FieldworkError as error:
        return _wrong("key and database", str(error))


async def _looked(settings: Settings) -> Health:
    store = await open_store(settings)
    try:
        with shown() as opened:
            study = await open_study(settings, store, opened=opened)
        return await look(study, machine(settings))
    finally:
        await store.close()


def _study(health: Health) -> Iterator[Finding]:
    yield _queue(health)
    if health.set_aside:
        yield _advice("set aside", f"{health.set_aside} messages could not be dealt with; they are kept, sealed")
    megabytes = health.free_bytes // 1_000_000
    yield (
        _wrong("disk", f"only {megabytes} MB free; make room")
        if health.disk_is_low
        else _well("disk", f"{megabytes // 1000} GB free")
    )
    yield (_wrong if health.backup_is_due else _well)("backup", _last(health.last_backup, "jottings backup", health))
    yield (_advice if health.drill_is_due else _well)(
        "restore drill", _last(health.last_drill, "jottings restore --drill", health)
    )


def _queue(health: Health) -> Finding:
    oldest = f", the oldest since {health.jobs.oldest:%Y-%m-%d %H:%M} UTC" if health.jobs.oldest else ""
    sentence = f"{health.inbox} messages and {health.jobs.count} jobs waiting{oldest}"
    return _wrong("waiting", f"{sentence}; is the bot running?") if health.stuck else _well("waiting", sentence)


def _last(moment: datetime | None, command: str, health: Health) -> str:
    if moment is None:
        return f"none yet; `{command}` makes the first" if health.notes else "none yet, and nothing to lose"
    return f"last {moment:%Y-%m-%d %H:%M} UTC (`{command}`)"


def _recovery(settings: Settings) -> Finding:
    if settings.recovery_identity.exists():
        return _advice(
            "recovery identity",
            f"{settings.recovery_identity} is still on this machine: print it, lock it away, delete it here",
        )
    return _well("recovery identity", "not on this machine, as it should be")


def _meaning() -> Finding:
    try:
        Encoder.installed()
    except NoMeaning as error:
        return _advice("meaning", str(error).removesuffix("."))
    return _well("meaning", "a running bot reads every note with it after each start; /health says how many are left")


def _model(settings: Settings) -> Finding:
    if settings.transcriber == "http":
        return _speech_server(settings)
    try:
        resolve(settings.whisper_model, engine=settings.transcriber, shelf=settings.model_dir or default_shelf())
    except FieldworkError as error:
        return _wrong("speech model", str(error))
    return _well("speech model", f"{settings.transcriber} {settings.whisper_model}")


def _speech_server(settings: Settings) -> Finding:
    try:
        run_async(speech_server(settings).greet())
    except FieldworkError as error:
        return _wrong("speech server", str(error))
    return _well("speech server", f"{settings.transcriber_url} answers; {settings.whisper_model}")


def _clock(settings: Settings) -> Finding:
    """This machine's clock beside Telegram's; any answer of the server's has its time, also a refusal."""
    request = urllib.request.Request(settings.bot_api_url, method="HEAD")  # noqa: S310 - settings.py checks the scheme
    try:
        with urllib.request.urlopen(request, timeout=GREETING_SECONDS) as answer:  # noqa: S310 - likewise
            there = answer.headers["Date"]
    except urllib.error.HTTPError as refusal:
        there = refusal.headers["Date"]
    except OSError:
        return _advice("clock", f"{utc_now():%Y-%m-%d %H:%M} UTC; Telegram can't be reached to compare it")
    difference = abs(parsedate_to_datetime(there) - utc_now()) if there else timedelta()
    if difference > CLOCK_MAY_DIFFER:
        return _wrong("clock", f"{difference.total_seconds() / 60:.0f} minutes from Telegram's; set it (timedatectl)")
    return _well("clock", f"{utc_now():%Y-%m-%d %H:%M} UTC, digest at {settings.digest_time:%H:%M} {settings.timezone}")


def _token(settings: Settings) -> Finding:
    if settings.bot_token is None:
        return _wrong("token", "there is none; ask @BotFather, then `jottings init --token TOKEN`")
    return _well("token", "set")
