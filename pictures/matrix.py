"""The matrix: a row for each theme, a column for each site, the number of notes in each cell."""

import textwrap
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from io import BytesIO
from typing import Any

Cell = tuple[str, str]  # site, theme

# In pixels of the picture, which phones show at half its width: 20 here are 10 under the reader's thumb.
_WIDTH = 800
_MARGIN = 16
_LABELS = 300  # the themes' names
_ROW = 52
_LETTER = 21
_LINE = 26
_DPI = 100
_MOST_FLAT_SITES = 4  # more names than that do not fit beside each other, and lean

_SHADES = ("#deebf7", "#b5d2ea", "#85b7dc", "#5596c8", "#2b70ae")  # one hue, light to dark, also when printed in grey
_DARK_FROM = 3  # from this shade on, white figures read better
_EMPTY, _EMPTY_EDGE, _INK, _FAINT = "#ffffff", "#c9ced6", "#111111", "#8a919c"


def matrix_png(
    cells: Mapping[Cell, int],
    sites: Sequence[str],
    themes: Sequence[str],
    *,
    new: Collection[Cell],
    title: str,
) -> bytes:
    """A PNG of `cells`, with those in `new` framed."""
    sheet = _Sheet(sites=tuple(sites), themes=tuple(themes), title=_wrapped(title, 52, 2))
    figure, axes = _paper(sheet.height)
    _text(axes, _MARGIN, _MARGIN, sheet.title, size=26, va="top", weight="bold")
    _draw_names(axes, sheet)
    for cell in sheet.cells:
        _draw_cell(axes, sheet, cell, cells.get(cell, 0), _shade(cells, cell))
    for cell in sheet.cells:
        if cell in new:
            _draw_frame(axes, sheet, cell)
    _text(axes, _MARGIN, sheet.height - _MARGIN, _legend(sheet, new), size=_LETTER - 1, va="bottom")
    picture = BytesIO()
    figure.savefig(picture, format="png", dpi=_DPI)
    return picture.getvalue()


def matrix_caption(
    cells: Mapping[Cell, int], sites: Sequence[str], themes: Sequence[str], *, new: Collection[Cell]
) -> str:
    """The picture in words, for whoever cannot see it."""
    shown = {(site, theme): cells.get((site, theme), 0) for theme in themes for site in sites}
    filled = sum(count > 0 for count in shown.values())
    if not filled:
        return "No themes at any site yet."
    (site, theme), most = max(shown.items(), key=lambda item: item[1])
    said = [
        f"{_counted(len(themes), 'theme')} at {_counted(len(sites), 'site')}.",
        f"{filled} of {len(shown)} cells have notes.",
        f"Most: {theme} at {site}, {most}.",
    ]
    bare = [name for name in sites if not any(shown[name, theme] for theme in themes)]
    if bare:
        said.append(f"Nothing yet at {', '.join(bare)}.")
    opened = [f"{theme} at {site}" for site, theme in shown if (site, theme) in new]
    if opened:
        said.append(f"New: {', '.join(opened)}.")
    return " ".join(said)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sheet:
    """Where things are on the paper."""

    sites: tuple[str, ...]
    themes: tuple[str, ...]
    title: str

    @property
    def leaning(self) -> bool:
        return len(self.sites) > _MOST_FLAT_SITES

    @property
    def column(self) -> float:
        right = 76 if self.leaning else 0  # the last leaning name needs room
        return min(130.0, (_WIDTH - 2 * _MARGIN - _LABELS - right) / max(1, len(self.sites)))

    @property
    def top(self) -> float:
        names = 118 if self.leaning else 70
        return _MARGIN + 34 * (1 + self.title.count("\n")) + names

    @property
    def height(self) -> float:
        return self.top + _ROW * max(1, len(self.themes)) + 88

    @property
    def cells(self) -> list[Cell]:
        return [(site, theme) for theme in self.themes for site in self.sites]

    def corner(self, cell: Cell) -> tuple[float, float]:
        site, theme = cell
        left = _MARGIN + _LABELS + self.column * self.sites.index(site)
        return left, self.top + _ROW * self.themes.index(theme)


def _paper(height: float) -> tuple[Any, Any]:
    # matplotlib takes a second to load and most days nobody asks for a picture: it is imported on first use. The
    # canvas is asked for by name, so that no display is looked for and no global state is touched.
    figure = import_module("matplotlib.figure").Figure(figsize=(_WIDTH / _DPI, height / _DPI), facecolor="white")
    import_module("matplotlib.backends.backend_agg").FigureCanvasAgg(figure)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set(xlim=(0, _WIDTH), ylim=(height, 0))
    axes.axis("off")
    return figure, axes


def _draw_names(axes: Any, sheet: _Sheet) -> None:
    for theme in sheet.themes:
        _, y = sheet.corner((sheet.sites[0], theme)) if sheet.sites else (0, sheet.top)
        _text(axes, _MARGIN + _LABELS - 12, y + _ROW / 2, _wrapped(theme, 25, 2), ha="right", linespacing=1.0)
    for number, site in enumerate(sheet.sites):
        x = _MARGIN + _LABELS + sheet.column * (number + 0.5)
        if sheet.leaning:
            lean: dict[str, Any] = {"rotation": 45, "rotation_mode": "anchor", "ha": "left", "va": "center"}
            _text(axes, x - 6, sheet.top - 14, _wrapped(site, 14, 1), **lean)
        else:
            _text(axes, x, sheet.top - 10, _wrapped(site, max(6, int(sheet.column / 12)), 2), ha="center", va="bottom")


def _draw_cell(axes: Any, sheet: _Sheet, cell: Cell, count: int, shade: int) -> None:
    x, y = sheet.corner(cell)
    colour = _SHADES[shade] if count else _EMPTY
    _box(axes, sheet, cell, facecolor=colour, edgecolor=_EMPTY_EDGE, linewidth=1)
    ink = _FAINT if not count else ("white" if shade >= _DARK_FROM else _INK)
    figure = str(count) if count else "·"
    _text(axes, x + sheet.column / 2, y + _ROW / 2, figure, ha="center", color=ink, size=24)


def _draw_frame(axes: Any, sheet: _Sheet, cell: Cell) -> None:
    _box(axes, sheet, cell, facecolor="none", edgecolor="white", linewidth=6)
    _box(axes, sheet, cell, facecolor="none", edgecolor=_INK, linewidth=3.2)


def _box(axes: Any, sheet: _Sheet, cell: Cell, **look: Any) -> None:
    x, y = sheet.corner(cell)
    rectangle = import_module("matplotlib.patches").Rectangle
    axes.add_patch(rectangle((x + 3, y + 3), sheet.column - 6, _ROW - 6, joinstyle="round", **look))


def _text(axes: Any, x: float, y: float, words: str, *, size: float = _LETTER, **look: Any) -> None:
    # A dollar sign in a name is a dollar sign, not the beginning of a formula.
    points = size * 72 / _DPI
    axes.text(x, y, words, **{"va": "center", "color": _INK, "fontsize": points, "parse_math": False, **look})


def _shade(cells: Mapping[Cell, int], cell: Cell) -> int:
    most = max(cells.values(), default=0)
    return 0 if most <= 1 else round((len(_SHADES) - 1) * max(0, cells.get(cell, 0) - 1) / (most - 1))


def _legend(sheet: _Sheet, new: Collection[Cell]) -> str:
    if not sheet.themes or not sheet.sites:
        return "No themes at any site yet."
    framed = "\nBlack frame: new since the last digest" if any(cell in new for cell in sheet.cells) else ""
    return f"Number of notes{framed}"


def _wrapped(words: str, width: int, lines: int) -> str:
    return "\n".join(textwrap.wrap(words, width, max_lines=lines, placeholder="…"))


def _counted(count: int, thing: str) -> str:
    return f"{count} {thing}" if count == 1 else f"{count} {thing}s"
