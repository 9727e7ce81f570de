"""The file `.env`: written once, for its owner alone, never overwritten."""

import os
from collections.abc import Mapping
from pathlib import Path

from bot.settings import ENV_FILE, PREFIX
from storage.keyring import PRIVATE_FILE


def name_of(setting: str) -> str:
    """A setting's name in the environment."""
    return PREFIX + setting.upper()


def write(lines: Mapping[str, str]) -> bool:
    """Write `.env` into the current directory; False when there is one, which is left as it is."""
    try:
        handle = os.open(Path(ENV_FILE), os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE)
    except FileExistsError:
        return False
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.writelines(f"{name}={value}\n" for name, value in lines.items())
    return True
