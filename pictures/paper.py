"""Paper to draw on: boxes and words in pixels, and the colours. matplotlib is behind it."""

from importlib import import_module
from io import BytesIO
from typing import Any

# In pixels of the picture, which phones show at half its width: 20 here are 10 under the reader's thumb.
WIDTH = 800
MARGIN = 16
LETTER = 21
_DPI = 100
_SHARPEST = 1.6  # times that; more than 1280 pixels Telegram would take away again
_LONGEST = 1280

# One hue from light to dark, told apart by whoever sees no colours, and when printed in grey.
SHADES = ("#d4e4f4", "#aecde8", "#7fb2d9", "#3a7ab2", "#174f88")
DARK_FROM = 3  # from this shade on, white figures read better
INK, FAINT = "#14181d", "#4d5967"
NEW = "#b34700"  # told from every shade of blue by whoever sees no red or no green, and darker than all but one
_SHEET = "#f1f3f6"  # neither glaring in a dark chat nor lost in a white one
SILENT: dict[str, Any] = {"facecolor": "#ffffff", "edgecolor": "#8793a1", "linewidth": 1.6, "linestyle": (0, (3, 2))}


def shade_of(count: int, most: int, shades: int = len(SHADES)) -> int:
    """Which of so many shades, from the lightest, stands for a count of 1 to `most`."""
    return 0 if most <= 1 else round((shades - 1) * (count - 1) / (most - 1))


class Paper:
    """A sheet of `WIDTH` times `height`; y runs downwards."""

    def __init__(self, height: float) -> None:
        # matplotlib takes a second to load and most days nobody asks for a picture: it is imported on first use. The
        # canvas is asked for by name, so that no display is looked for and no global state is touched.
        figure = import_module("matplotlib.figure").Figure(figsize=(WIDTH / _DPI, height / _DPI), facecolor=_SHEET)
        import_module("matplotlib.backends.backend_agg").FigureCanvasAgg(figure)
        self._figure = figure
        self._axes = figure.add_axes((0, 0, 1, 1))
        self._axes.set(xlim=(0, WIDTH), ylim=(height, 0))
        self._axes.axis("off")
        self._sharpness = max(1.0, min(_SHARPEST, _LONGEST / height))

    def save(self, file: BytesIO) -> None:
        """As PNG."""
        self._figure.savefig(file, format="png", dpi=_DPI * self._sharpness)

    def words(self, x: float, y: float, words: str, *, size: float = LETTER, **look: Any) -> None:
        """Words of `size` pixels. A dollar sign in a name is a dollar sign, not the beginning of a formula."""
        common = {"va": "center", "color": INK, "fontsize": size * 72 / _DPI, "parse_math": False}
        self._axes.text(x, y, words, **{**common, **look})

    def box(self, x: float, y: float, width: float, height: float, **look: Any) -> None:
        """A rectangle from its upper left corner."""
        rectangle = import_module("matplotlib.patches").Rectangle
        self._axes.add_patch(rectangle((x, y), width, height, **{"joinstyle": "round", "linewidth": 1, **look}))

    def hatched(self, x: float, y: float, width: float, height: float) -> None:
        """Nothing to expect here."""
        self.box(x, y, width, height, facecolor="none", edgecolor="#c3cad3", hatch="///", linewidth=0)

    def frame(self, x: float, y: float, width: float, height: float) -> None:
        """What the eye should find first."""
        self.box(x, y, width, height, facecolor="none", edgecolor="white", linewidth=5)
        self.box(x, y, width, height, facecolor="none", edgecolor=INK, linewidth=2.6)

    def dashed_frame(self, x: float, y: float, width: float, height: float) -> None:
        """What it should find next."""
        self.box(x, y, width, height, facecolor="none", edgecolor="white", linewidth=5)
        self.box(x, y, width, height, facecolor="none", edgecolor=INK, linewidth=2.6, linestyle=(0, (2.4, 1.6)))
