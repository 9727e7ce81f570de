"""The settings: from the environment and `.env`, each checked, none ever echoed when it is a secret."""

import os
from datetime import time, timedelta
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dotenv import dotenv_values
from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from rapidfuzz import process

from fieldwork.errors import FieldworkError
from fieldwork.languages import LANGUAGES
from fieldwork.retention import AudioClock
from storage import erasures

PREFIX = "JOTTINGS_"
ENV_FILE = ".env"


class SettingsWrong(FieldworkError):
    """A setting is missing, misspelt or has a value that can't be used."""


class Settings(BaseSettings):
    """Everything that whoever runs the bot can choose."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_file=ENV_FILE, extra="ignore", hide_input_in_errors=True)

    bot_token: Annotated[SecretStr | None, Field(description="the token that @BotFather gave")] = None
    bot_api_url: Annotated[str, Field(description="anything that speaks the Bot API")] = "https://api.telegram.org"
    data_dir: Annotated[Path, Field(description="where the sealed database lies")] = Path("data")
    master_key_file: Annotated[Path, Field(description="the keyring, outside the data directory")] = Path(
        "keys/keyring.json"
    )
    backup_dir: Annotated[Path, Field(description="where backups and the erasure list are put")] = Path("backups")
    backup_days: Annotated[int, Field(ge=1, description="after how many days `backup` deletes an old one")] = 28
    recovery_recipient: Annotated[str, Field(description="whom backups are encrypted to; empty for init's own")] = ""
    codebook: Annotated[Path | None, Field(description="a TOML file; empty for the link-worker study's own")] = None
    timezone: Annotated[str, Field(description="the study's time zone")] = "Europe/London"
    digest_time: Annotated[time, Field(description="when PIs get their digest, local time")] = time(20, 0)
    transcriber: Annotated[Literal["faster-whisper", "openai-whisper", "http"], Field(description="who hears")] = (
        "faster-whisper"
    )
    transcriber_url: Annotated[str, Field(description="for http: a server with /v1/audio/transcriptions")] = ""
    transcriber_key: Annotated[SecretStr, Field(description="for http: sent as a bearer; empty for none")] = SecretStr(
        ""
    )
    transcriber_public: Annotated[bool, Field(description="recordings may go to an address that is not private")] = (
        False
    )
    transcriber_jobs: Annotated[int, Field(ge=1, le=64, description="recordings at once")] = 2
    whisper_model: Annotated[str, Field(description="a model's name or path")] = "base"
    model_dir: Annotated[Path | None, Field(description="where models are kept; empty for the user's cache")] = None
    languages: Annotated[str, Field(description="the study's language, then others to recognise; any for all")] = (
        "en,any"
    )
    audio_retention_days: Annotated[
        int, Field(ge=0, description="after how many days a recording is deleted whose words are confirmed")
    ] = 30
    audio_max_days: Annotated[int, Field(ge=8, description="after how many days any recording is deleted")] = 180
    log_level: Annotated[
        Literal["DEBUG", "INFO", "WARNING", "ERROR"], Field(description="how much is logged; never note text")
    ] = "INFO"

    @field_validator("codebook", "model_dir", "bot_token", mode="before")
    @classmethod
    def _empty_is_none(cls, value: object) -> object:
        return None if value == "" else value

    @field_validator("languages")
    @classmethod
    def _known_languages(cls, value: str) -> str:
        home, *others = value.split(",")
        if home not in LANGUAGES or not {*others} <= {*LANGUAGES, "any"}:
            raise ValueError
        return value

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except ZoneInfoNotFoundError:
            raise ValueError from None
        return value

    @field_validator("transcriber_key")
    @classmethod
    def _one_word(cls, value: SecretStr) -> SecretStr:
        secret = value.get_secret_value()
        if not secret.isascii() or any(character.isspace() or not character.isprintable() for character in secret):
            raise ValueError
        return value

    @field_validator("bot_api_url")
    @classmethod
    def _no_slash(cls, value: str) -> str:
        if not value.startswith(("http://", "https://")):
            raise ValueError
        return value.rstrip("/")

    @property
    def database(self) -> Path:
        """The database file."""
        return self.data_dir / "jottings.db"

    @property
    def recovery_identity(self) -> Path:
        """Where `init` puts the recovery identity, from where a person takes it away."""
        return self.master_key_file.with_name("recovery-identity.txt")

    @property
    def erasure_list(self) -> Path:
        """The list of erased notes, beside the backups."""
        return self.backup_dir / erasures.NAME

    @property
    def audio_clock(self) -> AudioClock:
        """How long recordings are kept."""
        return AudioClock(
            after_check=timedelta(days=self.audio_retention_days), at_most=timedelta(days=self.audio_max_days)
        )

    @property
    def spoken(self) -> tuple[str, ...]:
        """The languages, the study's own first."""
        return tuple(self.languages.split(","))

    @property
    def zone(self) -> ZoneInfo:
        """The study's time zone."""
        return ZoneInfo(self.timezone)


def load_settings(env_file: Path = Path(ENV_FILE)) -> Settings:
    """Read environment and `.env`.

    Raises:
        SettingsWrong: with the setting's name and the remedy, never its value.
    """
    _refuse_unknown(env_file)
    try:
        settings = Settings(_env_file=env_file)
    except ValidationError as error:
        names = sorted({PREFIX + str(problem["loc"][0]).upper() for problem in error.errors(include_input=False)})
        raise SettingsWrong(f"{', '.join(names)} can't be used as it is; see .env.example for its form.") from None
    except (
        OSError,
        UnicodeDecodeError,
        ZoneInfoNotFoundError,
    ):  # a time zone that does not exist, a file that can't be read
        raise SettingsWrong(f"{PREFIX}TIMEZONE or {env_file} can't be read; see .env.example for the form.") from None
    key, data = settings.master_key_file.resolve(), settings.data_dir.resolve()
    if settings.backup_dir.resolve().is_relative_to(data):
        raise SettingsWrong(
            f"{PREFIX}BACKUP_DIR lies inside {PREFIX}DATA_DIR: what is lost with the one would be lost with the other. "
            "Choose a place outside."
        )
    if key.is_relative_to(data):
        raise SettingsWrong(
            f"{PREFIX}MASTER_KEY_FILE lies inside {PREFIX}DATA_DIR: whoever copies the notes would have the key too. "
            "Choose a place outside."
        )
    return settings


def setting_names() -> tuple[str, ...]:
    """Every setting as it is called in the environment."""
    return tuple(PREFIX + name.upper() for name in Settings.model_fields)


def _refuse_unknown(env_file: Path) -> None:
    in_file = dotenv_values(env_file) if env_file.is_file() else {}
    known = setting_names()
    for name in sorted({*os.environ, *in_file}):
        if name.upper().startswith(PREFIX) and name.upper() not in known:
            nearest = process.extractOne(name.upper(), known)
            hint = f" Did you mean {nearest[0]}?" if nearest else ""
            raise SettingsWrong(f"There is no setting {name}.{hint}")
