"""What people are told when something is wrong that they can do something about, or should not worry about."""

from datetime import datetime

from handlers.replies.terms import Terms
from services.outgoing import Say


def not_stored(terms: Terms, sent_at: datetime, chat_id: int) -> Say:
    """The database can't be written: said directly, for it can't be stored to be said later."""
    return Say(
        chat_id=chat_id,
        html=f"Not saved yet: what you sent at {terms.clock(sent_at)}. The study's computer can't write to its disk. "
        "I keep trying, and what you send until then waits too. Please don't delete it. I'll say “Saved”.",
    )


def not_understood(terms: Terms, sent_at: datetime, chat_id: int) -> Say:
    """A message that could not be dealt with."""
    return Say(
        chat_id=chat_id,
        html=f"Not saved: your message of {terms.clock(sent_at)}. Something in it stops me; an administrator was "
        "told. Please send it again in another form, for example as plain text.",
    )


def rival(terms: Terms, noticed_at: datetime, chat_id: int) -> Say:
    """Somebody else receives what is sent to the bot."""
    return Say(
        chat_id=chat_id,
        html=f"Since {terms.clock(noticed_at)} another program has been receiving this bot's messages, with the bot's "
        "own token. Some may never reach me: only what I call “Saved” is saved.\n\n"
        "Either Jottings runs twice: then stop one of them. Or somebody has the token: then send /revoke to "
        "@BotFather, choose this bot, put the new token into .env as JOTTINGS_BOT_TOKEN, and restart Jottings.",
    )
