"""The codebook, browsed with buttons: groups, a group's themes, one theme's definition and examples; the sites."""

from collections.abc import Sequence

from fieldwork.codebook import Site, Theme
from fieldwork.codebook_use import Example, Use
from handlers.buttons import Verb, slug_key
from handlers.replies.book_change import change_keys
from handlers.replies.keys import Row, Rows, key, rows_of
from handlers.replies.markup import MESSAGE_UNITS, cut, escaped, quoted, units
from handlers.replies.terms import Terms, counted, hashtag
from services.outgoing import Say

PART_UNITS = 800  # of a definition, of what it includes, of what it excludes


def contents(
    terms: Terms, revision: int, chat_id: int, *, new_tags: int = 0, changes: bool = False, unknown: str = ""
) -> Say:
    """`/codebook`: the groups; `changes` adds the buttons with which a PI changes it, `unknown` is what it has not."""
    book = terms.codebook
    buttons = [key(group.label, Verb.BOOK_GROUP, "", slug_key(group.slug)) for group in book.groups]
    title = escaped(cut(book.title, 150))
    many = f"{counted(len(book.themes), 'theme')} in {counted(len(book.groups), 'group')}, "
    return Say(
        chat_id=chat_id,
        html=f"{_unknown(unknown)}{title}\nCodebook {escaped(cut(book.version, 20))}{_changed(revision)}: "
        f"{many}{counted(len(book.sites), 'site')}.",
        buttons=(*rows_of(buttons, 1), _ways_on(new_tags), *((change_keys(),) if changes else ())),
    )


def _unknown(words: str) -> str:
    return f"The codebook has no theme or site called “{escaped(cut(words, 60))}”.\n\n" if words else ""


def _changed(revision: int) -> str:
    """The first revision is the file that the study began with."""
    return f", changed {counted(revision - 1, 'time')}" if revision > 1 else ""


def _ways_on(new_tags: int) -> Row:
    sites = key("Sites", Verb.BOOK_SITES)
    return (sites, key(f"New tags ({new_tags})", Verb.BOOK_TAGS, "", 0)) if new_tags else (sites,)


def group(terms: Terms, slug: str, use: Use, chat_id: int) -> Say:
    """The themes of one group, each with the tag to type and in how many notes it stands."""
    book = terms.codebook
    label = next((group.label for group in book.groups if group.slug == slug), slug)
    themes = [theme for theme in book.themes if theme.group == slug]
    buttons = [key(terms.plain_theme(theme.slug), Verb.BOOK_THEME, "", slug_key(theme.slug)) for theme in themes]
    lines = [f"{escaped(cut(theme.label, 80))} {_tag(theme)} {_notes(use.themes[theme.slug])}" for theme in themes]
    return Say(
        chat_id=chat_id,
        html=_within(f"<b>{escaped(cut(label, 80))}</b>", lines),
        buttons=(*rows_of(buttons, 2), (key("← All groups", Verb.BOOK),)),
    )


def _notes(count: int) -> str:
    return f"· {counted(count, 'note')}" if count else ""


def theme(found: Theme, use: Use, chat_id: int) -> Say:
    """What a theme means, when to use it and when not, and how often people did."""
    parts = [
        f"<b>{escaped(cut(found.label, 120))}</b> {_tag(found)}",
        escaped(cut(found.definition, PART_UNITS)),
        _used(found, use),
        f"<b>Use it for:</b> {escaped(cut(found.include, PART_UNITS))}" if found.include else "",
        f"<b>Not for:</b> {escaped(cut(found.exclude, PART_UNITS))}" if found.exclude else "",
        f"I suggest it when I read: {escaped(cut(', '.join(found.cues), 400))}" if found.cues else "",
    ]
    return Say(
        chat_id=chat_id,
        html="\n\n".join(part for part in parts if part),
        buttons=_theme_keys(found, use),
    )


def _used(found: Theme, use: Use) -> str:
    count, suggested = use.themes[found.slug], use.suggested[found.slug]
    parts = [f"{counted(count, 'note')} that you can read"] if count else ["In no note that you can read"]
    parts += [f"suggested on {suggested} more"] if suggested else []
    retired = "Retired: it stays on its notes. " if found.retired else ""
    return f"{retired}{', '.join(parts)}."


def _theme_keys(found: Theme, use: Use) -> Rows:
    examples = key("Examples", Verb.BOOK_EXAMPLES, "", slug_key(found.slug))
    back = (key("← Back", Verb.BOOK_GROUP, "", slug_key(found.group)), key("All groups", Verb.BOOK))
    return ((examples,), back) if use.themes[found.slug] else (back,)


def examples(found: Theme, shown: Sequence[Example], chat_id: int) -> Say:
    """[Examples]: sentences under that theme, word for word."""
    lines = [f"{escaped(quoted(example.sentence))} /n{example.number}" for example in shown]
    title = f"<b>{escaped(cut(found.label, 120))}</b>"
    if not lines:
        return Say(chat_id=chat_id, html=f"{title}\nThere is no note under it that you can read.")
    return Say(chat_id=chat_id, html="\n\n".join([title, *lines]), protected=True)


def sites(terms: Terms, use: Use, chat_id: int) -> Say:
    """Every site with what it is, who works there and how many notes are from it."""
    lines = [f"{_site_line(site)} {_notes(use.sites[site.slug])}".rstrip() for site in terms.codebook.sites]
    return Say(chat_id=chat_id, html=_within("<b>Sites</b>", lines), buttons=((key("← Back", Verb.BOOK),),))


def _site_line(site: Site) -> str:
    workers = f" {escaped(', '.join(site.link_workers))}." if site.link_workers else ""
    description = escaped(cut(site.description, 200))
    return f"{escaped(cut(site.name, 60))} {escaped(hashtag(cut(site.slug, 60)))}. {description}{workers}{_dates(site)}"


def _dates(site: Site) -> str:
    opens = f" From {site.opens.day} {site.opens:%b %Y}." if site.opens else ""
    closes = f" Until {site.closes.day} {site.closes:%b %Y}." if site.closes else ""
    return opens + closes


def _tag(found: Theme) -> str:
    return escaped(hashtag(cut(found.slug, 60)))


def _within(title: str, lines: list[str]) -> str:
    """As many lines as a message holds, and how many are left out."""
    text = title
    for shown, line in enumerate(lines):
        if units(text) + units(line) > MESSAGE_UNITS - 100:
            return f"{text}\nand {len(lines) - shown} more."
        text = f"{text}\n{line}"
    return text
