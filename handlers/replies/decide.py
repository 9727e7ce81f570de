"""[Decide the 3]: one message that turns through what is open of a digest, each thing with its buttons."""

from fieldwork.decisions import Decision, Matter
from fieldwork.note import Note
from handlers.buttons import FEW_BYTES, Verb, slug_key
from handlers.replies.card import page_html
from handlers.replies.keys import Row, Rows, key, note_key, rows_of
from handlers.replies.markup import cut, escaped, pages
from handlers.replies.opened import byline, title
from handlers.replies.terms import Terms, counted, hashtag
from services.outgoing import Button, Say

OPEN, THEMES = "o", "t"  # which things: those that the digest counts, or the suggested themes
FIRST, TURN = "f", "n"  # with a place in the list
RIGHT, SITE, NO_SITE, ACCEPT, REFUSE = "r", "s", "w", "y", "x"  # with a note's number, and - and a slug
MAKE = "m"  # with a hashtag
TEXT_UNITS = 2000
NOTES_NAMED = 10
SITES_OFFERED = 6

_ASKS = {
    Matter.CHECK: "Are these words right?",
    Matter.WORDS: "There are no words yet.",
    Matter.SITE: "Which site?",
    Matter.NAME: "Perhaps a name, number or address. Put a code in its place, or leave it.",
    Matter.THEME: "Does the suggested theme fit?",
}


def offer(label: str, digest: str, scope: str = OPEN) -> Button:
    """Under a digest."""
    return key(label, Verb.DECIDE, digest, f"{scope}{FIRST}0")


def page(terms: Terms, things: tuple[Decision, ...], place: int, digest: str, scope: str, chat_id: int) -> Say:
    """The thing at that place of the list; behind the last one, what was left as it is."""
    if place >= len(things):
        return _end(things, chat_id)
    thing, left = things[place], len(things) - place
    skip = key("Skip →" if left > 1 else "Leave it", Verb.DECIDE, digest, f"{scope}{TURN}{place + 1}")
    if thing.note is None:
        return _tag(thing, left, digest, scope, skip, chat_id)
    note = thing.note
    spans = pages(note.text, TEXT_UNITS)
    rest = f"\n/n{note.number} shows the rest." if len(spans) > 1 else ""
    lines = [f"{counted(left, 'thing')} open. {_ASKS[thing.matter]}", title(terms, note), byline(note)]
    return Say(
        chat_id=chat_id,
        html="\n".join([*lines, page_html(note, spans, 0)]) + rest,
        buttons=_rows(terms, thing, note, digest, scope, skip),
        protected=True,
    )


def _tag(thing: Decision, left: int, digest: str, scope: str, skip: Button, chat_id: int) -> Say:
    make = key("Make a theme", Verb.DECIDE, digest, f"{scope}{MAKE}0-{slug_key(thing.slug, FEW_BYTES)}")
    used = " ".join(f"/n{number}" for number in thing.used_in[:NOTES_NAMED])
    html = f"{counted(left, 'thing')} open. Is this a theme?\n{escaped(cut(hashtag(thing.slug), 60))} {used}".strip()
    return Say(chat_id=chat_id, html=html, buttons=((make, skip),))


def _rows(terms: Terms, thing: Decision, note: Note, digest: str, scope: str, skip: Button) -> Rows:
    def act(label: str, verb: str, slug: str = "") -> Button:
        argument = f"{scope}{verb}{note.number}" + (f"-{slug_key(slug, FEW_BYTES)}" if slug else "")
        return key(label, Verb.DECIDE, digest, argument)

    correct = note_key("Correct", Verb.CORRECT, note)
    match thing.matter:
        case Matter.CHECK:
            return ((act("✓ Right", RIGHT), correct, skip),)
        case Matter.WORDS:
            return ((note_key("Try again", Verb.TRY_AGAIN, note), correct, skip),)
        case Matter.SITE:
            sites = [act(terms.plain_site(site.slug), SITE, site.slug) for site in terms.codebook.sites]
            other = [act("No site", NO_SITE), skip]
            return rows_of([*sites[:SITES_OFFERED], *other], 4)
        case Matter.THEME:
            return _theme_row(terms, thing, act("+", ACCEPT, thing.slug), act("×", REFUSE, thing.slug), skip)  # noqa: RUF001 - the multiplication sign
        case _:
            return ((correct, skip),)


def _theme_row(terms: Terms, thing: Decision, accept: Button, refuse: Button, skip: Button) -> Rows:
    name = cut(terms.plain_theme(thing.slug), 20)
    row: Row = (
        Button(label=f"+ {name}", data=accept.data),
        Button(label=f"× {name}", data=refuse.data),  # noqa: RUF001 - likewise
    )
    return (row, (skip,))


def _end(things: tuple[Decision, ...], chat_id: int) -> Say:
    if not things:
        return Say(chat_id=chat_id, html="That was all: nothing is open.")
    numbers = list(dict.fromkeys(f"/n{thing.note.number}" for thing in things if thing.note))[:20]
    left = f" Still open: {' '.join(numbers)}" if numbers else ""
    return Say(chat_id=chat_id, html=f"That was all.{left}")
