"""The framework table of the method: a row for each case (site), a column for each theme, the evidence in each cell."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from zoneinfo import ZoneInfo

from fieldwork.codebook import Codebook, Theme
from fieldwork.matrix import Cell, Line, Matrix
from fieldwork.night_quotes import unnamed
from fieldwork.note import Note, NoteNumber, Status
from fieldwork.quotation import ranked_sentences

Cells = tuple[str, ...]

CELL_UNITS = 32_000  # a spreadsheet's cell holds 32,767 characters, and a few are for what is left out
_TAG = re.compile(r"#\w+")
_WORD = re.compile(r"[\w'\u2019]+")
_ABOUT_THE_NOTE = re.compile(
    r"\b(?:themes?|codes?|tags?|tagged)\b(?:\s+(?:is|are|would be|here)\b|\s*[:,])"
    r"|\bi(?:['\u2019](?:d|ll|ve)| would| will| have)? (?:also )?(?:put|code|tag|file)(?:d|ed|ged)? (?:this|that|it)\b"
    r"|\bin here about\b",
    re.IGNORECASE,
)
_FEWEST_WORDS = 3  # a sentence of fewer, its hashtags aside, shows nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class Framework:
    """The table as text, and the themes that it speaks of."""

    heading: Cells
    rows: tuple[Cells, ...]
    theme_heading: Cells
    themes: tuple[Cells, ...]


def framework_of(
    matrix: Matrix, notes: Iterable[Note], codebook: Codebook, timezone: ZoneInfo, *, between: str = "\n"
) -> Framework:
    """The table of `matrix`, whose notes are among `notes`; `between` stands between two references of a cell."""
    write = _Writer({note.number: note for note in notes}, codebook, timezone, between)
    return Framework(
        heading=("Site", "Notes", *(theme.name for theme in matrix.themes)),
        rows=tuple(
            (
                site.name,
                str(len(matrix.of_site(site).stated)),
                *(write.cell(matrix, site, theme) for theme in matrix.themes),
            )
            for site in matrix.sites
        ),
        theme_heading=("Theme", "Label", "Group", "Definition", "Include", "Exclude", "Notes", "Only suggested"),
        themes=tuple(_defined(theme, matrix.of_theme(theme), codebook) for theme in matrix.themes),
    )


def shows(note: Note, theme: str, codebook: Codebook) -> str:
    """The sentence of a note that shows a theme, word for word; "" when it has none, or none that names nobody."""
    hints, ranked = _hints(codebook, theme), ranked_sentences(note.text, note.telling)
    return max(
        unnamed(note, ranked, codebook) if note.flagged else ranked,
        key=lambda sentence: (_says_something(sentence), _hits(hints, sentence)),
        default="",
    )


def _hits(hints: Sequence[re.Pattern[str]], sentence: str) -> int:
    """How many of the theme's words are there; a hashtag names it and shows nothing."""
    words = _TAG.sub(" ", sentence)
    return sum(bool(hint.search(words)) for hint in hints)


class _Writer:
    def __init__(self, notes: Mapping[NoteNumber, Note], codebook: Codebook, timezone: ZoneInfo, between: str) -> None:
        self._notes = notes
        self._codebook = codebook
        self._timezone = timezone
        self._between = between
        years = {note.observed_at.astimezone(timezone).year for note in notes.values()}
        self._year = " %Y" if len(years) > 1 else ""

    def cell(self, matrix: Matrix, site: Line, theme: Line) -> str:
        """How many notes, then each with the sentence that shows it, oldest first."""
        found = matrix.cell(site, theme)
        if not found and not matrix.silent(site, theme):
            return "no fieldwork" if site.slug and not site.awaited else ""
        marked = [*((number, "") for number in found.stated), *((number, "suggested") for number in found.suggested)]
        lines = (self._reference(number, theme, mark) for number, mark in marked)
        return self._fitting(_counted(found), lines, len(marked))

    def _fitting(self, first: str, lines: Iterable[str], many: int) -> str:
        """The lines that a cell holds; of a study of thousands the others are not even written."""
        taken, room = [first], CELL_UNITS - len(first)
        for line in lines:
            room -= len(line.encode("utf-16-le", "surrogatepass")) // 2 + len(self._between)
            if room < 0:
                taken.append(f"… and {many - len(taken) + 1} more")
                break
            taken.append(line)
        return self._between.join(taken)

    def _reference(self, number: NoteNumber, theme: Line, mark: str) -> str:
        """`n211 Thu 11 Nov R1: “the sentence” (unchecked)`."""
        note = self._notes[number]
        seen = note.observed_at.astimezone(self._timezone)
        day = f"{seen:%a} {seen.day} {seen.strftime('%b' + self._year)}"
        sentence = " ".join(shows(note, theme.slug, self._codebook).splitlines())
        quoted = f"“{sentence}”" if sentence else "perhaps a name in it" if note.text else "no text yet"
        marks = [*([mark] if mark else []), *(["unchecked"] if note.status is Status.UNCHECKED else [])]
        return f"n{number} {day} {note.author_label}: {quoted}" + "".join(f" ({each})" for each in marks)


def _counted(cell: Cell) -> str:
    notes = f"{len(cell.stated)} note{'' if len(cell.stated) == 1 else 's'}"
    return f"{notes}, {len(cell.suggested)} only suggested" if cell.suggested else notes


def _defined(line: Line, cell: Cell, codebook: Codebook) -> Cells:
    theme = codebook.theme(line.slug)
    numbers = (str(len(cell.stated)), str(len(cell.suggested)))
    if theme is None:
        return (line.name, "", "", "A hashtag that is no theme of the codebook yet.", "", "", *numbers)
    group = next((group.label for group in codebook.groups if group.slug == theme.group), "")
    return (line.name, theme.label, group, theme.definition, theme.include, theme.exclude, *numbers)


def _says_something(sentence: str) -> bool:
    """Whether it is about what was seen, not a tag or a header about the note itself."""
    return len(_WORD.findall(_TAG.sub(" ", sentence))) >= _FEWEST_WORDS and not _ABOUT_THE_NOTE.search(sentence)


@lru_cache(maxsize=512)
def _hints(codebook: Codebook, slug: str) -> tuple[re.Pattern[str], ...]:
    theme = codebook.theme(slug)
    words = slug.replace("-", " ")
    names = _words_of(theme) if theme else [words]
    return tuple(
        re.compile(rf"(?<!\w){re.escape(name)}", re.IGNORECASE) for name in dict.fromkeys(names) if name.strip()
    )


def _words_of(theme: Theme) -> list[str]:
    return [*(name.replace("-", " ") for name in theme.names), *theme.cues]
