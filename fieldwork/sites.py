"""Which site is a note about? A name counts when it is used as a site's, not when it is an ordinary word."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from fieldwork.codebook import Codebook, Site
from fieldwork.header_words import CORRECTING
from fieldwork.numbers import counts_something
from fieldwork.participants import Person
from fieldwork.phrases import word_set
from fieldwork.words import Word, ends_part, lower_at, starts_with

# What belongs to a practice, so that the name before it is the practice's: "Orchard front desk", "the Harbour visit".
_OF_A_PRACTICE = word_set(
    "surgery practice practices medical centre center clinic gp gps doctor doctors nurse nurses staff team "
    "patients reception receptionist receptionists desk front waiting room rooms lw link worker workers navigator "
    "manager network ppg mdt huddle visit visits debrief observation observations site note notes fieldwork "
    "meeting session morning afternoon drop-in partners lot pcn fob fobs badge rota corridor kitchen switchboard "
    "phones website staffroom entrance login register"
)
# What is named after a landscape: "Riverside path", "Harbour wall", "Orchard Street", "Junction 14".
_OF_A_LANDSCAPE = word_set(
    "path paths walk walks walkway park road street lane close avenue way drive tree trees wall walls cafe café "
    "pub bar hotel flats flat estate garden gardens school schools church hall club festival market master "
    "masters lights bridge apple apples fruit box boxes flower flowers hay grass bench benches town village trail "
    "field fields mouth boat boats seal side shop shops bus stop stops station allotment allotments farm "
    "community house development court view views café's"
)
_FUNCTION_WORDS = word_set(
    "is was has had are were again still today now this that with where which when while and but or who i i'm im we "
    "we're its it's they she he it there there's after before for because so as yesterday tomorrow since until all "
    "both at on in to from "
    "looks seems felt feels means gets got does did would will um em er erm eh uh "
    "mon tues wed weds thurs fri monday tuesday wednesday thursday friday"
)
_AT_A_PLACE = word_set("at outside from in to inside near leaving left visiting visited covering into of")
_BEFORE_LOWER = frozenset({"at", "outside", "from", "inside", "visiting", "visited", "covering", "leaving"})
_NOT_A_NAME_AFTER = word_set(
    "a an some any every each her his their my our your its old new little small big local nearest busy near-by"
)
_A_PRACTICE = frozenset({"surgery", "practice"})
_ARTICLES = frozenset({"the", "this", "that"})
_PART_OF_DAY = {"morning": "am", "mornings": "am", "am": "am", "afternoon": "pm", "afternoons": "pm", "pm": "pm"}
_STAYS_AWAY = (
    r"(?:won't|will not|wouldn't|doesn't|does not|didn't|don't|never|no longer|stopped|refuses to|refused to)\s+"
    r"(?:go|goes|going|went|come|comes|coming|attend|attends|attending|use|uses|using|set foot)"
)
_SOMEWHERE_ELSE = re.compile(
    r"\b(?:used to (?:be|go|work|come|live)|used to \w+(?:\s+\w+){1,4}|moved|transferred|came|come|worked|previously"
    rf"|formerly|unlike|than|not|like|{_STAYS_AWAY}|registered|compared|rather|instead of|as opposed|same as|similar"
    r"|just as"
    r"|(?:i|we) (?:said|put|wrote|typed|called it))\s+"
    r"(?:(?:here|over|across|back|away|at|in|with|to|from|for|up|by|near|round|down|there)\s+){0,4}(?:the\s+)?$",
    re.IGNORECASE,
)
_COMPARES = re.compile(
    r"\b(?:compar\w+|for the analysis|whereas|cross-?\s?sites?|versus|vs"
    r"|(?:both|two|three|four|five|six|all) (?:of the |the |our )?sites"
    r"|between (?:the )?sites|side by side)\b",
    re.IGNORECASE,
)
_FIRST_WORDS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteMention:
    """A site and the words that gave it."""

    slug: str
    evidence: str
    first: int  # index of its first word
    taken_back: bool = False  # "Hilltop, no, I beg your pardon, Orchard"
    passing: bool = False  # "she used to go to Harbour": says little about where the note was made
    label: bool = False  # "Riverside: ...": opens a sentence and is set off from it
    by_link_worker: bool = False  # not named: its link worker's code is the evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class _Name:
    slug: str
    words: tuple[str, ...]
    misheard: bool
    abbreviation: bool  # RVS
    with_article: bool  # people say "the Junction"
    certain: bool  # "Riverside Surgery", "site one": no ordinary words


def sites_of(
    text: str,
    words: Sequence[Word],
    codebook: Codebook,
    people: Sequence[Person],
    *,
    dictated: bool,
    analytic: bool = False,
) -> tuple[SiteMention, ...]:
    """Where a note was made when no header says so: the main site first, several only when it compares them.

    `analytic`: a thought about what is found, so that every site it names is among those compared.
    """
    compares = analytic or bool(_COMPARES.search(text))
    named = named_sites(text, words, codebook, dictated=dictated)
    meant = [mention for mention in named if not mention.passing]
    if not meant:
        return link_worker_sites(codebook, people, every=compares) or _distinct(named)[:1]
    if compares:
        others = link_worker_sites(codebook, people, every=True)
        return _distinct([*(mention for mention in named if not mention.taken_back), *others])
    joined = [other for other in meant if other.label or _joined(words, meant[0], other)]
    return _distinct([meant[0], *joined, *_of_another_part(words, meant)])


def by_part_of_day(words: Sequence[Word], mentions: Sequence[SiteMention]) -> tuple[SiteMention, ...]:
    """`Hilltop (am), Harbour (pm)`: the sites of a day that was spent at several, none of any other day."""
    meant = [mention for mention in mentions if not mention.passing]
    others = _of_another_part(words, meant)
    return _distinct([meant[0], *others]) if others else ()


def _of_another_part(words: Sequence[Word], meant: Sequence[SiteMention]) -> list[SiteMention]:
    parts = [_part_of_day(words, mention) for mention in meant]
    return [mention for mention, part in zip(meant, parts, strict=True) if part and parts[0] not in ("", part)]


def _part_of_day(words: Sequence[Word], mention: SiteMention) -> str:
    """`Morning at Hilltop`, `Hilltop (am)`: which one is said of the site."""
    at = mention.first
    before = [
        words[n].lower for n in (at - 1, at - 2) if n >= 0 and not any(word.opens for word in words[n + 1 : at + 1])
    ]
    return next((_PART_OF_DAY[word] for word in (*before, lower_at(words, at + 1)) if word in _PART_OF_DAY), "")


def named_sites(text: str, words: Sequence[Word], codebook: Codebook, *, dictated: bool) -> tuple[SiteMention, ...]:
    """Every place where a site is named as a site; only what was dictated can be misheard."""
    names = _names(codebook)
    found: list[SiteMention] = []
    at = 0
    while at < len(words):
        name = next((name for name in names.get(words[at].bare, ()) if _stands(words, at, name.words)), None)
        if (
            name
            and (dictated or not name.misheard)
            and (_is_practice(words, at, name) or _used_as_site(words, at, name))
        ):
            found.append(_mention(text, words, at, name))
        at += len(name.words) if name else 1
    return tuple(found)


def link_worker_sites(codebook: Codebook, people: Sequence[Person], *, every: bool = False) -> tuple[SiteMention, ...]:
    """The site of the link worker who is mentioned most; several when they share the first place, or `every` one."""
    counts: Counter[str] = Counter()
    first: dict[str, SiteMention] = {}
    for person in people:
        if site := codebook.site_of_link_worker(person.code):
            counts[site.slug] += 1
            mention = SiteMention(slug=site.slug, evidence=person.code, first=person.first, by_link_worker=True)
            first.setdefault(site.slug, mention)
    most = max(counts.values(), default=0)
    return tuple(mention for slug, mention in first.items() if every or counts[slug] == most)


def _distinct(mentions: Iterable[SiteMention]) -> tuple[SiteMention, ...]:
    first: dict[str, SiteMention] = {}
    for mention in mentions:
        first.setdefault(mention.slug, mention)
    return tuple(first.values())


def _joined(words: Sequence[Word], one: SiteMention, other: SiteMention) -> bool:
    """`Riverside and Hilltop`."""
    between = {word.lower for word in words[one.first : other.first]}
    signs = {sign for word in words[one.first + 1 : other.first + 1] for sign in word.gap}
    return other.first - one.first <= 4 and bool(between & {"and", "then", "v"} or signs & {"&", "+"})


def _mention(text: str, words: Sequence[Word], at: int, name: _Name) -> SiteMention:
    first, last = words[at], words[at + len(name.words) - 1]
    put_off = _taken_back(words, at + len(name.words))
    return SiteMention(
        slug=name.slug,
        evidence=text[first.start : last.end].removesuffix("'s").removesuffix("\u2019s"),
        first=at,
        taken_back=put_off,
        passing=put_off or bool(_SOMEWHERE_ELSE.search(text[max(0, first.start - 40) : first.start])),
        label=first.opens_sentence and not put_off and _set_off(words, at + len(name.words)),
    )


def _taken_back(words: Sequence[Word], behind: int) -> bool:
    """`Orchard, no sorry, Meadow`; `Hilltop tomorrow`: not where this note was made."""
    later = lower_at(words, behind) in {"tomorrow", "next"} and not words[behind].opens
    denied = lower_at(words, behind) == "no" and words[behind].opens and ends_part(words, behind + 1)
    return (
        later
        or denied
        or any(starts_with(words, behind, phrase) for phrase in CORRECTING.get(lower_at(words, behind), ()))
    )


def _set_off(words: Sequence[Word], at: int) -> bool:
    return at >= len(words) or words[at].opens or "=" in words[at].gap


def _stands(words: Sequence[Word], at: int, name: Sequence[str]) -> bool:
    """Whether the name stands there in one piece; only its last word may have a possessive."""
    if at + len(name) > len(words) or any(words[at + n].opens for n in range(1, len(name))):
        return False
    exact = all(words[at + n].lower == word for n, word in enumerate(name[:-1]))
    return exact and words[at + len(name) - 1].bare == name[-1]


def _is_practice(words: Sequence[Word], at: int, name: _Name) -> bool:
    """`Harbor practice`, as it was heard."""
    before, behind = lower_at(words, at - 1), at + len(name.words)
    called = lower_at(words, behind) in _A_PRACTICE and not words[behind].opens
    return called and before not in _NOT_A_NAME_AFTER and not _part_of_longer_name(words, at, behind)


def _used_as_site(words: Sequence[Word], at: int, name: _Name) -> bool:
    before = lower_at(words, at - 1) if not words[at].opens else ""
    behind = at + len(name.words)
    if name.certain:
        return not (before in {"on", "off"} and not ends_part(words, behind))  # "on site two days a week"
    if before in _NOT_A_NAME_AFTER or _part_of_longer_name(words, at, behind):
        return False
    if name.abbreviation:
        return words[at].text.isupper() or before in _BEFORE_LOWER or at == 0
    place = lower_at(words, at - 2) if before in _ARTICLES else before
    if words[at].capital and not words[at].opens_sentence:
        return not name.misheard or place in _AT_A_PLACE
    if before in _ARTICLES:
        here = name.with_article and place in {"at", "outside"} and _in_first_sentence(words, at)
        return here and ends_part(words, behind)
    return _bare_name(words, at, behind, before, misheard=name.misheard)


def _bare_name(words: Sequence[Word], at: int, behind: int, before: str, *, misheard: bool) -> bool:
    """A name in small letters or at a sentence's beginning: a common noun would want an article here."""
    ends = ends_part(words, behind) or "=" in words[behind].gap
    if not misheard and (before == "at" or (at == 0 and words[0].capital)):
        return True  # "queue at riverside huge", "Riverside busy today"
    if words[at].opens_sentence and (behind >= len(words) or words[behind].opens_sentence):
        return not misheard  # "P07 cried. hilltop"
    if before in _BEFORE_LOWER:
        return ends or lower_at(words, behind) in _FUNCTION_WORDS | _OF_A_PRACTICE
    if ends and words[at].opens and _in_first_sentence(words, at):
        return True  # "with LW eight today, harbor, all four surgeries"
    if misheard or not words[at].capital:
        return not misheard and not ends and lower_at(words, behind) in {"surgery", "practice"}
    return ends or lower_at(words, behind) in _FUNCTION_WORDS | _OF_A_PRACTICE


def _in_first_sentence(words: Sequence[Word], at: int) -> bool:
    return at < _FIRST_WORDS and not any(word.opens_sentence for word in words[1 : at + 1])


def _part_of_longer_name(words: Sequence[Word], at: int, behind: int) -> bool:
    """`Riverside Park`, `Cherry Orchard`, `Junction 14`, `the riverside path`."""
    before = words[at - 1] if at and not words[at].opens else None
    if before and words[at].capital and before.capital and not before.opens_sentence and _may_join(before):
        return True
    if ends_part(words, behind):
        return False
    follows = words[behind]
    if "=" in follows.gap:
        return False
    if follows.text.isdigit():
        return not (at == 0 and counts_something(words, behind + 1))  # "Riverside 6 people in the queue"
    if follows.lower in _OF_A_LANDSCAPE:
        return True
    return words[at].capital and follows.capital and _may_join(follows)


def _may_join(word: Word) -> bool:
    """Whether a capitalised neighbour may belong to the same name: no code, no "I", no day, nothing of a practice."""
    ordinary = word.text.isupper() or any(letter.isdigit() for letter in word.text) or word.lower.startswith("i'")
    days = word.lower.endswith("day") or word.lower in {"mon", "tue", "tues", "wed", "weds", "thu", "thurs", "fri"}
    return not (ordinary or days or word.lower in _OF_A_PRACTICE | _FUNCTION_WORDS | {"the", "site"})


@lru_cache(maxsize=8)
def _names(codebook: Codebook) -> Mapping[str, tuple[_Name, ...]]:
    """Names by their first word, longest first."""
    names: dict[str, dict[tuple[str, ...], _Name]] = {}
    for site in codebook.sites:
        for spelled, misheard in [
            *((n, False) for n in (*site.aliases, site.name)),
            *((n, True) for n in site.misheard),
        ]:
            name = _name(site, spelled, misheard=misheard)
            if name.words:
                names.setdefault(name.words[0], {}).setdefault(name.words, name)
    return {first: tuple(sorted(found.values(), key=lambda name: -len(name.words))) for first, found in names.items()}


def _name(site: Site, spelled: str, *, misheard: bool) -> _Name:
    words = tuple(re.findall(r"[^\W_]+", spelled.lower()))
    words = words[1:] if words[:1] == ("the",) else words
    return _Name(
        slug=site.slug,
        words=words,
        misheard=misheard,
        with_article=any(f"the {spelled}".lower() == alias.lower() for alias in site.aliases),
        abbreviation=spelled.isupper() and len(spelled) <= 5,
        certain=len(words) > 1 and _certain(words),
    )


def _certain(words: Collection[str]) -> bool:
    """Whether no ordinary sentence has these words together: "site one", "mellow health centre"."""
    return not {"site", "surgery", "practice", "practices", "centre", "clinic", "network"}.isdisjoint(words)
