"""Answers to a question: short cards, newest first, what is stated before what is only suggested."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace

from fieldwork.member import Member
from fieldwork.night_quotes import unnamed, worth_quoting
from fieldwork.note import Note, Status
from fieldwork.query import QueryProblem
from fieldwork.search import Match
from handlers.buttons import Verb
from handlers.replies import check
from handlers.replies.keys import Row, Rows, key
from handlers.replies.markup import cut, escaped, quoted
from handlers.replies.terms import Terms, counted, listed
from services.outgoing import Button, Say

PAGE_NOTES = 5
DESCRIPTION_UNITS = 200
PROBLEMS_SHOWN = 4
TODAY_NOTES = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """Which part of the answer is shown, as its buttons carry it."""

    page: int = 0
    suggested: bool = False  # those only suggested too
    all_sites: bool = False
    all_dates: bool = False
    site: str = ""  # narrowed to one, as `slug_key` writes it
    theme: str = ""  # likewise

    def packed(self) -> str:
        """`0`, `2sp`, `0@riverside#trust`: the page, a letter for each choice, what it is narrowed to."""
        letters = (("s", self.suggested), ("p", self.all_sites), ("d", self.all_dates))
        narrowed = (("@", self.site), ("#", self.theme))
        chosen = "".join(letter for letter, wanted in letters if wanted)
        return f"{self.page}{chosen}" + "".join(f"{mark}{key_}" for mark, key_ in narrowed if key_)


_PACKED = re.compile(r"(\d{1,6})(s?)(p?)(d?)(?:@([^@#]{1,12}))?(?:#([^@#]{1,12}))?", re.ASCII)


def unpacked(argument: str) -> Cut:
    """What `packed` made; page 0 of the plain answer for anything else."""
    found = _PACKED.fullmatch(argument)
    if found is None:
        return Cut()
    page, suggested, sites, dates, site, theme = found.groups(default="")
    return Cut(
        page=int(page),
        suggested=bool(suggested),
        all_sites=bool(sites),
        all_dates=bool(dates),
        site=site,
        theme=theme,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Elsewhere:
    """What the same question finds when one of its limits is left out."""

    theme: str = ""  # how the theme is called that was asked about at some sites; "" when there was none
    sites: tuple[tuple[str, int], ...] = ()  # names of other sites with how many stated notes, the most first
    more_sites: int = 0  # that are not named
    theme_alone: bool = True  # whether no more was asked than a theme, sites and days
    other_dates: int = 0  # only looked for where nothing was found
    other_sites: int = 0
    people: tuple[tuple[str, int], ...] = ()  # each of several, and how many notes that has without the others


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question with everything found for it."""

    question: str  # its id
    description: str  # "trust · Riverside · Mon 8 to Sun 14 Nov"
    matches: Sequence[Match]  # stated first
    cut: Cut
    names_sites: bool  # the question as typed
    names_dates: bool
    problems: tuple[QueryProblem, ...] = ()
    elsewhere: Elsewhere = Elsewhere()
    narrower: tuple[tuple[str, int, Cut], ...] = ()  # a site or a theme, in how many of the stated notes
    with_words: int | None = None  # so many have every free word of the question; None where it has none
    by_all_else: bool = False  # none has them or is like them: these are found by all else that is asked

    @property
    def stated(self) -> Sequence[Match]:
        """Whose theme a person gave or accepted."""
        return self.matches[: self._stated]

    @property
    def suggested(self) -> Sequence[Match]:
        """Whose theme only the machine proposes."""
        return self.matches[self._stated :]

    @property
    def _stated(self) -> int:
        return bisect_left(self.matches, True, key=lambda match: match.suggested_only)

    @property
    def shown(self) -> Sequence[Match]:
        """All that can be paged through; those only suggested at once when one page holds everything."""
        at_once = self.cut.suggested or len(self.matches) <= PAGE_NOTES
        return self.matches if at_once else self.stated

    @property
    def pages(self) -> int:
        """How many pages."""
        return max(1, -(-len(self.shown) // PAGE_NOTES))


def answer(terms: Terms, asked: Asked, reader: Member, chat_id: int) -> Say:
    """One page of the answer, in the asker's private chat."""
    page = min(asked.cut.page, asked.pages - 1)
    start = page * PAGE_NOTES
    on_page = asked.shown[start : start + PAGE_NOTES]
    blocks = ["\n".join([title(asked), *_likeness(asked), *problem_lines(asked.problems)]), *cards(terms, on_page)]
    tail = _tail(asked, page)
    return Say(
        chat_id=chat_id,
        html="\n\n".join([*blocks, *([tail] if tail else [])]),
        buttons=_rows(asked, page),
        protected=any(match.note.author != reader.id for match in on_page),
    )


def more_like(terms: Terms, note: Note, matches: Sequence[Match], reader: Member, chat_id: int) -> Say:
    """One page of notes like another."""
    shown = matches[:PAGE_NOTES]
    first = f"Like #{note.number}: {counted(len(shown), 'note')}" if shown else f"I find no note like #{note.number}."
    return Say(
        chat_id=chat_id,
        html="\n\n".join([first, *cards(terms, shown)]),
        protected=any(match.note.author != reader.id for match in shown),
    )


def title(asked: Asked) -> str:
    """`2 notes · trust · Riverside · Mon 8 to Sun 14 Nov`."""
    number = len(asked.stated)
    first = counted(number, "note") if number else "No note"
    about = escaped(cut(asked.description, DESCRIPTION_UNITS))
    return f"{first} · {about}" if about else first


def _likeness(asked: Asked) -> list[str]:
    return likeness(asked.with_words, len(asked.matches), by_all_else=asked.by_all_else)


def likeness(said: int | None, number: int, *, by_all_else: bool) -> list[str]:
    """How many of so many notes have the words that were asked for (None for none), where others are only like it."""
    if by_all_else:
        return ["None has the words or is like them. Without them your question finds these."] if number else []
    if said is None or said >= number:
        return []
    if not said:
        return ["None has the words; these are like it." if number > 1 else "It has not the words, but is like it."]
    return [f"{said} {'has' if said == 1 else 'have'} the words; the others are like it."]


def problem_lines(problems: Sequence[QueryProblem]) -> list[str]:
    """What in the question I don't know, with the nearest names."""
    return [_problem(problem) for problem in problems[:PROBLEMS_SHOWN]]


def _problem(problem: QueryProblem) -> str:
    nearest = listed([escaped(cut(name, 40)) for name in problem.nearest[:3]]).replace(" and ", " or ")
    guess = f" Did you mean {nearest}?" if nearest else ""
    return f"I don't know “{escaped(cut(problem.term, 60))}” and left it out.{guess}"


def cards(terms: Terms, matches: Sequence[Match]) -> list[str]:
    """A heading and the one sentence of each note."""
    return [_card(terms, match) for match in matches]


def _card(terms: Terms, match: Match) -> str:
    note = match.note
    marks = [*(["only suggested"] if match.suggested_only else []), *_unchecked(note)]
    return " · ".join([line_of(terms, note), *marks]) + f"\n{_quote(terms, match)}"


def _quote(terms: Terms, match: Match) -> str:
    """The sentence that answers; where it names somebody, another that names nobody."""
    note, sentence = match.note, match.sentence
    if note.flagged and not list(unnamed(note, [sentence], terms.codebook)):
        sentence = worth_quoting(note, terms.codebook)
        return escaped(quoted(sentence)) if sentence else "Perhaps a name, number or address in it."
    return escaped(quoted(sentence)) if sentence else "No text yet."


def _unchecked(note: Note) -> list[str]:
    return ["unchecked"] if note.status is Status.UNCHECKED else []


def line_of(terms: Terms, note: Note) -> str:
    """`/n211 Thu 11 Nov, R1`."""
    return f"/n{note.number} {terms.day(note.observed_at)}, {escaped(cut(note.author_label, 20))}"


def _tail(asked: Asked, page: int) -> str:
    parts = []
    hidden = len(asked.matches) - len(asked.shown)
    if asked.suggested:
        parts.append(f"Only suggested{', behind the button' if hidden else ''}: {len(asked.suggested)}.")
    parts += _elsewhere(asked)
    if asked.pages > 1:
        parts.append(f"Page {page + 1} of {asked.pages}.")
    return " ".join(parts)


def _elsewhere(asked: Asked) -> list[str]:
    """What is absent, and where there is some: the silence of the other sites is an answer too."""
    found, when = asked.elsewhere, " in that time" if asked.names_dates and not asked.cut.all_dates else ""
    parts = []
    if found.theme:
        names = ", ".join(f"{escaped(cut(name, 30))} {count}" for name, count in found.sites)
        names += f" and {counted(found.more_sites, 'more site')}" if found.more_sites else ""
        about = f"No {escaped(cut(found.theme, 40))} notes" if found.theme_alone else "None like that"
        parts.append(f"Elsewhere{when}: {names}." if names else f"{about} elsewhere{when}.")
    if found.other_dates:
        parts.append(f"On other dates: {found.other_dates}.")
    if found.other_sites:
        parts.append(f"At other sites: {found.other_sites}.")
    if found.people:
        parts.append("One by one: " + ", ".join(f"{person} {count or 'none'}" for person, count in found.people) + ".")
    return parts


def _rows(asked: Asked, page: int) -> Rows:
    turning = [
        *([_turn(asked, f"← {page}/{asked.pages}", page - 1)] if page else []),
        *([_turn(asked, f"{page + 2}/{asked.pages} →", page + 1)] if page + 1 < asked.pages else []),
    ]
    narrowing = tuple(
        key(f"{cut(name, 20)} {n}", Verb.ASK, asked.question, c.packed()) for name, n, c in asked.narrower
    )
    return tuple(row for row in (tuple(turning), narrowing, _widening(asked)) if row)


def _turn(asked: Asked, label: str, page: int) -> Button:
    return key(label, Verb.ASK, asked.question, replace(asked.cut, page=page).packed())


def _widening(asked: Asked) -> Row:
    first = replace(asked.cut, page=0)
    choices = (
        ("+ suggested", replace(first, suggested=True), len(asked.matches) > len(asked.shown)),
        ("All sites", replace(first, all_sites=True, site=""), bool(first.site) or _sites_left(asked)),
        ("All themes", replace(first, theme=""), bool(first.theme)),
        ("All dates", replace(first, all_dates=True), asked.names_dates and not first.all_dates),
    )
    return tuple(key(label, Verb.ASK, asked.question, cut_.packed()) for label, cut_, wanted in choices if wanted)


def _sites_left(asked: Asked) -> bool:
    return asked.names_sites and not asked.cut.all_sites


def counts(asked: Asked, link: str, chat_id: int, message_id: int) -> Say:
    """The answer in a group: numbers only, the words in private."""
    suggested = f" Only suggested: {len(asked.suggested)}." if asked.suggested else ""
    return Say(
        chat_id=chat_id,
        html="\n".join([f"{title(asked)}.{suggested}", *_likeness(asked), *problem_lines(asked.problems)]),
        buttons=((Button(label="Read privately", url=link),),),
        replies_to=message_id,
    )


def question_gone(chat_id: int) -> Say:
    """A link or button whose question is kept no longer."""
    return Say(chat_id=chat_id, html="I don't keep that question any more. Please ask it again with /notes.")


def today(terms: Terms, notes: Sequence[Note], day: str, unchecked: int, chat_id: int) -> Say:
    """One's own day, and the way to check its memos."""
    rows = ((check.offer(unchecked),),) if unchecked else ()
    if not notes:
        return Say(chat_id=chat_id, html=f"{day} · no note of yours yet.", buttons=rows)
    shown = notes[:TODAY_NOTES]
    lines = [_today_line(terms, note) for note in shown]
    more = [f"and {len(notes) - len(shown)} more: /notes today"] if len(notes) > len(shown) else []
    html = "\n".join([f"{day} · {counted(len(notes), 'note')}", "", *lines, *more])
    return Say(chat_id=chat_id, html=html, buttons=rows)


def _today_line(terms: Terms, note: Note) -> str:
    sites = [terms.site(slug) for slug in note.sites[:1]]
    parts = [f"/n{note.number} {terms.clock(note.observed_at)}", *sites, *_unchecked(note)]
    words = escaped(cut(note.text, 60)) or "no text yet"
    return f"{' · '.join(parts)}\n{words}"
