"""Settings: every one is documented, a mistyped one stops the bot with a sentence, secrets stay secret."""

import re
from pathlib import Path

import pytest

from bot.settings import SettingsWrong, load_settings, setting_names

ROOT = Path(__file__).parents[2]
TOKEN = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"


@pytest.fixture(autouse=True)
def empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_env_example_lists_every_setting_and_no_other() -> None:
    listed = re.findall(r"^(JOTTINGS_\w+)=", (ROOT / ".env.example").read_text(), re.MULTILINE)
    assert sorted(listed) == sorted(setting_names())


def test_the_readme_lists_every_setting() -> None:
    readme = (ROOT / "README.md").read_text()
    assert [name for name in setting_names() if name not in readme] == []


def test_env_example_as_it_is_can_be_used() -> None:
    settings = load_settings(ROOT / ".env.example")
    assert (settings.bot_token, settings.codebook, settings.model_dir) == (None, None, None)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("JOTTINGS_TIMEZONE", "Europe/Lundon"),
        ("JOTTINGS_DIGEST_TIME", "eight"),
        ("JOTTINGS_TRANSCRIBER", "cloud"),
        ("JOTTINGS_BOT_API_URL", "telegram"),
        ("JOTTINGS_TRANSCRIBER_KEY", "two words"),
        ("JOTTINGS_TRANSCRIBER_PUBLIC", "perhaps"),
        ("JOTTINGS_TRANSCRIBER_JOBS", "0.5"),
        ("JOTTINGS_LANGUAGES", "any,en"),
        ("JOTTINGS_LANGUAGES", "english"),
    ],
)
def test_a_value_that_can_not_be_used_is_named_by_its_setting(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsWrong, match=name) as refused:
        load_settings()
    assert value not in str(refused.value)


def test_a_mistyped_setting_stops_with_the_nearest_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JOTTINGS_DIGEST_TIEM", "20:00")
    with pytest.raises(SettingsWrong, match="JOTTINGS_DIGEST_TIME"):
        load_settings()


def test_a_mistyped_setting_in_the_file_stops_too(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("JOTTINGS_BOT_TOKN=secret\nOTHER=1\n")
    with pytest.raises(SettingsWrong, match="JOTTINGS_BOT_TOKEN") as refused:
        load_settings()
    assert "secret" not in str(refused.value)


def test_the_key_may_not_lie_with_the_notes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JOTTINGS_DATA_DIR", "data")
    monkeypatch.setenv("JOTTINGS_MASTER_KEY_FILE", "data/keys/keyring.json")
    with pytest.raises(SettingsWrong, match="MASTER_KEY_FILE"):
        load_settings()


@pytest.mark.parametrize("name", ["JOTTINGS_BOT_TOKEN", "JOTTINGS_TRANSCRIBER_KEY"])
def test_a_secret_is_in_no_repr(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, TOKEN)
    settings = load_settings()
    assert TOKEN not in repr(settings) + str(settings) + repr(settings.model_dump())
