"""What every handler is given: the use cases, and the member who is speaking."""

from dataclasses import replace
from typing import Any

from telegram.ext import CallbackContext, ContextTypes, ExtBot

from fieldwork.access import may_read
from fieldwork.member import Member
from fieldwork.note import Note, NoteNumber
from handlers.replies.terms import Terms
from services.incoming import ButtonPress, Incoming
from services.outgoing import Say, Toast
from services.services import Services
from services.study import Study

SERVICES = "services"  # where `bot` puts them in the application's bot_data

_Data = dict[str, Any]


class NobodySpeaks(RuntimeError):
    """A handler ran without the access gate before it: a programming error."""


class FieldContext(CallbackContext[ExtBot[None], _Data, _Data, dict[str, Services]]):
    """The context of one update; the access gate sets who speaks."""

    _member: Member | None = None

    @property
    def services(self) -> Services:
        """The use cases."""
        return self.bot_data[SERVICES]

    @property
    def study(self) -> Study:
        """The running study."""
        return self.services.study

    @property
    def terms(self) -> Terms:
        """How the study calls things."""
        return Terms(codebook=self.study.codebook, timezone=self.study.timezone)

    @property
    def member(self) -> Member:
        """Who speaks."""
        if self._member is None:
            raise NobodySpeaks
        return self._member

    @property
    def newcomer(self) -> bool:
        """Whether nobody on the team speaks: only `/start CODE` gets so far."""
        return self._member is None

    def let_in(self, member: Member) -> None:
        """The gate has seen who speaks."""
        self._member = member

    def rest_of(self, note: Note) -> list[NoteNumber]:
        """The notes that go on from that one, as far as whoever speaks may read them."""
        return [rest.number for rest in self.study.notebook.rest_of(note) if may_read(self.member, rest)]

    async def press_answer(self, incoming: ButtonPress, say: Say) -> None:
        """Answer a press with a new message; the button stops spinning."""
        await self.answer(incoming, replace(say, answers_press=incoming.press))

    async def redraw(self, incoming: ButtonPress, say: Say, toast: str = "") -> None:
        """Answer a press by changing the message under which the button stands."""
        await self.answer(incoming, redrawn(incoming, say, toast))

    async def answer(self, incoming: Incoming, *says: Say | Toast, what: str = "") -> None:
        """Answer and settle, changing nothing else; `what` goes into the audit."""
        await self.study.handled(incoming.row, says, who=self.member.label if what else "", what=what)


def redrawn(incoming: ButtonPress, say: Say, toast: str = "") -> Say:
    """The message in place of the one under which a button was pressed."""
    return replace(say, edits_message=incoming.message_id, answers_press=incoming.press, toast=toast)


CONTEXT_TYPES: ContextTypes[FieldContext, _Data, _Data, dict[str, Services]] = ContextTypes(context=FieldContext)
