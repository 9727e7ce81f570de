"""What one sentence of a note says as a header: all of it, a run of pieces inside it, or what it sounds like."""

from dataclasses import replace

from fieldwork import header_words as say
from fieldwork.header import Header, Named
from fieldwork.header_calls import Calls
from fieldwork.header_parts import LEADING_WORDS, Step
from fieldwork.words import ends_part, lower_at

LIKE_BY_SOUND = 82  # of 100
LONGEST_LEAD = 4  # pieces of hesitation before a name: "um, so, this is, the ..."


class Sentence(Calls):
    """Reads a sentence, or a whole note as one."""

    def whole(self, *, early: bool, labels: bool = False) -> Header:
        """The header that a sentence is from first to last, its themes with or without a marker; else an empty one.

        `labels`: a single theme is no talk there.
        """
        header, at, about, fresh = Header(), 0, False, True
        leads = self._skip(0, say.HESITATION | say.MAYBE)
        leads += self._phrase(leads, say.COUNTED)
        while at < len(self._words):
            announced = self._about(at) if early else None
            step = announced or self._fresh_theme(at, header, fresh=fresh) or self._part(at)
            step = step or ((Header(), at + 1) if at < leads else None) or self._hedge(at, header)
            if step is None:
                return Header()
            about, fresh = about or bool(announced), self._still_opens(at, step, fresh=fresh)
            header, at = header.joined(step[0]), step[1]
        says_where = labels or header.sites or self._people or about or self._set_off_themes(leads, opens=0)
        # "So yeah, transport" is talk, "money, housing" may be; "that's referral access" is a name of the codebook.
        weighed = len(header.themes) > 1 and not say.MAYBE.isdisjoint(word.lower for word in self._words)
        called = weighed or any(" " in theme.evidence for theme in header.themes)
        return header if says_where or called or not header.themes else replace(header, themes=())

    def labels(self, *, before: Header) -> bool:
        """`That's housing`, and `It's also trust` behind it."""
        if not self._words or self._quoted(0):
            return False
        start = self._skip(0, say.FILLERS | say.BETWEEN)
        goes_on = start or lower_at(self._words, start + 1) == "also"
        return bool(self._phrase(start, say.LABELLING)) or bool(before.themes and goes_on)

    def run(self) -> Header:
        """Pieces of a header that follow each other inside a sentence: `(site six, 2.40pm, LW6 - pls chase)`."""
        header, at = Header(), 0
        while at < len(self._words):
            opens = self._words[at].opens or self._words[at].text.isupper()
            if not (opens or lower_at(self._words, at - 1) in say.WHERE):
                at += 1
                continue
            said, behind, pieces = self._run_from(at)
            timed = opens or said.clock  # "meeting at Harbour 8.30: ..."
            if pieces > 1 and timed and ends_part(self._words, behind):
                header = header.joined(said)
            at = max(behind, at + 1)
        return header

    def heard(self) -> Named | None:
        """The first part that sounds like a site's name."""
        opens = [at for at in range(min(len(self._words), LEADING_WORDS)) if self._words[at].opens]
        return next((site for at in opens if (site := self._heard_at(self._skip_nothing(at)))), None)

    def plans(self) -> bool:
        """Whether it speaks of what is to come, so that a time behind it is no observation's."""
        return any(word.lower in say.TO_COME for word in self._words)

    def _run_from(self, at: int) -> tuple[Header, int, int]:
        """The pieces from there on, the index behind them, and how many say something."""
        header, pieces, fresh = Header(), 0, True
        while at < len(self._words):
            about = self._set_off_about(at) if pieces else None
            step = about or self._fresh_theme(at, Header(), fresh=fresh) or self._part(at)
            if step is None:
                break
            fresh = self._still_opens(at, step, fresh=fresh)
            pieces += bool(at in self._people or not step[0].empty)
            header, at = header.joined(step[0]), step[1]
        return header, at, pieces

    def _set_off_themes(self, at: int, opens: int | None = None) -> Step | None:
        """`MDW / P41 / money / 3pm`: exact names of themes that are a part by themselves."""
        if (
            at >= len(self._words)
            or self._phrase(at, say.TYPE_PHRASES)
            or not (opens is not None or self._words[at].opens)
        ):
            return None
        step = self._themes_behind(at, roughly=False)
        if step is None:
            return None
        behind = self._hedged_end(step[1])
        return (step[0], behind) if behind else None

    def _fresh_theme(self, at: int, header: Header, *, fresh: bool) -> Step | None:
        """A theme that is a part by itself, or the last word of a line of codes: `Riverside LW7 16.05 rapport`."""
        if step := self._set_off_themes(at, opens=at if fresh else None):
            return step
        lines_up = header.sites and (at - 1 in self._last_of_people or header.clock)
        step = self._themes_behind(at, roughly=False) if lines_up else None
        return step if step and step[1] == len(self._words) else None

    def _still_opens(self, at: int, step: Step, *, fresh: bool) -> bool:
        """Whether nothing but "so that's" stood so far in this part of the sentence."""
        if step[1] < len(self._words) and self._words[step[1]].opens:
            return True
        said_of_it = lower_at(self._words, step[1] - 1) in {"that's", "it's", "is"} or step[1] == at + 1
        return fresh and step[0].empty and said_of_it and lower_at(self._words, at) not in say.PLACED

    def _about(self, at: int) -> Step | None:
        """`It's about trust`, `it's mostly trust`, said of the note: in the present, and a part by itself."""
        before = lower_at(self._words, at - 1)
        chiefly = lower_at(self._words, at) in say.CHIEFLY and before in {"it's", "its", "that's", "thats", "is"}
        said_so = chiefly or (lower_at(self._words, at) in say.ABOUT and before in say.SAID_OF_NOTES)
        return self._set_off_themes(self._skip_fillers(at + 1), opens=at) if said_so else None

    def _set_off_about(self, at: int) -> Step | None:
        """`..., about the referrals.`: behind a place or a person, a part by itself."""
        opens = self._words[at].opens and lower_at(self._words, at) in say.ABOUT
        return self._set_off_themes(self._skip_fillers(at + 1), opens=at) if opens else None

    def _hedge(self, at: int, header: Header) -> Step | None:
        """`..., whatever we call it`: hesitation behind a theme."""
        behind = self._skip_hedges(at) if header.themes or lower_at(self._words, at) in say.MAYBE else at
        return (Header(), behind) if behind > at else None

    def _heard_at(self, at: int) -> Named | None:
        """Not what has a site's very name in it: "Harbour wall" was heard well enough."""
        found = self._site_by_sound(at, LIKE_BY_SOUND)
        known = found and any(self._codebook.find_site(word.text) for word in self._words[at : found[1]])
        return found[0] if found and not known else None

    def _skip_nothing(self, at: int) -> int:
        for _ in range(LONGEST_LEAD):
            step = self._nothing(at) if at < len(self._words) else None
            at = step[1] if step else at
        return at
