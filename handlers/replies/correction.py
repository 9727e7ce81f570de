"""Putting a note right: what changed, the old text back, both kept; remarks to other people."""

import re
from dataclasses import replace
from typing import NamedTuple

from fieldwork.difference import differences
from fieldwork.doubt import Span, doubtful, doubtful_sentences
from fieldwork.member import Member
from fieldwork.note import Audience, Note, NoteNumber, Status
from handlers.buttons import Verb
from handlers.replies.card import card
from handlers.replies.facts import names
from handlers.replies.keys import COPY_UNITS, note_key
from handlers.replies.markup import MESSAGE_UNITS, cut, escaped, pages, underlined, units
from handlers.replies.terms import Terms, counted
from services.outgoing import Button, Say, Toast

PHRASE_UNITS = 200
REMARK_UNITS = 3500
CHANGES_SHOWN = 5
PHRASE_WORDS = 6  # a longer one is a sentence: only what differs in it is shown
SEND_BACK = "Copy it, put it right and send it as a reply to this. Or send only the words: shed -&gt; men's shed"


def phrase_changed(note: Note, old: str, new: str, places: int, chat_id: int) -> Say:
    """`linked worker → link worker (2 places)`; of a whole sentence only the words that differ."""
    long = max(len(old.split()), len(new.split())) > PHRASE_WORDS
    what = changed_words(old, new) if long else f"{_pair(old, new)} ({counted(places, 'place')})"
    right = [note_key("✓ Right", Verb.RIGHT, note)] if note.status is Status.UNCHECKED else []
    put_back = note_key("Put back", Verb.OLD_TEXT, note, note.revision)
    return Say(
        chat_id=chat_id,
        html=f"#{note.number} changed, version {note.revision}\n{what}",
        buttons=((*right, put_back, *_next_unsure(note, new)),),
        card_of=note.number,
    )


def changed_words(old: str, new: str) -> str:
    """Each stretch of words that differs, a line each."""
    changes = differences(old, new)
    lines = [_pair(change.heard, change.meant) for change in changes[:CHANGES_SHOWN]]
    more = [f"and {len(changes) - CHANGES_SHOWN} more"] if len(changes) > CHANGES_SHOWN else []
    return "\n".join([*lines, *more]) or "only commas and capitals"


def _pair(old: str, new: str) -> str:
    before, after = escaped(cut(old, PHRASE_UNITS)), escaped(cut(new, PHRASE_UNITS))
    return f"{before or '(added)'} → {after or '(nothing)'}"


def _next_unsure(note: Note, corrected: str) -> list[Button]:
    """To the next unsure sentence behind the one that was just put right."""
    spans = doubtful_sentences(note, COPY_UNITS)
    behind = note.text.find(corrected) + len(corrected)
    following = next((place for place, (start, _) in enumerate(spans) if start >= behind), None)
    return [] if following is None else [note_key("Next unsure →", Verb.UNSURE, note, following)]


def text_replaced(note: Note, old_text: str, chat_id: int) -> Say:
    """A reply took the place of the whole text."""
    now, before = len(note.text.split()), len(old_text.split())
    sentence = f"#{note.number} now has your new text ({counted(now, 'word')}, was {before}). The old one is kept."
    changes = differences(old_text, note.text)
    if 0 < len(changes) <= CHANGES_SHOWN and all(change.is_short for change in changes):
        sentence += f"\n{changed_words(old_text, note.text)}"
    row = (
        note_key("Put back", Verb.OLD_TEXT, note, note.revision),
        note_key("Keep both", Verb.KEEP_BOTH, note, note.revision),
    )
    return Say(chat_id=chat_id, html=sentence, buttons=(row,), card_of=note.number)


def dictated(terms: Terms, note: Note, chat_id: int) -> Say:
    """A new dictation took the place of the text."""
    remark = f"Dictated again: version {note.revision} of #{note.number}. The old text is kept."
    say = card(terms, note, chat_id, remark=remark)
    put_back = note_key("Put back", Verb.OLD_TEXT, note, note.revision)
    return replace(say, buttons=((*say.buttons[0], put_back), *say.buttons[1:]))


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


def themes_dropped(terms: Terms, note: Note, slugs: tuple[str, ...], chat_id: int) -> Say:
    """Themes were taken off by reply."""
    return card(terms, note, chat_id, remark=f"#{note.number} is not on {names(terms, slugs)} now.")


def ordered(terms: Terms, note: Note, audience: Audience | None, chat_id: int) -> Say:
    """Who can read it was said by reply, or that it is to be followed up."""
    now = {
        Audience.AUTHOR: f"Only you can read #{note.number} now.",
        Audience.TEAM: f"The team can read #{note.number} now.",
        None: f"#{note.number} is {'' if note.follow_up else 'not '}to follow up.",
    }
    return card(terms, note, chat_id, remark=now[audience])


def site_set(terms: Terms, note: Note, chat_id: int) -> Say:
    """The site came by reply, or that there is none."""
    remark = f"#{note.number} is at {terms.site(note.sites[0])}." if note.sites else f"#{note.number} has no site."
    return card(terms, note, chat_id, remark=remark)


def time_set(terms: Terms, note: Note, chat_id: int) -> Say:
    """When it was came by reply."""
    return card(terms, note, chat_id, remark=f"#{note.number} was at {terms.when(note)}.")


def time_to_come(terms: Terms, note: Note, chat_id: int) -> Say:
    """When it was, as a reply says, is later than the note."""
    remark = (
        f"That is still to come, so #{note.number} stays at {terms.when(note)}. For the day before: yesterday 15:00."
    )
    return card(terms, note, chat_id, remark=remark)


def unchanged(note: Note, chat_id: int) -> Say:
    """A thank-you."""
    return Say(chat_id=chat_id, html=f"#{note.number} stays as it is.", card_of=note.number)


def unsure_sentence(note: Note, place: int, chat_id: int) -> Say | None:
    """[Correct]: the unsure sentences one by one, to copy, put right and send back; None when there is none."""
    spans = doubtful_sentences(note, COPY_UNITS)
    if not spans:
        return None
    place = min(place, len(spans) - 1)
    sentence = note.text[slice(*spans[place])]
    last = place + 1 == len(spans)
    following = note_key("✓ Right", Verb.RIGHT, note) if last else note_key("Next →", Verb.UNSURE, note, place + 1)
    heading = f"#{note.number} · {place + 1} of {len(spans)} where I'm unsure"
    return Say(
        chat_id=chat_id,
        html=f"{heading}\n\n{underlined(note.text, spans[place], doubtful(note))}\n\n{SEND_BACK}",
        buttons=(
            (*([Button(label="Copy it", copies=sentence)] if units(sentence) <= COPY_UNITS else []), following),
            (note_key("Whole text", Verb.WHOLE_TEXT, note),),
        ),
        card_of=note.number,
    )


def how_to_correct(note: Note, chat_id: int) -> tuple[Say, ...]:
    """The text to copy, and how to send it back; as many messages as it takes."""
    how = (
        f"To correct #{note.number}, reply to this message with\n"
        "• only the wrong words: <code>shed -&gt; men's shed</code>\n"
        "• or the whole text as it should be. A tap copies it:"
    )
    room = MESSAGE_UNITS - 400
    spans = pages(note.text, room)
    copies = note.text and units(note.text) <= COPY_UNITS
    first = Say(
        chat_id=chat_id,
        html=f"{how}\n\n{_code(note.text, spans[0])}" if note.text else _no_text_yet(note),
        buttons=((Button(label="Copy the text", copies=note.text),),) if copies else (),
        card_of=note.number,
    )
    more = [Say(chat_id=chat_id, html=_code(note.text, span), card_of=note.number) for span in spans[1:]]
    return (first, *more)


def _no_text_yet(note: Note) -> str:
    return f"#{note.number} has no text yet. Reply to this message with the words, written or spoken."


def _code(text: str, span: Span) -> str:
    return f"<code>{escaped(text[span[0] : span[1]])}</code>"


def remark_to_author(note: Note, sender: Member, text: str, chat_id: int) -> tuple[Say, ...]:
    """Somebody's remark, for the author's eyes; it is no card, so an answer to it changes nothing."""
    opening = f"A remark from {escaped(sender.label)} on your /n{note.number}. Your note is unchanged."
    written_here = note.message_id if note.chat_id == chat_id else None
    return tuple(
        Say(chat_id=chat_id, html=f"{opening}\n\n{escaped(text[first:last])}", replies_to=written_here)
        for first, last in pages(text, REMARK_UNITS)
    )


class RemarkRead(NamedTuple):
    """Who made a remark, or answered one, and on which note."""

    label: str
    number: NoteNumber


_REMARK = re.compile(r"(?:A remark|An answer) from (?P<label>\S+) on (?:your )?/n(?P<number>[0-9]{1,9})\.")


def remark_read(text: str) -> RemarkRead | None:
    """The remark that a message of ours passed on; None for any other."""
    found = _REMARK.match(text)
    return RemarkRead(found["label"], NoteNumber(int(found["number"]))) if found else None


def remark_answered(note: Note, sender: Member, text: str, chat_id: int) -> tuple[Say, ...]:
    """What somebody answered to a remark; it is no card either."""
    opening = f"An answer from {escaped(sender.label)} on /n{note.number}."
    return tuple(
        Say(chat_id=chat_id, html=f"{opening}\n\n{escaped(text[first:last])}")
        for first, last in pages(text, REMARK_UNITS)
    )


def answer_sent(other: Member, note: Note, chat_id: int) -> Say:
    """For whoever answered a remark."""
    return Say(
        chat_id=chat_id,
        html=f"Sent to {escaped(other.label)}, about #{note.number}. I keep no copy: what belongs in the note, "
        "write as a reply to its card.",
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


def remark_has_no_reader(note: Note, press: str) -> Toast:
    """[Remark] or [✎] where the author has no chat with the bot: said before anything is written."""
    return Toast(press=press, text=f"I can't reach whoever wrote #{note.number}, so I can't send them a remark.")


def remark_not_sent(note: Note, chat_id: int) -> Say:
    """The author has no chat with the bot; what was meant for one person becomes no note for the team."""
    return Say(
        chat_id=chat_id,
        html=f"I can't reach whoever wrote #{note.number}, so your remark is not sent, and I keep no copy. "
        "It stands above, to copy.",
    )


def answer_not_sent(remark: RemarkRead, chat_id: int) -> Say:
    """Whoever made the remark has left, or its note is gone or closed to one of the two."""
    return Say(
        chat_id=chat_id,
        html=f"I can't send {escaped(cut(remark.label, 20))} anything about #{remark.number} any more, so your answer "
        "is not sent, and I keep no copy. It stands above, to copy.",
    )
