"""The one base of every error that is told to a person."""


class FieldworkError(Exception):
    """Something that a person can be told in one clear sentence; `str()` of it never holds note text."""
