"""What in a note tells who somebody is: names, numbers and addresses that a code should stand for.

Shown to the author, who decides; a flag costs a tap, so what is doubtful is let through.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from fieldwork.codebook import Codebook
from fieldwork.numbers import TENS, UNITS
from fieldwork.personal_names import personal_names

_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{2,63}){1,4}(?!\w)")
_SPELLED_EMAIL = re.compile(
    r"\b\w{1,30}(?: (?:dot|underscore|dash) \w{1,30}){0,3} at \w{1,30}"
    r"(?: dot (?:co|com|org|uk|net|nhs|gov|ac|io)\b){1,3}",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"(?<![\w.,/£$€+-])(?:\+|0|\(0|[1-9])(?:[ ()\-\u00a0]{0,2}\d){8,13}(?![\w/]|[.,:]\d)")
_POSTCODE = re.compile(
    r"\b(?:[A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][A-Z]{2}"
    r"|[a-z]{1,2}[0-9][a-z0-9]? [0-9](?!st|nd|rd|th|am|pm|hr)[abd-hjlnp-uw-z]{2})\b"
)
_STREET = (
    "(?:road|rd|street|avenue|ave|lane|close|drive|crescent|terrace|court|gardens|grove|mews|parade|rise|wynd|brae|square"
    "|walk|row|yard|steps|quay|wharf|villas|cottages|buildings|croft|fold|way|hill|place|view|mount|esplanade)"
)
_ADDRESS = re.compile(
    rf"\b(?:(?i:flat|apartment|unit) (?:\d{{1,4}}[a-z]?,? )?)?\d{{1,4}}[A-Za-z]?,? (?:[A-Z][\w'\u2019]{{1,20}} ){{1,3}}"
    rf"(?i:{_STREET})\b"
)
_SMALL_ADDRESS = re.compile(
    rf"\b(?:lives at|living at|address(?: is|:)?|number|flat) "
    rf"(?P<span>\d{{1,4}}[a-z]?,? (?:[\w'\u2019]{{2,20}} ){{1,3}}?{_STREET})\b",
    re.IGNORECASE,
)
_MONTH = "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}"
_DATE = (
    r"(?:\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d{2})|\d{4}-\d{2}-\d{2}"
    rf"|(?:the )?\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {_MONTH},? (?:19|20)?\d{{2}}"
    rf"|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? (?:19|20)\d{{2}})"
)
_BIRTH = re.compile(
    rf"\b(?:d\.?o\.?b\.?|date of birth|birth ?date|birthday|born)(?: is| was| on|:|,|=| -){{0,2}} ?"
    rf"(?P<span>{_DATE})(?!\d)",
    re.IGNORECASE,
)
_NTH = "(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)"
_DAY_IN_WORDS = (
    f"(?:(?:twenty|thirty)[ -]{_NTH}|{_NTH}|tenth|eleventh|twelfth|(?:thir|four|fif|six|seven|eigh|nine)teenth"
    "|twentieth|thirtieth)"
)
_YEAR_IN_WORDS = (
    r"nineteen[ -](?:oh[ -]\w+|(?:four|fif|six|seven|eigh|nine)teen"
    rf"|(?:{'|'.join(TENS)})(?:[ -](?:{'|'.join(UNITS)}))?)"
)
_LONG_AGO = re.compile(  # nobody writes the day of anything else in the last century into a field note
    rf"\b(?:\d{{1,2}}(?:st|nd|rd|th)?|{_DAY_IN_WORDS})(?: of)? {_MONTH},? (?:19\d{{2}}|{_YEAR_IN_WORDS})\b"
    r"|\b\d{1,2}[./-]\d{1,2}[./-]19\d{2}\b",
    re.IGNORECASE,
)
_SPOKEN_DIGIT = {
    **dict.fromkeys(("oh", "o", "zero", "nought"), 0),
    **{word: digit for word, digit in UNITS.items() if digit < 10},
}
_ONE_SPOKEN = rf"(?:(?:double |triple )?(?:{'|'.join(_SPOKEN_DIGIT)})(?: hundred)?)"
_SPOKEN = re.compile(rf"\b{_ONE_SPOKEN}(?:[ ,-]{{1,2}}{_ONE_SPOKEN}){{6,12}}\b", re.IGNORECASE)
_PHONE_DIGITS = range(10, 12)  # with the leading 0: 01632 960214 has eleven, a few old ones ten
_NHS_DIGITS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Identifier:
    """A place in a text that tells who somebody is."""

    start: int  # characters from the beginning
    end: int  # index behind the last
    type: str  # name, phone, email, nhs_number, postcode, address, date_of_birth


def identifiers(text: str, codebook: Codebook) -> tuple[Identifier, ...]:
    """What tells who somebody is, in the order of the text, none over another; participants' codes and sites don't."""
    found: list[Identifier] = []
    for candidate in (*_numbers_and_addresses(text), *_each(personal_names(text, codebook), "name")):
        if all(candidate.end <= other.start or other.end <= candidate.start for other in found):
            found.append(candidate)
    return tuple(sorted(found, key=lambda identifier: identifier.start))


def is_nhs_number(digits: str) -> bool:
    """Whether ten digits end in the check digit of an NHS number (modulus 11, NHS Data Dictionary)."""
    if len(digits) != _NHS_DIGITS or not (digits.isascii() and digits.isdigit()):
        return False
    check = 11 - sum(int(digit) * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False)) % 11
    return check != 10 and check % 11 == int(digits[-1])


def _numbers_and_addresses(text: str) -> Iterator[Identifier]:
    """Surest first: what is found earlier keeps its place."""
    for pattern in (_EMAIL, _SPELLED_EMAIL):
        yield from _each((found.span() for found in pattern.finditer(text)), "email")
    yield from _each((found.span("span") for found in _BIRTH.finditer(text)), "date_of_birth")
    yield from _each((found.span() for found in _LONG_AGO.finditer(text)), "date_of_birth")
    yield from _long_numbers(text)
    yield from _each((found.span() for found in _POSTCODE.finditer(text)), "postcode")
    yield from _each((found.span() for found in _ADDRESS.finditer(text)), "address")
    yield from _each((found.span("span") for found in _SMALL_ADDRESS.finditer(text)), "address")


def _each(spans: Iterable[tuple[int, int]], kind: str) -> Iterator[Identifier]:
    return (Identifier(start=start, end=end, type=kind) for start, end in spans)


def _long_numbers(text: str) -> Iterator[Identifier]:
    for found in _DIGITS.finditer(text):
        if kind := _kind_of_number(found[0]):
            bracket = found[0].startswith("(") and ")" not in found[0]  # the text's, not the number's
            yield Identifier(start=found.start() + bracket, end=found.end(), type=kind)
    for found in _SPOKEN.finditer(text):
        if kind := _kind_of_digits(_spoken_digits(found[0])):
            yield Identifier(start=found.start(), end=found.end(), type=kind)


def _kind_of_number(written: str) -> str:
    """As `07700 900312`, `+44 (0)7700 900312`, `999 186 0916`; "" when it is neither."""
    if re.fullmatch(r"[1-9]\d{2}[ -]\d{3}[ -]\d{4}", written):
        return "nhs_number"
    digits = re.sub(r"\D", "", written)
    if written.startswith("+"):
        return "phone"
    return _kind_of_digits(digits)


def _kind_of_digits(digits: str) -> str:
    if digits.startswith("0") and len(digits) in _PHONE_DIGITS:
        return "phone"
    return "nhs_number" if is_nhs_number(digits) else ""


def _spoken_digits(said: str) -> str:
    """`oh seven double oh` is 0700."""
    times, digits = 1, ""
    for word in re.findall(r"[a-z]+", said.lower()):
        if word == "hundred":
            digits += "00"
        elif word in {"double", "triple"}:
            times = 2 if word == "double" else 3
        else:
            digits, times = digits + str(_SPOKEN_DIGIT[word]) * times, 1
    return digits
