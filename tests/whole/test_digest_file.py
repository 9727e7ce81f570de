"""The digest outside the chat from the real command: pages, words and JSON for their owner alone."""

import json

from demo.stage import Stage
from tests.whole.conftest import Field
from tests.whole.test_command_line import NOTE, refused

DAY = "2021-11-16"
SEEN = (
    (f"{DAY}T10:00:00+00:00", "Riverside. She <b>trusts</b> *him* with the bus fare.", "trust"),
    ("2021-11-12T10:00:00+00:00", "Riverside. The kettle was cold on Friday.", "finance"),
    (f"{DAY}T11:00:00+00:00", "Hilltop. Ring Wilf Garstangle on 07700 900312.", "finance"),
)
NOTES = [
    {**NOTE, "id": f"n{number}", "observed_at": when, "text": text, "themes": [theme]}
    for number, (when, text, theme) in enumerate(SEEN, 1)
]


async def imported(stage: Stage) -> None:
    file = stage.root / "notes.jsonl"
    file.write_text("\n".join(json.dumps(note) for note in NOTES) + "\n")
    await stage.jottings("import", str(file))


async def test_a_day_goes_into_files_for_their_owner_alone(stage: Stage) -> None:
    await imported(stage)
    files = {kind: stage.root / f"digest.{kind}" for kind in ("html", "md", "json")}
    files["html"].write_text("")
    files["html"].chmod(0o644)
    for file in files.values():
        await stage.jottings("digest", "--date", DAY, "--output", str(file))
    assert {oct(file.stat().st_mode & 0o777) for file in files.values()} == {"0o600"}
    texts = {kind: file.read_text(encoding="utf-8") for kind, file in files.items()}
    assert "She &lt;b&gt;trusts&lt;/b&gt; *him* with the bus fare." in texts["html"]
    assert "data:image/png;base64," in texts["html"]
    assert "“She \\<b\\>trusts\\</b\\> \\*him\\* with the bus fare.” n1" in texts["md"]
    told = json.loads(texts["json"])
    assert (told["day"], told["count"], told["numbers"]) == (DAY, 2, [1, 3])
    for text in texts.values():
        assert "kettle" not in text
        assert "Garstangle" not in text
        assert "900312" not in text
    other = stage.root / "plain"
    await stage.jottings("digest", "--date", DAY, "--format", "md", "--output", str(other))
    assert other.read_text(encoding="utf-8").startswith("# ")


async def test_without_a_file_a_day_is_shown_as_the_chat_would_say_it(stage: Stage) -> None:
    await imported(stage)
    told = await stage.jottings("digest", "--date", DAY)
    assert told.startswith("Tue 16 Nov · 2 notes")
    assert "/n1" in told
    assert json.loads(await stage.jottings("digest", "--date", DAY, "--json"))["count"] == 2
    assert "No new notes" in await stage.jottings("digest", "--date", "2021-01-01", "--format", "md")


async def test_what_can_not_be_written_is_said_in_a_sentence(stage: Stage) -> None:
    await imported(stage)
    assert "html, md or json" in await refused(stage, "digest", "--output", str(stage.root / "digest"), code=2)
    await refused(stage, "digest", "--date", "2021-02-30", code=2)
    await refused(stage, "digest", "--date", "tuesday", code=2)
    output = stage.root / "none" / "digest.md"
    assert "can't be written" in await refused(stage, "digest", "--date", DAY, "--output", str(output))


async def test_only_me_notes_are_in_no_file(field: Field) -> None:
    await field.hears(field.amal, "Saved #1", lambda: field.amal.writes("LW1 was late again today. #trust"))
    card = await field.hears(field.amal, "Saved #2", lambda: field.amal.writes("I was cross with LW1. #trust #anger"))
    await field.hears(field.amal, "Only you", lambda: field.amal.presses(card.message_id, "Only me"))
    for kind in ("html", "md", "json"):
        output = field.stage.root / f"digest.{kind}"
        await field.stage.jottings("digest", "--now", "2021-11-11T20:00", "--output", str(output))
        written = output.read_text(encoding="utf-8")
        assert "late again" in written
        assert "cross" not in written
        assert "anger" not in written
