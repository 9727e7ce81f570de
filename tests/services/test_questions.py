"""What is asked is answered from the notes as they are now, among those that the asker may read."""

from collections.abc import AsyncIterator, Callable, Collection, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from bench.study import new_study
from fieldwork.member import Member, MemberId, Role
from fieldwork.note import Audience, Code, CodeKind, Note, NoteNumber, Origin
from fieldwork.query import Query
from services.questions import READ_AT_ONCE, Questions
from services.study import Study
from services.suggesting import Suggesting
from tests.fieldwork.test_query import MONDAY_NOON, a_note, theme
from tests.services.test_suggesting import Knowing

WORDS = Query(words=("bus", "fare"), said="bus fare")
OTHER_WORDS = Query(words=("ticket",), said="ticket")


@dataclass(slots=True)
class Alike:
    """A model for which every note that it knows is like every question."""

    texts: dict[int, str] = field(default_factory=dict)
    unread: int = 0

    def put(self, number: int, text: str) -> None:
        self.texts[number] = text

    def forget(self, number: int) -> None:
        self.texts.pop(number, None)

    def read_all(self, progress: Callable[[], None] | None = None) -> None:
        """Nothing waits."""

    def to_question(
        self, question: str, among: Collection[int] | None, also: Collection[int] = ()
    ) -> Mapping[int, float]:
        return {number: 1.0 for number in self.texts if among is None or number in among}

    def to_note(self, number: int, among: Collection[int] | None) -> Mapping[int, float]:
        return {other: 1.0 for other in self.to_question("", among) if other != number}


@asynccontextmanager
async def written_study(folder: Path) -> AsyncIterator[Study]:
    """A study with one note in mind."""
    async with new_study(folder) as (study, _):
        study.notebook.put(
            replace(a_note(1, "The bus fare went up."), source_id="imported-1", observed_at=MONDAY_NOON.replace(day=10))
        )
        yield study


def member(number: int, role: Role = Role.RESEARCHER) -> Member:
    return Member(id=MemberId(number), role=role, name="Bo", label=f"R{number}", telegram_id=1, joined_at=MONDAY_NOON)


async def numbers(questions: Questions, query: Query, reader: Member | None) -> list[int]:
    return [note.number for note in (await questions.find(query, reader)).notes]


async def test_a_note_is_found_as_soon_as_it_is_there_and_no_more_once_it_is_erased(tmp_path: Path) -> None:
    async with written_study(tmp_path) as study:
        meaning = Alike()
        questions = Questions(study, meaning)
        assert await numbers(questions, WORDS, member(2)) == [1]
        study.notebook.put(a_note(2, "No bus, no fare."))
        assert await numbers(questions, WORDS, member(2)) == [2, 1]
        study.notebook.forget(NoteNumber(1))
        assert await numbers(questions, WORDS, member(2)) == [2]
        assert list(meaning.texts) == [2]


async def test_a_private_note_is_never_found_by_another_person_whichever_way(tmp_path: Path) -> None:
    async with written_study(tmp_path) as study:
        questions = Questions(study, Alike())
        private: Note = replace(a_note(2, "The bus fare, in private."), audience=Audience.AUTHOR)
        study.notebook.put(private)
        public = study.notebook.get(NoteNumber(1))
        assert public is not None
        for reader in (member(2), member(3, Role.PI)):
            for query in (WORDS, OTHER_WORDS, Query(), Query(phrases=("in private",)), Query(people=("R1",))):
                assert 2 not in await numbers(questions, query, reader)
            assert [note.number for note in (await questions.more_like(public, reader)).notes] == []
        assert 2 in await numbers(questions, OTHER_WORDS, member(1))
        assert 2 not in [note.number for note in (await questions.find(WORDS, member(1), team_only=True)).notes]
        assert await numbers(questions, WORDS, member(4, Role.ADMIN)) == []


async def test_without_a_model_questions_are_answered_by_words_alone(tmp_path: Path) -> None:
    async with written_study(tmp_path) as study:
        questions = Questions(study)
        await questions.open()
        assert await numbers(questions, WORDS, member(2)) == [1]
        assert await numbers(questions, OTHER_WORDS, member(2)) == []
        assert questions.unread == 0


async def test_more_like_this_never_offers_the_note_itself(tmp_path: Path) -> None:
    async with written_study(tmp_path) as study:
        study.notebook.put(a_note(2, "Another."))
        note = study.notebook.get(NoteNumber(1))
        assert note is not None
        for questions, others in ((Questions(study, Alike()), [2]), (Questions(study), [])):
            assert [found.number for found in (await questions.more_like(note, member(2))).notes] == others
            study.notebook.put(note)
            study.notebook.put(a_note(2, "Another."))


async def test_what_there_is_at_each_site_is_counted_among_what_the_asker_may_read(tmp_path: Path) -> None:
    async with written_study(tmp_path) as study:
        questions = Questions(study)
        sites = {1: ("riverside",), 2: ("riverside", "hilltop"), 3: ("hilltop",), 4: ("hilltop",)}
        for number, slugs in sites.items():
            codes = [Code(kind=CodeKind.SITE, slug=slug, origin=Origin.SAID) for slug in slugs]
            origin = Origin.SUGGESTED if number == 4 else Origin.SAID
            study.notebook.put(a_note(number, "The bus fare went up.", *codes, theme("trust", origin)))
        private = study.notebook.get(NoteNumber(3))
        assert private is not None
        study.notebook.put(replace(private, audience=Audience.AUTHOR))
        for query in (Query(themes=("trust",)), Query(themes=("trust",), words=("fare",))):
            assert await questions.sites(query, member(2)) == {"riverside": 2, "hilltop": 1}
            assert await questions.sites(query, member(1)) == {"riverside": 2, "hilltop": 2}
            assert await questions.sites(query, member(1), team_only=True) == {"riverside": 2, "hilltop": 1}


async def test_the_words_of_all_notes_are_read_without_anybody_asking(tmp_path: Path) -> None:
    async with written_study(tmp_path) as study:
        for number in range(2, 3 * READ_AT_ONCE):
            study.notebook.put(a_note(number, "Another."))
        questions = Questions(study)
        await questions.until_words_known()  # nothing was opened: nothing to wait for
        await questions.open()
        await questions.until_words_known()
        assert questions._index.read(0) == 0
        assert await numbers(questions, WORDS, member(2)) == [1]


async def test_of_notes_equally_like_a_question_the_one_on_its_theme_comes_first(tmp_path: Path) -> None:
    async with written_study(tmp_path) as study:
        study.suggesting = Suggesting(Knowing())
        await study.suggesting.warm_up(study.codebook)
        on_it = replace(
            a_note(1, "The bus fare went up.", theme(study.codebook.themes[0].slug)), observed_at=MONDAY_NOON
        )
        study.notebook.put(on_it)
        study.notebook.put(replace(a_note(2, "The bus was late."), observed_at=MONDAY_NOON.replace(day=20)))
        questions = Questions(study, Alike())
        assert await numbers(questions, OTHER_WORDS, member(2)) == [1, 2]
        study.notebook.put(replace(on_it, codes=()))
        assert await numbers(questions, OTHER_WORDS, member(2)) == [2, 1]
