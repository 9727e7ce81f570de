"""Files of JSON lines, for programs."""

from fieldwork.errors import FieldworkError

LINES_NAMED = 5  # that a refusal names


class LinesUnreadable(FieldworkError):
    """Lines that can't be read; nothing was done with any of them. Each is named by its number, none is quoted."""

    def __init__(self, done: str, problems: list[str]) -> None:
        more = f"; and {len(problems) - LINES_NAMED} more" if len(problems) > LINES_NAMED else ""
        super().__init__(f"Nothing was {done}: {'; '.join(problems[:LINES_NAMED])}{more}.")
