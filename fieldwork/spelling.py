"""When are two spellings the same tag?"""

import re
import unicodedata

_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_SEPARATORS = re.compile(r"[\W_]+")


def slug_of(words: str) -> str:
    """`#Room_Space`, `room space` and `RoomSpace` are `room-space`."""
    plain = unicodedata.normalize("NFKC", words).replace("\u2019", "'").replace("'", "")
    return _SEPARATORS.sub("-", _HUMP.sub("-", plain)).strip("-").casefold()


def compact(words: str) -> str:
    """Letters and digits alone, for comparing names in any spelling."""
    return slug_of(words).replace("-", "")


def contracted(name: str) -> tuple[str, ...]:
    """A name, and as it is said or typed in haste: "what's out there", "phone appts"."""
    shorter = re.sub(r"(?i)\b(what|who|where|that|it) is\b", r"\1's", name)
    return tuple(dict.fromkeys((name, shorter, re.sub(r"(?i)\bappointments?\b", "appts", shorter))))
