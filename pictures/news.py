"""New notes beside the four weeks before: in each cell the new ones at the left, the earlier ones at the right."""

from io import BytesIO

from fieldwork.matrix import Line
from fieldwork.news import News
from pictures.grid import BOLD, Box, Grid, Legend, away, draw_names
from pictures.paper import INK, NEW, SHADES, Paper, shade_of

_COUNT = 24
_SHARE, _SHARE_OF_TWO = 0.5, 0.58  # of the new in a cell that has both: a figure, or a plus and a figure
_PALE = 3  # shades: what is dark is new, for whoever sees no colours too
_EMPTY = "#e4e8ee"


def news_png(news: News, title: str, about: str) -> bytes:
    """A PNG, on paper of its own, so that it reads the same in a light chat and in a dark one."""
    matrix = news.matrix
    grid = Grid.of(matrix, title, about, _legend(news), letter=BOLD)
    paper = Paper(grid.height)
    draw_names(paper, grid, bold={theme.slug for theme in matrix.themes if news.has_new(theme)})
    places = [(site, theme) for theme in matrix.themes for site in matrix.sites]
    most = max((len(news.before_in(*place).stated) for place in places), default=0)
    for site, theme in places:
        _draw_cell(paper, news, grid.box(site, theme), site, theme, most)
    for site, theme in places:  # above its neighbours
        _draw_mark(paper, news, grid.box(site, theme), (site.slug, theme.slug))
    _draw_legend(paper, grid)
    picture = BytesIO()
    paper.save(picture)
    return picture.getvalue()


def _draw_cell(paper: Paper, news: News, box: Box, site: Line, theme: Line, most: int) -> None:
    new, before = news.new_in(site, theme), news.before_in(site, theme)
    left, right = _split(box, new=bool(new), before=bool(before.stated), share=_SHARE if new.stated else _SHARE_OF_TWO)
    if right:
        _draw_before(paper, right, len(before.stated), most)
    if left:
        _draw_new(paper, left, len(new.stated), len(new.suggested))
    if not (left or right):
        if away(site):
            paper.hatched(*box)
        else:
            paper.box(*box, facecolor=_EMPTY, edgecolor=_EMPTY)


def _split(box: Box, *, new: bool, before: bool, share: float) -> tuple[Box | None, Box | None]:
    """Where the new notes stand, and the earlier ones; what is alone has the whole cell."""
    if not (new and before):
        return (box if new else None), (box if before else None)
    x, y, width, height = box
    part = width * share
    return (x, y, part, height), (x + part, y, width - part, height)


def _draw_before(paper: Paper, box: Box, count: int, most: int) -> None:
    shade = SHADES[shade_of(count, most, _PALE)]
    paper.box(*box, facecolor=shade, edgecolor=shade)
    _figure(paper, box, str(count), INK)


def _draw_new(paper: Paper, box: Box, stated: int, suggested: int) -> None:
    if stated:
        paper.box(*box, facecolor=NEW, edgecolor=NEW)
        _figure(paper, box, str(stated), "white", weight="bold")
    else:
        paper.box(*box, facecolor="white", edgecolor=NEW, linewidth=1.6)
        _figure(paper, box, f"+{suggested}", NEW)


def _draw_mark(paper: Paper, news: News, box: Box, place: tuple[str, str]) -> None:
    if place in news.opened:
        paper.frame(*box)
    elif place in news.back:
        paper.dashed_frame(*box)


def _figure(paper: Paper, box: Box, words: str, ink: str, *, weight: str = "normal") -> None:
    x, y, width, height = box
    size = min(_COUNT, (width - 4) / (0.64 * len(words) + 0.2 * words.startswith("+")))
    paper.words(
        x + width / 2, y + height / 2, words, ha="center", va="center_baseline", color=ink, size=size, weight=weight
    )


def _legend(news: News) -> Legend:
    places = [(site, theme) for theme in news.matrix.themes for site in news.matrix.sites]
    new = [news.new_in(*place) for place in places]
    kinds = (
        ("new", "new notes", any(cell.stated for cell in new)),
        ("before", "the four weeks before", any(news.before_in(*place).stated for place in places)),
        ("first", "first time there", bool(news.opened)),
        ("back", "back after four weeks", bool(news.back)),
        ("suggested", "new, only suggested", any(cell.suggested and not cell.stated for cell in new)),
        ("away", "no fieldwork then", any(away(site) and not news.matrix.cell(site, theme) for site, theme in places)),
    )
    return tuple((kind, words) for kind, words, there in kinds if there)


def _draw_legend(paper: Paper, grid: Grid) -> None:
    for number, (kind, words) in enumerate(grid.legend):
        box = grid.key(number)
        match kind:
            case "new":
                _draw_new(paper, box, 1, 0)
            case "before":
                _draw_before(paper, box, 3, 5)
            case "first":
                paper.frame(*box)
            case "back":
                paper.dashed_frame(*box)
            case "suggested":
                _draw_new(paper, box, 0, 1)
            case _:
                paper.hatched(*box)
        paper.words(box[0] + 56, box[1] + 16, words, va="center")
