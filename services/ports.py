"""The ports: what is slow, remote or random, as protocols that `bot` fills in."""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from typing import Protocol

from fieldwork.codebook import Codebook
from fieldwork.errors import FieldworkError
from fieldwork.judgement import Lesson
from fieldwork.matrix import Matrix
from fieldwork.news import News
from fieldwork.suggestion import Suggestion
from fieldwork.transcript import Heed, Transcript
from fieldwork.trend import Trend

Clock = Callable[[], datetime]  # aware, UTC


class FileUnavailable(FieldworkError):
    """A file could not be fetched; trying again may help unless `final`."""

    def __init__(self, *, final: bool) -> None:
        super().__init__("The file could not be fetched from Telegram.")
        self.final = final


class Transcriber(Protocol):
    """Sound to words."""

    async def transcribe(
        self, recording: bytes, *, so_far: Transcript | None = None, heed: Heed | None = None
    ) -> Transcript:
        """The words of `recording` (a whole media file).

        `so_far` is what was heard of it before; whoever can't go on from there begins again. What `heed` raises ends
        the hearing.

        Raises:
            RecordingUnreadable: no decodable sound in it.
            EngineUnavailable: worth another try.
        """
        ...


class ThemeModel(Protocol):
    """A model that suggests themes and learns. Once it knows a codebook, any thread may ask about it."""

    def __call__(self, text: str, codebook: Codebook) -> tuple[Suggestion, ...]:
        """Every theme of that codebook, best first; the first question about a codebook may take seconds."""
        ...

    def knows(self, codebook: Codebook) -> bool:
        """Whether a question about that codebook is answered at once."""
        ...

    def learn(self, lesson: Lesson) -> None:
        """Take in what people decided about a text, once asked about a codebook; what is known costs nothing."""
        ...

    def forget_others(self, texts: Collection[str]) -> None:
        """Forget what was learned of every text but these: nothing is decided about it any more, or it is erased."""
        ...


class Meaning(Protocol):
    """What notes mean, for questions that use other words. Any thread may ask."""

    def put(self, number: int, text: str) -> None:
        """Read that note when there is time; what was known of it is forgotten now."""
        ...

    def forget(self, number: int) -> None:
        """Forget what was known of a note."""
        ...

    @property
    def unread(self) -> int:
        """Notes whose meaning is not known yet."""
        ...

    def read_all(self, progress: Callable[[], None] | None = None) -> None:
        """Read every note that waits, now; `progress` is called after each."""
        ...

    def to_question(
        self, question: str, among: Collection[int] | None, also: Collection[int] = ()
    ) -> Mapping[int, float]:
        """How like the question the nearest notes are and those in `also`, 0 to 1.5; `among` None stands for all."""
        ...

    def to_note(self, number: int, among: Collection[int] | None) -> Mapping[int, float]:
        """How like that note the nearest others are; empty while it was not read."""
        ...


class FileFetcher(Protocol):
    """Files that members sent."""

    async def fetch(self, file_id: str) -> bytes:
        """The whole file.

        Raises:
            FileUnavailable: Telegram does not give it.
        """
        ...


class Painter(Protocol):
    """Coverage as pictures."""

    async def matrix(self, matrix: Matrix, title: str, about: str) -> bytes:
        """A PNG of sites by themes, with the cells marked that are new; painted beside the event loop."""
        ...

    async def news(self, news: News, title: str, about: str) -> bytes:
        """A PNG of sites by themes, new notes beside those of the four weeks before."""
        ...

    async def trend(self, trend: Trend, title: str, about: str) -> bytes:
        """A PNG of each theme's weeks."""
        ...


class Alarm(Protocol):
    """Says directly what can't be stored to be said later."""

    async def not_saved(self, chat_id: int, sent: datetime) -> None:
        """What a member sent there can't be stored for now; they hear so once."""
        ...

    def well_again(self, chat_id: int) -> None:
        """What came from there is stored: the next trouble is news."""
        ...
