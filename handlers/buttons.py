"""What a button sends back: a verb, what it is about and one argument, in Telegram's 64 bytes."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from fieldwork.note import NoteNumber

DATA_BYTES = 64  # Bot API, InlineKeyboardButton.callback_data
SLUG_BYTES = 40  # longer slugs travel as a digest
FEW_BYTES = 12  # beside a digest or a question
DIGEST_DIGITS = 16
_OPENED = "!"  # the button stands under an opened note, not under its card


class Verb(StrEnum):
    """What pressing does. The values are in people's chats: never reuse one for something else."""

    CARD = "ca"  # back to the card
    PAGE = "pg"
    MORE = "mo"
    GROUPS = "gs"
    GROUP = "gr"
    THEME = "th"  # put on; pressed twice it stays on
    DROP_THEME = "dt"
    REFUSE = "rf"  # a suggested theme
    RECONSIDER = "rc"  # a refusal or an acceptance taken back: suggested again
    SITES = "ss"
    SITE = "si"
    NO_SITE = "ns"
    TYPES = "ts"
    TYPE = "ty"
    TIMES = "ti"
    EARLIER = "ea"
    ONLY_ME = "om"
    TEAM = "te"
    JOIN = "jo"  # it goes on from the note before
    APART = "ap"  # and does not
    RIGHT = "ri"
    CORRECT = "co"
    UNSURE = "un"  # the unsure sentences one after another
    WHOLE_TEXT = "wt"
    LISTEN = "li"
    TRY_AGAIN = "ta"  # the rest of a stopped recording, or all of one that has no words
    STOP = "so"  # leave a long recording at the words that are there
    DELETE = "de"
    PUT_BACK = "pb"  # a note that was taken back
    OLD_TEXT = "ot"  # the text before the last correction
    KEEP_BOTH = "kb"
    REMARK = "re"
    LIKE_THIS = "lk"
    ASK = "as"  # another page or another cut of a question
    ASKED = "an"  # what was saved as a note was a question
    PRACTISE = "pr"
    ERASE_PRACTICE = "ep"
    KEPT = "ke"
    STICK = "st"  # /site
    BOOK = "bo"  # /codebook
    BOOK_GROUP = "bg"
    BOOK_THEME = "bt"
    BOOK_SITES = "bs"
    BOOK_EXAMPLES = "bx"
    BOOK_HOW = "bh"  # which words change the codebook
    BOOK_TAGS = "bn"  # new hashtags, offered as themes one after another
    BOOK_MAKE = "bm"  # a hashtag becomes a theme
    BOOK_PUT_BACK = "bu"  # the last change of the codebook
    INVITE = "in"
    REVOKE = "rv"
    REVOKE_SURE = "rs"
    TEAM_LIST = "tl"
    CHECK = "ck"  # today's unchecked memos one after another
    LEARN = "le"  # a mishearing that the team put right twice
    LEAVE = "lv"
    FORGET = "fo"
    READ_NEW = "rn"  # the notes that a digest speaks of
    PICTURE = "pi"
    TOMORROW = "tm"  # what is open of a digest, again
    DECIDE = "dc"  # what is open of a digest, one after another in one message
    SUBSCRIBE = "sb"  # when one's digest comes, and what is in it
    TREND = "tr"  # the weeks that end with a day
    MATRIX_ROW = "mr"  # the notes behind a row of a matrix
    MATRIX_PAGE = "mp"  # its rows in words


_VERBS = {verb.value: verb for verb in Verb}


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """A button that was pressed, as it was made."""

    verb: Verb
    subject: str = ""  # a note's number, a question's id, a member's label
    argument: str = ""
    opened: bool = False

    @property
    def number(self) -> NoteNumber | None:
        """The note it is about, None when its subject is no number."""
        plain = self.subject.isascii() and self.subject.isdigit() and len(self.subject) <= 10
        return NoteNumber(int(self.subject)) if plain else None

    @property
    def count(self) -> int:
        """The argument as a number, 0 when it is none."""
        plain = self.argument.isascii() and self.argument.isdigit() and len(self.argument) <= 12
        return int(self.argument) if plain else 0


def encode(press: Press) -> str:
    """The `callback_data` of a button.

    Raises:
        ValueError: it does not fit into 64 bytes, which is a programming error.
    """
    data = f"{press.verb}{_OPENED if press.opened else ''}.{press.subject}.{press.argument}"
    if len(data.encode()) > DATA_BYTES or "." in press.subject:
        raise ValueError("button data too long")
    return data


def decode(data: str) -> Press | None:
    """The press, None for anything that we never made."""
    head, *rest = data.split(".", 2)
    verb = _VERBS.get(head.removesuffix(_OPENED))
    if verb is None or len(rest) != 2:
        return None
    return Press(verb=verb, subject=rest[0], argument=rest[1], opened=head.endswith(_OPENED))


def slug_key(slug: str, room: int = SLUG_BYTES) -> str:
    """A slug as it stands in a button: itself, or a digest when it is longer than `room` bytes."""
    if len(slug.encode()) <= room:
        return slug
    return "~" + hashlib.sha256(slug.encode()).hexdigest()[: min(room - 1, DIGEST_DIGITS)]


def slug_of(key: str, slugs: Iterable[str]) -> str | None:
    """The slug that a button means, None when the codebook has it no longer."""
    return next((slug for slug in slugs if key in (slug_key(slug), slug_key(slug, FEW_BYTES))), None)
