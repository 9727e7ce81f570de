"""Sites: a place counts when a note uses it as a site, not when the word is an ordinary one."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from fieldwork.codebook import Codebook
from fieldwork.note import CodeKind, Origin
from fieldwork.reading import Reading, read_note

SENT_AT = datetime(2021, 11, 17, 17, 30, tzinfo=ZoneInfo("Europe/London"))


def read(text: str, codebook: Codebook, *, dictated: bool = True) -> Reading:
    return read_note(text, codebook, sent_at=SENT_AT, dictated=dictated)


def sites(reading: Reading) -> list[str]:
    return [code.slug for code in reading.codes if code.kind is CodeKind.SITE]


@pytest.mark.parametrize("dictated", [False, True])
@pytest.mark.parametrize(
    ("text", "site"),
    [
        ("Arrived at Riverside, wet.", "riverside"),
        ("So I'm outside Riverside Surgery, um, it has been a long one.", "riverside"),
        ("I sat in at hilltop, two calls.", "hilltop"),
        ("The Riverside receptionist waved.", "riverside"),
        ("Hilltop's waiting room was freezing.", "hilltop"),
        ("Orchard front desk: forty calls answered.", "orchard"),
        ("She works at site two now.", "hilltop"),
        ("HT this am. Off sick.", "hilltop"),
        ("Coming back from Harbour now.", "harbour"),
        ("I'm in the car outside the junction, he has gone in.", "junction"),
        ("Two of the partners at Orchard consult from home.", "orchard"),
        ('Word is that somebody "at the Meadow" can get you a washing machine.', "meadow"),
        ("I went round today, harbour, all four surgeries.", "harbour"),
        ("LW1 was at the Harbour visit.", "harbour"),
    ],
)
def test_a_site_by_its_name(codebook: Codebook, text: str, site: str, *, dictated: bool) -> None:
    assert sites(read(text, codebook, dictated=dictated)) == [site]


@pytest.mark.parametrize("dictated", [False, True])
@pytest.mark.parametrize(
    "text",
    [
        "She walked me along the riverside path.",
        "Walked the Riverside Path and talked.",
        "We met in an orchard and talked about grants.",
        "He used to keep hens in the meadow.",
        "We walked down to the harbour and looked at the boats.",
        "He lives on Orchard Street, near the station.",
        "Took the train from Clapham Junction.",
        "The accident at junction 14 made me late.",
        "It was the junction of two roads. A meadow beyond.",
        "He got a medal at the function on Sunday, and an orchid.",
        "Orchard apples were on the table.",
        "The harbour master came, and hilltop farmers.",
        "On site two days a week.",
        "The site was cold. No site visit today.",
    ],
)
def test_an_ordinary_word_is_no_site(codebook: Codebook, text: str, *, dictated: bool) -> None:
    assert sites(read(text, codebook, dictated=dictated)) == []


def test_only_dictation_can_be_misheard(codebook: Codebook) -> None:
    text = "Three of us stood in for the others at Orchid today."
    assert sites(read(text, codebook, dictated=True)) == ["orchard"]
    assert sites(read(text, codebook, dictated=False)) == []


def test_a_link_workers_code_gives_the_site_and_says_so(codebook: Codebook) -> None:
    (site,) = [code for code in read("LW two rang P07.", codebook).codes if code.kind is CodeKind.SITE]
    assert (site.slug, site.origin, site.evidence) == ("hilltop", Origin.LINK_WORKER, "LW2")


def test_a_named_site_beats_a_link_workers_code(codebook: Codebook) -> None:
    (site,) = [code for code in read("LW2 is covering at Meadow.", codebook).codes if code.kind is CodeKind.SITE]
    assert (site.slug, site.origin, site.evidence) == ("meadow", Origin.SAID, "Meadow")


def test_the_link_worker_who_is_mentioned_most_gives_the_site(codebook: Codebook) -> None:
    assert sites(read("LW2 rang LW5. LW2 was cross.", codebook)) == ["hilltop"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("P12 used to be at Hilltop. LW1 took her on.", ["riverside"]),
        ("P08 moved over from Harbour. LW5 did not know.", ["meadow"]),
        ("P08 moved over from Harbour.", ["harbour"]),
    ],
)
def test_where_somebody_used_to_go_is_the_last_resort(codebook: Codebook, text: str, expected: list[str]) -> None:
    assert sites(read(text, codebook)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Comparing notes. At Hilltop she is in every day. Whereas at Meadow she is at home.", ["hilltop", "meadow"]),
        ("Cross-site thought: at RVS they take. At HT they bring back.", ["riverside", "hilltop"]),
        ("Riverside = moved round. Hilltop = own door.", ["riverside", "hilltop"]),
        ("I went to Riverside and Hilltop this morning.", ["riverside", "hilltop"]),
        ("Off to Hilltop. They had heard of a room at Harbour.", ["hilltop"]),
    ],
)
def test_several_sites_only_when_the_note_is_about_several(codebook: Codebook, text: str, expected: list[str]) -> None:
    assert sites(read(text, codebook)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Um, no site on this one, just me on the train.",
        "Didn't get to say which surgery, and I'd rather not. LW2 was there.",
        "I\u2019d rather not say which practice this was.",
        "I'm not going to say which site. LW2 swore.",
        "Leaving the site out here.",
        "A thought. #no_site",
    ],
)
def test_a_site_left_out_on_purpose_is_no_site(codebook: Codebook, text: str) -> None:
    reading = read(text, codebook)
    assert reading.no_site
    assert sites(reading) == []


def test_what_a_patient_would_rather_not_say_is_no_matter(codebook: Codebook) -> None:
    reading = read("P04 said she'd rather not say which surgery she was at before. LW2 nodded.", codebook)
    assert not reading.no_site
    assert sites(reading) == ["hilltop"]
