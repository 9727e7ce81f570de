"""The digest: what needs you, what changed, what is worth quoting; in a group counts and numbers only."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime

from fieldwork.digest import Digest, GroupDigest, Quiet, Quote, Waiting
from fieldwork.member import Member
from fieldwork.note import Note, NoteNumber, Status
from fieldwork.quotation import worth_quoting
from handlers.buttons import Verb
from handlers.replies.keys import Rows, key
from handlers.replies.markup import MESSAGE_UNITS, cut, escaped, units
from handlers.replies.terms import Terms, counted
from services.outgoing import Say

QUOTE_UNITS = 400
LINES_SHOWN = 10  # of one kind; more are counted
NUMBERS_SHOWN = 60
PAGE_NOTES = 5
TURNED = "t"  # after a page number: the button stands under the list, not under the digest


def digest(terms: Terms, told: Digest, reader: Member, *, asked: bool = False) -> list[Say]:
    """The messages of a digest; none on a night without news, unless somebody `asked`."""
    sections = [_for_you(terms, told, reader), _changed(terms, told), _quotes(terms, told), _follow_ups(told)]
    if not (told.count or any(sections) or asked):
        return []
    first = _title(told.day, told.count, _things(told, reader))
    private = "\nPrivate text below." if told.quotes or told.follow_ups else ""
    closing = f"Since {_since(terms, told.since, told.day)}. Private notes are not counted."
    blocks = [first + private, *(block for block in sections if block), closing]
    says = [
        Say(chat_id=reader.telegram_id, html=text, protected=bool(private))
        for text in in_messages(blocks, MESSAGE_UNITS)
    ]
    return [*says[:-1], replace(says[-1], buttons=_rows(told))]


def _title(day: date, count: int, things: int = 0) -> str:
    """Free of note content, for a locked phone."""
    parts = [f"{day:%a} {day.day} {day:%b}", counted(count, "note") if count else "no new notes"]
    return " · ".join([*parts, f"{counted(things, 'thing')} for you"] if things else parts)


def _own(told: Digest, reader: Member) -> list[str]:
    return [line for waiting in told.waiting if waiting.label == reader.label for line in _waits(waiting)]


def _things(told: Digest, reader: Member) -> int:
    return len(told.new_tags) + len(_own(told, reader))


def _for_you(terms: Terms, told: Digest, reader: Member) -> str:
    lines = [f"· Yours: {line}" for line in _own(told, reader)]
    lines += [f"· New tag {terms.theme(tag.slug)}, {counted(tag.count, 'note')}" for tag in told.new_tags]
    others = [waiting for waiting in told.waiting if waiting.label != reader.label]
    waits = "; ".join(f"{escaped(cut(w.label, 20))}, {', '.join(_waits(w))}" for w in others[:LINES_SHOWN])
    blocks = ["\n".join(["<b>For you</b>", *_at_most(lines)])] if lines else []
    return "\n".join([*blocks, *([f"Waiting for authors: {waits}."] if waits else [])])


def _waits(waiting: Waiting) -> list[str]:
    kinds = (
        (waiting.unchecked, "unchecked"),
        (waiting.no_site, "without a site"),
        (waiting.failed, "without words"),
        (waiting.waiting, "still to be transcribed"),
    )
    return [f"{number} {words}" for number, words in kinds if number]


def _changed(terms: Terms, told: Digest) -> str:
    lines = [
        f"· First time: {terms.theme(first.theme)} at {terms.site(first.site)} /n{first.number}"
        for first in told.first_times
    ]
    shown = [*_at_most(lines), *(f"· {_quiet(terms, quiet)}" for quiet in told.quiet)]
    return "\n".join(["<b>Changed</b>", *shown]) if shown else ""


def _quiet(terms: Terms, quiet: Quiet) -> str:
    return f"Quiet: {terms.site(quiet.site)}, {counted(quiet.working_days, 'working day')}"


def _quotes(terms: Terms, told: Digest) -> str:
    lines = [_quote(terms, quote) for quote in told.quotes]
    return "\n".join(["<b>Worth quoting</b>", *lines]) if lines else ""


def _quote(terms: Terms, quote: Quote) -> str:
    where = terms.site(quote.site) if quote.site else "No site"
    mark = " (unchecked)" if quote.unchecked else ""
    return f"{where}: “{escaped(cut(quote.sentence, QUOTE_UNITS))}” /n{quote.number}{mark}"


def _follow_ups(told: Digest) -> str:
    lines = [f"· “{escaped(cut(asked.sentence, QUOTE_UNITS))}” /n{asked.number}" for asked in told.follow_ups]
    return "\n".join(["<b>To follow up</b>", *_at_most(lines)]) if lines else ""


def _at_most(lines: Sequence[str]) -> list[str]:
    if len(lines) <= LINES_SHOWN:
        return list(lines)
    return [*lines[:LINES_SHOWN], f"· and {len(lines) - LINES_SHOWN} more"]


def _since(terms: Terms, since: datetime, day: date) -> str:
    local = terms.local(since)
    return f"{local:%a %H:%M}" if (day - local.date()).days < 7 else f"{terms.day(local)} {local:%H:%M}"


def _rows(told: Digest) -> Rows:
    if not told.count:
        return ()
    window = f"{int(told.since.timestamp() * 1000)}-{min(told.numbers)}-{max(told.numbers)}"
    read = "Read it" if told.count == 1 else f"Read the {told.count}"
    return ((key(read, Verb.READ_NEW, window, 0), key("Picture", Verb.PICTURE, window)),)


def in_messages(blocks: Iterable[str], room: int) -> list[str]:
    """Blocks put together into as few messages as hold them; a block is split between its lines only."""
    texts: list[str] = []
    for block in blocks:
        for place, line in enumerate(block.split("\n")):
            gap = "\n\n" if place == 0 else "\n"
            if texts and units(texts[-1]) + units(line) + len(gap) <= room:
                texts[-1] += gap + line
            else:
                texts.append(line)
    return texts


def new_notes(terms: Terms, notes: Sequence[Note], window: str, page: int, reader: Member) -> Say:
    """[Read the 3]: one card each, five on a page."""
    count = max(1, -(-len(notes) // PAGE_NOTES))
    page = min(page, count - 1)
    shown = notes[page * PAGE_NOTES : (page + 1) * PAGE_NOTES]
    cards = [_card(terms, note) for note in shown] or ["They are not here any more."]
    heading = counted(len(notes), "note") + (f" · page {page + 1} of {count}" if count > 1 else "")
    turning = [
        *([key(f"← {page}/{count}", Verb.READ_NEW, window, f"{page - 1}{TURNED}")] if page else []),
        *([key(f"{page + 2}/{count} →", Verb.READ_NEW, window, f"{page + 1}{TURNED}")] if page + 1 < count else []),
    ]
    return Say(
        chat_id=reader.telegram_id,
        html="\n\n".join([heading, *cards]),
        buttons=(tuple(turning),) if turning else (),
        protected=True,
    )


def _card(terms: Terms, note: Note) -> str:
    parts = [f"/n{note.number} {terms.when(note)}, {escaped(cut(note.author_label, 20))}"]
    parts += [terms.site(slug) for slug in note.sites[:1]]
    parts += ["unchecked"] if note.status is Status.UNCHECKED else []
    sentence = worth_quoting(note) or note.text
    words = f"“{escaped(cut(sentence, QUOTE_UNITS))}”" if sentence else "No text yet."
    return f"{' · '.join(parts)}\n{words}"


def picture(png: str, day: datetime, reader: Member, terms: Terms) -> Say:
    """[Picture]: sites by themes; `png` in base64."""
    caption = f"Sites by themes, {terms.day(day)}. What is new is marked. Private notes are not counted."
    return Say(chat_id=reader.telegram_id, html=caption, photo=png, protected=True)


def group_digest(terms: Terms, told: GroupDigest, chat_id: int, *, asked: bool = False) -> list[Say]:
    """Counts and numbers; none on a night without news, unless somebody `asked`."""
    if not (told.count or told.quiet or asked):
        return []
    sites = [f"{terms.site(slug) if slug else 'No site'} {count}" for slug, count in told.by_site[:LINES_SHOWN]]
    quiet = [f"{terms.site(q.site)} quiet {counted(q.working_days, 'day')}" for q in told.quiet[:LINES_SHOWN]]
    lines = [_title(told.day, told.count), " · ".join([*sites, *quiet]), _numbers(told.numbers)]
    return [Say(chat_id=chat_id, html="\n".join(line for line in lines if line))]


def _numbers(numbers: Sequence[NoteNumber]) -> str:
    if not numbers:
        return ""
    shown = " ".join(f"/n{number}" for number in numbers[:NUMBERS_SHOWN])
    more = f" and {len(numbers) - NUMBERS_SHOWN} more" if len(numbers) > NUMBERS_SHOWN else ""
    return f"{shown}{more} {'opens' if len(numbers) == 1 else 'open'} in your private chat with me."


def group_set(chat_id: int) -> Say:
    """`/digest here`."""
    return Say(
        chat_id=chat_id,
        html="This group gets each night's counts from now on, never the words of a note. "
        "In a group I hear only commands, mentions and replies.",
    )


def here_means_a_group(chat_id: int) -> Say:
    """`/digest here` in a private chat."""
    return Say(chat_id=chat_id, html="Type <code>/digest here</code> in the group that should get the counts.")
