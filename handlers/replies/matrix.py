"""The matrix: what stands under its picture, the same row by row, and the buttons to the notes behind it."""

import base64
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from fieldwork.matrix import Cell, Line, Matrix
from fieldwork.query import QueryProblem
from handlers.buttons import Verb, slug_key
from handlers.replies.answer import problem_lines
from handlers.replies.keys import Row, Rows, key, rows_of
from handlers.replies.markup import cut, escaped, units
from handlers.replies.terms import NAME_UNITS, counted, listed
from services.outgoing import Button, Say

MOST_THEMES, MOST_SITES = 24, 12  # what a picture holds that a phone can show
NAMED = 6  # of one kind in a caption; more are counted
DESCRIPTION_UNITS = 160
CAPTION_UNITS = 1024  # Bot API, sendPhoto: after parsing
ROW_KEYS, WIDE = 6, 3
TURNED = "t"  # after a page number: the button stands under the rows, not under the picture


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A matrix, and the question that it answers."""

    question: str  # its id
    matrix: Matrix
    description: str = ""  # of everything but its rows: "Riverside · since Mon 1 Nov"
    problems: tuple[QueryProblem, ...] = ()
    team_only: bool = False  # private notes are left out, their author's too


def about(told: Told) -> str:
    """`42 notes · since Mon 1 Nov`, in the picture and above its words."""
    parts = [counted(told.matrix.notes, "note"), *([told.description] if told.description else [])]
    return cut(" · ".join(parts), DESCRIPTION_UNITS)


def picture(told: Told, shown: Matrix, png: bytes, chat_id: int, *, link: str = "") -> Say:
    """The picture; in a group with a `link` to the notes in place of the rows' buttons."""
    lines = [
        f"Sites by themes · {escaped(about(told))}",
        *problem_lines(told.problems),
        *(escaped(sentence) for sentence in (*in_words(told.matrix), *left_out(told.matrix, shown))),
        *_private(told),
    ]
    return Say(
        chat_id=chat_id,
        html=fitting(lines),
        buttons=((Button(label="Read privately", url=link),),) if link else _rows(told, shown),
        photo=base64.b64encode(png).decode(),
        protected=True,
    )


def nothing(told: Told, chat_id: int) -> Say:
    """In place of an empty picture."""
    sentence = escaped(why_nothing(told.matrix, told.description))
    return Say(chat_id=chat_id, html="\n".join([sentence, *problem_lines(told.problems)]))


def why_nothing(matrix: Matrix, description: str) -> str:
    """Why there is no matrix, as plain text; `description` is of the notes asked for."""
    where = f" ({cut(description, DESCRIPTION_UNITS)})" if description else ""
    if not matrix.notes:
        return f"No note yet{where}: there is no matrix to show."
    rows = " or ".join(_names(matrix.themes)) if 0 < len(matrix.themes) <= NAMED else "a theme"
    return f"{counted(matrix.notes, 'note')}{where}, none on {rows}: there is no matrix to show."


def in_words(matrix: Matrix) -> list[str]:
    """The picture for whoever can't see it, and the first thing to look at for whoever can; a sentence each."""
    cells = [(site, theme, matrix.cell(site, theme)) for theme in matrix.themes for site in matrix.sites]
    places = [site for site in matrix.sites if site.slug]
    filled = sum(bool(cell.stated) for site, _, cell in cells if site.slug)
    silent = sum(matrix.silent(site, theme) for site, theme, _ in cells)
    suggested = {number for _, _, cell in cells for number in cell.suggested}
    size = f"{counted(len(matrix.themes), 'theme')} at {counted(len(places), 'site')}"
    share = f"{filled} of {len(matrix.themes) * len(places)} cells have notes"
    sentences = (
        f"{size}: {share}, {silent} {'is' if silent == 1 else 'are'} silent.",
        _most(cells),
        _named("No note yet at", [site for site in places if site.awaited and not matrix.of_site(site)]),
        _named("No note yet on", [theme for theme in matrix.themes if _unheard(matrix, theme)]),
        _named("No fieldwork then at", [site for site in places if not site.awaited]),
        f"Only suggested, marked +: {counted(len(suggested), 'note')}." if suggested else "",
    )
    return [sentence for sentence in sentences if sentence]


def _most(cells: Iterable[tuple[Line, Line, Cell]]) -> str:
    site, theme, most = max(cells, key=lambda each: len(each[2].stated))
    return f"Most: {place(site, theme)}, {len(most.stated)}." if most.stated else ""


def place(site: Line, theme: Line) -> str:
    """`trust at Riverside`."""
    where = f"at {cut(site.name, NAME_UNITS)}" if site.slug else "without a site"
    return f"{cut(theme.name, NAME_UNITS)} {where}"


def _private(told: Told) -> list[str]:
    """Whether notes are counted here that are in nobody else's matrix."""
    if told.team_only:
        return ["Private notes are not counted."]
    match told.matrix.private:
        case 0:
            return []
        case 1:
            return ["1 of the notes is yours alone; nobody else's matrix counts it."]
        case number:
            return [f"{number} of the notes are yours alone; nobody else's matrix counts them."]


def fitting(lines: Iterable[str]) -> str:
    """The lines for which a caption has room; what is left out can be read row by row."""
    text = ""
    for line in lines:
        longer = f"{text}\n{line}" if text else line
        text = longer if units(longer) <= CAPTION_UNITS else text
    return text


def _unheard(matrix: Matrix, theme: Line) -> bool:
    return theme.awaited and not matrix.of_theme(theme) and any(site.awaited for site in matrix.sites)


def left_out(whole: Matrix, shown: Matrix) -> list[str]:
    """What a picture had no room for, and how to see it."""
    left = (
        (len(whole.themes) - len(shown.themes), "theme", "/matrix trust finance"),
        (len(whole.sites) - len(shown.sites), "site", "/matrix riverside"),
    )
    return [
        f"{counted(number, noun)} with the fewest notes {'is' if number == 1 else 'are'} not in the picture: "
        f"name what you want to see, as in {example}."
        for number, noun, example in left
        if number
    ]


def _named(words: str, lines: Sequence[Line]) -> str:
    return f"{words} {listed(at_most(_names(lines)))}." if lines else ""


def _names(lines: Iterable[Line]) -> list[str]:
    return [cut(line.name, NAME_UNITS) for line in lines]


def at_most(names: Sequence[str]) -> list[str]:
    """Six names, or five and how many more there are."""
    return list(names) if len(names) <= NAMED else [*names[: NAMED - 1], f"{len(names) - NAMED + 1} more"]


def _rows(told: Told, shown: Matrix) -> Rows:
    """The fullest rows of the picture, and the way to all of them."""
    themes = sorted(_with_notes(shown), key=lambda theme: -len(shown.of_theme(theme).stated))[:ROW_KEYS]
    every = key("Row by row", Verb.MATRIX_PAGE, told.question, 0)
    return (*_row_keys(told, [theme for theme in shown.themes if theme in themes]), (every,))


def _row_keys(told: Told, themes: Sequence[Line]) -> Rows:
    keys = [
        key(_row_label(told.matrix, theme), Verb.MATRIX_ROW, told.question, slug_key(theme.slug)) for theme in themes
    ]
    return rows_of(keys, WIDE)


def _row_label(matrix: Matrix, theme: Line) -> str:
    return f"{cut(theme.name, 24)} {_count(matrix.of_theme(theme))}"


def _count(cell: Cell) -> str:
    """`3`, `3 +2`, `+2`."""
    stated = [str(len(cell.stated))] if cell.stated else []
    return " ".join([*stated, *([f"+{len(cell.suggested)}"] if cell.suggested else [])])


def _with_notes(matrix: Matrix) -> list[Line]:
    return [theme for theme in matrix.themes if matrix.of_theme(theme)]


def rows_in_words(told: Told, page: int, chat_id: int) -> Say:
    """A page of rows: `trust: Riverside 3 +1 · Hilltop 2`, with a button for each."""
    themes = _with_notes(told.matrix)
    pages = max(1, -(-len(themes) // ROW_KEYS))
    page = min(page, pages - 1)
    on_page = themes[page * ROW_KEYS : (page + 1) * ROW_KEYS]
    heading = f"Sites by themes · {escaped(about(told))}" + (f" · page {page + 1} of {pages}" if pages > 1 else "")
    lines = [_row_in_words(told.matrix, theme) for theme in on_page] or ["No note has a theme here any more."]
    turning = _turning(told, page, pages)
    return Say(
        chat_id=chat_id,
        html="\n\n".join([heading, *lines]),
        buttons=(*_row_keys(told, on_page), *([turning] if turning else [])),
        protected=True,
    )


def _turning(told: Told, page: int, pages: int) -> Row:
    before = key(f"← {page}/{pages}", Verb.MATRIX_PAGE, told.question, f"{page - 1}{TURNED}")
    after = key(f"{page + 2}/{pages} →", Verb.MATRIX_PAGE, told.question, f"{page + 1}{TURNED}")
    return (*([before] if page else []), *([after] if page + 1 < pages else []))


def _row_in_words(matrix: Matrix, theme: Line) -> str:
    filled = [(site, matrix.cell(site, theme)) for site in matrix.sites]
    counts = [f"{cut(site.name, NAME_UNITS)} {_count(cell)}" for site, cell in filled if cell]
    silent = [cut(site.name, NAME_UNITS) for site, _ in filled if matrix.silent(site, theme)]
    quiet = f"\nSilent: {escaped(', '.join(at_most(silent)))}" if silent else ""
    return f"<b>{escaped(cut(theme.name, NAME_UNITS))}</b>: {escaped(' · '.join(at_most(counts)))}{quiet}"
