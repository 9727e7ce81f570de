"""Fetches the files that members sent, through the Bot API."""

from telegram import Bot
from telegram.error import BadRequest, Forbidden, TelegramError

from services.ports import FileUnavailable

DOWNLOAD_SECONDS = 120.0


class BotFileFetcher:
    """`services.ports.FileFetcher` over a bot."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    async def fetch(self, file_id: str) -> bytes:
        """The whole file, in memory only.

        Raises:
            FileUnavailable: final when Telegram says that it does not have it or that it is too big.
        """
        try:
            file = await self._bot.get_file(file_id)
            return bytes(await file.download_as_bytearray(read_timeout=DOWNLOAD_SECONDS))
        except (BadRequest, Forbidden):
            raise FileUnavailable(final=True) from None
        except TelegramError:
            raise FileUnavailable(final=False) from None
