"""What stands under More: the same message with other buttons."""

from collections.abc import Sequence
from dataclasses import replace

from fieldwork.codebook import Theme
from fieldwork.note import Note, NoteType
from handlers.buttons import Press, Verb, slug_key
from handlers.replies.facts import TYPE_WORDS
from handlers.replies.keys import Row, Rows, note_key, rows_of
from handlers.replies.suggested import second_thoughts
from handlers.replies.terms import Terms
from services.outgoing import Button, Say

MENUS = frozenset((Verb.MORE, Verb.GROUPS, Verb.GROUP, Verb.SITES, Verb.TYPES, Verb.TIMES))
ANEW = "n"  # the argument of a button under a message that is no card: it stays, the card comes below it
EARLIER = ((15, "15 min"), (30, "30 min"), (60, "1 hour"), (120, "2 hours"), (240, "4 hours"), (1440, "1 day"))


def with_menu(shown: Say, press: Press, terms: Terms, note: Note) -> Say:
    """The shown note with the menu that the press asks for."""
    menus = {
        Verb.MORE: lambda: more_rows(terms, note, opened=press.opened),
        Verb.GROUPS: lambda: group_rows(terms, note, opened=press.opened),
        Verb.GROUP: lambda: theme_rows(terms, note, press.argument, opened=press.opened),
        Verb.SITES: lambda: site_rows(terms, note, opened=press.opened),
        Verb.TYPES: lambda: type_rows(note, opened=press.opened),
        Verb.TIMES: lambda: earlier_rows(note, opened=press.opened),
    }
    rows = menus[press.verb]()
    return replace(shown, buttons=rows)


def back(note: Note, *, opened: bool, to: Verb = Verb.CARD) -> Row:
    """The way back."""
    return (note_key("← Back", to, note, opened=opened),)


def more_rows(terms: Terms, note: Note, *, opened: bool) -> Rows:
    """Everything that is not needed every time; first the suggestions to refuse, and the refusals to take back."""
    labels = [
        ("Themes", Verb.GROUPS),
        ("Site", Verb.SITES),
        ("Kind of note", Verb.TYPES),
        ("This was earlier", Verb.TIMES),
        ("Correct", Verb.CORRECT),
        *([("Listen", Verb.LISTEN)] if note.has_recording else []),
        *([(f"Apart from #{note.goes_on_from}", Verb.APART)] if note.goes_on_from else []),
        ("Delete", Verb.DELETE),
    ]
    buttons = [note_key(label, verb, note, opened=opened) for label, verb in labels]
    return (*second_thoughts(terms, note, opened=opened), *rows_of(buttons, 3), back(note, opened=opened))


def group_rows(terms: Terms, note: Note, *, opened: bool) -> Rows:
    """The codebook's groups of themes."""
    buttons = [
        note_key(group.label, Verb.GROUP, note, slug_key(group.slug), opened=opened) for group in terms.codebook.groups
    ]
    return (*rows_of(buttons, 1), back(note, opened=opened, to=Verb.MORE))


def theme_rows(terms: Terms, note: Note, group: str, *, opened: bool) -> Rows:
    """The themes of one group; those on the note are ticked."""
    themes = [theme for theme in terms.codebook.themes if slug_key(theme.group) == group]
    buttons = [_theme_key(terms, note, theme, opened=opened) for theme in themes]
    return (*rows_of(buttons, 2), back(note, opened=opened, to=Verb.GROUPS))


def _theme_key(terms: Terms, note: Note, theme: Theme, *, opened: bool) -> Button:
    name, slug = terms.plain_theme(theme.slug), slug_key(theme.slug)
    if theme.slug in note.themes:
        return note_key(f"✓ {name}", Verb.DROP_THEME, note, slug, opened=opened)
    return note_key(f"+ {name}", Verb.THEME, note, slug, opened=opened)


def site_rows(terms: Terms, note: Note, *, opened: bool) -> Rows:
    """Every site; the note's own is ticked."""
    buttons = [
        note_key(
            ("✓ " if site.slug in note.sites else "") + terms.plain_site(site.slug),
            Verb.SITE,
            note,
            slug_key(site.slug),
            opened=opened,
        )
        for site in terms.codebook.sites
    ]
    none = note_key("No site", Verb.NO_SITE, note, opened=opened)
    return (*rows_of(buttons, 3), (none, *back(note, opened=opened, to=Verb.MORE)))


def type_rows(note: Note, *, opened: bool) -> Rows:
    """The kinds of note."""
    buttons = [
        note_key(
            ("✓ " if note.note_type is kind else "") + TYPE_WORDS[kind],
            Verb.TYPE,
            note,
            kind.value,
            opened=opened,
        )
        for kind in NoteType
    ]
    return (*rows_of(buttons, 2), back(note, opened=opened, to=Verb.MORE))


def earlier_rows(note: Note, *, opened: bool, choices: Sequence[tuple[int, str]] = EARLIER) -> Rows:
    """How long before its message it was seen."""
    buttons = [note_key(f"{words} before", Verb.EARLIER, note, minutes, opened=opened) for minutes, words in choices]
    return (*rows_of(buttons, 3), back(note, opened=opened, to=Verb.MORE))
