"""Telegram's answers as JSON, update by update: one that can't be read costs no other."""

import json
import re
from collections.abc import Iterator
from typing import Any

from telegram.error import TelegramError
from telegram.request import HTTPXRequest

_ID = re.compile(r'"update_id"\s*:\s*(\d{1,16})\b')
_MARKS = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{}]', re.DOTALL)  # whole strings, so that no bracket in one counts


class UpdatesRequest(HTTPXRequest):
    """The connection that polls; the library's own logs an unreadable answer whole, and gives up on all of it."""

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """The answer as JSON.

        Raises:
            TelegramError: it is none of Telegram's.
        """
        written = payload.decode("utf-8", "replace")
        try:
            answer = json.loads(written)
        except (ValueError, RecursionError):
            answer = {"ok": True, "result": [_read(piece) for piece in pieces(written)]}
            if not answer["result"]:
                raise TelegramError("Invalid server response") from None
        if not isinstance(answer, dict):
            raise TelegramError("Invalid server response")
        return answer


def pieces(written: str) -> Iterator[str]:
    """The objects in the answer's list of results, each as it is written; nothing when it is no such answer."""
    depth, start = 0, 0
    for mark in _MARKS.finditer(written):
        if mark[0] in "{[":
            depth += 1
            start = mark.start() if depth == 3 else start
        elif mark[0] in "}]":
            depth -= 1
            if depth == 2:
                yield written[start : mark.end()]


def _read(piece: str) -> object:
    try:
        return json.loads(piece)
    except (ValueError, RecursionError):
        found = _ID.search(piece)
        return {"update_id": int(found[1])} if found else None
