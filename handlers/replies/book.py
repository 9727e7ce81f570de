"""The codebook, browsed with buttons: groups, a group's themes, one theme's definition; the sites."""

from fieldwork.codebook import Site, Theme
from handlers.buttons import Verb, slug_key
from handlers.replies.keys import Rows, key, rows_of
from handlers.replies.markup import MESSAGE_UNITS, cut, escaped, units
from handlers.replies.terms import Terms, counted, hashtag
from services.outgoing import Say

PART_UNITS = 800  # of a definition, of what it includes, of what it excludes


def contents(terms: Terms, chat_id: int) -> Say:
    """`/codebook`: the groups."""
    book = terms.codebook
    buttons = [key(group.label, Verb.BOOK_GROUP, "", slug_key(group.slug)) for group in book.groups]
    title = escaped(cut(book.title, 150))
    many = f"{counted(len(book.themes), 'theme')} in {counted(len(book.groups), 'group')}, "
    return Say(
        chat_id=chat_id,
        html=f"{title}\nCodebook {escaped(cut(book.version, 20))}: {many}{counted(len(book.sites), 'site')}.",
        buttons=(*rows_of(buttons, 1), (key("Sites", Verb.BOOK_SITES),)),
    )


def group(terms: Terms, slug: str, chat_id: int) -> Say:
    """The themes of one group, each with the tag to type."""
    book = terms.codebook
    label = next((group.label for group in book.groups if group.slug == slug), slug)
    themes = [theme for theme in book.themes if theme.group == slug]
    buttons = [key(terms.plain_theme(theme.slug), Verb.BOOK_THEME, "", slug_key(theme.slug)) for theme in themes]
    lines = [f"{escaped(cut(theme.label, 80))} {_tag(theme)}" for theme in themes]
    return Say(
        chat_id=chat_id,
        html=_within(f"<b>{escaped(cut(label, 80))}</b>", lines),
        buttons=(*rows_of(buttons, 2), (key("← All groups", Verb.BOOK),)),
    )


def theme(found: Theme, chat_id: int) -> Say:
    """What a theme means, when to use it and when not."""
    parts = [
        f"<b>{escaped(cut(found.label, 120))}</b> {_tag(found)}",
        escaped(cut(found.definition, PART_UNITS)),
        f"<b>Use it for:</b> {escaped(cut(found.include, PART_UNITS))}" if found.include else "",
        f"<b>Not for:</b> {escaped(cut(found.exclude, PART_UNITS))}" if found.exclude else "",
        f"I suggest it when I read: {escaped(cut(', '.join(found.cues), 400))}" if found.cues else "",
    ]
    return Say(
        chat_id=chat_id,
        html="\n\n".join(part for part in parts if part),
        buttons=_theme_keys(found),
    )


def _theme_keys(found: Theme) -> Rows:
    return ((key("← Back", Verb.BOOK_GROUP, "", slug_key(found.group)), key("All groups", Verb.BOOK)),)


def sites(terms: Terms, chat_id: int) -> Say:
    """Every site with what it is and who works there."""
    lines = [_site_line(site) for site in terms.codebook.sites]
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
