"""The notes in memory: opened once at start, so that no question touches the disk."""

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator

from fieldwork.access import may_read
from fieldwork.codebook import Codebook
from fieldwork.codebook_current import current_note
from fieldwork.member import Member, MemberId
from fieldwork.note import Note, NoteNumber


class _Messages:
    """Which note a message belongs to: chat by chat, for a pair of numbers a message would take more memory."""

    def __init__(self) -> None:
        self._chats: dict[int, dict[int, NoteNumber]] = defaultdict(dict)

    def put(self, chat_id: int, message_id: int, number: NoteNumber) -> None:
        self._chats[chat_id][message_id] = number

    def get(self, chat_id: int, message_id: int) -> NoteNumber | None:
        return self._chats.get(chat_id, {}).get(message_id)

    def forget(self, number: NoteNumber) -> None:
        for messages in self._chats.values():
            for message_id in [each for each, owner in messages.items() if owner == number]:
                del messages[message_id]


class Notebook:
    """Every note's newest revision, and which message each came from and went out as."""

    def __init__(self) -> None:
        self._notes: dict[NoteNumber, Note] = {}
        self._kept: dict[NoteNumber, Note] = {}  # as stored, where the codebook of today reads them otherwise
        self._codebook: Codebook | None = None
        self._messages = _Messages()
        self._sources: dict[str, NoteNumber] = {}
        self._cards = _Messages()
        self._by_author: dict[MemberId, set[NoteNumber]] = defaultdict(set)
        self._newest: dict[MemberId, NoteNumber] = defaultdict(lambda: NoteNumber(0))
        self._changed: deque[NoteNumber] = deque()  # safe between threads: the index is brought up to date in its own

    def __len__(self) -> int:
        return len(self._notes)

    def read_by(self, codebook: Codebook) -> None:
        """Have every note's codes read as this codebook reads them: what was merged counts under one name."""
        self._codebook = codebook
        for note in [self._kept.get(number, note) for number, note in self._notes.items()]:
            if current_note(note, codebook) is not self._notes[note.number]:
                self.put(note)

    def put(self, note: Note) -> None:
        """Take in a note's newest revision, as today's codebook reads it."""
        self._kept.pop(note.number, None)
        current = note if self._codebook is None else current_note(note, self._codebook)
        if current is not note:
            self._kept[note.number] = note
        self._notes[note.number] = current
        self._sources[note.source_id] = note.number
        self._changed.append(note.number)
        if note.chat_id is not None and note.message_id is not None:
            self._messages.put(note.chat_id, note.message_id, note.number)
        if note.author is not None:
            self._by_author[note.author].add(note.number)
            self._newest[note.author] = max(note.number, self._newest[note.author])

    def put_all(self, notes: Iterable[Note]) -> None:
        """Take in many."""
        for note in notes:
            self.put(note)

    def forget(self, number: NoteNumber) -> None:
        """Drop an erased note and everything that points at it."""
        self._kept.pop(number, None)
        note = self._notes.pop(number, None)
        if note is None:
            return
        self._changed.append(number)
        self._sources.pop(note.source_id, None)
        if note.author is not None:
            self._by_author[note.author].discard(number)
        self._messages.forget(number)
        self._cards.forget(number)

    def changes(self) -> Iterator[tuple[NoteNumber, Note | None]]:
        """What has changed since this was last asked: each note as it is now, None when it is no more."""
        while self._changed:
            number = self._changed.popleft()
            yield number, self._notes.get(number)

    def add_card(self, number: NoteNumber, chat_id: int, message_id: int) -> None:
        """Remember that our message there is a card of that note."""
        self._cards.put(chat_id, message_id, number)

    def get(self, number: NoteNumber) -> Note | None:
        """The note, hidden or not."""
        return self._notes.get(number)

    def of_source(self, source_id: str) -> Note | None:
        """The note with that imported id."""
        return self._found(self._sources.get(source_id))

    def of_message(self, chat_id: int, message_id: int) -> Note | None:
        """The note that a member's message became."""
        return self._found(self._messages.get(chat_id, message_id))

    def of_card(self, chat_id: int, message_id: int) -> Note | None:
        """The note that our message shows."""
        return self._found(self._cards.get(chat_id, message_id))

    def by_author(self, author: MemberId) -> list[Note]:
        """A member's notes, oldest first, hidden ones included."""
        return [self._notes[number] for number in sorted(self._by_author[author])]

    def newest_by(self, author: MemberId) -> Note | None:
        """A member's newest note, None when it was taken back."""
        note = self._notes.get(self._newest.get(author, NoteNumber(0)))
        return None if note is None or note.hidden else note

    def rest_of(self, note: Note) -> list[Note]:
        """The notes that go on from that one, oldest first."""
        own = self.by_author(note.author) if note.author is not None else []
        return [other for other in own if other.goes_on_from == note.number and not other.hidden]

    def readable(self, member: Member) -> list[Note]:
        """What that member may read, oldest first."""
        return [note for note in self._notes.values() if may_read(member, note)]

    def all(self) -> list[Note]:
        """Every note, hidden ones included."""
        return list(self._notes.values())

    def _found(self, number: NoteNumber | None) -> Note | None:
        return None if number is None else self._notes.get(number)
