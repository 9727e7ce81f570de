"""People: `invite` and `members`."""

import sys
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from bot.cli.session import opened, run_async
from bot.settings import Settings, load_settings
from fieldwork.errors import FieldworkError
from fieldwork.member import Role

PANEL = "People"
GREETING_SECONDS = 3.0


class NoSuchMember(FieldworkError):
    """Nobody on the team is called that."""

    def __init__(self, label: str, labels: list[str]) -> None:
        super().__init__(f"There is no member {label}. There are: {', '.join(labels) or 'none yet'}.")


def add_to(app: typer.Typer) -> None:
    """Register this family."""
    app.command(rich_help_panel=PANEL)(invite)
    app.command(rich_help_panel=PANEL)(members)


def invite(
    role: Annotated[Role, typer.Option(help="What they may do.")],
    name: Annotated[str, typer.Option(help="How the team calls them.")] = "",
) -> None:
    """Print a one-time code, good for three days; the link to it goes to standard error."""
    run_async(_invite(load_settings(), role, name))


async def _invite(settings: Settings, role: Role, name: str) -> None:
    async with opened(settings) as study:
        code = await study.team.invite(role, name, study.clock())
    print(code, flush=True)
    username = await _username(settings)
    link = f"https://t.me/{username}?start={code}" if username else f"/start {code}"
    print(f"One use, three days. They open or send the bot: {link}", file=sys.stderr)


async def _username(settings: Settings) -> str | None:
    if settings.bot_token is None:
        return None
    from telegram import Bot  # noqa: PLC0415 - a third of a second that no other command needs
    from telegram.error import TelegramError  # noqa: PLC0415

    bot = Bot(settings.bot_token.get_secret_value(), base_url=f"{settings.bot_api_url}/bot")
    try:
        return (await bot.get_me(connect_timeout=GREETING_SECONDS, read_timeout=GREETING_SECONDS)).username
    except TelegramError:
        return None
    finally:
        await bot.shutdown()


def members(
    revoke: Annotated[str | None, typer.Option(help="Take this member (R1, PI2 ...) off the team.")] = None,
) -> None:
    """List the team, or take somebody off it."""
    run_async(_members(revoke))


async def _members(revoke: str | None) -> None:
    async with opened() as study:
        if revoke is not None:
            member = study.team.by_label(revoke)
            if member is None:
                raise NoSuchMember(revoke, [known.label for known in study.team.members()])
            await study.team.revoke(member, study.clock())
            print(f"{member.label} is off the team; their notes stay.")
            return
        table = Table("label", "name", "role", "joined")
        for member in study.team.members():
            table.add_row(member.label, member.name, member.role.value, f"{member.joined_at:%Y-%m-%d}")
        Console().print(table)
