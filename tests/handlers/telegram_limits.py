"""What Telegram accepts of one message."""

from handlers.replies.markup import units
from services.outgoing import Say
from tests.handlers.telegram_html import seen


def fits(say: Say) -> None:
    """Fail when Telegram would refuse it or a phone could not show it."""
    text = seen(say.html)
    assert text.strip(), "an empty message"
    assert units(text) <= (1024 if say.photo or say.voice or say.document else 4096)
    for row in say.buttons:
        assert 1 <= len(row) <= 8
        for button in row:
            assert button.label.strip()
            assert len(button.data.encode()) <= 64
            assert units(button.copies) <= 256
            assert bool(button.data) + bool(button.copies) + bool(button.url) == 1


def labels(say: Say) -> list[list[str]]:
    """The buttons as a person reads them."""
    return [[button.label for button in row] for row in say.buttons]
