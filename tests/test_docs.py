"""Documents that break the build when they are false."""

import re
from pathlib import Path

import pytest

from bot.cli.main import app
from handlers.registry import COMMANDS
from storage.schema import NEWEST

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def subcommands() -> list[str]:
    """Every command of the command line by its name."""
    names = [
        command.name or (command.callback.__name__ if command.callback else "") for command in app.registered_commands
    ]
    return names + [group.name or "" for group in app.registered_groups]


@pytest.mark.parametrize("name", subcommands())
def test_the_readme_names_every_command_of_the_command_line(name: str) -> None:
    assert f"`{name}" in README


@pytest.mark.parametrize("name", [command.name for command in COMMANDS])
def test_the_readme_names_every_command_of_the_chat(name: str) -> None:
    assert f"`/{name}" in README


def test_the_first_two_steps_are_named_exactly() -> None:
    steps = re.findall(r"^    make (\w+)$", README, re.MULTILINE)
    assert steps[:2] == ["demo", "test"]


@pytest.mark.parametrize("document", ["README.md", "ARCHITECTURE.md", "docs/threat-model.md", "docs/operations.md"])
def test_links_between_documents_lead_somewhere(document: str) -> None:
    text = (ROOT / document).read_text(encoding="utf-8")
    links = [link for link in re.findall(r"\]\(([^)#]+)\)", text) if "://" not in link]
    assert [link for link in links if not (ROOT / document).parent.joinpath(link).exists()] == []


def test_the_architecture_fits_on_a_page() -> None:
    assert len((ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8").splitlines()) < 80


def test_the_format_document_is_of_the_newest_format() -> None:
    assert f"version {NEWEST}" in (ROOT / "docs" / "format.md").read_text(encoding="utf-8").splitlines()[0]
