"""What is shipped is whole: packages, data, the demo's memos, and the commands that others rely on."""

import json
import re
import tomllib
from pathlib import Path

import av
import pytest
from packaging.requirements import Requirement
from packaging.utils import NormalizedName, canonicalize_name
from packaging.version import Version

HOUSE = Path(__file__).resolve().parents[1]
MEMOS = HOUSE / "demo" / "memos"
SETTINGS = tomllib.loads((HOUSE / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]
PACKAGES: list[str] = SETTINGS["packages"]
TARGETS = {"install", "demo", "test", "check", "audit", "run", "bench", "torture", "lock"}  # others rely on these names


def text_of(name: str) -> str:
    return (HOUSE / name).read_text(encoding="utf-8")


def locked() -> list[tuple[NormalizedName, Version]]:
    """What the lock pins; a package can have a version for each range of Pythons."""
    pins = re.findall(r"^([\w.-]+)==([\w.]+)(?: ;.*)? \\$", text_of("requirements.lock"), re.MULTILINE)
    return [(canonicalize_name(name), Version(version)) for name, version in pins]


def test_the_lock_pins_what_the_bot_needs_in_versions_that_it_asks_for() -> None:
    project = tomllib.loads(text_of("pyproject.toml"))["project"]
    needed = {canonicalize_name(need.name): need.specifier for need in map(Requirement, project["dependencies"])}
    pinned = {name for name, version in locked() if name in needed and version in needed[name]}
    assert pinned == set(needed)


def test_everything_in_the_lock_has_a_hash() -> None:
    entries = re.split(r"\n(?=\w)", text_of("requirements.lock").strip())
    assert len(entries) == len(locked())
    assert [entry.splitlines()[0] for entry in entries if "--hash=sha256:" not in entry] == []


def rooms() -> list[Path]:
    """The top-level directories that hold code."""
    return [HOUSE / package for package in PACKAGES if "." not in package]


def test_every_package_is_listed_and_every_listed_package_is_there() -> None:
    tops = {path.parent.name for path in HOUSE.glob("*/__init__.py")} - {"tests"}
    inner = {".".join(path.parent.relative_to(HOUSE).parts) for room in rooms() for path in room.rglob("*/__init__.py")}
    assert tops | inner == set(PACKAGES)


def test_every_data_file_is_shipped() -> None:
    shipped = {
        path
        for package in PACKAGES
        for pattern in [*SETTINGS["package-data"].get("*", []), *SETTINGS["package-data"].get(package, [])]
        for path in HOUSE.joinpath(*package.split(".")).glob(pattern)
    }
    data = {
        path
        for room in rooms()
        for path in room.rglob("*")
        if path.is_file() and path.suffix != ".py" and "__pycache__" not in path.parts
    }
    assert data - shipped == set()


def test_the_demos_memos_are_small() -> None:
    assert 0 < sum(memo.stat().st_size for memo in MEMOS.glob("*.ogg")) < 1_000_000


def test_every_spoken_memo_has_its_text() -> None:
    told = [json.loads(line) for line in text_of("demo/memos/memos.jsonl").splitlines()]
    assert all(memo["text"] and memo["voice"] for memo in told)
    assert {memo["file"] for memo in told} == {memo.name for memo in MEMOS.glob("*.ogg")} - {"silence.ogg"}


@pytest.mark.parametrize("memo", sorted(MEMOS.glob("*.ogg")), ids=lambda memo: memo.stem)
def test_a_memo_is_what_telegram_sends(memo: Path) -> None:
    with av.open(str(memo)) as sound:
        stream = sound.streams.audio[0]
        assert (sound.format.name, stream.codec_context.name) == ("ogg", "opus")
        assert (stream.rate, stream.channels) == (48_000, 1)


def names_after(start: str) -> list[str]:
    """What stands on the Makefile's line that starts so."""
    [line] = [line for line in text_of("Makefile").splitlines() if line.startswith(start)]
    return line.removeprefix(start).split()


def test_the_makefile_has_the_commands_that_others_rely_on() -> None:
    rules = set(re.findall(r"^([a-z]+):(?!=)", text_of("Makefile"), flags=re.MULTILINE))
    assert rules >= TARGETS
    assert set(names_after(".PHONY:")) >= TARGETS


def test_make_test_leaves_out_neither_engine_nor_check() -> None:
    assert names_after("test:") == ["$(VENV)/.installed-check", "$(VENV)/.installed-reference", "check"]


def test_the_reference_engine_is_one_that_the_extra_allows() -> None:
    [pinned] = names_after("WHISPER :=")
    [extra] = re.findall(r'"openai-whisper>=(\d+)"', text_of("pyproject.toml"))
    assert int(pinned) >= int(extra)


def test_the_integration_check_calls_make_test_and_nothing_else() -> None:
    script = HOUSE / ".ci" / "run"
    assert script.stat().st_mode & 0o111
    lines = script.read_text(encoding="utf-8").splitlines()
    assert lines == ["#!/usr/bin/env bash", "set -eu", 'cd "$(dirname "$0")/.."', "exec make test"]


@pytest.mark.parametrize("name", ["Dockerfile", "docs/operations.md"])
def test_every_setting_named_to_whoever_runs_it_exists(name: str) -> None:
    named = set(re.findall(r"JOTTINGS_[A-Z_]+", text_of(name)))
    assert named
    assert named - set(re.findall(r"JOTTINGS_[A-Z_]+", text_of(".env.example"))) == set()


def test_the_container_is_not_root_and_keeps_key_and_data_apart() -> None:
    lines = text_of("Dockerfile").splitlines()
    assert [line for line in lines if line.startswith("USER ")] == ["USER 10001:10001"]
    assert 'VOLUME ["/data", "/keys", "/backups"]' in lines


def test_every_package_goes_into_the_container() -> None:
    let_in = {line[1:] for line in text_of(".dockerignore").splitlines() if line.startswith("!")}
    assert let_in == {room.name for room in rooms()} | {"LICENSE", "README.md", "pyproject.toml", "requirements.lock"}


def test_the_units_are_those_of_the_documents_and_run_commands_that_exist() -> None:
    named = set(re.findall(r"deploy/([a-z.-]+[a-z])", text_of("docs/operations.md") + text_of("Dockerfile")))
    units = {path.name for path in (HOUSE / "deploy").iterdir() if path.is_file()}
    assert {name for name in named if "." in name} <= units
    started = re.findall(
        r"^ExecStart=.*/jottings ([a-z-]+)$", "".join(text_of(f"deploy/{name}") for name in units), re.MULTILINE
    )
    assert sorted(started) == ["backup", "run"]


@pytest.mark.parametrize("name", ["jottings.service", "jottings-backup.service"])
def test_a_unit_is_given_the_key_as_a_credential_and_nothing_it_does_not_need(name: str) -> None:
    unit = text_of(f"deploy/{name}").splitlines()
    assert "LoadCredential=keyring:/etc/jottings/keyring.json" in unit
    assert {"NoNewPrivileges=yes", "CapabilityBoundingSet=", "ProtectSystem=strict", "LimitCORE=0"} <= set(unit)


def test_the_container_gets_the_key_read_only() -> None:
    compose = text_of("deploy/compose.yaml")
    assert "/keys/keyring.json:ro" in compose
    assert "read_only: true" in compose
