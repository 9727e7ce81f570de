"""The framework matrix from the real command: what is in the file, who can read it, and what wrong input is told."""

import csv
import json
from pathlib import Path

import openpyxl

from demo.stage import Stage
from tests.whole.conftest import Field
from tests.whole.test_command_line import NOTE, refused

NOTES = (
    {**NOTE, "themes": ["trust", "travel-cost"], "text": "10.35, Riverside. She trusts him with the bus fare."},
    {**NOTE, "id": "n002", "sites": ["hilltop"], "themes": ["trust"], "text": "=2+3 was on the board, LW2 said."},
    {**NOTE, "id": "n003", "sites": [], "themes": [], "text": "The kettle was cold."},
)
EARLIER = ("--now", "2021-11-12T09:00")


async def imported(stage: Stage) -> None:
    file = stage.root / "notes.jsonl"
    file.write_text("\n".join(json.dumps(note) for note in NOTES) + "\n")
    await stage.jottings("import", str(file))


async def test_the_matrix_goes_into_files_for_their_owner_alone(stage: Stage) -> None:
    await imported(stage)
    book, flat, image = (stage.root / f"matrix.{kind}" for kind in ("xlsx", "csv", "png"))
    flat.write_text("")
    flat.chmod(0o644)
    told = await stage.jottings("matrix", "--output", str(book), *EARLIER)
    assert told.startswith("3 notes. ")
    await stage.jottings(
        "matrix", "--format", "csv", "--output", str(flat), *EARLIER, "trust", "since", "1", "november"
    )
    await stage.jottings("matrix", "--output", str(image), *EARLIER, "trust at riverside")
    assert {oct(path.stat().st_mode & 0o777) for path in (book, flat, image)} == {"0o600"}
    assert image.read_bytes().startswith(b"\x89PNG")
    heading, *lines = openpyxl.load_workbook(book)["Matrix"].values
    cells = {line[0]: line[heading.index("trust")] for line in lines}
    assert cells["Riverside"] == "1 note\nn1 Mon 8 Nov R1: “She trusts him with the bus fare.”"
    assert openpyxl.load_workbook(book).sheetnames[1] == "Themes"
    with flat.open(encoding="utf-8-sig", newline="") as lines:
        rows = {row[0]: row for row in csv.reader(lines)}
    assert rows["Site"] == ["Site", "Notes", "trust"]
    assert rows["Riverside"][2].startswith("1 note | n1 Mon 8 Nov R1: “She trusts him with the bus fare.”")
    assert "=2+3 was on the board" in rows["Hilltop"][2]


async def test_what_can_not_be_written_is_said_in_a_sentence(stage: Stage, tmp_path: Path) -> None:
    output = stage.root / "matrix.csv"
    assert await refused(stage, "matrix", "--output", str(output)) == "No note yet: there is no matrix to show.\n"
    await imported(stage)
    assert "no matrix to show" in await refused(stage, "matrix", "--output", str(output), "#nobody_uses_this")
    assert not output.exists()
    assert "can't be written" in await refused(stage, "matrix", "--output", str(tmp_path / "none" / "m.csv"))
    assert "xlsx, csv or png" in await refused(stage, "matrix", "--output", str(stage.root / "matrix"), code=2)
    await refused(stage, "matrix", code=2)
    await refused(stage, "matrix", "--format", "pdf", "--output", str(output), code=2)


async def test_only_me_notes_are_in_no_file(field: Field) -> None:
    await field.hears(field.amal, "Saved #1", lambda: field.amal.writes("LW1 was late again today. #trust"))
    card = await field.hears(field.amal, "Saved #2", lambda: field.amal.writes("I was cross with LW1. #trust #anger"))
    await field.hears(field.amal, "Only you", lambda: field.amal.presses(card.message_id, "Only me"))
    output = field.stage.root / "matrix.csv"
    await field.stage.jottings("matrix", "--output", str(output))
    written = output.read_text(encoding="utf-8-sig")
    assert "late again" in written
    assert "cross" not in written
    assert "anger" not in written


async def test_the_picture_arrives_and_its_buttons_lead_to_the_notes(field: Field) -> None:
    amal = field.amal
    await field.hears(amal, "Saved #1", lambda: amal.writes("LW1 was late again today. #trust"))
    picture = await field.hears(amal, "Sites by themes", lambda: amal.writes("/matrix"))
    assert picture.content.startswith(b"\x89PNG")
    await field.hears(amal, "/n1", lambda: amal.presses(picture.message_id, "trust 1"))
    await field.hears(amal, "Riverside 1", lambda: amal.presses(picture.message_id, "Row by row"))
