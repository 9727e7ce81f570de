"""What some commands need beyond the bot itself."""

from importlib.util import find_spec

from fieldwork.errors import FieldworkError


class ExtraMissing(FieldworkError):
    """A part that is installed on its own is not there."""

    def __init__(self, target: str) -> None:
        super().__init__(f"A part of this is not installed: `make {target}` installs it and runs it.")


def need(target: str, *modules: str) -> None:
    """See that the modules are there.

    Raises:
        ExtraMissing: with the make target that brings them.
    """
    if any(find_spec(module) is None for module in modules):
        raise ExtraMissing(target)
