"""Buttons as the replies use them: labelled, with what they send back."""

from fieldwork.note import Note
from handlers.buttons import Press, Verb, encode
from handlers.replies.markup import cut
from services.outgoing import Button

COPY_UNITS = 256  # Bot API, CopyTextButton
LABEL_UNITS = 34  # what a phone shows of a button that has a row to itself

Row = tuple[Button, ...]
Rows = tuple[Row, ...]


def key(label: str, verb: Verb, subject: object = "", argument: object = "") -> Button:
    """A button that sends a press back."""
    press = Press(verb=verb, subject=str(subject), argument=str(argument))
    return Button(label=cut(label, LABEL_UNITS), data=encode(press))


def note_key(label: str, verb: Verb, note: Note, argument: object = "", *, opened: bool = False) -> Button:
    """A button about a note; `opened` when it stands under the opened note."""
    press = Press(verb=verb, subject=str(note.number), argument=str(argument), opened=opened)
    return Button(label=cut(label, LABEL_UNITS), data=encode(press))


def rows_of(buttons: list[Button], wide: int) -> Rows:
    """Buttons in rows of `wide`."""
    return tuple(tuple(buttons[start : start + wide]) for start in range(0, len(buttons), wide))


def page_keys(note: Note, page: int, count: int, *, opened: bool) -> list[Button]:
    """To the page before and the page after, where there are such."""
    before = note_key(f"← {page}/{count}", Verb.PAGE, note, page - 1, opened=opened)
    after = note_key(f"{page + 2}/{count} →", Verb.PAGE, note, page + 1, opened=opened)
    return [*([before] if page > 0 else []), *([after] if page + 1 < count else [])]
