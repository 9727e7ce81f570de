"""What a PI changes in the codebook: in words after `/codebook`, or with a button."""

from fieldwork.codebook import Codebook, Theme
from fieldwork.codebook_change import add_theme, opened_on
from fieldwork.codebook_use import EmergentTag, emergent_tags
from fieldwork.codebook_words import read_wish
from fieldwork.errors import FieldworkError
from fieldwork.hashtags import normal_tag
from fieldwork.member import Role
from fieldwork.note import Audience
from handlers.buttons import Press, slug_of
from handlers.context import FieldContext, redrawn
from handlers.replies import book_change, refusals
from services.codebooks import Says
from services.incoming import ButtonPress, IncomingText
from services.outgoing import Say


async def change(incoming: IncomingText, words: str, context: FieldContext) -> None:
    """Do it and say so, with [Put back]; or say why not."""
    chat_id, wish = incoming.chat_id, read_wish(words)
    if context.member.role is not Role.PI:
        await context.answer(incoming, refusals.not_for_you("a PI", chat_id))
        return
    if wish is None:
        await context.answer(incoming, book_change.how(words.partition(" ")[0].casefold(), context.terms, chat_id))
        return
    says: Says = lambda what, number: [book_change.changed(what, number, chat_id)]  # noqa: E731 - one line says it
    try:
        await context.services.codebooks.change(
            incoming.row,
            lambda book: opened_on(context.study.today(), book, wish(book)),
            says,
            who=context.member.label,
        )
    except FieldworkError as refusal:
        await context.answer(incoming, book_change.refused(str(refusal), chat_id))


async def how(incoming: ButtonPress, press: Press, context: FieldContext) -> None:
    """[Add], [Rename], [Merge], [Retire]: the words that do it."""
    if context.member.role is not Role.PI:
        await context.answer(incoming, book_change.only_a_pi(incoming.press))
        return
    await context.press_answer(incoming, book_change.how(press.argument, context.terms, incoming.chat_id))


async def new_tags(incoming: ButtonPress, press: Press, context: FieldContext) -> None:
    """[New tags], [Not now]: the next hashtag that is no theme yet."""
    if context.member.role is not Role.PI:
        await context.answer(incoming, book_change.only_a_pi(incoming.press))
        return
    tags = await _tags(context)
    await context.redraw(incoming, book_change.new_tag(tags, press.count, context.terms, incoming.chat_id))


async def show_new_tags(incoming: IncomingText, context: FieldContext) -> None:
    """`/codebook new tags`."""
    await context.answer(incoming, book_change.new_tag(await _tags(context), 0, context.terms, incoming.chat_id))


async def make_theme(incoming: ButtonPress, press: Press, context: FieldContext) -> None:
    """[Make a theme]: the notes with that hashtag count under it from now on."""
    if context.member.role is not Role.PI:
        await context.answer(incoming, book_change.only_a_pi(incoming.press))
        return
    slug = slug_of(press.argument, (tag.slug for tag in await _tags(context)))
    if slug is None:
        theme = made_of(press.argument, context.study.codebook)
        toast = refusals.old_button(incoming.press) if theme is None else book_change.already(theme, incoming.press)
        await context.answer(incoming, toast)
        return

    def says(what: str, number: int) -> list[Say]:
        return [book_change.made(slug, what, number, incoming)]

    try:
        await context.services.codebooks.change(
            incoming.row, lambda book: add_theme(book, slug.replace("-", " ")), says, who=context.member.label
        )
    except FieldworkError as refusal:
        await context.press_answer(incoming, book_change.refused(str(refusal), incoming.chat_id))


def made_of(tag: str, codebook: Codebook) -> Theme | None:
    """The theme that the hashtag of a button counts under by now: made of it, or merged with it."""
    called = {normal_tag(name): theme for theme in codebook.themes for name in theme.names}
    slug = slug_of(tag, called)
    return None if slug is None else called[slug]


async def put_back(incoming: ButtonPress, press: Press, context: FieldContext) -> None:
    """[Put back]: the codebook as it was before."""
    if context.member.role is not Role.PI:
        await context.answer(incoming, book_change.only_a_pi(incoming.press))
        return
    says: Says = lambda _what, _number: [redrawn(incoming, book_change.back(incoming.chat_id))]  # noqa: E731 - likewise
    try:
        await context.services.codebooks.put_back(incoming.row, press.count, says, who=context.member.label)
    except FieldworkError as refusal:
        await context.answer(incoming, book_change.not_put_back(str(refusal), incoming.press))


async def _tags(context: FieldContext) -> tuple[EmergentTag, ...]:
    """What the team tagged; *Only you* notes stay out of it, the PI's own among them."""
    notes = await context.services.questions.readable(context.member)
    shared = (note for note in notes if note.audience is Audience.TEAM)
    return emergent_tags(shared, context.study.codebook)
