"""One transaction: every table, and what is to happen once it is committed."""

from collections.abc import Callable

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from storage.audio import Audio
from storage.audit import Audit
from storage.cards import Cards
from storage.codebook import CodebookRevisions
from storage.database import Session
from storage.inbox import Inbox
from storage.invitations import Invitations
from storage.jobs import Jobs
from storage.master_keys import MasterKeys
from storage.members import Members
from storage.notes import Notes
from storage.quarantine import Quarantine
from storage.questions import Questions
from storage.state import State
from storage.vault import Vault


class Transaction:
    """What a use case is handed; it is committed when the use case returns, and undone when it raises."""

    def __init__(self, session: Session, vault: Vault) -> None:
        self.master_keys = MasterKeys(session, vault)
        self.inbox = Inbox(session, vault)
        self.quarantine = Quarantine(session, vault)
        ciphers: dict[int, AESGCM] = {}  # a start opens a hundred thousand notes and their cards: each key once
        self.notes = Notes(session, vault, ciphers)
        self.audio = Audio(session, vault)
        self.cards = Cards(session, vault, ciphers)
        self.jobs = Jobs(session, vault)
        self.members = Members(session, vault)
        self.invitations = Invitations(session, vault)
        self.state = State(session, vault)
        self.audit = Audit(session, vault)
        self.questions = Questions(session, vault)
        self.codebook = CodebookRevisions(session, vault)
        self._callbacks: list[Callable[[], None]] = []

    def after_commit(self, callback: Callable[[], None]) -> None:
        """Have `callback` run after COMMIT and before anybody hears of it; it must not fail."""
        self._callbacks.append(callback)

    def committed(self) -> None:
        """Run what was to happen after the commit."""
        for callback in self._callbacks:
            callback()
