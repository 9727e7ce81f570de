"""Arrows point one way: the table of ARCHITECTURE.md, held against every import in the code."""

import ast
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

HOUSE = Path(__file__).resolve().parents[1]

# What each package may import of the project, itself aside.
INSIDE: dict[str, set[str]] = {
    "fieldwork": set(),
    "storage": {"fieldwork"},
    "transcription": {"fieldwork"},
    "pictures": {"fieldwork"},
    "meaning": {"fieldwork"},
    "services": {"fieldwork", "storage"},
    "handlers": {"fieldwork", "services"},
    "bot": {"fieldwork", "storage", "transcription", "meaning", "pictures", "services", "handlers"},
    "demo": {"fieldwork", "storage", "transcription", "meaning", "pictures", "services", "handlers", "bot", "bench"},
    "bench": {"fieldwork", "storage", "transcription", "meaning", "pictures", "services", "handlers", "bot", "demo"},
}

# What each package is made of besides the standard library. The demo and the bench may use whatever is installed.
OUTSIDE: dict[str, set[str]] = {
    "fieldwork": {"dateparser", "rapidfuzz"},
    "storage": {"aiosqlite", "cryptography", "msgspec", "pyrage"},
    "transcription": {
        "av",
        "ctranslate2",
        "faster_whisper",
        "httpx",
        "openvino",
        "huggingface_hub",
        "numpy",
        "torch",
        "whisper",
    },
    "pictures": {"markdown_it", "matplotlib", "numpy", "openpyxl"},
    "meaning": {"ctranslate2", "numpy", "onnx", "threadpoolctl", "tokenizers"},
    "services": set(),
    "handlers": {"telegram"},
    "bot": {"dotenv", "pydantic", "pydantic_settings", "rapidfuzz", "rich", "telegram", "typer"},
}


def listed_packages() -> list[str]:
    settings = tomllib.loads((HOUSE / "pyproject.toml").read_text(encoding="utf-8"))
    packages: list[str] = settings["tool"]["setuptools"]["packages"]
    return packages


def imported(source: str) -> Iterator[tuple[int, str]]:
    """Line and top-level package of each import, those inside functions included; relative ones stay at home."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, name.name.partition(".")[0]) for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.lineno, node.module.partition(".")[0]


def imports_of(package: str) -> Iterator[tuple[str, str]]:
    """Where, and what, for everything that a package imports from elsewhere."""
    for file in sorted((HOUSE / package).rglob("*.py")):
        for line, name in imported(file.read_text(encoding="utf-8")):
            if name != package:
                yield f"{file.relative_to(HOUSE)}:{line}", name


@pytest.mark.parametrize("package", sorted(INSIDE))
def test_a_package_imports_only_the_rooms_it_may_enter(package: str) -> None:
    wrong = [(where, name) for where, name in imports_of(package) if name in INSIDE and name not in INSIDE[package]]
    assert wrong == []


@pytest.mark.parametrize("package", sorted(OUTSIDE))
def test_a_package_is_made_only_of_what_the_table_names(package: str) -> None:
    known = OUTSIDE[package] | set(INSIDE) | sys.stdlib_module_names
    assert [(where, name) for where, name in imports_of(package) if name not in known] == []


def test_nobody_imports_the_bot_but_the_demo_and_the_bench() -> None:
    assert {package for package, rooms in INSIDE.items() if "bot" in rooms} == {"demo", "bench"}


def test_the_table_names_every_package() -> None:
    assert {package for package in listed_packages() if "." not in package} == set(INSIDE)


def test_an_import_hidden_in_a_function_is_found() -> None:
    hidden = "import os\ndef send():\n    from telegram.ext import Application\n    from .here import there\n"
    assert list(imported(hidden)) == [(1, "os"), (3, "telegram")]


@pytest.mark.parametrize("package", listed_packages())
def test_a_package_says_which_question_it_answers(package: str) -> None:
    opening = HOUSE.joinpath(*package.split("."), "__init__.py").read_text(encoding="utf-8")
    assert ast.get_docstring(ast.parse(opening))
