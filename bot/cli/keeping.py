"""Keeping safe: `backup`, `restore` and `rotate-key`."""

import asyncio
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer

from bot import env_file
from bot.cli.session import progress, run_async
from bot.lock import AlreadyRotating, exclusive
from bot.settings import Settings, load_settings
from bot.study import open_store, utc_now
from fieldwork.errors import FieldworkError
from storage.backup import PART, Backup, Manifest, write_backup
from storage.erasures import Erasure, ErasureList, newest, read_erasures
from storage.keyring import Keyring
from storage.restoration import Restored, restore
from storage.rotation import rotate
from storage.snapshot import snapshot
from storage.state import StateName
from storage.store import Store
from storage.transaction import Transaction

PANEL = "Keeping safe"
NAME = "jottings-{:%Y%m%dT%H%M%SZ}.age"
NAMES = "jottings-*.age"
TRAVELLING = (
    "timezone",
    "digest_time",
    "transcriber",
    "transcriber_url",
    "transcriber_public",
    "transcriber_jobs",
    "whisper_model",
    "backup_days",
    "recovery_recipient",
)


class NoRecipient(FieldworkError):
    """Nobody could open the backup."""

    def __init__(self) -> None:
        super().__init__("There is no recovery recipient, so nobody could open a backup. `jottings init` makes one.")


class IdentityUnreadable(FieldworkError):
    """The recovery identity's file can't be read."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"The recovery identity {path} can't be read. It is the file that `jottings init` made.")


def add_to(app: typer.Typer) -> None:
    """Register this family."""
    app.command(rich_help_panel=PANEL)(backup)
    app.command("restore", rich_help_panel=PANEL)(restore_)
    app.command("rotate-key", rich_help_panel=PANEL)(rotate_key)


def backup() -> None:
    """Put everything into one encrypted file, while the bot runs; the file's path goes to standard output."""
    run_async(_backup(load_settings()))


async def _backup(settings: Settings) -> None:
    made_at = utc_now()
    target = settings.backup_dir / NAME.format(made_at)
    store = await open_store(settings)
    try:
        recipient = settings.recovery_recipient or await _recipient_of(store)
        notes = await store.write(lambda tx: tx.notes.count())
        contents = Backup(
            manifest=Manifest(made_at=made_at, notes=notes, settings=_travelling(settings)),
            keyring=Keyring.load(settings.master_key_file).content,
            codebook=None if settings.codebook is None else settings.codebook.read_bytes(),
        )
        await asyncio.to_thread(_write, settings, target, recipient, contents)
        await store.write(lambda tx: _remember(tx, StateName.LAST_BACKUP, made_at, "backed up"))
    finally:
        await store.close()
    print(target)
    old = _expire(settings.backup_dir, made_at - timedelta(days=settings.backup_days))
    print(
        f"{notes} notes, for {recipient}. {old} backups older than {settings.backup_days} days deleted.",
        file=sys.stderr,
    )


async def _recipient_of(store: Store) -> str:
    recipient = await store.write(lambda tx: tx.state.get(StateName.RECOVERY_RECIPIENT))
    if recipient is None:
        raise NoRecipient
    return recipient.decode()


def _travelling(settings: Settings) -> dict[str, str]:
    return {env_file.name_of(name): str(getattr(settings, name)) for name in TRAVELLING}


def _write(settings: Settings, target: Path, recipient: str, contents: Backup) -> None:
    copy = settings.database.with_name("snapshot.db")
    try:
        ErasureList(settings.erasure_list).begin()
        snapshot(settings.database, copy)
        write_backup(target, recipient, contents, copy)
    finally:
        copy.unlink(missing_ok=True)


async def _remember(tx: Transaction, name: StateName, when: datetime, what: str) -> None:
    await tx.state.put(name, when.isoformat().encode())
    await tx.audit.add(utc_now(), "command line", what)


def _expire(folder: Path, before: datetime) -> int:
    """Delete the backups of before that moment; how many there were."""
    old = [file for file in folder.glob(NAMES) if file.name < NAME.format(before.astimezone(UTC))]
    cut_off = folder.glob(NAMES + PART)
    for file in (*old, *cut_off):
        file.unlink(missing_ok=True)
    return len(old)


def restore_(
    file: Annotated[Path, typer.Argument(help="The backup.")],
    identity: Annotated[Path, typer.Option(help="The recovery identity that `init` made.")],
    erasures: Annotated[
        Path | None, typer.Option(help="The list of erased notes; else the one beside the backup.")
    ] = None,
    drill: Annotated[bool, typer.Option("--drill", help="Only see that it can be done; nothing stays.")] = False,
) -> None:
    """Bring a study back from a backup to DATA_DIR and MASTER_KEY_FILE; nothing is ever overwritten."""
    settings = load_settings()
    listed = erasures or file.with_name(settings.erasure_list.name)
    if drill:
        run_async(_drill(settings, file, identity, listed))
    else:
        run_async(_restore(settings, file, identity, listed))


async def _restore(settings: Settings, file: Path, identity: Path, listed: Path) -> None:
    restored = await _restored(file, identity, listed, database=settings.database, key_file=settings.master_key_file)
    codebook = _place_codebook(settings, restored.backup.codebook)
    _write_env(settings, restored.backup, codebook)


async def _drill(settings: Settings, file: Path, identity: Path, listed: Path) -> None:
    with tempfile.TemporaryDirectory(prefix="jottings-drill-") as folder:
        place = Path(folder)
        await _restored(file, identity, listed, database=place / "data" / "drill.db", key_file=place / "key" / "drill")
    store = await open_store(settings)
    try:
        await store.write(lambda tx: _remember(tx, StateName.LAST_DRILL, utc_now(), "drilled a restore"))
    finally:
        await store.close()
    print("The drill went well, and nothing of it stays. Put the recovery identity back into its safe place.")


async def _restored(file: Path, identity: Path, listed: Path, *, database: Path, key_file: Path) -> Restored:
    try:
        secret = identity.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise IdentityUnreadable(identity) from None
    erasures, unreadable = read_erasures(listed) if listed.exists() else ([], [])
    restored = await restore(file, secret, erasures, database=database, key_file=key_file)
    made = f"{restored.backup.manifest.made_at:%a %-d %b %Y %H:%M} UTC"
    tried = restored.tried
    print(f"{tried.notes} notes and {tried.recordings} recordings, as they were on {made}; each was opened.")
    print(_about_erasures(restored, listed, erasures, unreadable, made))
    return restored


def _about_erasures(restored: Restored, listed: Path, erasures: list[Erasure], unreadable: list[int], made: str) -> str:
    if not listed.exists():
        return (
            f"There is no erasure list at {listed}: what was erased after {made} may be back. "
            "Ask the PIs, or restore again with --erasures."
        )
    last = newest(erasures)
    until = f"its last entry is of {last:%a %-d %b %Y %H:%M} UTC" if last else "it is empty"
    lines = f" Lines {', '.join(map(str, unreadable))} of it can't be read." if unreadable else ""
    return f"{restored.erased_again} of them erased again, as the list {listed} says; {until}.{lines}"


def _place_codebook(settings: Settings, codebook: bytes | None) -> Path | None:
    if codebook is None:
        return None
    path = settings.master_key_file.with_name("codebook.toml")
    if path.exists() and path.read_bytes() != codebook:
        print(f"{path} exists; it was left as it is.", file=sys.stderr)
    else:
        path.write_bytes(codebook)
    return path


def _write_env(settings: Settings, backup: Backup, codebook: Path | None) -> None:
    lines = {
        env_file.name_of("data_dir"): str(settings.data_dir.resolve()),
        env_file.name_of("master_key_file"): str(settings.master_key_file.resolve()),
        env_file.name_of("codebook"): "" if codebook is None else str(codebook.resolve()),
        **backup.manifest.settings,
    }
    if env_file.write(lines):
        print("The settings are in .env. Put the bot's token there (@BotFather gives it again), then: jottings doctor")
    else:
        print(".env exists; it was left as it is. Next: jottings doctor")


def rotate_key() -> None:
    """Give the study a new master key and destroy the old one, while the bot runs; cut off, run it again."""
    settings = load_settings()
    keyring = Keyring.load(settings.master_key_file)
    with exclusive(settings.master_key_file.parent, AlreadyRotating(settings.master_key_file)):
        number = run_async(_rotate(settings, keyring))
    print(f"Key {number} is in place, every note was opened with it, and the old key is destroyed.")
    print(f"Copy {settings.master_key_file} to its safe place again, and destroy the copy there.")


async def _rotate(settings: Settings, keyring: Keyring) -> int:
    store = await Store.open(settings.database, keyring)
    try:
        last = max(await store.write(lambda tx: tx.notes.numbers()), default=0)
        with progress() as bar:
            tasks = {stage: bar.add_task(f"{stage.capitalize()} notes", total=last) for stage in ("wrapped", "tried")}
            number = await rotate(store, keyring, lambda stage, at: bar.update(tasks[stage], completed=at))
        await store.write(lambda tx: tx.audit.add(utc_now(), "command line", "rotated the key"))
        return number
    finally:
        await store.close()
