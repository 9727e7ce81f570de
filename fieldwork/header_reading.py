"""Headers, as people dictate or type them before or after a note: "site hilltop, theme is, um, trust, debrief"."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from fieldwork import header_words as say
from fieldwork.codebook import Codebook
from fieldwork.header import Header, Named
from fieldwork.header_parts import LEADING_WORDS, Step
from fieldwork.header_sentence import Sentence
from fieldwork.participants import Person
from fieldwork.words import Word, ends_part, lower_at

TRAILING_WORDS = 30  # how far from the end one may begin
DASHES, QUOTES = frozenset("-\u2013\u2014/"), frozenset('"\u201d')
LATE_SENTENCES = 2  # in which "that's trust" sums up what was seen
EARLY_SENTENCES = 3  # in which "it's about trust" says what the note is about
LONGEST_SENTENCE = 2_000  # words; a longer one is no sentence, and only its ends are read


def read_header(words: Sequence[Word], codebook: Codebook, people: Sequence[Person]) -> Header:
    """The headers at the beginning and at the end of a note."""
    reader = _Reader(words, codebook, people)
    header, after = reader.opening()
    header = header.joined(reader.later_markers(after)).joined(reader.closing(after)).joined(reader.called())
    planned, runs, said = False, Header(), Header()
    sentences = [each for each in _sentences(words, codebook, people) if len(each) <= LONGEST_SENTENCE]
    for nth, sentence in enumerate(sentences):
        late = nth >= len(sentences) - LATE_SENTENCES
        said = sentence.whole(early=nth < EARLY_SENTENCES, labels=late and sentence.labels(before=said))
        run = sentence.run()
        clock = None if planned else said.clock or (None if sentence.plans() else run.clock)
        header = header.joined(Header(themes=said.themes, clock=clock, day=said.day if clock else None))
        runs = runs.joined(Header(sites=run.sites, themes=run.themes))
        planned = sentence.plans()
    header = header if header.clock else header.joined(reader.set_off_time()).joined(reader.told_time())
    header = header.joined(Header(themes=runs.themes))
    header = header if header.sites else header.joined(reader.placed())
    return replace(header, aside=runs.sites[:1])


def _sentences(words: Sequence[Word], codebook: Codebook, people: Sequence[Person]) -> Iterator["_Reader"]:
    """A reader for each sentence: one that is nothing but header is one wherever it stands ("Meadow, LW5, 11:20.")."""
    starts = [at for at, word in enumerate(words) if word.opens_sentence or at == 0]
    for start, end in pairwise((*starts, len(words))):
        first, behind = (bisect_left(people, place, key=lambda one: one.first) for place in (start, end))
        inside = [
            replace(one, first=one.first - start, after=one.after - start)
            for one in people[first:behind]
            if one.after <= end
        ]
        yield _Reader(words[start:end], codebook, inside)


def heard_site(words: Sequence[Word], codebook: Codebook) -> Named | None:
    """A site that an engine may have written by its sound, alone in a part of the first or the last sentence."""
    sentences = list(_sentences(words, codebook, ()))
    return next((site for sentence in (*sentences[:1], *sentences[-1:]) if (site := sentence.heard())), None)


def header_alone(words: Sequence[Word], codebook: Codebook, people: Sequence[Person]) -> Header | None:
    """The header that the words are from first to last, None when they are anything else."""
    return _Reader(words, codebook, people).to_the_end(0) if words else None


class _Reader(Sentence):
    """Reads headers piece by piece."""

    def opening(self) -> Step:
        """Everything from the first word on that is header, until something is not."""
        header, at, correcting = Header(), 0, False
        while at < min(len(self._words), LEADING_WORDS):
            if length := self._correction(at):
                at += length
                correcting = not header.empty and lower_at(self._words, at) not in {"and", "also", "plus"}
                continue
            step = self._note_on(at) or self._part(at) or self._theme_among(at, header) or self._label(at, header)
            if step is None:
                break
            header = header.corrected(step[0]) if correcting else header.joined(step[0])
            at, correcting = step[1], correcting and step[0].empty
        return header, at

    def _theme_among(self, at: int, header: Header) -> Step | None:
        """Themes without a marker: behind a marked site, or set off by themselves or behind "about" near any site."""
        if header.site_marked and (step := self._bare_theme(at)):
            return step
        if not header.sites:
            return None
        return (
            self._set_off_themes(at + 1, opens=at)
            if lower_at(self._words, at) in say.ABOUT
            else (self._set_off_themes(at))
        )

    def _label(self, at: int, header: Header) -> Step | None:
        """`Access / getting in: ...`: themes before a colon, with nothing said yet."""
        step = self._themes_behind(at, roughly=False) if header.empty else None
        labels = step and step[1] < len(self._words) and ":" in self._words[step[1]].gap
        return step if labels else None

    def placed(self) -> Header:
        """`..., it's hill top, ...`: a place that is announced later on."""
        for at in range(len(self._words)):
            length = self._words[at].opens and self._phrase(self._skip_fillers(at), say.PLACES)
            found = self._site(self._skip_fillers(at) + length, roughly=False) if length else None
            if found and self._set_off(found[1]):
                return Header(sites=(found[0],))
        return Header()

    def _note_on(self, at: int) -> Step | None:
        """`Quick one on trust, ...`."""
        length = self._phrase(at, say.NOTE_ON)
        return self._set_off_themes(self._skip_fillers(at + length), opens=at) if length else None

    def later_markers(self, start: int) -> Header:
        """`site X` and `theme Y` near the beginning, each opening a part of a sentence or said outright."""
        header, at = Header(), start
        unpunctuated = not any(word.opens for word in self._words[1:])
        while at < min(len(self._words), LEADING_WORDS):
            opens = self._words[at].opens or (unpunctuated and lower_at(self._words, at) in say.OUTRIGHT_MARKERS)
            step = self._marked(self._skip_fillers(at)) if opens else self._said_outright(at)
            if step:
                header, at = header.joined(step[0]), step[1]
            else:
                at += 1
        return header

    def set_off_time(self) -> Header:
        """`Debriefed with LW3 by phone, 4.45pm.`: a time that is a part of the first sentence, or opens the next."""
        sentences = 0
        for at in range(1, min(len(self._words), LEADING_WORDS)):
            sentences += self._words[at].opens_sentence
            opens = self._words[at].opens_sentence if sentences else self._words[at].opens
            step = self._time(self._skip_fillers(at)) if opens and sentences < EARLY_SENTENCES else None
            if step and step[0].clock and ends_part(self._words, step[1]):
                return step[0]
        return Header()

    def told_time(self) -> Header:
        """`Good morning, it's quarter to ten`, `This happened about half two`: in the first or second sentence."""
        sentences = 0
        for at in range(min(len(self._words), LEADING_WORDS)):
            sentences += self._words[at].opens_sentence
            if sentences >= EARLY_SENTENCES:
                break
            start = self._skip_fillers(at) if self._words[at].opens else at
            happened = self._phrase(start, say.HAPPENED) or (self._phrase(start, say.IT_WAS) if not at else 0)
            length = happened if self._words[at].opens else 0
            step = self._time(self._skip_fillers(start + length)) if length else None
            if step and step[0].clock:
                return step[0]
        return Header()

    def closing(self, start: int) -> Header:
        """A header at the end: from some marker or type on, everything must belong to it."""
        for at in range(max(start, len(self._words) - TRAILING_WORDS), len(self._words)):
            if self._words[at].opens and (header := self.to_the_end(at)):
                return replace(header, clock=None, day=None)
        return self.last_word() if start else Header()

    def last_word(self) -> Header:
        """`LW6 16.10 - "I'm not a taxi" - transport`: a theme behind a quotation, with nothing behind it."""
        at = next((at for at in reversed(range(len(self._words))) if self._words[at].opens), 0)
        gap = self._words[at].gap.lstrip()
        step = self._set_off_themes(at) if gap[:1] in QUOTES and not DASHES.isdisjoint(gap) else None
        return step[0] if step and step[1] == len(self._words) else Header()

    def to_the_end(self, start: int) -> Header | None:
        """The header from there to the last word; None when anything else is among it or it says nothing."""
        header, at = Header(), start
        while at < len(self._words):
            closing = self._phrase(at, say.CLOSING)
            step = (Header(), at + closing) if closing else self._part(at)
            if step is None:
                return None
            header, at = header.joined(step[0]), step[1]
        said = header.site_marked or header.themes or header.note_type
        return header if said else None
