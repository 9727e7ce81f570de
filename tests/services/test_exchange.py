"""Notes go out and come back with where each code came from and who decided; a second time changes nothing."""

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from fieldwork.judgement import accept, refuse
from fieldwork.member import Role
from fieldwork.note import Audience, Code, CodeKind, Note, NoteNumber, Origin
from services.changes import Changes, Edit, only_its_authors
from services.exchange import Import, exportable, read_import, record_of
from services.lines import LinesUnreadable
from services.study import Study
from services.suggesting import Suggesting
from tests.handlers.conftest import AMAL, join, opened
from tests.handlers.notes import THURSDAY_HALF_PAST_ELEVEN as NOW
from tests.handlers.notes import site, theme, written
from tests.services.test_suggesting import Knowing

SAID = Code(kind=CodeKind.THEME, slug="trust", origin=Origin.SAID, evidence="#trust")
TEXT = "LW2 was late. Money, money all the time. #trust"
PLAIN = {"id": "n7", "researcher": "R1", "observed_at": NOW.isoformat(), "kind": "text", "text": TEXT}


@pytest.fixture
async def study(tmp_path: Path) -> AsyncIterator[Study]:
    """With one researcher, R1."""
    study = await opened(tmp_path)
    await join(study, AMAL, Role.RESEARCHER, "Amal")
    yield study
    await study.store.close()


def decided() -> Note:
    """One code of every origin, one refused."""
    codes = (
        site("hilltop", Origin.LINK_WORKER, "LW2"),
        SAID,
        theme("room-space", Origin.IMPORTED),
        *(theme(slug, Origin.SUGGESTED) for slug in ("loneliness", "finance", "connecting-to-community")),
    )
    note = written(TEXT, codes=codes)
    return refuse(accept(note, "loneliness", by="R1", at=NOW), "finance", by="PI1", at=NOW)


async def imported(study: Study, record: dict[str, Any]) -> str:
    (outcome,) = await Import(study).batch(read_import([json.dumps(record)], study))
    return outcome


def kept(study: Study) -> Note:
    note = study.notebook.get(NoteNumber(1))
    assert note is not None
    return note


async def change(study: Study, edit: Edit) -> None:
    await Changes(study).change(None, kept(study), edit, lambda _: [], who="R1", what="changed")


def test_an_export_says_where_every_code_came_from_and_who_decided_when() -> None:
    record = record_of(decided())
    assert (record["themes"], record["suggested_themes"], record["refused_themes"]) == (
        ["trust", "room-space", "loneliness"],
        ["connecting-to-community"],
        ["finance"],
    )
    by_slug = {code["slug"]: code for code in record["codes"]}
    assert by_slug["trust"]["evidence"] == "#trust"
    assert by_slug["loneliness"] == {
        "kind": "theme",
        "slug": "loneliness",
        "origin": "tapped",
        "evidence": "",
        "by": "R1",
        "at": NOW.isoformat(),
        "proposed": True,
    }
    assert "finance" not in by_slug
    assert [(code["slug"], code["by"], code["at"]) for code in record["refused"]] == [
        ("finance", "PI1", NOW.isoformat())
    ]


async def test_an_exported_line_comes_in_as_it_went_out(study: Study) -> None:
    record = json.loads(json.dumps(record_of(decided())))
    assert await imported(study, record) == "new"
    again = record_of(kept(study))
    coded = ("id", "author", "text", "sites", "themes", "suggested_themes", "refused_themes", "codes", "refused")
    assert {name: again[name] for name in coded} == {name: record[name] for name in coded}
    assert await imported(study, record) == "equal"
    assert await imported(study, again) == "equal"


@pytest.mark.parametrize("record", [{**PLAIN, "themes": ["room-space"]}, record_of(decided())])
async def test_what_was_decided_here_outlasts_the_same_line_coming_again(study: Study, record: dict[str, Any]) -> None:
    await imported(study, record)
    (slug, *_) = kept(study).suggested_themes
    await change(study, lambda note: accept(note, slug, by="R1", at=NOW))
    assert await imported(study, record) == "equal"
    await change(study, lambda note: refuse(note, slug, by="R1", at=NOW))
    assert await imported(study, record) == "equal"
    assert slug in kept(study).refused_themes
    assert await imported(study, {**record, "text": f"{TEXT} He said it again."}) == "revised"
    assert slug in kept(study).refused_themes
    assert slug not in kept(study).suggested_themes


async def test_the_same_line_is_no_revision_for_a_model_that_was_not_there_before(study: Study) -> None:
    await imported(study, PLAIN)
    study.suggesting = Suggesting(Knowing(), lambda _: (1, 0, 2))
    await study.suggesting.warm_up(study.codebook)
    line = {**PLAIN, "codes": record_of(kept(study))["codes"]}
    assert await imported(study, line) == "equal"
    assert await imported(study, {**line, "text": "LW2 was late. She ran. It rained."}) == "revised"
    assert kept(study).telling == (1, 0, 2)


async def test_a_theme_added_to_the_plain_list_of_an_exported_line_is_imported(study: Study) -> None:
    record = record_of(decided())
    await imported(study, {**record, "themes": [*record["themes"], "connecting-to-community"]})
    code = next(code for code in kept(study).codes if code.slug == "connecting-to-community")
    assert code.origin is Origin.IMPORTED


async def test_an_only_you_note_comes_back_as_one_and_stays_one(study: Study) -> None:
    record = record_of(replace(decided(), audience=Audience.AUTHOR))
    await imported(study, record)
    assert kept(study).audience is Audience.AUTHOR
    assert exportable(study.notebook.all(), private=False) == ([], 1)


async def test_a_note_that_its_author_closed_is_not_opened_by_the_same_line(study: Study) -> None:
    await imported(study, PLAIN)
    await change(study, only_its_authors)
    assert await imported(study, PLAIN) == "equal"
    await imported(study, {**PLAIN, "text": "Another text."})
    assert kept(study).audience is Audience.AUTHOR


@pytest.mark.parametrize(
    "codes", ["trust", [{"kind": "theme"}], [{"kind": "x", "slug": "trust", "origin": "said"}], [3], {"a": 1}]
)
async def test_codes_that_cannot_be_read_are_told_by_line_and_nothing_comes_in(study: Study, codes: object) -> None:
    with pytest.raises(LinesUnreadable, match="line 2"):
        read_import([json.dumps(PLAIN), json.dumps({**PLAIN, "codes": codes})], study)
