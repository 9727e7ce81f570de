"""What the local Telegram refuses: to the bot in the Bot API's own words, to a script in ours."""

from typing import Any


class ApiError(Exception):
    """A refusal that the bot gets as an HTTP answer, worded as Telegram words it."""

    def __init__(self, status: int, description: str, parameters: dict[str, Any] | None = None) -> None:
        super().__init__(description)
        self.status = status
        self.description = description
        self.parameters = parameters or {}

    def as_json(self) -> dict[str, Any]:
        """The body of the answer."""
        body: dict[str, Any] = {"ok": False, "error_code": self.status, "description": self.description}
        return body | ({"parameters": self.parameters} if self.parameters else {})


class BadRequest(ApiError):
    """400 with Telegram's prefix."""

    def __init__(self, reason: str, parameters: dict[str, Any] | None = None) -> None:
        super().__init__(400, f"Bad Request: {reason}", parameters)


class Forbidden(ApiError):
    """403 with Telegram's prefix."""

    def __init__(self, reason: str) -> None:
        super().__init__(403, f"Forbidden: {reason}")


class Conflict(ApiError):
    """409: somebody else polls with the same token."""

    def __init__(self) -> None:
        super().__init__(
            409,
            "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
        )


class ScriptError(Exception):
    """A script asked a person to do what nobody could do in a real chat."""


class NoSuchMessage(ScriptError, LookupError):
    """The message is not in the chat (any more)."""

    def __init__(self, chat_id: int, message_id: int) -> None:
        super().__init__(f"There is no message {message_id} in chat {chat_id}.")


class NoSuchButton(ScriptError, LookupError):
    """No button under the message has such a label."""

    def __init__(self, label: str, labels: tuple[str, ...]) -> None:
        shown = ", ".join(f"[{each}]" for each in labels) or "no buttons"
        super().__init__(f"No button [{label}…] can be pressed: the message shows {shown}.")
        self.label = label
        self.labels = labels


class QuoteNotInMessage(ScriptError, ValueError):
    """A person can only quote what the message says."""

    def __init__(self, message_id: int) -> None:
        super().__init__(f"The quoted words are not in message {message_id}.")


class TooLongToType(ScriptError, ValueError):
    """A client splits such a text; see `Person.pastes`."""

    def __init__(self, units: int) -> None:
        super().__init__(f"A message holds 4096 UTF-16 units, this has {units}: use `pastes`.")


class NothingArrived(TimeoutError):
    """The bot did not do what a script waited for."""

    def __init__(self, seconds: float, heard: tuple[str, ...], calls: dict[str, int]) -> None:
        since = "; ".join(heard) or "nothing"
        counted = ", ".join(f"{name} {count}" for name, count in sorted(calls.items())) or "none"
        super().__init__(f"Waited {seconds:g} s in vain. Since then the bot did: {since}. Calls so far: {counted}.")
