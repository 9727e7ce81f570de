"""The log: JSON, a line each; fixed event names with ids and durations, never a word of a note."""

import json
import logging
import sys
import threading
from datetime import UTC, datetime
from types import TracebackType

_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}
_TALKATIVE = ("httpx", "httpcore", "telegram", "aiosqlite", "asyncio", "apscheduler", "faster_whisper")


class JsonLines(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        """The event and its facts; tracebacks are left out, for they quote what was at hand."""
        ours = record.name.startswith("jottings")
        facts = {name: value for name, value in vars(record).items() if name not in _STANDARD} if ours else {}
        event = record.msg if ours else "library_message"  # a library's message may quote anything
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        return json.dumps(
            {"at": at, "level": record.levelname, "from": record.name, "event": event, **facts}, default=str
        )


def set_up(level: str) -> None:
    """Log to standard error; libraries only from WARNING on, and by the mere fact that they said something."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)
    sys.excepthook = _last_words
    threading.excepthook = lambda args: _last_words(args.exc_type, args.exc_value, args.exc_traceback)


def _last_words(kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
    del error, trace
    logging.getLogger("jottings").error("unexpected_error", extra={"error": kind.__name__})
