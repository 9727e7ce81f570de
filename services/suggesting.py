"""Suggested themes and telling sentences, thought of beside the event loop: no capture waits for a model."""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import TypeVar

from fieldwork.codebook import Codebook
from fieldwork.judgement import lessons
from fieldwork.note import Note
from fieldwork.quotation import Ranker, by_signs
from fieldwork.suggestion import Suggestion, by_cues
from services.ports import ThemeModel

K = TypeVar("K")
T = TypeVar("T")

MOST_LESSONS = 2000  # each takes some 30 ms when it is new; the newest say best what the team means now
AT_ONCE, A_SECOND = 40, 2.0  # texts: what a day's outage brings, and then as many as leave a small machine its time
TICK_SECONDS = 0.4  # for which a tick waits for its themes: beside exports and searches a thought may take long
FIRST = "She came in. He waited."  # no ranker loads its model for less
KEPT = 64  # texts whose suggestions are remembered: those between being thought about and being stored


class Suggesting:
    """A suggester that remembers what it has thought about; by cues until the model is warm, and without one."""

    def __init__(
        self, model: ThemeModel | None = None, rank: Ranker = by_signs, *, begin: Callable[[], None] = lambda: None
    ) -> None:
        """`begin` is called first in the thread that thinks."""
        self._model = model
        self._rank = rank
        self._warm = False
        self._thoughts, self._counted_at = float(AT_ONCE), time.monotonic()  # how many there is time for
        self._thinker = ThreadPoolExecutor(1, "themes", begin)
        self._thought: OrderedDict[tuple[str, int], tuple[Suggestion, ...]] = OrderedDict()
        self._ranked: OrderedDict[str, tuple[int, ...]] = OrderedDict()

    @property
    def by_meaning(self) -> bool:
        """Whether there is a model."""
        return self._model is not None

    async def warm_up(self, codebook: Codebook) -> None:
        """Let the models read the codebook and a first text, which takes some seconds."""
        if self._model is not None:
            await self._beside(self._model, "", codebook)
            await self._beside(self._rank, FIRST)
            self._warm = True

    async def learn(self, notes: Sequence[Note]) -> None:
        """Let the model take in what people decided about these notes; the newest of them, when they are many.

        One note at a time: whoever thinks about a text or stops the bot waits for no more than that.
        """
        if self._model is not None:
            taught = await self._beside(lambda: lessons(notes, MOST_LESSONS))
            for lesson in taught:
                await self._beside(self._model.learn, lesson)
            await self._beside(self._model.forget_others, {lesson.text for lesson in taught})

    async def consider(self, text: str, codebook: Codebook, *, hurried: bool = False) -> None:
        """Think about a text that is about to be read.

        `hurried`: somebody waits for the tick. In a flood cues must do then, for each tick would wait for all others,
        and where the machine is busy with something else.
        """
        if self._model is None or not self._warm or not text.strip() or (hurried and not self._has_time()):
            return
        with suppress(TimeoutError):
            async with asyncio.timeout(TICK_SECONDS if hurried else None):
                _remember(self._thought, (text, id(codebook)), await self._beside(self._model, text, codebook))
                _remember(self._ranked, text, await self._beside(self._rank, text))

    def _has_time(self) -> bool:
        now = time.monotonic()
        self._thoughts = min(AT_ONCE, self._thoughts + (now - self._counted_at) * A_SECOND)
        self._counted_at = now
        if self._thoughts < 1:
            return False
        self._thoughts -= 1
        return True

    def about(self, question: str, codebook: Codebook) -> Mapping[str, float]:
        """How likely each theme is what a question is about, 0 to 1; empty until the model is warm."""
        if self._model is None or not self._model.knows(codebook):
            return {}
        return {one.theme: one.score for one in self._model(question, codebook)}

    def telling(self, text: str) -> tuple[int, ...]:
        """What was thought about that text's sentences; () when nothing was."""
        return self._ranked.get(text, ())

    async def _beside(self, work: Callable[..., T], *values: object) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thinker, work, *values)

    def __call__(self, text: str, codebook: Codebook) -> tuple[Suggestion, ...]:
        """What was thought about that text; by cues when nothing was."""
        known = self._thought.get((text, id(codebook)))
        return by_cues(text, codebook) if known is None else known


def _remember(memory: OrderedDict[K, T], key: K, thought: T) -> None:
    memory[key] = thought
    while len(memory) > KEPT:
        memory.popitem(last=False)
