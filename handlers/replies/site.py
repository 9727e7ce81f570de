"""The site of the day."""

from collections.abc import Sequence

from fieldwork.codebook import Site
from fieldwork.member import StickySite
from handlers.buttons import Verb, slug_key
from handlers.replies.keys import Rows, key, rows_of
from handlers.replies.markup import cut, escaped
from handlers.replies.terms import Terms, listed
from services.outgoing import Say

NONE = "-"  # the argument of the button that clears it


def which_site(terms: Terms, sticky: StickySite | None, chat_id: int) -> Say:
    """`/site` alone."""
    now = f"You're at {_held(terms, sticky)}." if sticky else "No site is set."
    return Say(
        chat_id=chat_id,
        html=f"{now} Where are you? It holds for notes that name no site, until the day ends.",
        buttons=site_keys(terms, terms.codebook.sites),
    )


def site_set(terms: Terms, sticky: StickySite, chat_id: int) -> Say:
    """A site was chosen."""
    return Say(
        chat_id=chat_id,
        html=f"{terms.site(sticky.slug)}, until the day ends. A note that names another site goes there.",
        buttons=((key("No site", Verb.STICK, "", NONE),),),
    )


def site_cleared(chat_id: int) -> Say:
    """`/site none`, or [No site]."""
    return Say(chat_id=chat_id, html="No site is set now. Notes get the site that they name.")


def unknown_site(terms: Terms, words: str, nearest: Sequence[Site], chat_id: int) -> Say:
    """A site that the codebook has not."""
    found = listed([terms.site(site.slug) for site in nearest[:3]]).replace(" and ", " or ")
    guess = f" Did you mean {found}?" if found else ""
    return Say(
        chat_id=chat_id,
        html=f"I don't know the site “{escaped(cut(words, 60))}”.{guess} Nothing was changed.",
        buttons=site_keys(terms, tuple(nearest[:3]) or terms.codebook.sites),
    )


def _held(terms: Terms, sticky: StickySite) -> str:
    return f"{terms.site(sticky.slug)} since {terms.clock(sticky.since)}"


def site_keys(terms: Terms, sites: Sequence[Site]) -> Rows:
    """One button for each site, and one to clear it."""
    buttons = [key(terms.plain_site(site.slug), Verb.STICK, "", slug_key(site.slug)) for site in sites]
    return (*rows_of(buttons, 3), (key("No site", Verb.STICK, "", NONE),))
