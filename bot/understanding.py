"""The model for meaning, where it is installed: loaded once, shared by whoever needs it."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache

from meaning.encoder import Encoder, NoMeaning
from meaning.likeness import Likeness

log = logging.getLogger("jottings")


@lru_cache(maxsize=1)
def installed_encoder() -> Encoder | None:
    """The encoder; None where it can't be used, which is logged once."""
    try:
        return Encoder.installed()
    except NoMeaning:
        log.warning("no_meaning")  # themes and answers go by words alone
        return None


@contextmanager
def reading_along() -> Iterator[Likeness | None]:
    """What notes mean, read from its start to the end by a thread of its own; None without a model."""
    encoder = installed_encoder()
    if encoder is None:
        yield None
        return
    likeness = Likeness(encoder)
    try:
        yield likeness
    finally:
        likeness.close()
