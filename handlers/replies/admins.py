"""What an admin is told: ids, never a word of a note."""

from services.outgoing import Say


def set_aside(chat_id: int, row: int) -> Say:
    """A message that could not be dealt with after all tries."""
    return Say(
        chat_id=chat_id,
        html=f"Message {row} in my inbox could not be dealt with after 5 tries. It is kept, sealed, and set aside.\n"
        "The log names the error under this number; an update of the bot will try it again.",
    )
