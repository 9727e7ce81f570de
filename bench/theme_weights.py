"""The weights of what speaks for a theme, fitted on labelled notes of which each is scored by other people's."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from bench.coded_notes import CodedNote, scores_left_out
from fieldwork.codebook import Codebook
from meaning.encoder import WIDTH, Encoder, Vectors
from meaning.logistic import fitted
from meaning.themes import WEIGHTS, Themes, read_whole

Floats = npt.NDArray[np.float64]

OF_CODED, OF_NONE = (list(WEIGHTS).index(name) for name in ("coded notes", "coded notes without a theme"))
RENAMED = "-too"  # behind a slug: to the model a theme that nobody has coded notes by
PARTS = (1, 3, 6)  # that the themes of a codebook are dealt into: other studies have few


@dataclass(frozen=True, slots=True)
class ReadOnce:
    """The model, remembering what it has read: the same notes are asked about by one codebook after the other."""

    encoder: Encoder
    known: dict[str, Vectors] = field(default_factory=dict)

    def vectors(self, texts: Sequence[str]) -> Vectors:
        """A row for each text."""
        new = [text for text in dict.fromkeys(texts) if text not in self.known]
        self.known.update(zip(new, self.encoder.vectors(new), strict=True))
        return np.array([self.known[text] for text in texts], dtype=np.float32).reshape(-1, WIDTH)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """Themes that coded notes tell something of, or others."""

    name: str
    how: str
    column: int  # of `WEIGHTS`
    books: Callable[[Codebook], Sequence[Codebook]]  # to fit the weights on; the first is measured

    @property
    def coded(self) -> bool:
        """Whether coded notes tell of them."""
        return self.column == 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """What speaks for each theme of one codebook in each note, and whether the note is about it."""

    features: Floats  # shape (notes, themes, features)
    targets: Floats  # shape (notes, themes)


def renamed(codebook: Codebook) -> Codebook:
    """The same themes as those of another study, known by their own words alone."""
    return replace(codebook, themes=tuple(replace(one, slug=f"{one.slug}{RENAMED}") for one in codebook.themes))


def _in_parts(codebook: Codebook) -> Sequence[Codebook]:
    themes = renamed(codebook).themes
    return [replace(codebook, themes=themes[part::parts]) for parts in PARTS for part in range(parts)]


KINDS = (
    Kind(name="coded", how="fitted on the other researchers", column=0, books=lambda codebook: [codebook]),
    Kind(name="not coded", how="by a codebook that nobody has coded by", column=1, books=_in_parts),
)


def rows_of(notes: Sequence[CodedNote], codebook: Codebook, kind: Kind) -> list[Rows]:
    """For each of its codebooks; what coded notes say of a note is said by other researchers'."""
    model = ReadOnce(Encoder.installed())
    wholes = np.array([read_whole(model, note.text) for note in notes])
    said = scores_left_out(notes, wholes, [theme.slug for theme in codebook.themes])
    return [_rows(notes, book, model, said, coded=kind.coded) for book in kind.books(codebook)]


def _rows(notes: Sequence[CodedNote], book: Codebook, model: ReadOnce, said: Floats, *, coded: bool) -> Rows:
    themes, slugs = Themes(model, book), [theme.slug.removesuffix(RENAMED) for theme in book.themes]
    features = np.array([themes.features(note.text) for note in notes])
    if coded:
        features[:, :, OF_CODED] = said[:, :-1]
    features[:, :, OF_NONE] = said[:, -1:]
    return Rows(features=features, targets=np.array([[slug in note.themes for slug in slugs] for note in notes], float))


def weights_on(rows: Sequence[Rows], of: Sequence[int]) -> tuple[Floats, float]:
    """Weights and bias, fitted on these notes."""
    return fitted(
        np.concatenate([each.features[of].reshape(-1, len(WEIGHTS)) for each in rows]),
        np.concatenate([each.targets[of].ravel() for each in rows]),
    )
