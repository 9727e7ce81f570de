"""The matrix as a picture: a row for each theme, a column for each site, the number of notes in each cell."""

from io import BytesIO

from fieldwork.matrix import Line, Matrix
from pictures.grid import Box, Grid, Legend, away, draw_names
from pictures.paper import DARK_FROM, FAINT, INK, SHADES, SILENT, Paper, shade_of

_COUNT, _SUGGESTED = 24, 19


def matrix_png(matrix: Matrix, title: str, about: str) -> bytes:
    """A PNG, on paper of its own, so that it reads the same in a light chat and in a dark one."""
    grid = Grid.of(matrix, title, about, _legend(matrix))
    paper = Paper(grid.height)
    draw_names(paper, grid)
    most = max((len(cell.stated) for cell in matrix.cells.values()), default=0)
    for theme in matrix.themes:
        for site in matrix.sites:
            _draw_cell(paper, grid, site, theme, most)
    _draw_legend(paper, grid)
    picture = BytesIO()
    paper.save(picture)
    return picture.getvalue()


def _draw_cell(paper: Paper, grid: Grid, site: Line, theme: Line, most: int) -> None:
    cell, box = grid.matrix.cell(site, theme), grid.box(site, theme)
    if cell.stated:
        shade = shade_of(len(cell.stated), most)
        paper.box(*box, facecolor=SHADES[shade], edgecolor=SHADES[shade])
    elif cell.suggested or grid.matrix.silent(site, theme):
        shade = 0
        paper.box(*box, **(SILENT if not cell else {**SILENT, "linestyle": "-"}))
    else:
        if away(site):
            paper.hatched(*box)
        return
    _draw_numbers(paper, box, len(cell.stated), len(cell.suggested), dark=bool(cell.stated) and shade >= DARK_FROM)


def _draw_numbers(paper: Paper, box: Box, stated: int, suggested: int, *, dark: bool) -> None:
    x, y, width, height = box
    centre = x + width / 2
    ink, lighter = ("white", "#eaf2fa") if dark else (INK, "#36414d" if stated else FAINT)
    if stated:
        size = min(_COUNT, (width - 4) / (0.64 * len(str(stated))))
        place = y + height * (0.34 if suggested else 0.5)
        paper.words(centre, place, str(stated), ha="center", va="center_baseline", color=ink, size=size)
    if suggested:
        extra = f"+{suggested}"
        size = min(_SUGGESTED, (width - 4) / (0.68 * len(extra)))
        place = y + height * (0.76 if stated else 0.5)
        paper.words(centre, place, extra, ha="center", va="center_baseline", color=lighter, size=size)


def _legend(matrix: Matrix) -> Legend:
    cells = [(site, matrix.cell(site, theme)) for theme in matrix.themes for site in matrix.sites]
    kinds = (
        ("shade", "said or accepted", any(cell.stated for _, cell in cells)),
        ("suggested", "only suggested", any(cell.suggested for _, cell in cells)),
        (
            "silent",
            "silent: no note yet",
            any(matrix.silent(site, theme) for theme in matrix.themes for site in matrix.sites),
        ),
        ("hatched", "no fieldwork then", any(away(site) and not cell for site, cell in cells)),
    )
    return tuple((kind, words) for kind, words, there in kinds if there)


def _draw_legend(paper: Paper, grid: Grid) -> None:
    for number, (kind, words) in enumerate(grid.legend):
        box = grid.key(number)
        x, y, _, _ = box
        match kind:
            case "shade":
                paper.box(*box, facecolor=SHADES[1], edgecolor=SHADES[1])
                paper.words(x + 22, y + 16, "3", ha="center", va="center_baseline")
            case "suggested":
                paper.words(x + 22, y + 16, "+2", ha="center", va="center_baseline", color=FAINT)
            case "silent":
                paper.box(*box, **SILENT)
            case _:
                paper.hatched(*box)
        paper.words(x + 56, y + 16, words, va="center")
