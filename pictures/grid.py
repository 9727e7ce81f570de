"""Sites by themes on paper: where the names stand, and where each cell is."""

import textwrap
from collections.abc import Container
from dataclasses import dataclass
from typing import Any

from fieldwork.matrix import Line, Matrix
from pictures.paper import FAINT, INK, LETTER, MARGIN, WIDTH, Paper

ROW = 54
GAP = 2  # around a cell
NAMES = 268  # at most, for the themes' names
PLAIN, BOLD = 0.6, 0.68  # the width of a letter, in its height
WIDEST = 120
MOST_FLAT_SITES = 4  # more names than that do not fit beside each other, and lean
MOST_LEANING = 8  # more lean into the next one's place, and stand
_KEY = 40  # a line of the legend

Box = tuple[float, float, float, float]  # from the upper left corner: x, y, width, height
Legend = tuple[tuple[str, str], ...]  # what is drawn, and what it means


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """Where things are on the paper, in its pixels."""

    matrix: Matrix
    title: str
    about: str
    names: float  # the width of the themes' names
    legend: Legend

    @classmethod
    def of(cls, matrix: Matrix, title: str, about: str, legend: Legend, *, letter: float = PLAIN) -> "Grid":
        """For a matrix under a title and a line or two about it; `letter` is `BOLD` where names are to stand out."""
        longest = max((len(line) for theme in matrix.themes for line in _name(theme).split("\n")), default=0)
        return cls(
            matrix=matrix,
            title=wrapped(title, 48, 2),
            about=wrapped(about, 62, 2),
            names=min(NAMES, longest * LETTER * letter + 14),
            legend=legend,
        )

    @property
    def leaning(self) -> float:
        """By how many degrees the sites' names lean."""
        sites = len(self.matrix.sites)
        return 0 if sites <= MOST_FLAT_SITES else 45 if sites <= MOST_LEANING else 90

    @property
    def column(self) -> float:
        """The width of a site's column."""
        right = 60 if self.leaning == 45 else 0  # the last leaning name needs room
        return min(WIDEST, (WIDTH - 2 * MARGIN - self.names - right) / max(1, len(self.matrix.sites)))

    @property
    def title_height(self) -> float:
        """Of its one or two lines."""
        return 34.0 * (1 + self.title.count("\n"))

    @property
    def top(self) -> float:
        """Where the first row begins."""
        about = 28 * (1 + self.about.count("\n")) if self.about else 0
        return MARGIN + self.title_height + about + {0: 66, 45: 118, 90: 156}[int(self.leaning)]

    @property
    def bottom(self) -> float:
        """Where the last row ends."""
        return self.top + ROW * len(self.matrix.themes)

    @property
    def height(self) -> float:
        """Of the paper."""
        return self.bottom + 20 + _KEY * -(-len(self.legend) // 2) + MARGIN

    def box(self, site: Line, theme: Line) -> Box:
        """A cell."""
        across, down = self.matrix.sites.index(site), self.matrix.themes.index(theme)
        x, y = MARGIN + self.names + self.column * across, self.top + ROW * down
        return x + GAP, y + GAP, self.column - 2 * GAP, ROW - 2 * GAP

    def key(self, number: int) -> Box:
        """The place of a sign in the legend; its meaning stands to the right of it."""
        x, y = MARGIN + (WIDTH / 2 - MARGIN) * (number % 2), self.bottom + 20 + _KEY * (number // 2)
        return x, y, 44.0, 32.0


def draw_names(paper: Paper, grid: Grid, bold: Container[str] = ()) -> None:
    """The title, the themes at the left, the sites above; the themes whose slugs are `bold` stand out."""
    paper.words(MARGIN, MARGIN, grid.title, size=26, va="top", weight="bold")
    paper.words(MARGIN, MARGIN + grid.title_height, grid.about, color=FAINT, va="top")
    right = MARGIN + grid.names - 10
    for number, theme in enumerate(grid.matrix.themes):
        y, name = grid.top + ROW * (number + 0.5), _name(theme)
        weight = "bold" if theme.slug in bold else "normal"
        place: dict[str, Any] = {"ha": "right", "va": "center" if "\n" in name else "center_baseline"}
        paper.words(right, y, name, linespacing=1.0, weight=weight, **place)
    for number, site in enumerate(grid.matrix.sites):
        _draw_site(paper, grid, site, MARGIN + grid.names + grid.column * (number + 0.5))


def _draw_site(paper: Paper, grid: Grid, site: Line, x: float) -> None:
    ink = INK if site.awaited else FAINT
    if grid.leaning == 0:
        name = wrapped(site.name, max(6, int(grid.column / 12.5)), 2)
        paper.words(x, grid.top - 8, name, ha="center", va="bottom", color=ink, linespacing=1.0)
        return
    lean: dict[str, Any] = {"rotation": grid.leaning, "rotation_mode": "anchor", "ha": "left", "va": "center"}
    left = x - (6 if grid.leaning == 45 else 0)
    name = wrapped(site.name, 12, 2)
    paper.words(left, grid.top - 12, name, color=ink, size=LETTER - 1, linespacing=1.0, **lean)


def away(site: Line) -> bool:
    """Whether it is a site, and nobody works there."""
    return bool(site.slug) and not site.awaited


def wrapped(words: str, width: int, lines: int) -> str:
    """Words in at most so many lines of so many letters."""
    return "\n".join(textwrap.wrap(words, width, max_lines=lines, placeholder="…"))


def _name(theme: Line) -> str:
    return wrapped(theme.name, 19, 2)
