"""What dictation makes of the study's own words is put right, and nothing else is."""

from pathlib import Path

import pytest

from fieldwork.codebook import Codebook
from fieldwork.mishearing import put_right
from fieldwork.put_right import PutRight


@pytest.mark.parametrize(
    ("heard", "meant"),
    [
        ("This is hill top, a debrief with LW-2.", "This is Hilltop, a debrief with LW2."),
        ("At Orchid after the coffee morning.", "At Orchard after the coffee morning."),
        ("Mellow Health Centre, quick one from the car park.", "Meadow Health Centre, quick one from the car park."),
        ("I was at hover practice with L W four.", "I was at Harbour Practice with LW4."),
        ("We talked about P oh seven and P-12's garden.", "We talked about P07 and P12's garden."),
        ("P07 and LW2 were there.", "P07 and LW2 were there."),
        ("She grows orchids and won a medal.", "She grows orchids and won a medal."),
        ("Patient twenty-five came with link worker two.", "Patient twenty-five came with link worker two."),
        ("The harbor wall, page 3, 10 P each.", "The harbor wall, page 3, 10 P each."),
        ("", ""),
    ],
)
def test_sites_and_codes_are_put_right_where_they_are_meant(codebook: Codebook, heard: str, meant: str) -> None:
    text, changes = put_right(heard, codebook)
    assert text == meant
    assert bool(changes) == (heard != meant)
    assert all(change.heard in heard and change.meant in meant for change in changes)


def test_put_right_twice_nothing_more_changes(codebook: Codebook) -> None:
    once, _ = put_right("At hill top with LW-2 and P oh seven.", codebook)
    assert put_right(once, codebook) == (once, ())


def test_what_the_team_taught_is_put_right_everywhere(codebook: Codebook) -> None:
    known = PutRight(heard="linked worker", meant="link worker")
    text, changes = put_right("Linked worker came. The linked-worker left.", codebook, [known])
    assert text == "Link worker came. The link worker left."
    assert changes == (known,)


def test_only_what_changes_letters_is_worth_showing() -> None:
    assert not PutRight(heard="LW-2", meant="LW2").worth_showing
    assert PutRight(heard="orchid", meant="Orchard").worth_showing


def test_the_notes_of_the_study_keep_every_word_that_was_not_misheard(codebook: Codebook) -> None:
    written = (Path(__file__).parents[2] / "fieldwork" / "link_workers.toml").read_text(encoding="utf-8")
    definitions = [line for line in written.splitlines() if line.startswith("definition")]
    assert definitions
    assert [line for line in definitions if put_right(line, codebook)[0] != line] == []
