"""A command whose parts are not installed names the make target that installs them."""

import pytest

from bot.cli.extras import ExtraMissing, need


def test_what_is_there_is_not_complained_of() -> None:
    need("demo", "json", "sqlite3")


def test_what_is_missing_is_named_by_its_make_target() -> None:
    with pytest.raises(ExtraMissing, match="make bench"):
        need("bench", "json", "no_such_module_at_all")
