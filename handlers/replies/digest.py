"""The digest: what needs you, what changed, what is worth quoting; in a group counts and numbers only."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime

from fieldwork.absence import Absence
from fieldwork.access import may_change
from fieldwork.digest import Digest, FollowUp, GroupDigest, NeverSeen, Quiet, Quote, Waiting
from fieldwork.member import Member, Role
from fieldwork.night_quotes import worth_quoting
from fieldwork.note import Note, NoteNumber, Status
from fieldwork.preference import WORKING_DAYS
from fieldwork.schedule import Span
from handlers.buttons import Verb, slug_key
from handlers.replies import decide
from handlers.replies.keys import Row, Rows, key, note_key, rows_of
from handlers.replies.markup import MESSAGE_UNITS, cut, escaped, quoted, units
from handlers.replies.terms import LATE, Terms, counted, hashtag
from services.outgoing import Button, Say, Toast

LINES_SHOWN = 10  # of one kind; more are counted
NUMBERS_SHOWN = 60
PAGE_NOTES = 5
KEYS_IN_A_ROW = 4  # on a page of notes: two rows at most
THEMES_NAMED = 6  # that a site never had
ABSENCES_SHOWN = 3
UNCHECKED = " (unchecked)"
TURNED = "t"  # after a page number: the button stands under the list, not under the digest


def digest(
    terms: Terms, told: Digest, reader: Member, *, asked: bool = False, late: bool = False, span: Span | None = None
) -> list[Say]:
    """The messages of a digest. A night without news has one line on a working day, none at the weekend.

    `asked`: somebody wants it now, or that of the days of a `span`. `late`: its hour was missed.
    """
    first = _title(told.day, told.count, _things(told, reader), late=late, span=span)
    first += _only(terms, told)
    if not (told.count or told.away or asked):
        return _quiet_evening(terms, told, reader, first)
    blocks = sections(terms, told, reader)
    quoting = told.quotes or any(asked.sentence for asked in told.follow_ups)
    private = "\nPrivate text below." if quoting else ""
    blocks = [first + private, *blocks, "Private notes are not counted." if span else _totals(terms, told)]
    says = [
        Say(chat_id=reader.telegram_id, html=text, protected=bool(private))
        for text in in_messages(blocks, MESSAGE_UNITS)
    ]
    return [*says[:-1], replace(says[-1], buttons=_rows(told, reader, span))]


def sections(terms: Terms, told: Digest, reader: Member) -> list[str]:
    """What there is to tell between the first line and the totals: blocks, a heading in bold before most."""
    blocks = (
        _for_you(terms, told, reader),
        _changed(terms, told, reader),
        _quotes(terms, told),
        _counts(terms, told),
        _follow_ups(told),
        _away(terms, told),
    )
    return [block for block in blocks if block]


def _quiet_evening(terms: Terms, told: Digest, reader: Member, first: str) -> list[Say]:
    """One line, so that people know that the bot lives: what waits and is silent was told at length before."""
    if told.day.weekday() not in WORKING_DAYS:
        return []
    waits = _waiting_others(told, reader)
    line = " · ".join([first, *([waits] if waits else []), *([_quiet_sites(terms, told.quiet)] if told.quiet else [])])
    deciding = _deciding(told, reader) if _things(told, reader) else ()
    return [Say(chat_id=reader.telegram_id, html=line, buttons=(deciding,) if deciding else ())]


def _quiet_sites(terms: Terms, quiet: Sequence[Quiet]) -> str:
    """`Quiet: Orchard, 4 working days; Harbour, 22`."""
    first, *others = quiet[:LINES_SHOWN]
    return "; ".join([_quiet(terms, first), *(f"{terms.site(q.site)}, {q.working_days}" for q in others)])


def _title(day: date, count: int, things: int = 0, *, late: bool = False, span: Span | None = None) -> str:
    """Free of note content, for a locked phone."""
    parts = [
        _days(span) if span else f"{day:%a} {day.day} {day:%b}",
        counted(count, "note") if count else "no notes" if span else "no new notes",
    ]
    parts += [f"{counted(things, 'thing')} for you"] if things else []
    return " · ".join(parts) + (LATE if late else "")


def _only(terms: Terms, told: Digest | GroupDigest) -> str:
    return f" · {', '.join(map(terms.site, told.only_at))} only" if told.only_at else ""


def _days(span: Span) -> str:
    """`Mon 8 to Sun 14 Nov`."""
    first, last = span.first, span.last
    whole = f"{last:%a} {last.day} {last:%b}"
    if first == last:
        return whole
    month = "" if first.month == last.month else f" {first:%b}"
    return f"{first:%a} {first.day}{month} to {whole}"


def _totals(terms: Terms, told: Digest) -> str:
    return f"Since {_since(terms, told.since, told.day)}. Private notes are not counted."


def _away(terms: Terms, told: Digest) -> str:
    """The bot's own absences, the latest last."""
    return "\n".join(_absence(terms, absence) for absence in told.away[-ABSENCES_SHOWN:])


def _absence(terms: Terms, absence: Absence) -> str:
    first, last = terms.local(absence.since), terms.local(absence.until)
    end = f"{last:%H:%M}" if first.date() == last.date() else f"{last:%a %H:%M}"
    lost = " What was sent in its first hours may be lost." if absence.loses else " Nothing sent then is lost."
    return f"I was away {first:%a %H:%M} to {end}.{lost}"


def _own(told: Digest, reader: Member) -> list[str]:
    return [line for waiting in told.waiting if waiting.label == reader.label for line in _waits(waiting)]


def _things(told: Digest, reader: Member) -> int:
    """What this person alone can decide, one by one."""
    own = (waiting for waiting in told.waiting if waiting.label == reader.label)
    tags = len(told.new_tags) if reader.role is Role.PI else 0
    return tags + sum(w.unchecked + w.no_site + w.failed + w.flagged for w in own)


def _for_you(terms: Terms, told: Digest, reader: Member) -> str:
    lines = [f"· Yours: {line}" for line in _own(told, reader)]
    lines += _tags(terms, told) if reader.role is Role.PI else []
    waits = _waiting_others(told, reader)
    blocks = ["\n".join(["<b>For you</b>", *_at_most(lines)])] if lines else []
    return "\n".join([*blocks, *([f"{waits}."] if waits else [])])


def _waiting_others(told: Digest, reader: Member) -> str:
    others = [waiting for waiting in told.waiting if waiting.label != reader.label]
    waits = "; ".join(f"{escaped(cut(w.label, 20))}, {', '.join(_waits(w))}" for w in others[:LINES_SHOWN])
    return f"Waiting for authors: {waits}" if waits else ""


def _tags(terms: Terms, told: Digest) -> list[str]:
    return [f"· New tag {terms.theme(tag.slug)}, {counted(tag.count, 'note')}" for tag in told.new_tags]


def _waits(waiting: Waiting) -> list[str]:
    kinds = (
        (waiting.unchecked, "unchecked"),
        (waiting.no_site, "without a site"),
        (waiting.failed, "without words"),
        (waiting.waiting, "still to be transcribed"),
        (waiting.flagged, "perhaps with a name or address"),
    )
    return [f"{number} {words}" for number, words in kinds if number]


def _changed(terms: Terms, told: Digest, reader: Member) -> str:
    lines = [] if reader.role is Role.PI else _tags(terms, told)
    lines += [
        f"· First time: {terms.theme(first.theme)} at {terms.site(first.site)} /n{first.number}"
        for first in told.first_times
    ]
    never = (f"· {_never(terms, never)}" for never in told.never_seen)
    shown = [*_at_most(lines), *never, *(f"· {_quiet(terms, quiet)}" for quiet in told.quiet)]
    return "\n".join(["<b>Changed</b>", *shown]) if shown else ""


def _never(terms: Terms, never: NeverSeen) -> str:
    named = ", ".join(terms.theme(theme) for theme in never.themes[:THEMES_NAMED])
    more = f" and {len(never.themes) - THEMES_NAMED} more" if len(never.themes) > THEMES_NAMED else ""
    return f"Not yet at {terms.site(never.site)}, in {counted(never.notes, 'note')}: {named}{more}"


def _quiet(terms: Terms, quiet: Quiet) -> str:
    return f"Quiet: {terms.site(quiet.site)}, {counted(quiet.working_days, 'working day')}"


def _quotes(terms: Terms, told: Digest) -> str:
    lines = [_quote(terms, quote) for quote in told.quotes]
    quoted_notes = {quote.number for quote in told.quotes}
    others = [number for number in told.numbers if number not in quoted_notes]
    if lines and 0 < len(others) <= LINES_SHOWN:
        lines.append(f"Also {' '.join(f'/n{number}' for number in others)}")
    return "\n".join(["<b>Worth quoting</b>", *lines]) if lines else ""


def _counts(terms: Terms, told: Digest) -> str:
    """For who wants no quotations: sites and numbers."""
    if not told.by_site:
        return ""
    shown = " ".join(f"/n{number}" for number in told.numbers[:NUMBERS_SHOWN])
    return f"{_sites(terms, told.by_site)}\n{shown}"


def _sites(terms: Terms, by_site: Sequence[tuple[str, int]]) -> str:
    return " · ".join(f"{terms.site(slug) if slug else 'No site'} {count}" for slug, count in by_site[:LINES_SHOWN])


def _quote(terms: Terms, quote: Quote) -> str:
    where = terms.site(quote.site) if quote.site else "No site"
    return f"{where}: {escaped(quoted(quote.sentence))} /n{quote.number}{UNCHECKED if quote.unchecked else ''}"


def _follow_ups(told: Digest) -> str:
    lines = [f"· {_follow_up(asked)}" for asked in told.follow_ups]
    return "\n".join(["<b>To follow up</b>", *_at_most(lines)]) if lines else ""


def _follow_up(asked: FollowUp) -> str:
    notes = " ".join(f"/n{number}" for number in asked.numbers[:LINES_SHOWN])
    if not asked.sentence:
        return f"{'Perhaps a name, number or address in it: ' if asked.names else ''}{notes}"
    return f"{escaped(quoted(asked.sentence))} {notes}{UNCHECKED if asked.unchecked else ''}"


def _at_most(lines: Sequence[str]) -> list[str]:
    if len(lines) <= LINES_SHOWN:
        return list(lines)
    return [*lines[:LINES_SHOWN], f"· and {len(lines) - LINES_SHOWN} more"]


def _since(terms: Terms, since: datetime, day: date) -> str:
    local = terms.local(since)
    return f"{local:%a %H:%M}" if (day - local.date()).days < 7 else f"{terms.day(local)} {local:%H:%M}"


def _rows(told: Digest, reader: Member, span: Span | None = None) -> Rows:
    """To read and to see; below, to decide."""
    read = "Read it" if told.count == 1 else f"Read the {told.count}"
    first: list[Button] = []
    if told.count:
        first.append(key(read, Verb.READ_NEW, told.key, 0))
    if told.themed:
        first.append(key("Picture", Verb.PICTURE, told.key))
    if span is None and (_things(told, reader) or told.follow_ups):
        first.append(key("Tomorrow", Verb.TOMORROW, told.key))
    return tuple(row for row in (tuple(first), _deciding(told, reader)) if row)


def _deciding(told: Digest, reader: Member) -> Row:
    things = _things(told, reader)
    judging = (decide.offer("Themes?", told.key, decide.THEMES),) if told.suggested and reader.role is Role.PI else ()
    if things == 1 and len(told.new_tags) == 1 and reader.role is Role.PI:
        slug = told.new_tags[0].slug
        return (key(f"Make {hashtag(slug)} a theme", Verb.BOOK_MAKE, "", slug_key(slug)), *judging)
    deciding = (decide.offer("Decide it" if things == 1 else f"Decide the {things}", told.key),) if things else ()
    return (*deciding, *judging)


def still_open(terms: Terms, told: Digest, reader: Member, *, late: bool = False) -> list[Say]:
    """The morning after [Tomorrow]: what nobody has dealt with since, in the digest's own words."""
    sections = [section for section in (_for_you(terms, told, reader), _follow_ups(told)) if section]
    first = f"{told.day:%a} {told.day.day} {told.day:%b} · you wanted this again{LATE if late else ''}"
    if not sections:
        return [Say(chat_id=reader.telegram_id, html=f"{first}\nNothing of it is open any more.")]
    says = [
        Say(chat_id=reader.telegram_id, html=text, protected=True)
        for text in in_messages([first, *sections], MESSAGE_UNITS)
    ]
    return [*says[:-1], replace(says[-1], buttons=_rows(told, reader))]


def comes_tomorrow(terms: Terms, due: datetime, press: str) -> Toast:
    """[Tomorrow] was pressed, perhaps not for the first time."""
    return Toast(press=press, text=f"What is still open then comes {terms.day(due)} at {terms.clock(due)}.")


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


def new_notes(terms: Terms, notes: Sequence[Note], digest_key: str, page: int, reader: Member) -> Say:
    """[Read the 3]: one card each, five on a page."""
    count = max(1, -(-len(notes) // PAGE_NOTES))
    page = min(page, count - 1)
    shown = notes[page * PAGE_NOTES : (page + 1) * PAGE_NOTES]
    cards = [_card(terms, note) for note in shown] or ["They are not here any more."]
    heading = counted(len(notes), "note") + (f" · page {page + 1} of {count}" if count > 1 else "")
    turning = [
        *([key(f"← {page}/{count}", Verb.READ_NEW, digest_key, f"{page - 1}{TURNED}")] if page else []),
        *([key(f"{page + 2}/{count} →", Verb.READ_NEW, digest_key, f"{page + 1}{TURNED}")] if page + 1 < count else []),
    ]
    commenting = [note_key(f"✎ #{note.number}", Verb.REMARK, note) for note in shown if not may_change(reader, note)]
    return Say(
        chat_id=reader.telegram_id,
        html="\n\n".join([heading, *cards, *(["✎ writes to a note's author."] if commenting else [])]),
        buttons=rows_of([*commenting, *turning], KEYS_IN_A_ROW),
        protected=True,
    )


def _card(terms: Terms, note: Note) -> str:
    parts = [f"/n{note.number} {terms.when(note)}, {escaped(cut(note.author_label, 20))}"]
    parts += [terms.site(slug) for slug in note.sites[:1]]
    parts += ["unchecked"] if note.status is Status.UNCHECKED else []
    sentence = worth_quoting(note, terms.codebook)
    words = escaped(quoted(sentence)) if sentence else _unquoted(note)
    return f"{' · '.join(parts)}\n{words}"


def _unquoted(note: Note) -> str:
    if not note.text:
        return "No text yet."
    return "Perhaps a name, number or address in it." if note.flagged else escaped(quoted(note.text))


def group_digest(
    terms: Terms, told: GroupDigest, chat_id: int, *, asked: bool = False, late: bool = False, span: Span | None = None
) -> list[Say]:
    """Counts and numbers, and quotations where a PI wants them; none on a night without news, unless asked."""
    if not (told.count or asked or (told.quiet and told.day.weekday() in WORKING_DAYS)):
        return []
    sites = [_sites(terms, told.by_site)] if told.by_site else []
    quiet = [f"{terms.site(q.site)} quiet {counted(q.working_days, 'day')}" for q in told.quiet[:LINES_SHOWN]]
    quotes = "\n".join(["", *(_quote(terms, quote) for quote in told.quotes), ""]) if told.quotes else ""
    title = _title(told.day, told.count, late=late, span=span) + _only(terms, told)
    lines = [title, " · ".join([*sites, *quiet]), quotes, _numbers(told.numbers)]
    return [Say(chat_id=chat_id, html="\n".join(line for line in lines if line))]


def _numbers(numbers: Sequence[NoteNumber]) -> str:
    if not numbers:
        return ""
    shown = " ".join(f"/n{number}" for number in numbers[:NUMBERS_SHOWN])
    more = f" and {len(numbers) - NUMBERS_SHOWN} more" if len(numbers) > NUMBERS_SHOWN else ""
    return f"{shown}{more} {'opens' if len(numbers) == 1 else 'open'} in your private chat with me."


def here_means_a_group(chat_id: int) -> Say:
    """`/digest here` in a private chat."""
    return Say(chat_id=chat_id, html="Type <code>/digest here</code> in the group that should get the counts.")
