"""Which themes may a note be about? Cues, words and meaning joined; the suggester of a study that has the model."""

from collections.abc import Iterable, Sequence
from threading import Lock

import numpy as np
import numpy.typing as npt

from fieldwork.codebook import Codebook, Theme
from fieldwork.judgement import Lesson
from fieldwork.quotation import sentences
from fieldwork.suggestion import SHOWN, Suggestion, suggest_themes
from fieldwork.theme_labels import theme_labels
from meaning.classifier import Classifier
from meaning.encoder import Vectoriser, Vectors
from meaning.examples import Examples, examples_of, nothing
from meaning.votes import Votes
from meaning.wording import Wording

Features = npt.NDArray[np.float64]  # shape (themes, features)

LIKELY = 0.28  # from this probability on a theme is worth a button; notes about none are told by their signs
BESIDE_THE_BEST = 0.5  # of the best one's probability: what is much weaker is noise
LESSON_WEIGHT = 0.3  # of a whole note that a person coded, beside 1 for a sentence of the codebook
LEAST_SHARE = 0.001  # of the votes: below it a theme is out of the question
MOST_SENTENCES = 40  # of one note: a pasted interview must not take seconds

# One logistic regression over (note, theme) pairs, the same for every theme, fitted on 740 labelled notes of 25
# researchers; `jottings bench themes` fits it anew and measures it on notes left out.
WEIGHTS: dict[str, float] = {
    "cues": 0.949,
    "shared words": 1.226,
    "best three sentences": 6.238,
    "all sentences": 4.185,
    "whole note": 10.0,
    "words behind the first theme": 2.95,
    "votes of the examples": 0.97,
    "given by the author": 4.304,
}
BIAS = -4.929


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
        self._learned: dict[str, tuple[Vectors, list[float]]] = {}

    def learn(self, lesson: Lesson) -> None:
        """Take in what people decided about one text, in place of what they had decided about it before."""
        if (lesson.about | lesson.refused).isdisjoint(theme.slug for theme in self._codebook.themes):
            return
        pieces = _sentences(lesson.text)
        vector = _whole(pieces, self._encoder.vectors(pieces))
        with self._lock:
            before = self._learned.pop(lesson.text, None)
            if before is not None:
                self._classifier.teach(before[0], [before[1]], -LESSON_WEIGHT)
            # About a theme that nobody decided on the text teaches nothing: what is believed already is believed on.
            believed = self._classifier.scores(vector)[0]
            wanted = [
                1.0 if theme.slug in lesson.about else 0.0 if theme.slug in lesson.refused else float(belief)
                for theme, belief in zip(self._codebook.themes, believed, strict=True)
            ]
            self._classifier.teach(vector, [wanted], LESSON_WEIGHT)
            self._learned[lesson.text] = (vector, wanted)

    def suggest(self, text: str) -> tuple[Suggestion, ...]:
        """Every theme, best first, with its probability; at most three are worth a button."""
        return ranked([theme.slug for theme in self._codebook.themes], self.probabilities(text))

    def probabilities(self, text: str) -> list[float]:
        """How likely each theme of the codebook is."""
        logits = self.features(text) @ np.array(list(WEIGHTS.values())) + BIAS
        return [float(chance) for chance in 1 / (1 + np.exp(-logits))]

    def features(self, text: str) -> Features:
        """What speaks for each theme: shape (themes, features), in the order of `WEIGHTS`."""
        pieces = _sentences(text)
        vectors = self._encoder.vectors(pieces)
        with self._lock:
            scores = self._classifier.scores(np.concatenate([vectors, _whole(pieces, vectors)]))
        by_sentence = np.sort(scores[:-1], axis=0)[::-1]
        found = dict(suggest_themes(text, self._codebook, said=()))
        cues = np.array([found.get(theme.slug, 0.0) for theme in self._codebook.themes])
        given = {label.theme.slug for label in theme_labels(text, self._codebook.themes)}
        words = np.log1p(np.array(self._wording.shared(text)))
        parts: Sequence[Features] = (
            np.log1p(cues),
            words,
            by_sentence[:3].mean(axis=0),
            by_sentence.mean(axis=0),
            scores[-1],
            words - words.max(initial=-np.inf),
            np.log(self._votes.shares(vectors).mean(axis=0) + LEAST_SHARE),
            np.array([float(theme.slug in given) for theme in self._codebook.themes]),
        )
        return np.stack(parts, axis=1)


def _sentences(text: str) -> list[str]:
    return list(sentences(text))[:MOST_SENTENCES] or [text]


def _whole(pieces: Sequence[str], vectors: Vectors) -> Vectors:
    """A note as one vector, shape (1, 384), from its sentences': as good as reading it once more, in half the time."""
    words = np.array([len(piece.split()) for piece in pieces], dtype=np.float32)
    mean: Vectors = (vectors * np.sqrt(words)[:, None]).sum(axis=0, keepdims=True)
    unit: Vectors = mean / (np.linalg.norm(mean) or 1.0)
    return unit


def _targets(themes: Sequence[Theme], about: Iterable[str]) -> list[float]:
    wanted = set(about)
    return [float(theme.slug in wanted) for theme in themes]


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
    classifier = Classifier(len(themes))
    classifier.teach(none, [_targets(themes, ()) for _ in none])
    for theme in themes:
        classifier.teach(shown[theme.slug], [_targets(themes, (theme.slug,)) for _ in shown[theme.slug]])
        if looks_like := examples.get(theme.slug, Examples()).looks_like:
            classifier.teach(encoder.vectors(looks_like), [_targets(themes, ()) for _ in looks_like])
    return classifier


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
