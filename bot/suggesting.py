"""Who suggests themes and ranks sentences: the small model where it is installed, cues and signs where it is not."""

import asyncio
import logging
import os
from pathlib import Path

from bot.understanding import installed_encoder
from fieldwork.quotation import Ranker, by_signs
from meaning.priority import THINKING, step_back
from meaning.quoted import QuotedSentences
from meaning.themes import ThemeModel
from meaning.well_read import WellRead
from services.questions import Questions
from services.study import Study
from services.suggesting import Suggesting

LEARN_EVERY_SECONDS = 60.0
log = logging.getLogger("jottings")

WARM_UP_AFTER_SECONDS = 3.0  # what waited for the start is taken in first


def theme_model() -> ThemeModel | None:
    """The model, None where it can't be used."""
    encoder = installed_encoder()
    return None if encoder is None else ThemeModel(WellRead(encoder, _cache()))


def read_examples() -> bool:
    """Have the packaged examples read and kept; False without the model."""
    encoder = installed_encoder()
    if encoder is not None:
        WellRead(encoder, _cache()).vectors([])
    return encoder is not None


def _cache() -> Path:
    """Where what says nothing of a study is kept between starts (XDG Base Directory Specification)."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "jottings" / "meaning"


def sentence_ranker() -> Ranker:
    """What puts a note's sentences in order: the model for meaning, signs where it can't be used."""
    return by_signs if installed_encoder() is None else QuotedSentences.installed()


def suggesting() -> Suggesting:
    """The best suggester that this machine has."""
    return Suggesting(theme_model(), sentence_ranker(), begin=lambda: step_back(THINKING))


async def learn_along(study: Study, questions: Questions) -> None:
    """Warm the model up, then let it take in what the team decides; never before a capture."""
    await questions.until_words_known()
    await asyncio.sleep(WARM_UP_AFTER_SECONDS)
    await study.suggesting.warm_up(study.codebook)
    if study.suggesting.by_meaning:
        log.info("model_ready")
    while True:
        await study.suggesting.learn(study.notebook.all())
        await asyncio.sleep(LEARN_EVERY_SECONDS)
