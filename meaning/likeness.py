"""Which notes mean something like a question? Vectors in memory, made note by note beside everything else."""

import threading
from collections.abc import Callable, Collection, Mapping

import numpy as np

from meaning import answered
from meaning.encoder import Vectoriser, Vectors
from meaning.memory import give_back_memory
from meaning.priority import READING, step_back
from meaning.vectors import Floats, Rows, VectorTable, mask_of
from meaning.windows import windows

WHOLE_COUNTS = 0.5  # of what a note means as a whole, beside its best window's 1
MOST = 300  # notes that an answer by meaning is chosen from
AT_ONCE = 4  # windows encoded in one go: a question waits for no more than these
SHARED = 1  # sentences that two neighbouring windows share, so that no thought is cut
OVERLAPPING_WINDOWS = 100_000  # of some 10,000 notes, the newest; the others do without, for memory
MANY = 10_000  # windows read in one go: on the way the table grew through many sizes
ROOM = 1_024  # numbers at a time
LAST_NOTE_SECONDS = 5.0  # a very long one takes two
FEW_WORDS = 2
FRAMES = (
    "{}", "a note about {}", "{} came up", "somebody spoke of {}", "they talked about {} and how it felt"
)  # fmt: skip
BEGIN_AFTER_SECONDS = 3.0  # what waited for the start is taken in first


def question_vector(encoder: Vectoriser, question: str) -> Floats:
    """As the model reads it; a word or two alone mean little to a model of sentences, and more within some."""
    frames = FRAMES if len(question.split()) <= FEW_WORDS else FRAMES[:1]
    mean = encoder.vectors([frame.format(question) for frame in frames]).mean(axis=0)
    wanted: Floats = mean / (np.linalg.norm(mean) or 1.0)
    return wanted


class Likeness:
    """The windows of every note as vectors. `put` only remembers what to read; a thread of its own reads it."""

    def __init__(self, encoder: Vectoriser, turn: Callable[[Floats], Floats] | None = None) -> None:
        """`turn` is what is done to a question's vector: by default what answered questions tell."""
        self._encoder = encoder
        self._turned = turn or answered.turn()
        self._table = VectorTable()
        self._means = np.zeros(1, dtype=np.float32)  # by number: the length of the sum of a note's vectors
        self._waiting: dict[int, str] = {}
        self._turn = threading.Lock()  # the table is read and written by two threads
        self._news = threading.Condition()
        self._ended = False
        self._thread: threading.Thread | None = None

    def put(self, number: int, text: str) -> None:
        """Read that note when there is time; what was known of it is forgotten now."""
        if number in self._waiting or self._knows(number):
            self.forget(number)
        with self._news:
            self._waiting[number] = text
            self._news.notify()

    def forget(self, number: int) -> None:
        """Drop a note's vectors."""
        with self._news:
            self._waiting.pop(number, None)
        with self._turn:
            if self._knows(number):
                self._means[number] = 0.0
                self._table.remove(number)

    @property
    def windows_read(self) -> int:
        """How many vectors there are."""
        return len(self._table)

    @property
    def unread(self) -> int:
        """Notes whose meaning is not known yet."""
        return len(self._waiting)

    def start(self) -> None:
        """Begin to read, in a thread of low priority."""
        self._thread = threading.Thread(target=self._read_on, name="meaning", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop reading, after the note that is being read: a process must not end in the middle of the model."""
        with self._news:
            self._ended = True
            self._news.notify()
        if self._thread is not None:
            self._thread.join(LAST_NOTE_SECONDS)

    def read_all(self, progress: Callable[[], None] | None = None) -> None:
        """Read every note that waits, now."""
        before = len(self._table)
        while not self._ended and self._waiting:
            self._read_one()
            if progress is not None:
                progress()
        if len(self._table) - before >= MANY:
            give_back_memory()

    def _read_on(self) -> None:
        step_back(READING)
        with self._news:
            self._news.wait_for(lambda: self._ended, timeout=BEGIN_AFTER_SECONDS)
        while not self._ended:
            with self._news:
                self._news.wait_for(lambda: self._waiting or self._ended)
            self.read_all()

    def _read_one(self) -> None:
        """Read the newest note that waits; it counts only when it is still the same one afterwards."""
        with self._news:
            if not self._waiting:
                return
            number, text = next(reversed(self._waiting.items()))
        vectors = self._vectors(text)
        with self._news:
            if self._waiting.get(number) != text:
                return
            if len(vectors):
                with self._turn:
                    self._keep(number, vectors)
            del self._waiting[number]
            if not self._waiting:
                self._waiting = {}  # an emptied dictionary keeps its room

    def _keep(self, number: int, vectors: Vectors) -> None:
        self._table.add(number, vectors)
        if number >= len(self._means):
            self._means.resize(number + ROOM, refcheck=False)
        self._means[number] = float(np.linalg.norm(vectors.sum(axis=0))) or 1.0

    def _knows(self, number: int) -> bool:
        return number < len(self._means) and bool(self._means[number])

    def _vectors(self, text: str) -> Vectors:
        pieces = windows(text, shared=SHARED if len(self._table) < OVERLAPPING_WINDOWS else 0)
        parts = [self._encoder.vectors(pieces[at : at + AT_ONCE]) for at in range(0, len(pieces), AT_ONCE)]
        return np.concatenate(parts) if parts else self._encoder.vectors([])

    def to_question(
        self, question: str, among: Collection[int] | None, also: Collection[int] = ()
    ) -> Mapping[int, float]:
        """How like the question the nearest notes are and those in `also`: up to 1.5, by number.

        `among` limits the notes, None stands for all.
        """
        wanted = self._turned(question_vector(self._encoder, question))
        with self._turn:
            return self._nearest(wanted, among, also)

    def to_note(self, number: int, among: Collection[int] | None) -> Mapping[int, float]:
        """How like that note the nearest others are; empty while it was not read."""
        with self._turn:
            if not self._knows(number):
                return {}
            whole = self._table.vectors(self._rows([number])).sum(axis=0)
            found = self._nearest(whole / (np.linalg.norm(whole) or 1.0), among, ())
        return {other: worth for other, worth in found.items() if other != number}

    def _nearest(self, wanted: Floats, among: Collection[int] | None, also: Collection[int]) -> dict[int, float]:
        owners = self._table.owners
        mask = None if among is None else mask_of(among, int(owners.max(initial=0)))
        rows = self._table.nearest(wanted, mask)
        best: dict[int, float] = {}
        order = np.argsort(-self._table.likeness(rows, wanted), kind="stable")
        for owner in owners[rows[order]].tolist():
            best.setdefault(owner, 0.0)
            if len(best) == MOST:
                break
        return self._of_notes(sorted(number for number in best.keys() | set(also) if self._knows(number)), wanted)

    def _of_notes(self, numbers: list[int], wanted: Floats) -> dict[int, float]:
        """The best window's likeness, and half of the whole's; of notes that are known, in order."""
        if not numbers:
            return {}
        rows = self._rows(numbers)
        values = self._table.likeness(rows, wanted)
        starts = np.searchsorted(self._table.owners[rows], numbers)
        whole = np.add.reduceat(values, starts) / self._means[numbers]
        worth = np.maximum.reduceat(values, starts) + WHOLE_COUNTS * whole
        return dict(zip(numbers, worth.tolist(), strict=True))

    def _rows(self, numbers: list[int]) -> Rows:
        """Their rows, note by note."""
        return self._table.rows_of(mask_of(numbers, int(self._table.owners.max(initial=0))))
