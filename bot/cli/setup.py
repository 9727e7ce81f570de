"""Setting up: `init`."""

import os
from pathlib import Path
from typing import Annotated

import typer

from bot import env_file
from bot.cli.session import run_async
from bot.settings import ENV_FILE, Settings, load_settings
from bot.study import open_store
from storage.backup import new_identity
from storage.errors import StorageUnavailable
from storage.keyring import PRIVATE_FILE, PRIVATE_FOLDER, Keyring
from storage.state import StateName
from storage.store import Store

PANEL = "Setting up"
KEEPING = """\
Keep the key {path} as you keep the study's consent forms:
  1. copy it now to a place that is not this machine and not beside the database's backups;
  2. whoever has both the key and the database reads every note; without the key nobody does, nor do you."""
RECOVERING = """\
Print the recovery identity {path}, lock it away, and delete it from this machine:
  it opens every backup; making backups (`jottings backup`) does not need it."""


def add_to(app: typer.Typer) -> None:
    """Register this family."""
    app.command(rich_help_panel=PANEL)(init)


def init(
    token: Annotated[str | None, typer.Option(help="The bot's token; asked for when it is missing.")] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Ask nothing.")] = False,
) -> None:
    """Make the key, the database and, given a token, .env; what exists is never overwritten."""
    settings = load_settings()
    known = settings.bot_token.get_secret_value() if settings.bot_token else ""
    token = token or known
    if not token and not yes and not Path(ENV_FILE).exists():
        token = typer.prompt("The token that @BotFather gave you", hide_input=True)
    keyring = _make_key(settings)
    run_async(_make_database(settings, keyring))
    run_async(_make_recovery(settings))
    _write_env(settings, token)


def _make_key(settings: Settings) -> Keyring:
    path = settings.master_key_file
    try:
        keyring = Keyring.create(path)
    except FileExistsError:
        print(f"The key {path} exists; it was left as it is.")
        return Keyring.load(path)
    except OSError:
        raise StorageUnavailable(f"no key can be made at {path}") from None
    print(KEEPING.format(path=path))
    return keyring


async def _make_database(settings: Settings, keyring: Keyring) -> None:
    try:
        settings.data_dir.mkdir(parents=True, exist_ok=True, mode=PRIVATE_FOLDER)
        await Store.create(settings.database, keyring)
    except FileExistsError:
        print(f"The database {settings.database} exists; it was left as it is.")
    except OSError:
        raise StorageUnavailable(f"nothing can be made in {settings.data_dir}") from None
    else:
        print(f"The database is {settings.database}.")


async def _make_recovery(settings: Settings) -> None:
    store = await open_store(settings)
    try:
        if await store.write(lambda tx: tx.state.get(StateName.RECOVERY_RECIPIENT)) is not None:
            print("The recovery recipient exists; it was left as it is.")
            return
        recipient = settings.recovery_recipient or _make_identity(settings)
        await store.write(lambda tx: tx.state.put(StateName.RECOVERY_RECIPIENT, recipient.encode()))
    finally:
        await store.close()


def _make_identity(settings: Settings) -> str:
    """Write a new recovery identity beside the key, in the form of age's key files; its recipient."""
    identity, recipient = new_identity()
    path = settings.recovery_identity
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE), "w") as file:
            file.write(f"# The recovery identity of a Jottings study: it opens the study's backups.\n# {recipient}\n")
            file.write(f"{identity}\n")
    except OSError:
        raise StorageUnavailable(f"no recovery identity can be made at {path}") from None
    print(RECOVERING.format(path=path))
    return recipient


def _write_env(settings: Settings, token: str) -> None:
    if not token:
        print(f"No token yet, so no {ENV_FILE}: `jottings init --token TOKEN` writes it.")
        return
    lines = {
        env_file.name_of("bot_token"): token,
        env_file.name_of("data_dir"): str(settings.data_dir.resolve()),
        env_file.name_of("master_key_file"): str(settings.master_key_file.resolve()),
        env_file.name_of("backup_dir"): str(settings.backup_dir.resolve()),
    }
    if env_file.write(lines):
        print(f"The settings are in {ENV_FILE}. Next: jottings run, and in another window jottings invite --role pi")
    else:
        print(f"{ENV_FILE} exists; it was left as it is.")
