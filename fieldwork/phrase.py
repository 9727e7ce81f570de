"""A phrase as it stands in a text: whole words in any case, whatever is between them."""

import re


def find_phrase(phrase: str, text: str) -> str:
    """The phrase as the text has it, "" when it is not there as whole words."""
    found = _pattern(phrase).search(text) if phrase.strip() else None
    return found[0] if found else ""


def apply_phrase(text: str, old: str, new: str) -> tuple[str, int]:
    """The text with every whole-word `old` replaced, and in how many places; a capital at the front is kept."""
    if not old.strip():
        return text, 0
    return _pattern(old).subn(lambda found: _cased(new, found[0]), text)


def _pattern(phrase: str) -> re.Pattern[str]:
    """Whole words in any case; spaces and hyphens between words and kinds of apostrophe don't matter."""
    bare = phrase.strip()
    pieces = re.split(r"(?<=\w)[\s-]+(?=\w)", bare)
    loose = r"[\s-]+".join(map(re.escape, pieces))
    loose = re.sub("['\u2019]", "['\u2019]", loose)
    begins, ends = (r"(?<!\w)" if bare[0].isalnum() else ""), (r"(?!\w)" if bare[-1].isalnum() else "")
    return re.compile(f"{begins}{loose}{ends}", re.IGNORECASE)


def _cased(new: str, found: str) -> str:
    return (
        new[:1].upper() + new[1:] if found[:1].isupper() and found[1:] != found[1:].upper() and new.islower() else new
    )
