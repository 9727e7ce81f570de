"""Putting a note right: what changed, the old text back, both kept; remarks to other people."""

from fieldwork.doubt import Span, doubtful
from fieldwork.member import Member
from fieldwork.note import Note, NoteNumber, Status
from handlers.buttons import Verb
from handlers.replies.card import card
from handlers.replies.facts import names
from handlers.replies.keys import COPY_UNITS, note_key, rows_of
from handlers.replies.markup import MESSAGE_UNITS, cut, escaped, pages, units
from handlers.replies.terms import Terms, counted
from services.outgoing import Button, Say

PHRASE_UNITS = 200
REMARK_UNITS = 3500
COPIES_SHOWN = 5  # sentences with unsure words, to be copied one by one


def phrase_changed(note: Note, old: str, new: str, places: int, chat_id: int) -> Say:
    """`linked worker → link worker (2 places)`."""
    what = f"{escaped(cut(old, PHRASE_UNITS))} → {escaped(cut(new, PHRASE_UNITS)) or '(nothing)'}"
    right = [note_key("✓ Right", Verb.RIGHT, note)] if note.status is Status.UNCHECKED else []
    put_back = note_key("Put back", Verb.OLD_TEXT, note, note.revision)
    return Say(
        chat_id=chat_id,
        html=f"#{note.number} changed, version {note.revision}\n{what} ({counted(places, 'place')})",
        buttons=((*right, put_back),),
        card_of=note.number,
    )


def text_replaced(note: Note, old_text: str, chat_id: int) -> Say:
    """A reply took the place of the whole text."""
    now, before = len(note.text.split()), len(old_text.split())
    sentence = f"#{note.number} now has your new text ({counted(now, 'word')}, was {before}). The old one is kept."
    row = (
        note_key("Put back", Verb.OLD_TEXT, note, note.revision),
        note_key("Keep both", Verb.KEEP_BOTH, note, note.revision),
    )
    return Say(chat_id=chat_id, html=sentence, buttons=(row,), card_of=note.number)


def words_given(terms: Terms, note: Note, chat_id: int) -> Say:
    """A reply gave the words to a recording that had none."""
    return card(terms, note, chat_id, remark="Your words are the text now. The recording is kept.")


def old_text_back(terms: Terms, note: Note, chat_id: int) -> Say:
    """The text before the correction is there again."""
    return card(terms, note, chat_id, remark=f"#{note.number} has its old text back, version {note.revision}.")


def both_kept(terms: Terms, old: Note, new: Note, chat_id: int) -> Say:
    """The old text is back and the new one is a note of its own."""
    remark = f"Both are kept: #{old.number} has its old text back, and your new text is #{new.number}."
    return card(terms, new, chat_id, remark=remark)


def phrase_not_found(note: Note, old: str, chat_id: int) -> Say:
    """The words to be changed are not in the note."""
    return Say(
        chat_id=chat_id,
        html=f"#{note.number} is unchanged: I can't find “{escaped(cut(old, PHRASE_UNITS))}” in it. "
        "Quote the words from the card, or send the whole text as a reply.",
        card_of=note.number,
    )


def codes_added(terms: Terms, note: Note, unknown: tuple[str, ...], chat_id: int) -> Say:
    """Tags came by reply."""
    new = names(terms, unknown)
    remark = f"#{note.number} has your tags." + (f" Not in the codebook, kept as new: {new}." if new else "")
    return card(terms, note, chat_id, remark=remark)


def site_set(terms: Terms, note: Note, chat_id: int) -> Say:
    """The site came by reply, or that there is none."""
    remark = f"#{note.number} is at {terms.site(note.sites[0])}." if note.sites else f"#{note.number} has no site."
    return card(terms, note, chat_id, remark=remark)


def unchanged(note: Note, chat_id: int) -> Say:
    """A thank-you."""
    return Say(chat_id=chat_id, html=f"#{note.number} stays as it is.", card_of=note.number)


def how_to_correct(note: Note, chat_id: int) -> tuple[Say, ...]:
    """The text to copy, and how to send it back; as many messages as it takes."""
    how = (
        f"To correct #{note.number}, reply to this message with\n"
        "• only the wrong words: <code>shed -&gt; men's shed</code>\n"
        "• or the whole text as it should be. A tap copies it:"
    )
    room = MESSAGE_UNITS - 400
    spans = pages(note.text, room)
    first = Say(
        chat_id=chat_id,
        html=f"{how}\n\n{_code(note.text, spans[0])}" if note.text else _no_text_yet(note),
        buttons=_copies(note),
        card_of=note.number,
    )
    more = [Say(chat_id=chat_id, html=_code(note.text, span), card_of=note.number) for span in spans[1:]]
    return (first, *more)


def _no_text_yet(note: Note) -> str:
    return f"#{note.number} has no text yet. Reply to this message with the words, written or spoken."


def _code(text: str, span: Span) -> str:
    return f"<code>{escaped(text[span[0] : span[1]])}</code>"


def _copies(note: Note) -> tuple[tuple[Button, ...], ...]:
    if note.text and units(note.text) <= COPY_UNITS:
        return ((Button(label="Copy the text", copies=note.text),),)
    unsure = doubtful(note)
    pieces = [
        note.text[first:last].strip() for first, last in pages(note.text, COPY_UNITS) if _has(unsure, first, last)
    ]
    return rows_of([Button(label=f"Copy “{cut(piece, 24)}”", copies=piece) for piece in pieces[:COPIES_SHOWN]], 1)


def _has(spans: tuple[Span, ...], first: int, last: int) -> bool:
    return any(start < last and end > first for start, end in spans)


def remark_to_author(note: Note, sender: Member, text: str, chat_id: int) -> tuple[Say, ...]:
    """Somebody's remark, for the author's eyes; it is no card, so an answer to it changes nothing."""
    opening = f"A remark from {escaped(sender.label)} on your /n{note.number}. Your note is unchanged."
    return tuple(
        Say(chat_id=chat_id, html=f"{opening}\n\n{escaped(text[first:last])}")
        for first, last in pages(text, REMARK_UNITS)
    )


def remark_sent(note: Note, chat_id: int) -> Say:
    """For whoever made the remark."""
    return Say(
        chat_id=chat_id,
        html=f"Sent to {escaped(cut(note.author_label, 20))} as a remark on #{note.number}. "
        "Their note is unchanged, and I keep no copy.",
    )


def remark_how(note: Note, chat_id: int) -> Say:
    """What [Remark] asks for."""
    return Say(
        chat_id=chat_id,
        html=f"Reply to this message with your remark; I send it to {escaped(cut(note.author_label, 20))}.",
        card_of=note.number,
        protected=True,
    )


def remark_has_no_reader(terms: Terms, about: NoteNumber, own: Note, chat_id: int) -> Say:
    """The author has no chat with the bot: the words are kept as the sender's own note."""
    remark = f"I can't reach whoever wrote #{about}, so your remark is saved as a note of yours."
    return card(terms, own, chat_id, remark=remark)
