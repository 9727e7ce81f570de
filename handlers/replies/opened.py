"""One note in full, as `/n214` opens it."""

from collections.abc import Sequence

from fieldwork.access import may_change, may_judge
from fieldwork.member import Member
from fieldwork.night_quotes import worth_quoting
from fieldwork.note import Kind, Note, NoteNumber, NoteType, Status
from handlers.buttons import Verb
from handlers.replies.card import PAGE_UNITS, last_row, page_html
from handlers.replies.facts import STATUS_WORDS, TYPE_WORDS, audience
from handlers.replies.keys import COPY_UNITS, Row, Rows, note_key, page_keys
from handlers.replies.markup import cut, escaped, pages, quoted, units
from handlers.replies.origins import origins_line
from handlers.replies.suggested import judge_rows, suggestion_rows
from handlers.replies.terms import Terms
from services.outgoing import Button, Say

FOLLOW_UP_UNITS = 200
REST_SHOWN = 5


def opened(
    terms: Terms, note: Note, reader: Member, chat_id: int, *, page: int = 0, rest: Sequence[NoteNumber] = ()
) -> Say:
    """The whole note for somebody who may read it; only its author may forward it or copy more than a quotation.

    `rest` are the notes that go on from it, as far as they may read them.
    """
    spans = pages(note.text, PAGE_UNITS)
    page = min(max(page, 0), len(spans) - 1)
    body = page_html(note, spans, page) or f"\n{_wordless(note)}"
    lines = [
        title(terms, note),
        byline(note),
        *_joined(note, rest),
        body,
        "",
        origins_line(terms, note),
        _version(note),
    ]
    own = may_change(reader, note)
    return Say(
        chat_id=chat_id,
        html="\n".join(lines),
        buttons=_rows(terms, note, page, len(spans)) if own else _reader_rows(terms, note, reader, page, len(spans)),
        card_of=note.number,
        protected=not own,
    )


def title(terms: Terms, note: Note) -> str:
    """`#214 · Hilltop · Thu 11 Nov, 16:00`."""
    local = terms.local(note.observed_at)
    year = "" if local.year == terms.local(note.recorded_at).year else f" {local.year}"
    sites = [terms.site(slug) for slug in note.sites[:3]]
    return " · ".join([f"#{note.number}", *sites, f"{terms.day(local)}{year}, {local:%H:%M}"])


def byline(note: Note) -> str:
    """`R2 · voice · unchecked · Team can read`."""
    parts = [escaped(cut(note.author_label, 20)), "voice" if note.kind is Kind.VOICE else "text"]
    if note.note_type is not NoteType.OBSERVATION:
        parts.append(TYPE_WORDS[note.note_type].lower())
    parts += [STATUS_WORDS[note.status]] if note.status in STATUS_WORDS else []
    return " · ".join([*parts, audience(note)])


def _joined(note: Note, rest: Sequence[NoteNumber]) -> list[str]:
    """`Goes on from /n213. Goes on in /n215.`."""
    parts = [f"Goes on from /n{note.goes_on_from}."] if note.goes_on_from else []
    parts += [f"Goes on in {' '.join(f'/n{number}' for number in rest[:REST_SHOWN])}."] if rest else []
    return [" ".join(parts)] if parts else []


def _wordless(note: Note) -> str:
    if note.status is Status.WAITING:
        return "The recording is safe. Its words are to come."
    return "There is no text. The recording is kept."


def _version(note: Note) -> str:
    follow_up = escaped(cut(note.follow_up, FOLLOW_UP_UNITS))
    named = "" if follow_up[: len("follow")].lower() == "follow" else "follow-up: "
    return f"Version {note.revision}" + (f" · {named}{follow_up}" if follow_up else "")


def _rows(terms: Terms, note: Note, page: int, count: int) -> Rows:
    first = (*page_keys(note, page, count, opened=True), *_quote_key(terms, note), *_like_key(note))
    rows: list[Row] = [first, *suggestion_rows(terms, note, free=1, opened=True), last_row(note, opened=True)]
    return tuple(row for row in rows if row)


def _reader_rows(terms: Terms, note: Note, reader: Member, page: int, count: int) -> Rows:
    remark = note_key("Remark", Verb.REMARK, note, opened=True)
    turning = tuple(page_keys(note, page, count, opened=True))
    judging = judge_rows(terms, note, reader) if may_judge(reader, note) else ()
    if judging and turning:  # three rows are what a phone has room for
        return (*judging, (*turning, remark, *_like_key(note)))
    return tuple(row for row in (*judging, turning, (remark, *_quote_key(terms, note), *_like_key(note))) if row)


def _like_key(note: Note) -> Row:
    if not note.text:
        return ()
    return (note_key("More like this", Verb.LIKE_THIS, note, opened=True),)


def _quote_key(terms: Terms, note: Note) -> Row:
    """What may leave the chat: the one sentence most worth it that tells nobody who somebody is."""
    sentence = "" if note.note_type is NoteType.ADMIN else worth_quoting(note, terms.codebook)
    return (Button(label="Copy quote", copies=quotation(terms, note, sentence)),) if sentence else ()


def quotation(terms: Terms, note: Note, sentence: str) -> str:
    """A sentence to paste into a paper, with where it is from: number, site, date, and whether it was checked."""
    site = [terms.site(slug) for slug in note.sites[:1]]
    checked = {Status.UNCHECKED: ["unchecked"], Status.CHECKED: ["checked"]}.get(note.status, [])
    source = ", ".join([f"#{note.number}", *site, f"{terms.local(note.observed_at):%-d %b %Y}", *checked])
    room = COPY_UNITS - units(f"“” ({source})")
    return f"{quoted(sentence, room)} ({source})"


def not_there(number: NoteNumber | int, chat_id: int) -> Say:
    """No such note, or none that they may read: the same words, so that nothing is given away."""
    return Say(
        chat_id=chat_id,
        html=f"I have no note {number} that you can read. Nothing was saved. /today lists yours of today.",
    )


def sent_to_you(chat_id: int, message_id: int) -> Say:
    """What the group sees when somebody opens a note there."""
    return Say(chat_id=chat_id, html="Sent to you.", replies_to=message_id)
