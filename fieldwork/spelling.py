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
