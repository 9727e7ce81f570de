"""From notes to the picture: which rows and columns, under which names, with which cells framed."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from fieldwork.codebook import Codebook
from fieldwork.coverage import Cell, cells
from fieldwork.note import Note
from pictures.matrix import matrix_caption, matrix_png


@dataclass(frozen=True, slots=True)
class MatrixPainter:
    """Paints the coverage of the study in that codebook's words."""

    codebook: Codebook

    def matrix(self, notes: Sequence[Note], new: Sequence[Note], title: str) -> bytes:
        """A PNG of sites by themes over `notes`, with the cells that `new` opened framed."""
        counts, framed = self._counts(notes), self._opened(notes, new)
        return matrix_png(counts, self._sites(), self._themes(notes), new=framed, title=title)

    def caption(self, notes: Sequence[Note], new: Sequence[Note]) -> str:
        """The same in words."""
        counts, framed = self._counts(notes), self._opened(notes, new)
        return matrix_caption(counts, self._sites(), self._themes(notes), new=framed)

    def _counts(self, notes: Iterable[Note]) -> Counter[Cell]:
        named: Counter[Cell] = Counter()
        for cell, count in cells(notes).items():
            named[self._named(cell)] += count
        return named

    def _opened(self, notes: Iterable[Note], new: Sequence[Note]) -> set[Cell]:
        fresh = {note.number for note in new}
        earlier = (note for note in notes if note.number not in fresh)
        return {self._named(cell) for cell in cells(new).keys() - cells(earlier).keys()}

    def _sites(self) -> list[str]:
        return [site.name for site in self.codebook.sites]

    def _themes(self, notes: Iterable[Note]) -> list[str]:
        """Those that occur: the codebook's in its order, then the hashtags that are no themes yet."""
        occurring = {theme for _, theme in cells(notes)}
        listed = [theme.slug for theme in self.codebook.themes if theme.slug in occurring]
        return [self._label(slug) for slug in (*listed, *sorted(occurring.difference(listed)))]

    def _named(self, cell: Cell) -> Cell:
        site, theme = cell
        return self.codebook.site_name(site), self._label(theme)

    def _label(self, slug: str) -> str:
        return self.codebook.theme_label(slug) if self.codebook.theme(slug) else f"#{slug}"
