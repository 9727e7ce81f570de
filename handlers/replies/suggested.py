"""The buttons of what the machine suggests: one tap accepts, one refuses, one takes either back."""

from collections.abc import Iterable

from fieldwork.judgement import decided_by
from fieldwork.member import Member
from fieldwork.note import Code, Note
from handlers.buttons import Press, Verb, slug_key
from handlers.replies.keys import Row, Rows, note_key, rows_of
from handlers.replies.terms import Terms
from services.outgoing import Button

REFUSING = "\u00d7"  # the multiplication sign
SUGGESTIONS_SHOWN = 3
SECOND_THOUGHTS_SHOWN = 4
_SIDE_BY_SIDE = 2  # more in a row are cut short on a phone, once they come in pairs


def suggestion_rows(terms: Terms, note: Note, *, free: int, opened: bool = False) -> Rows:
    """To accept, and where one of `free` rows is left to refuse; a single suggestion has both in one row."""
    slugs = note.suggested_themes[:SUGGESTIONS_SHOWN]
    accepting = tuple(_key(terms, note, "+", Verb.THEME, slug, opened=opened) for slug in slugs)
    return _paired(accepting, _refusing(terms, note, slugs, opened=opened))[:free]


def judge_rows(terms: Terms, note: Note, judge: Member) -> Rows:
    """For a PI under somebody else's note, at most two rows: what is still open, and their own decisions."""
    own = _taking_back(terms, note, decided_by(note, judge.label), opened=True)
    open_ = suggestion_rows(terms, note, free=2, opened=True)
    if len(open_) < 2:
        return (*open_, *([own[:SECOND_THOUGHTS_SHOWN]] if own else []))
    first, second = open_
    return (first, (*second, *own)[:SECOND_THOUGHTS_SHOWN])


def second_thoughts(terms: Terms, note: Note, *, opened: bool) -> Rows:
    """Under More: every suggestion to refuse, every refusal to take back."""
    refusing = _refusing(terms, note, note.suggested_themes[:SUGGESTIONS_SHOWN], opened=opened)
    back = _taking_back(terms, note, note.refused[-SECOND_THOUGHTS_SHOWN:], opened=opened)
    return (*rows_of(list(refusing), 3), *rows_of(list(back), 2))


def refused_toast(terms: Terms, note: Note, press: Press, *, own: bool) -> str:
    """What is said over the chat when a theme was refused; under one's own note the way back is not in sight."""
    slug = next((code.slug for code in note.refused if slug_key(code.slug) == press.argument), None)
    if press.verb is not Verb.REFUSE or slug is None:
        return ""
    way_back = " More has the undo." if own else ""
    return f"Not {terms.plain_theme(slug)}: I won't suggest it for #{note.number} again.{way_back}"


def _paired(accepting: Row, refusing: Row) -> Rows:
    together = (*accepting, *refusing)
    rows = (together,) if len(together) <= _SIDE_BY_SIDE else (accepting, refusing)
    return tuple(row for row in rows if row)


def _refusing(terms: Terms, note: Note, slugs: Iterable[str], *, opened: bool) -> Row:
    return tuple(_key(terms, note, REFUSING, Verb.REFUSE, slug, opened=opened) for slug in slugs)


def _taking_back(terms: Terms, note: Note, codes: Iterable[Code], *, opened: bool) -> Row:
    """`Undo + trust`: named after the button that is taken back."""
    signs = ((code.slug, "+" if code.stated else REFUSING) for code in codes)
    return tuple(_key(terms, note, f"Undo {sign}", Verb.RECONSIDER, slug, opened=opened) for slug, sign in signs)


def _key(terms: Terms, note: Note, sign: str, verb: Verb, slug: str, *, opened: bool) -> Button:
    return note_key(f"{sign} {terms.plain_theme(slug)}", verb, note, slug_key(slug), opened=opened)
