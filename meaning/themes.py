"""Which themes may a note be about? Cues, words and meaning joined; the suggester of a study that has the model."""

from collections.abc import Collection, Mapping, Sequence
from threading import Lock

import numpy as np
import numpy.typing as npt

from fieldwork.codebook import Codebook, Theme
from fieldwork.judgement import Lesson
from fieldwork.quotation import sentences
from fieldwork.suggestion import SHOWN, Suggestion, suggest_themes
from fieldwork.theme_labels import theme_labels
from meaning.classifier import Classifier
from meaning.coded import NONE, coded_notes
from meaning.encoder import Vectoriser, Vectors
from meaning.examples import Examples, examples_of, nothing
from meaning.experience import Experience
from meaning.votes import Votes
from meaning.wording import Wording

Floats = npt.NDArray[np.float64]

LIKELY = 0.28  # from this probability on a theme is worth a button; notes about none are told by their signs
BESIDE_THE_BEST = 0.5  # of the best one's probability: what is much weaker is noise
LEAST_SHARE = 0.001  # of the votes: below it a theme is out of the question
MOST_SENTENCES = 40  # of one note: a pasted interview must not take seconds

# One logistic regression over (note, theme) pairs, the same for every theme: the first weight for a theme that coded
# notes tell something of, the second for any other (of another study's notes they tell nothing at all). `jottings bench
# themes` fits it anew and measures it on notes of researchers left out.
WEIGHTS: dict[str, tuple[float, float]] = {
    "cues": (0.32, 1.88),
    "shared words": (0.34, 0.7),
    "best three sentences": (4.06, 5.45),
    "all sentences": (0.84, 15.49),
    "words behind the first theme": (2.14, 0.18),
    "votes of the examples": (0.88, 0.41),
    "given by the author": (5.98, 6.63),
    "coded notes": (13.32, 0.0),
    "coded notes without a theme": (-1.71, -2.01),
}
BIAS = (-3.72, -3.84)


def ranked(themes: Sequence[str], chances: Sequence[float]) -> tuple[Suggestion, ...]:
    """Themes by how likely they are, best first; at most three are worth a button."""
    order = sorted(range(len(themes)), key=lambda at: (-chances[at], at))
    least = max(LIKELY, BESIDE_THE_BEST * chances[order[0]]) if order else LIKELY
    return tuple(
        Suggestion(theme=themes[at], score=round(chances[at], 4), shown=place < SHOWN and chances[at] >= least)
        for place, at in enumerate(order)
    )


class Themes:
    """A suggester for one codebook. Threads may share it."""

    def __init__(self, encoder: Vectoriser, codebook: Codebook) -> None:
        self._encoder = encoder
        self._codebook = codebook
        self._lock = Lock()
        examples = examples_of(codebook)
        shown = {theme.slug: encoder.vectors(_shows(theme, examples)) for theme in codebook.themes}
        none = encoder.vectors(nothing())
        self._wording = Wording(codebook.themes, examples)
        self._classifier = _taught(encoder, codebook.themes, examples, shown, none)
        self._votes = Votes(list(shown.values()), none)
        self._coded = coded_notes()
        self._column = {slug: at for at, slug in enumerate(self._coded.columns) if slug in examples}
        kinds = [0 if theme.slug in self._column else 1 for theme in codebook.themes]
        self._weights, self._bias = np.array([*WEIGHTS.values()]).T[kinds], np.array(BIAS)[kinds]
        self._experience = Experience(len(codebook.themes))
        self._learned: dict[str, tuple[Vectors, Floats]] = {}

    def learn(self, lesson: Lesson) -> None:
        """Take in what people decided about one text, in place of what they had decided about it before."""
        if (lesson.about | lesson.refused).isdisjoint(theme.slug for theme in self._codebook.themes):
            self.forget(lesson.text)
            return
        features, whole = self._read(lesson.text)
        decided = np.array(
            [
                1.0 if theme.slug in lesson.about else 0.0 if theme.slug in lesson.refused else np.nan
                for theme in self._codebook.themes
            ]
        )
        surprises = np.nan_to_num(decided - _chances(self._log_odds(features)))
        with self._lock:
            self._forget(lesson.text)
            self._experience.take_in(whole, surprises)
            self._learned[lesson.text] = (whole, surprises)

    def forget(self, text: str) -> None:
        """As if nobody had decided anything about that text."""
        with self._lock:
            self._forget(text)

    def _forget(self, text: str) -> None:
        before = self._learned.pop(text, None)
        if before is not None:
            self._experience.take_in(*before, times=-1)

    def suggest(self, text: str) -> tuple[Suggestion, ...]:
        """Every theme, best first, with its probability; at most three are worth a button."""
        return ranked([theme.slug for theme in self._codebook.themes], self.probabilities(text))

    def probabilities(self, text: str) -> list[float]:
        """How likely each theme of the codebook is."""
        features, whole = self._read(text)
        with self._lock:
            learned = self._experience.log_odds(whole)
        return [float(chance) for chance in _chances(self._log_odds(features) + learned)]

    def features(self, text: str) -> Floats:
        """What speaks for each theme: shape (themes, features), in the order of `WEIGHTS`."""
        return self._read(text)[0]

    def _log_odds(self, features: Floats) -> Floats:
        """What is believed before the team decided anything."""
        log_odds: Floats = (features * self._weights).sum(axis=1) + self._bias
        return log_odds

    def _read(self, text: str) -> tuple[Floats, Vectors]:
        """A note's features, and the whole of it as a vector beside those of coded notes."""
        pieces = _sentences(text)
        vectors = self._encoder.vectors(pieces)
        whole = _whole(pieces, vectors)
        scores = self._classifier.scores(vectors)
        by_sentence = np.sort(scores, axis=0)[::-1]
        found = dict(suggest_themes(text, self._codebook, said=()))
        given = {label.theme.slug for label in theme_labels(text, self._codebook.themes)}
        words = np.log1p(np.array(self._wording.shared(text)))
        coded = self._coded.scores(text, whole)
        parts: Sequence[Floats] = (
            np.log1p(self._by_theme(found)),
            words,
            by_sentence[:3].mean(axis=0),
            by_sentence.mean(axis=0),
            words - words.max(initial=-np.inf),
            np.log(self._votes.shares(vectors).mean(axis=0) + LEAST_SHARE),
            self._by_theme(dict.fromkeys(given, 1.0)),
            self._by_theme({slug: coded[at] for slug, at in self._column.items()}),
            np.full(len(words), coded[self._coded.columns.index(NONE)] if self._column else 0.0),
        )
        return np.stack(parts, axis=1), whole - self._coded.mean.astype(np.float32)

    def _by_theme(self, worth: Mapping[str, float]) -> Floats:
        return np.array([worth.get(theme.slug, 0.0) for theme in self._codebook.themes])


def read_whole(encoder: Vectoriser, text: str) -> Vectors:
    """A note as one vector, shape (384,)."""
    pieces = _sentences(text)
    return _whole(pieces, encoder.vectors(pieces))


def _chances(log_odds: Floats) -> Floats:
    chances: Floats = 1 / (1 + np.exp(-log_odds))
    return chances


def _sentences(text: str) -> list[str]:
    return list(sentences(text))[:MOST_SENTENCES] or [text]


def _whole(pieces: Sequence[str], vectors: Vectors) -> Vectors:
    """A note as one vector, shape (384,), from its sentences': as good as reading it once more, in half the time."""
    words = np.array([len(piece.split()) for piece in pieces], dtype=np.float32)
    mean: Vectors = (vectors * np.sqrt(words)[:, None]).sum(axis=0)
    unit: Vectors = mean / (np.linalg.norm(mean) or 1.0)
    return unit


def _shows(theme: Theme, examples: dict[str, Examples]) -> tuple[str, ...]:
    """Sentences that show a theme: made up ones, and the codebook's own about it."""
    own = examples.get(theme.slug, Examples())
    return (*own.shows, theme.label, theme.definition, *_parts(theme.include), *theme.cues)


def _taught(
    encoder: Vectoriser,
    themes: Sequence[Theme],
    examples: dict[str, Examples],
    shown: dict[str, Vectors],
    none: Vectors,
) -> Classifier:
    """A classifier that has read the codebook and its examples."""
    looks_like = [encoder.vectors(own.looks_like) for own in examples.values() if own.looks_like]
    groups = [(none, ""), *((shown[theme.slug], theme.slug) for theme in themes), *((like, "") for like in looks_like)]
    about = [[float(theme.slug == slug) for theme in themes] for vectors, slug in groups for _ in vectors]
    return Classifier(np.concatenate([vectors for vectors, _ in groups]), about)


def _parts(rule: str) -> list[str]:
    return [part.strip() for part in rule.split(";") if part.strip()]


class ThemeModel:
    """A suggester for whichever codebook the study has now, taught by what its people decided."""

    def __init__(self, encoder: Vectoriser) -> None:
        self._encoder = encoder
        self._built: tuple[Codebook, Themes] | None = None
        self._learned: dict[str, Lesson] = {}

    def __call__(self, text: str, codebook: Codebook) -> tuple[Suggestion, ...]:
        """Every theme of that codebook, best first.

        The first question about a codebook takes some seconds, and what had been learned on another is to be told anew.
        """
        built = self._built
        if built is None or built[0] is not codebook:
            built = self._built = (codebook, Themes(self._encoder, codebook))
            self._learned = {}
        return built[1].suggest(text)

    def knows(self, codebook: Codebook) -> bool:
        """Whether a question about that codebook is answered at once."""
        return self._built is not None and self._built[0] is codebook

    def learn(self, lesson: Lesson) -> None:
        """Take in what people decided about a text, once asked about a codebook; what is known costs nothing."""
        if self._built is not None and self._learned.get(lesson.text) != lesson:
            self._learned[lesson.text] = lesson
            self._built[1].learn(lesson)

    def forget_others(self, texts: Collection[str]) -> None:
        """Forget what was learned of every text but these."""
        for text in self._learned.keys() - texts:
            del self._learned[text]
            if self._built is not None:
                self._built[1].forget(text)
