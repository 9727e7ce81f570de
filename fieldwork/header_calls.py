"""Themes that are called so outright, in the middle of a sentence: "put that down as trust", "so money's the theme"."""

from fieldwork import header_words as say
from fieldwork.header import Header
from fieldwork.header_parts import Parts, Step
from fieldwork.words import ends_part, lower_at

_OTHER_THEMES = frozenset({"of", "was", "were"})  # "the theme of the quiz was travel"
_LONGEST_CLAUSE = 12  # words from "theme" to "is"


class Calls(Parts):
    """Reads what a person calls a theme, wherever that stands."""

    def called(self) -> Header:
        """Every theme that is called so outright."""
        header = Header()
        if say.CALLING.isdisjoint(word.lower for word in self._words):
            return header
        readers = (
            self._called_so, self._coded, self._put, self._put_too, self._one_for, self._called_it, self._piled,
            self._theme_is, self._theme_set_off, self._belongs, self._thought,
        )  # fmt: skip
        for at in range(len(self._words)):
            if step := next((step for read in readers if (step := read(at))), None):
                header = header.joined(step[0])
        return header

    def _called_so(self, at: int) -> Step | None:
        """A theme that is called so behind its name: "deciding what to offer, that's the theme"."""
        if not self._words[at].opens:
            return None
        step = self._themes_behind(at, roughly=False) or self._themes_behind(self._skip_hedges(at), roughly=False)
        if step is None:
            return None
        behind = self._skip(step[1], say.FILLERS | say.BETWEEN)
        length = self._phrase(behind, say.CALLS_IT_SO)
        if length and ends_part(self._words, behind + length):
            return step[0], behind + length
        hedged = self._skip(step[1], say.FILLERS | say.HEDGES | say.THE | say.AS, say.LONGEST_HEDGE)
        named = hedged > step[1] and lower_at(self._words, hedged) in say.CODES
        return (step[0], hedged + 1) if named and ends_part(self._words, hedged + 1) else None

    def _coded(self, at: int) -> Step | None:
        """Themes behind "I'd code this as", "tagging this"."""
        if lower_at(self._words, at) not in say.CODING:
            return None
        behind = self._object(at + 1)
        return self._themes_behind(self._skip_hedges(behind), roughly=False) if behind > at + 1 else None

    def _put(self, at: int) -> Step | None:
        """Themes behind "put that down as": the author's own doing, not a participant's."""
        if lower_at(self._words, at) not in say.PUTTING or not self._by_author(at):
            return None
        behind = self._object(at + 1)
        said_as = lower_at(self._words, at + 1) in say.IT and lower_at(self._words, behind - 1) in {"as", "under"}
        step = self._themes_behind(self._skip_fillers(behind), roughly=False) if said_as else None
        return step if step and self._ends(step[1]) else None

    def _put_too(self, at: int) -> Step | None:
        """`..., but I'd put finance as well`."""
        if lower_at(self._words, at) not in say.PUTTING | say.CODING | {"add"} or not self._by_author(at):
            return None
        step = self._themes_behind(self._skip_fillers(at + 1), roughly=False)
        behind = step[1] + (lower_at(self._words, step[1]) == "as") if step else at
        return (step[0], behind + 1) if step and lower_at(self._words, behind) in say.TOO else None

    def _one_for(self, at: int) -> Step | None:
        """`This is one for travel, ...`."""
        one_for = lower_at(self._words, at) == "one" and lower_at(self._words, at + 1) == "for"
        step = self._themes_behind(at + 2, roughly=False) if one_for and self._is_said_of_the_note(at - 1) else None
        return step if step and ends_part(self._words, step[1]) else None

    def _belongs(self, at: int) -> Step | None:
        """`That goes under loneliness`."""
        said = lower_at(self._words, at) in say.BELONGING and lower_at(self._words, at - 1) in say.IT
        under = said and lower_at(self._words, at + 1) == "under"
        step = self._themes_behind(self._skip_fillers(at + 2), roughly=False) if under else None
        return step if step and self._ends(step[1]) else None

    def _thought(self, at: int) -> Step | None:
        """`I think this is finance, but it's listening too`: the author's own thought of the note, nobody's words."""
        thinks = lower_at(self._words, at) in say.THINKING and lower_at(self._words, at - 1) in say.ME
        if not thinks or self._reported(at):
            return None
        about = self._phrase(at + 1, say.THIS_IS)
        step = self._themes_behind(self._skip_hedges(at + 1 + about), roughly=False) if about else None
        if step is None or not self._ends(self._hedged_end(step[1]) or step[1]):
            return None
        beside = self._skip_hedges(self._skip(step[1], say.BETWEEN))
        more = self._themes_behind(beside, roughly=False) if beside > step[1] else None
        too = more and lower_at(self._words, more[1]) in say.TOO
        return (step[0].joined(more[0]), more[1]) if more and too else step

    def _reported(self, at: int) -> bool:
        """Whether somebody "said" so earlier in the sentence, or the words stand in quotation marks."""
        if self._quoted(at):
            return True
        while at and not self._words[at].opens_sentence:
            at -= 1
            if self._words[at].lower in say.REPORTING:
                return True
        return False

    def _quoted(self, at: int) -> bool:
        """Whether it stands in quotation marks."""
        before = "".join(word.gap for word in self._words[: at + 1])
        opened = before.count('"') % 2 == 1 or before.count("\u201c") > before.count("\u201d")
        return opened or before.endswith(('"', "\u201c"))

    def _theme_is(self, at: int) -> Step | None:
        """`The theme here, if there is one, is trust`: a clause between the marker and what it marks."""
        if lower_at(self._words, at) not in say.OUTRIGHT_THEMES or lower_at(self._words, at + 1) in _OTHER_THEMES:
            return None
        for behind in range(at + 1, min(at + _LONGEST_CLAUSE, len(self._words))):
            if self._words[behind].opens_sentence:
                return None
            if self._words[behind].lower in {"is", "are"}:
                step = self._themes_behind(self._skip_fillers(behind + 1), roughly=False)
                if step and ends_part(self._words, step[1]):
                    return step
        return None

    def _theme_set_off(self, at: int) -> Step | None:
        """`..., and a different theme, housing`."""
        alone = lower_at(self._words, at) in say.OUTRIGHT_THEMES and ends_part(self._words, at + 1)
        step = self._themes_behind(at + 1, roughly=False) if alone else None
        return step if step and ends_part(self._words, step[1]) else None

    def _called_it(self, at: int) -> Step | None:
        """Themes behind "let's call it"."""
        calls = lower_at(self._words, at) == "call" and lower_at(self._words, at + 1) in say.IT
        step = self._themes_behind(self._skip_fillers(at + 2), roughly=False) if calls and self._by_author(at) else None
        return step if step and ends_part(self._words, step[1]) else None

    def _piled(self, at: int) -> Step | None:
        """`One for the trust pile`, `it's a trust one`."""
        if lower_at(self._words, at - 1) not in say.THE or self._words_before(at, 2) == ("not", "for"):
            return None
        found = self._theme(at, roughly=False)
        follows = lower_at(self._words, found[1]) if found else ""
        alike = (
            follows in {"one", "thing"} and lower_at(self._words, at - 1) in say.A and self._is_said_of_the_note(at - 2)
        )
        piled = follows in say.PILES or alike
        return (Header(themes=(found[0],)), found[1] + 1) if found and piled and self._ends(found[1] + 1) else None

    def _words_before(self, at: int, behind: int) -> tuple[str, str]:
        """`Not for the team folder`: the two words that stand `behind` words before."""
        return lower_at(self._words, at - behind - 1), lower_at(self._words, at - behind)

    def _is_said_of_the_note(self, at: int) -> bool:
        was = lower_at(self._words, at) == "was" and lower_at(self._words, at - 1) in {"that", "this"}
        return was or lower_at(self._words, at) in {"it's", "this", "is", "that's"}

    def _ends(self, at: int) -> bool:
        return ends_part(self._words, at) or lower_at(self._words, at) in say.REALLY | say.BETWEEN | {"please"}

    def _by_author(self, at: int) -> bool:
        return self._words[at].opens or lower_at(self._words, at - 1) in say.OF_THE_AUTHOR

    def _object(self, at: int) -> int:
        """Behind "this one down as"."""
        at += lower_at(self._words, at) in say.IT
        at += lower_at(self._words, at) == "one"
        at += lower_at(self._words, at) == "down"
        return at + (lower_at(self._words, at) in say.AS)
