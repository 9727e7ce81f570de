"""The card of a note: the tick, what was understood, and the buttons to put it right."""

from dataclasses import replace
from datetime import datetime

from fieldwork.doubt import Span, doubtful
from fieldwork.languages import LANGUAGES
from fieldwork.note import Audience, Kind, Note, Origin, Status
from handlers.buttons import Verb
from handlers.replies.facts import (
    STATUS_WORDS,
    asks_who_reads,
    code_lines,
    facts_line,
    identifier_line,
    reads_like_a_question,
)
from handlers.replies.keys import Row, Rows, note_key, page_keys
from handlers.replies.markup import escaped, pages, underlined
from handlers.replies.suggested import suggestion_rows
from handlers.replies.terms import Terms, duration, of_minutes
from handlers.replies.unsaid import not_made_out, perhaps_not_said
from services.outgoing import Button, Say

PAGE_UNITS = 3000  # leaves a good quarter of a message for what stands around the words
PUT_RIGHT_SHOWN = 4
ASKS = "It sounds like it is about you. Tap Only me to keep it to yourself."
ASKED = "Did you mean to ask? I have saved it as a note."


def card(terms: Terms, note: Note, chat_id: int, *, page: int = 0, remark: str = "") -> Say:
    """The card of any note as it stands now; `remark` is a line put above it (HTML)."""
    if note.kind is Kind.TEXT:
        body, count = "", 1
    else:
        body, page, count = _spoken(note, page)
    lines = [*([remark, ""] if remark else []), head(terms, note), facts_line(terms, note)]
    lines += [*([ASKED] if reads_like_a_question(terms, note) else []), *([ASKS] if asks_who_reads(note) else [])]
    lines += code_lines(terms, note)
    lines += [part for part in (identifier_line(terms, note), body) if part]
    return Say(
        chat_id=chat_id,
        html="\n".join(lines),
        buttons=card_rows(terms, note, page, count),
        card_of=note.number,
    )


def again(terms: Terms, note: Note, chat_id: int) -> Say:
    """The newest card of a note in that chat, redrawn."""
    return replace(card(terms, note, chat_id), edits_card=True)


def head(terms: Terms, note: Note) -> str:
    """`Saved #214 · Hilltop · Thu 16:00 · unchecked`."""
    site = note.site_code()
    parts = [f"Saved #{note.number}"]
    parts += [terms.site(site.slug)] if site else []
    if note.kind is Kind.VOICE and not note.text:
        parts.append(f"{duration(note.audio_seconds)} voice".strip())
    parts.append(terms.when(note))
    parts += [STATUS_WORDS[note.status]] if note.status in STATUS_WORDS else []
    return " · ".join(parts)


def _spoken(note: Note, page: int) -> tuple[str, int, int]:
    """The words of a recording, which page of them, and how many there are."""
    spans = pages(note.text, PAGE_UNITS)
    page = min(max(page, 0), len(spans) - 1)
    return page_html(note, spans, page), page, len(spans)


def page_html(note: Note, spans: tuple[Span, ...], page: int) -> str:
    """One page of a note's words with the unsure ones underlined, and how to read on."""
    unsure = doubtful(note)
    words = underlined(note.text, spans[page], unsure)
    first, last = spans[page]
    lines = ["", words] if words else []
    if any(start < last and end > first for start, end in unsure):
        lines.append("Underlined: I'm unsure.")
    if len(spans) > 1:
        lines.append(f"Page {page + 1} of {len(spans)}.")
    lines += [shown for shown in (not_made_out(note), perhaps_not_said(note), put_right_line(note)) if shown]
    if note.language in LANGUAGES:
        lines.append(f"This sounds like {LANGUAGES[note.language]} to me.")
    if note.heard_seconds is not None:
        lines.append(f"Stopped: words of {of_minutes(note.heard_seconds, note.audio_seconds)}.")
    return "\n".join(lines)


def put_right_line(note: Note) -> str:
    """`Put right: orchid → Orchard.`, as long as nobody has confirmed the words."""
    if note.status is not Status.UNCHECKED:
        return ""
    changes = [change for change in note.put_right if change.worth_showing]
    shown = "; ".join(f"{escaped(change.heard)} → {escaped(change.meant)}" for change in changes[:PUT_RIGHT_SHOWN])
    more = f" and {len(changes) - PUT_RIGHT_SHOWN} more" if len(changes) > PUT_RIGHT_SHOWN else ""
    return f"Put right: {shown}{more}." if shown else ""


def card_rows(terms: Terms, note: Note, page: int = 0, count: int = 1) -> Rows:
    """At most two rows, then one that ends in More."""
    check: list[Button] = []
    if note.status is Status.UNCHECKED:
        check = [note_key("✓ Right", Verb.RIGHT, note), note_key("Correct", Verb.CORRECT, note)]
    if note.heard_seconds is not None or note.status is Status.FAILED:
        check.append(note_key("Go on" if note.heard_seconds else "Try again", Verb.TRY_AGAIN, note))
    asked = [note_key("Ask the notes", Verb.ASKED, note)] if reads_like_a_question(terms, note) else []
    first = (*check, *asked, *page_keys(note, page, count, opened=False), *join_key(note))
    rows = [first, *suggestion_rows(terms, note, free=1 if first else 2), last_row(note)]
    return tuple(row for row in rows if row)


def join_key(note: Note) -> Row:
    """`[Join to #213]`, minutes after that note."""
    if note.behind is None or note.joined:
        return ()
    return (note_key(f"Join to #{note.behind}", Verb.JOIN, note),)


def last_row(note: Note, *, opened: bool = False) -> Row:
    """Take the sticky site off, change who can read, and everything else."""
    site = note.site_code()
    sticky = site is not None and site.origin is Origin.STICKY
    private = note.audience is Audience.AUTHOR
    return (
        *([note_key("No site", Verb.NO_SITE, note, opened=opened)] if sticky else []),
        note_key("Team can read", Verb.TEAM, note, opened=opened)
        if private
        else note_key("Only me", Verb.ONLY_ME, note, opened=opened),
        *([note_key("▶", Verb.LISTEN, note, opened=opened)] if note.has_recording else []),
        note_key("More", Verb.MORE, note, opened=opened),
    )


def edited(terms: Terms, note: Note, chat_id: int) -> Say:
    """The tick for an edited message."""
    remark = f"I have your edit of #{note.number}: version {note.revision}."
    return card(terms, note, chat_id, remark=remark)


def captioned(terms: Terms, note: Note, chat_id: int, refusal: str) -> Say:
    """The tick for a caption whose picture is refused."""
    return card(terms, note, chat_id, remark=f"{refusal} Its caption is saved as a note.")


def after_unknown_command(terms: Terms, note: Note, chat_id: int, command: str) -> Say:
    """The tick for what stood behind a command that nobody knows."""
    remark = f"I don't know {command}, so I saved the words after it. /help lists what I can do."
    return card(terms, note, chat_id, remark=remark)


def taken_back(
    terms: Terms, note: Note, chat_id: int, last_backup: datetime | None = None, *, quoted: bool = False
) -> Say:
    """A note that was deleted, the way back, and what holds it for a while; `quoted` in a digest, perhaps."""
    held = last_backup is not None and last_backup >= note.recorded_at
    share = (
        f" Backups up to {terms.day(last_backup)} hold it, sealed, until they expire." if held and last_backup else ""
    )
    sent = " A digest that has quoted it stays in its reader's chat." if quoted else ""
    return Say(
        chat_id=chat_id,
        html=f"I took #{note.number} back. Nobody can read it now; in ten minutes it is erased for good.{share}{sent}",
        buttons=((note_key("Put back", Verb.PUT_BACK, note),),),
    )


def edit_of_taken_back(note: Note, chat_id: int) -> Say:
    """The message of a note that was taken back is edited."""
    return Say(
        chat_id=chat_id,
        html=f"I took #{note.number} back, so I have not kept your edit. Put it back, then edit it again.",
        buttons=((note_key("Put back", Verb.PUT_BACK, note),),),
    )


def was_asked(note: Note, chat_id: int) -> Say:
    """A note that was a question after all."""
    return Say(
        chat_id=chat_id,
        html=f"#{note.number} was a question, so it is no note; the answer is below.",
        buttons=((note_key("Put back", Verb.PUT_BACK, note),),),
    )


def practised(numbers: list[Note], chat_id: int) -> Say:
    """Practice notes that were taken back."""
    if not numbers:
        return Say(chat_id=chat_id, html="There is no practice note left to erase.")
    which = ", ".join(f"#{note.number}" for note in numbers)
    keys = tuple(note_key(f"Put back #{note.number}", Verb.PUT_BACK, note) for note in numbers[:3])
    return Say(
        chat_id=chat_id,
        html=f"Practice over. {which} {'is' if len(numbers) == 1 else 'are'} out of sight and erased in ten minutes.",
        buttons=(keys,),
    )


def nothing_to_take_back(chat_id: int) -> Say:
    """`/undo` with no note left."""
    return Say(chat_id=chat_id, html="There is no note of yours to take back.")


def is_it_meant(terms: Terms, note: Note, chat_id: int) -> Say:
    """`/undo`, sent again or long after: a cold thumb must not take an old note back."""
    when = f"{terms.day(note.observed_at)}, {terms.clock(note.observed_at)}"
    return Say(
        chat_id=chat_id,
        html=f"Your last note now is #{note.number} of {when}. Take it back?",
        buttons=((note_key(f"Take #{note.number} back", Verb.DELETE, note),),),
    )


def put_back(terms: Terms, note: Note, chat_id: int) -> Say:
    """A note that was taken back is there again."""
    return card(terms, note, chat_id, remark=f"#{note.number} is back.")
