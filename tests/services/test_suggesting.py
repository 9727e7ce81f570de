"""Themes are thought of beside the captures: by the model once it is warm, by cues before and without one."""

import asyncio
import threading
import time
from collections.abc import Collection

from fieldwork.codebook import Codebook, default_codebook_text, parse_codebook
from fieldwork.judgement import Lesson
from fieldwork.suggestion import Suggestion, by_cues
from services.suggesting import A_SECOND, AT_ONCE, KEPT, Suggesting
from tests.fieldwork.test_query import a_note, theme

TEXT = "The bus fare has gone up and she is lonely."


class Knowing:
    """A model that knows one theme, and remembers what it was asked and taught."""

    def __init__(self, seconds_to_learn: float = 0.0) -> None:
        self.seconds_to_learn = seconds_to_learn
        self.goes_on = threading.Event()
        self.goes_on.set()
        self.asked: list[str] = []
        self.taught: list[Lesson] = []

    def __call__(self, text: str, codebook: Codebook) -> tuple[Suggestion, ...]:
        self.asked.append(text)
        self.goes_on.wait()
        return (Suggestion(theme=codebook.themes[0].slug, score=0.9, shown=True),)

    def knows(self, codebook: Codebook) -> bool:
        return bool(self.asked)

    def learn(self, lesson: Lesson) -> None:
        time.sleep(self.seconds_to_learn)
        self.taught.append(lesson)

    def forget_others(self, texts: Collection[str]) -> None:
        self.taught = [lesson for lesson in self.taught if lesson.text in texts]


def book() -> Codebook:
    codebook, _ = parse_codebook(default_codebook_text())
    assert codebook is not None
    return codebook


async def test_without_a_model_cues_suggest() -> None:
    codebook, suggesting = book(), Suggesting()
    await suggesting.warm_up(codebook)
    await suggesting.consider(TEXT, codebook)
    assert not suggesting.by_meaning
    assert suggesting(TEXT, codebook) == by_cues(TEXT, codebook)


async def test_a_note_that_comes_before_the_model_is_warm_does_not_wait() -> None:
    codebook, model = book(), Knowing()
    suggesting = Suggesting(model)
    await suggesting.consider(TEXT, codebook)
    assert model.asked == []
    assert suggesting(TEXT, codebook) == by_cues(TEXT, codebook)


async def test_what_was_thought_about_is_not_thought_about_again_when_it_is_stored() -> None:
    codebook, model = book(), Knowing()
    suggesting = Suggesting(model)
    await suggesting.warm_up(codebook)
    await suggesting.consider(TEXT, codebook)
    assert [one.theme for one in suggesting(TEXT, codebook)] == [codebook.themes[0].slug]
    assert model.asked == ["", TEXT]


async def test_the_sentences_of_what_was_thought_about_are_in_order_too() -> None:
    asked: list[str] = []

    def rank(text: str) -> tuple[int, ...]:
        asked.append(text)
        return (1, 0)

    codebook, suggesting = book(), Suggesting(Knowing(), rank)
    await suggesting.consider(TEXT, codebook)
    assert asked == []  # no capture loads a model
    await suggesting.warm_up(codebook)
    asked.clear()
    await suggesting.consider(TEXT, codebook)
    assert suggesting.telling(TEXT) == (1, 0)
    assert suggesting.telling("Another text.") == ()
    assert asked == [TEXT]


async def test_themes_do_not_wait_for_the_order_of_a_long_notes_sentences() -> None:
    goes_on = threading.Event()
    goes_on.set()

    def rank(text: str) -> tuple[int, ...]:
        goes_on.wait()
        return (1, 0)

    codebook, suggesting = book(), Suggesting(Knowing(), rank)
    await suggesting.warm_up(codebook)
    goes_on.clear()
    try:
        await suggesting.consider(TEXT, codebook, hurried=True)
    finally:
        goes_on.set()
    assert [one.theme for one in suggesting(TEXT, codebook)] == [codebook.themes[0].slug]
    assert suggesting.telling(TEXT) == ()


async def test_no_more_texts_are_remembered_than_are_under_way() -> None:
    codebook, model = book(), Knowing()
    suggesting = Suggesting(model)
    await suggesting.warm_up(codebook)
    for number in range(KEPT + 1):
        await suggesting.consider(f"{TEXT} {number}", codebook)
    assert suggesting(f"{TEXT} 0", codebook) == by_cues(f"{TEXT} 0", codebook)
    assert suggesting(f"{TEXT} {KEPT}", codebook)[0].score == 0.9


async def test_what_people_gave_is_taught_and_what_nobody_decided_is_not() -> None:
    model = Knowing()
    notes = [a_note(1, "She said so.", theme("trust")), a_note(2, "Nobody said anything.")]
    await Suggesting(model).learn(notes)
    assert model.taught == [Lesson(text="She said so.", about=frozenset({"trust"}))]


async def test_what_is_taken_back_or_erased_is_forgotten() -> None:
    model = Knowing()
    suggesting, kept = Suggesting(model), a_note(1, "She said so.", theme("trust"))
    await suggesting.learn([kept, a_note(2, "He said so too.", theme("trust")), a_note(3, "Nor he.", theme("trust"))])
    await suggesting.learn([kept, a_note(2, "He said so too.")])  # the code of one is gone, the other note erased
    assert {lesson.text for lesson in model.taught} == {"She said so."}


async def test_the_bot_stops_in_the_middle_of_much_that_is_to_be_learned() -> None:
    model = Knowing(seconds_to_learn=0.02)
    learning = asyncio.create_task(
        Suggesting(model).learn(
            [a_note(number, f"She said so {number} times.", theme("trust")) for number in range(500)]
        )
    )
    while not model.taught:
        await asyncio.sleep(0.005)
    learning.cancel()
    await asyncio.gather(learning, return_exceptions=True)
    await asyncio.sleep(0.1)
    known = len(model.taught)
    await asyncio.sleep(0.1)
    assert len(model.taught) == known < 500


async def test_in_a_flood_cues_must_do_so_that_no_tick_waits_for_all_the_others() -> None:
    codebook, model = book(), Knowing()
    suggesting = Suggesting(model)
    await suggesting.warm_up(codebook)
    texts = [f"{TEXT} {number}" for number in range(3 * AT_ONCE)]
    for text in texts:
        await suggesting.consider(text, codebook, hurried=True)
    assert model.asked[: AT_ONCE + 1] == ["", *texts[:AT_ONCE]]
    assert len(model.asked) < 2 * AT_ONCE
    assert suggesting(texts[-1], codebook) == by_cues(texts[-1], codebook)
    await asyncio.sleep(1.5 / A_SECOND)
    await suggesting.consider(TEXT, codebook, hurried=True)
    assert model.asked[-1] == TEXT


async def test_a_tick_does_not_wait_for_a_model_that_finds_no_time() -> None:
    codebook, model = book(), Knowing()
    suggesting = Suggesting(model)
    await suggesting.warm_up(codebook)
    model.goes_on.clear()
    await suggesting.consider(TEXT, codebook, hurried=True)
    assert suggesting(TEXT, codebook) == by_cues(TEXT, codebook)
    model.goes_on.set()
    await suggesting.consider(TEXT, codebook)
    assert suggesting(TEXT, codebook) != by_cues(TEXT, codebook)


async def test_what_a_question_is_about_is_known_once_the_model_is_warm() -> None:
    codebook, suggesting = book(), Suggesting(Knowing())
    assert suggesting.about("who pays for the taxi", codebook) == {}
    await suggesting.warm_up(codebook)
    assert suggesting.about("who pays for the taxi", codebook) == {codebook.themes[0].slug: 0.9}
