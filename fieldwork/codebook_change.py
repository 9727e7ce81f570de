"""Changes to a codebook that people make: each gives the codebook as it is then, and a sentence that says so."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from rapidfuzz import fuzz, process

from fieldwork.codebook import Codebook, parse_codebook
from fieldwork.codebook_entries import Group, Site, Theme
from fieldwork.codebook_text import codebook_text
from fieldwork.errors import FieldworkError
from fieldwork.spelling import compact, slug_of

LONGEST_NAME = 60  # characters
TEAM_GROUP = Group(slug="from-the-team", label="From the team")  # where a theme goes that names no group
HASHES = ("#", "\uff03")
UNDEFINED = "Not defined yet."

_ALIKE = 70  # of 100; below that a name is no help


class ChangeRefused(FieldworkError):
    """The codebook can't be changed like that; nothing is."""


class NotInCodebook(ChangeRefused):
    """A theme or site that is named to be changed is not there."""

    def __init__(self, kind: str, words: str, near: Sequence[str] = ()) -> None:
        help_ = f" Do you mean {' or '.join(near)}?" if near else ""
        super().__init__(f"There is no {kind} “{words}” in the codebook. Nothing is changed.{help_}")


class NameTaken(ChangeRefused):
    """A new name already means something."""

    def __init__(self, words: str, owner: str) -> None:
        super().__init__(f"“{words}” already means {owner}. Nothing is changed.")


class BadName(ChangeRefused):
    """A name that no tag can be made of, or too long a one."""

    def __init__(self) -> None:
        super().__init__(f"A name has letters or digits, and at most {LONGEST_NAME} characters. Nothing is changed.")


class CodebookBroken(ChangeRefused):
    """The change would leave a codebook that can't be read."""

    def __init__(self, problem: str) -> None:
        super().__init__(f"That can't be done. {problem} Nothing is changed.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """The codebook after a change, and what was done, in a sentence."""

    codebook: Codebook
    what: str


def add_theme(codebook: Codebook, name: str, definition: str = "", group: str = "") -> Changed:
    """A new theme, in the group that has those words in its name; notes that already have its hashtag count under it.

    Raises:
        ChangeRefused: why not.
    """
    slug = _new_slug(codebook, name)
    into = _group(codebook, group)
    groups = codebook.groups if into in codebook.groups else (*codebook.groups, into)
    theme = Theme(slug=slug, label=_label(name), group=into.slug, definition=definition.strip() or UNDEFINED)
    after = replace(codebook, groups=groups, themes=(*codebook.themes, theme))
    return _checked(after, f"{theme.label} is a theme now, in {into.label}.")


def add_site(codebook: Codebook, name: str, description: str = "") -> Changed:
    """A new site.

    Raises:
        ChangeRefused: why not.
    """
    site = Site(slug=_new_slug(codebook, name), name=_label(name), description=description.strip())
    return _checked(replace(codebook, sites=(*codebook.sites, site)), f"{site.name} is a site now.")


def opened_on(day: date, before: Codebook, changed: Changed) -> Changed:
    """A site that the change added opens on that day, so that it is not called silent for days before it existed."""
    known = {site.slug for site in before.all_sites}
    sites = (site if site.slug in known else replace(site, opens=day) for site in changed.codebook.sites)
    return replace(changed, codebook=replace(changed.codebook, sites=tuple(sites)))


def rename_theme(codebook: Codebook, old: str, new: str) -> Changed:
    """Another name; the one it had is still understood.

    Raises:
        ChangeRefused: why not.
    """
    theme = _theme(codebook, old)
    _free(codebook, new, theme)
    # Its first alias is the short name that cards show, so that the new name goes first.
    label = _label(new)
    rest = tuple(alias for alias in theme.aliases if compact(alias) != compact(label))
    after = replace(theme, label=label, aliases=(label, *rest), formerly=_once(*theme.formerly, theme.label))
    return _checked(_with_theme(codebook, after), f"{theme.label} is called {label} now.")


def rename_site(codebook: Codebook, old: str, new: str) -> Changed:
    """Another name; the one it had is still understood.

    Raises:
        ChangeRefused: why not.
    """
    site = _site(codebook, old)
    _free(codebook, new, site)
    after = replace(site, name=_label(new), formerly=_once(*site.formerly, site.name))
    return _checked(_with_site(codebook, after), f"{site.name} is called {after.name} now.")


def merge_themes(codebook: Codebook, gone: str, into: str) -> Changed:
    """The first is part of the second: its notes, names and cues; of a hashtag that is no theme its notes.

    Raises:
        ChangeRefused: why not.
    """
    if codebook.find_theme(gone) is None and gone.startswith(HASHES):  # the team's own, and no theme yet
        return add_alias(codebook, _theme(codebook, into).slug, gone)
    old, new = _theme(codebook, gone), _theme(codebook, into)
    _two(old.slug, new.slug)
    merged = replace(
        new,
        formerly=_once(*new.formerly, *old.names),
        cues=_once(*new.cues, *old.cues),
    )
    after = _with_theme(_without_theme(codebook, old), merged)
    return _checked(after, f"{old.label} is part of {new.label} now.")


def merge_sites(codebook: Codebook, gone: str, into: str) -> Changed:
    """The first is part of the second: its notes, names and link workers.

    Raises:
        ChangeRefused: why not.
    """
    old, new = _site(codebook, gone), _site(codebook, into)
    _two(old.slug, new.slug)
    merged = replace(
        new,
        formerly=_once(*new.formerly, *old.names),
        misheard=_once(*new.misheard, *old.misheard),
        link_workers=_once(*new.link_workers, *old.link_workers),
        opens=None if new.opens is None or old.opens is None else min(new.opens, old.opens),
        closes=None if new.closes is None or old.closes is None else max(new.closes, old.closes),
    )
    after = _with_site(_without_site(codebook, old), merged)
    return _checked(after, f"{old.name} is part of {new.name} now.")


def retire_theme(codebook: Codebook, words: str) -> Changed:
    """It stays on its notes, is suggested and offered no more.

    Raises:
        ChangeRefused: why not.
    """
    theme = _theme(codebook, words)
    if theme.retired:
        raise ChangeRefused(f"{theme.label} is retired already. Nothing is changed.")
    what = f"{theme.label} is retired: it stays on its notes, and I neither suggest nor offer it any more."
    return _checked(_with_theme(codebook, replace(theme, retired=True)), what)


def retire_site(codebook: Codebook, words: str) -> Changed:
    """It stays on its notes, is offered and missed no more.

    Raises:
        ChangeRefused: why not.
    """
    site = _site(codebook, words)
    if site.retired:
        raise ChangeRefused(f"{site.name} is retired already. Nothing is changed.")
    what = f"{site.name} is retired: it stays on its notes, and I neither offer it nor call it silent any more."
    return _checked(_with_site(codebook, replace(site, retired=True)), what)


def restore(codebook: Codebook, words: str) -> Changed:
    """A retired theme or site is offered again.

    Raises:
        ChangeRefused: why not.
    """
    found = codebook.find_theme(words) or codebook.find_site(words)
    if found is None:
        raise NotInCodebook("theme or site", words)
    name = found.label if isinstance(found, Theme) else found.name
    if not found.retired:
        raise ChangeRefused(f"{name} is not retired. Nothing is changed.")
    if isinstance(found, Theme):
        return _checked(_with_theme(codebook, replace(found, retired=False)), f"{name} is in use again.")
    return _checked(_with_site(codebook, replace(found, retired=False)), f"{name} is in use again.")


def add_cue(codebook: Codebook, words: str, cue: str) -> Changed:
    """A phrase at which the theme is suggested.

    Raises:
        ChangeRefused: why not.
    """
    theme = _theme(codebook, words)
    cue = " ".join(cue.split())
    if not compact(cue) or len(cue) > LONGEST_NAME:
        raise BadName
    after = replace(theme, cues=_once(*theme.cues, cue))
    return _checked(_with_theme(codebook, after), f"I suggest {theme.label} when I read “{cue}”.")


def add_alias(codebook: Codebook, words: str, alias: str) -> Changed:
    """Another way to say a theme or, where no theme is called so, a site.

    Raises:
        ChangeRefused: why not.
    """
    theme, site = codebook.find_theme(words), codebook.find_site(words)
    if theme is not None:
        _free(codebook, alias, theme)
        # Behind its label: the first alias is the short name on cards, and an alias is not meant to take its place.
        aliases = _once(*(theme.aliases or (theme.label,)), _label(alias))
        changed = _with_theme(codebook, replace(theme, aliases=aliases))
        return _checked(changed, f"“{_label(alias)}” means {theme.label} too.")
    if site is None:
        raise NotInCodebook("theme or site", words)
    _free(codebook, alias, site)
    after = replace(site, aliases=_once(*site.aliases, _label(alias)))
    return _checked(_with_site(codebook, after), f"“{_label(alias)}” means {site.name} too.")


def _checked(codebook: Codebook, what: str) -> Changed:
    """Whatever a file may not hold, a change may not leave either."""
    parsed, problems = parse_codebook(codebook_text(codebook))
    if parsed is None:
        raise CodebookBroken(problems[0].sentence)
    return Changed(codebook=parsed, what=what)


def _label(name: str) -> str:
    words = " ".join(name.replace("_", " ").strip("#\u201c\u201d\"' ").split())
    return words[:1].upper() + words[1:]


def _new_slug(codebook: Codebook, name: str) -> str:
    _free(codebook, name, None)
    return _plain(_label(name))


def _plain(words: str) -> str:
    """A slug in the letters that a codebook's slugs have: `cafe` for `Café`, "" where none of them is left."""
    return slug_of(unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode())


def _free(codebook: Codebook, name: str, keeper: Site | Theme | None) -> None:
    """Whether a name can be given; to `keeper` also one of its own.

    Raises:
        BadName, NameTaken: it can't.
    """
    label = _label(name)
    if not _plain(label) or len(label) > LONGEST_NAME:
        raise BadName
    owner = codebook.find_theme(label) or codebook.find_site(label)
    if owner is not None and owner != keeper and owner.retired:
        raise ChangeRefused(f"{label} is retired. /codebook restore {label} brings it back. Nothing is changed.")
    if owner is not None and owner != keeper:
        raise NameTaken(label, owner.label if isinstance(owner, Theme) else owner.name)


def find_group(codebook: Codebook, words: str) -> Group | None:
    """The group of that name, or the only one that has those words in its name."""
    key, said = compact(words), set(words.casefold().split())
    named = [group for group in codebook.groups if key in (compact(group.slug), compact(group.label))]
    holding = [group for group in codebook.groups if said <= set(group.label.casefold().split())]
    if named:
        return named[0]
    return holding[0] if words.strip() and len(holding) == 1 else None


def _group(codebook: Codebook, words: str) -> Group:
    if not words:
        return next((group for group in codebook.groups if group.slug == TEAM_GROUP.slug), TEAM_GROUP)
    found = find_group(codebook, words)
    if found is None:
        raise NotInCodebook("group", words)
    return found


def _theme(codebook: Codebook, words: str) -> Theme:
    found = codebook.find_theme(words)
    if found is None:
        labels = {name: theme.label for theme in codebook.all_themes for name in theme.names}
        raise NotInCodebook("theme", words, _near(words, labels))
    return found


def _site(codebook: Codebook, words: str) -> Site:
    found = codebook.find_site(words)
    if found is None:
        raise NotInCodebook(
            "site", words, _near(words, {n: site.name for site in codebook.all_sites for n in site.names})
        )
    return found


def _near(words: str, called: Mapping[str, str]) -> list[str]:
    """At most three labels, of the names that hold those words or are spelt almost so."""
    key = compact(words)
    holding = [label for name, label in called.items() if len(key) > 2 and key in compact(name)]
    alike = process.extract(key, {name: compact(name) for name in called}, scorer=fuzz.ratio, score_cutoff=_ALIKE)
    return list(dict.fromkeys([*holding, *(called[name] for _, _, name in alike)]))[:3]


def _two(old: str, new: str) -> None:
    if old == new:
        raise ChangeRefused("These are one already. Nothing is changed.")


def _once(*names: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))


def _without_theme(codebook: Codebook, gone: Theme) -> Codebook:
    return replace(
        codebook,
        themes=tuple(theme for theme in codebook.themes if theme.slug != gone.slug),
        retired_themes=tuple(theme for theme in codebook.retired_themes if theme.slug != gone.slug),
    )


def _without_site(codebook: Codebook, gone: Site) -> Codebook:
    return replace(
        codebook,
        sites=tuple(site for site in codebook.sites if site.slug != gone.slug),
        retired_sites=tuple(site for site in codebook.retired_sites if site.slug != gone.slug),
    )


def _with_theme(codebook: Codebook, after: Theme) -> Codebook:
    """In the place of the one of that slug; read again, a retired one goes where it belongs."""
    return replace(
        codebook,
        themes=tuple(after if theme.slug == after.slug else theme for theme in codebook.themes),
        retired_themes=tuple(after if theme.slug == after.slug else theme for theme in codebook.retired_themes),
    )


def _with_site(codebook: Codebook, after: Site) -> Codebook:
    return replace(
        codebook,
        sites=tuple(after if site.slug == after.slug else site for site in codebook.sites),
        retired_sites=tuple(after if site.slug == after.slug else site for site in codebook.retired_sites),
    )
