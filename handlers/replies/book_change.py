"""Changing the codebook: the words that do it, what was done, and the hashtags that could be themes."""

from collections.abc import Sequence

from fieldwork.codebook import Theme
from fieldwork.codebook_use import EmergentTag
from handlers.buttons import Verb, slug_key
from handlers.replies.keys import key
from handlers.replies.markup import cut, escaped
from handlers.replies.terms import Terms, counted, hashtag
from services.incoming import ButtonPress
from services.outgoing import Button, Say, Toast

NUMBERS_SHOWN = 12
TAG_UNITS = 60

_HOW = {
    "add": "A new theme: <code>/codebook add washing machine: where laundry is talked of</code>\n"
    "In a group: <code>/codebook add washing machine in {group}: where laundry is talked of</code>\n"
    "Another name, or words at which I suggest it: <code>/codebook alias {theme}: another name</code>, "
    "<code>/codebook cue {theme}: what people say</code>\n"
    "A new site: <code>/codebook site add Brookside</code>",
    "rename": "A theme: <code>/codebook rename {theme}: another name</code>\n"
    "A site: <code>/codebook site rename {site}: another name</code>\n"
    "Notes keep it, and the old name is still understood.",
    "merge": "Themes: <code>/codebook merge {theme} into {other}</code>\n"
    "Sites: <code>/codebook site merge {site} into {elsewhere}</code>\n"
    "The notes of the first count under the second.",
    "retire": "A theme: <code>/codebook retire {theme}</code>\n"
    "A site: <code>/codebook site retire {site}</code>\n"
    "It stays on its notes, and I offer it no more. <code>/codebook restore {theme}</code> brings it back.",
}
_LIKE = {"make": "add", "cue": "add", "alias": "add", "restore": "retire", "unretire": "retire"}
CHANGES = ("Add", "Rename", "Merge", "Retire")


def change_keys() -> tuple[Button, ...]:
    """[Add] [Rename] [Merge] [Retire]."""
    return tuple(key(label, Verb.BOOK_HOW, "", label.casefold()) for label in CHANGES)


def how(verb: str, terms: Terms, chat_id: int) -> Say:
    """The words that change the codebook, by examples from it."""
    book = terms.codebook
    themes = [terms.theme(theme.slug) for theme in book.themes] or ["one"]
    sites = [terms.site(site.slug) for site in book.sites] or ["one"]
    words = _HOW.get(_LIKE.get(verb, verb), _HOW["add"]).format(
        theme=themes[0],
        other=themes[-1],
        site=sites[0],
        elsewhere=sites[-1],
        group=escaped(cut(book.groups[0].slug if book.groups else "a group", TAG_UNITS)),
    )
    return Say(chat_id=chat_id, html=f"Type it like this.\n{words}")


def changed(what: str, number: int, chat_id: int) -> Say:
    """It is done, and can be undone."""
    return Say(chat_id=chat_id, html=escaped(what), buttons=((key("Put back", Verb.BOOK_PUT_BACK, "", number),),))


def made(slug: str, what: str, number: int, incoming: ButtonPress) -> Say:
    """[Make a theme]."""
    said = changed(f"{what} Notes with {hashtag(slug)} count under it.", number, incoming.chat_id)
    return Say(chat_id=said.chat_id, html=said.html, buttons=said.buttons, answers_press=incoming.press)


def already(theme: Theme, press: str) -> Toast:
    """[Make a theme], pressed again or by a second PI."""
    return Toast(press=press, text=f"{cut(theme.label, TAG_UNITS)} is a theme already. This hashtag counts under it.")


def back(chat_id: int) -> Say:
    """[Put back]."""
    return Say(chat_id=chat_id, html="Put back: the codebook is as it was before.")


def not_put_back(why: str, press: str) -> Toast:
    """Somebody was quicker."""
    return Toast(press=press, text=why)


def refused(why: str, chat_id: int) -> Say:
    """What can't be done, in a sentence."""
    return Say(chat_id=chat_id, html=escaped(why))


def only_a_pi(press: str) -> Toast:
    """A button that is not for them."""
    return Toast(press=press, text="Only a PI changes the codebook.")


def new_tag(tags: Sequence[EmergentTag], place: int, terms: Terms, chat_id: int) -> Say:
    """One hashtag after another; after the last, that there are no more."""
    home = key("← Codebook", Verb.BOOK)
    if place >= len(tags):
        words = "No more new tags." if tags else "Every hashtag in the notes is a theme."
        return Say(chat_id=chat_id, html=words, buttons=((home,),))
    tag = tags[place]
    numbers = " ".join(f"/n{number}" for number in tag.numbers[:NUMBERS_SHOWN])
    more = f" and {len(tag.numbers) - NUMBERS_SHOWN} more" if len(tag.numbers) > NUMBERS_SHOWN else ""
    name = escaped(cut(hashtag(tag.slug), TAG_UNITS))
    example = next((terms.theme(theme.slug) for theme in terms.codebook.themes), "")
    into = f"\nPart of a theme? <code>/codebook merge {name} into {example}</code>" if example else ""
    return Say(
        chat_id=chat_id,
        html=f"New tag {name}, {counted(len(tag.numbers), 'note')}: {numbers}{more}\n"
        f"It is one of the team's own and no theme of the codebook yet.{into}",
        buttons=(
            (
                key("Make a theme", Verb.BOOK_MAKE, "", slug_key(tag.slug)),
                key("Not now", Verb.BOOK_TAGS, "", place + 1),
            ),
            (home,),
        ),
    )
