"""Teaching: a term that was misheard twice, and what becomes of it."""

from fieldwork.note import Note
from fieldwork.put_right import PutRight
from handlers.buttons import Press, Verb
from handlers.replies.keys import key, note_key
from handlers.replies.markup import cut, escaped
from services.outgoing import Say

TERM_UNITS = 80


def offer(term: PutRight, note: Note, before: Note, place: int, chat_id: int) -> Say:
    """A second note had the same term put right."""
    row = (note_key("Always", Verb.LEARN, note, place), note_key("No", Verb.LEAVE, note, place))
    return Say(
        chat_id=chat_id,
        html=f"“{_heard(term)}” was put right to “{_meant(term)}” in /n{before.number} and /n{note.number}. "
        "Shall I put it right in every transcript from now on?",
        buttons=(row,),
        card_of=None,
        protected=True,
    )


def learned(term: PutRight, press: Press, chat_id: int) -> Say:
    """[Always]."""
    return Say(
        chat_id=chat_id,
        html=f"From now on I write “{_meant(term)}” where I hear “{_heard(term)}”, and say so on the card. "
        "Notes that are there stay as they are.",
        buttons=((key("Forget it", Verb.FORGET, press.subject, press.argument),),),
        protected=True,
    )


def forgotten(term: PutRight, chat_id: int) -> Say:
    """[No] or [Forget it]."""
    return Say(chat_id=chat_id, html=f"I leave “{_heard(term)}” as I hear it.", protected=True)


def _heard(term: PutRight) -> str:
    return escaped(cut(term.heard, TERM_UNITS))


def _meant(term: PutRight) -> str:
    return escaped(cut(term.meant, TERM_UNITS))
