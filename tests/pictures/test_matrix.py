"""The coverage of a study, as a picture and for those who cannot see it."""

import struct
import subprocess
import sys
from datetime import UTC, datetime

import pytest

from fieldwork.codebook import Codebook, Site, Theme
from fieldwork.note import Audience, Code, CodeKind, Kind, Note, NoteNumber, NoteType, Origin, Status
from pictures.matrix import matrix_caption, matrix_png
from pictures.painter import MatrixPainter

NOON = datetime(2021, 11, 11, 12, tzinfo=UTC)
BOOK = Codebook(
    title="Study",
    timezone="Europe/London",
    participants={},
    sites=(Site(slug="riverside", name="Riverside"), Site(slug="orchard", name="Orchard")),
    themes=(Theme(slug="trust", label="Trust and opening up", group="g"), Theme(slug="x", label="X", group="g")),
)


def a_note(number: int, *themes: str) -> Note:
    codes = (
        Code(kind=CodeKind.SITE, slug="riverside", origin=Origin.SAID),
        *(Code(kind=CodeKind.THEME, slug=slug, origin=Origin.SAID) for slug in themes),
    )
    return Note(
        number=NoteNumber(number),
        source_id=str(number),
        revision=1,
        author=None,
        author_label="R1",
        kind=Kind.TEXT,
        text="Words.",
        observed_at=NOON,
        recorded_at=NOON,
        readable_at=NOON,
        note_type=NoteType.OBSERVATION,
        audience=Audience.TEAM,
        status=Status.WRITTEN,
        codes=codes,
    )


def size_of(png: bytes) -> tuple[int, int]:
    assert png.startswith(b"\x89PNG")
    width, height = struct.unpack(">II", png[16:24])
    return width, height


@pytest.mark.parametrize(("sites", "themes"), [(0, 0), (2, 0), (1, 1), (4, 3), (6, 18)])
def test_any_study_fits_the_width_of_a_phone(sites: int, themes: int) -> None:
    names = [f"Site {n}" for n in range(sites)]
    labels = [f"A theme with a rather long label that costs $5 and ${n}" for n in range(themes)]
    counts = {(site, label): n for n, site in enumerate(names) for label in labels}
    width, height = size_of(matrix_png(counts, names, labels, new=list(counts)[:1], title="Thu 11 Nov"))
    assert width == 800
    assert height < 1400


def test_a_new_cell_looks_different() -> None:
    cell = ("Riverside", "Trust")
    plain, framed = (matrix_png({cell: 1}, ["Riverside"], ["Trust"], new=new, title="Thu") for new in ((), (cell,)))
    assert plain != framed


def test_the_caption_says_what_the_picture_shows() -> None:
    notes = [a_note(1, "trust"), a_note(2, "trust", "washing-machine")]
    assert MatrixPainter(BOOK).caption(notes, notes[1:]) == (
        "2 themes at 2 sites. 2 of 4 cells have notes. Most: Trust and opening up at Riverside, 2. "
        "Nothing yet at Orchard. New: #washing-machine at Riverside."
    )
    assert matrix_caption({}, ["Riverside"], [], new=()) == "No themes at any site yet."


def test_the_painter_paints_what_the_notes_hold() -> None:
    painter = MatrixPainter(BOOK)
    assert size_of(painter.matrix([a_note(1, "trust")], [], "Thu"))[0] == 800
    assert size_of(painter.matrix([], [], "Thu"))[0] == 800


def test_nothing_is_loaded_before_somebody_asks_for_a_picture() -> None:
    check = "import sys, pictures.painter; sys.exit('matplotlib' in sys.modules)"
    subprocess.run([sys.executable, "-c", check], check=True)
