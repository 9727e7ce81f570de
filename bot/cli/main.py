"""The command `jottings`: its families, and what becomes of errors."""

import sys

import typer

from bot.cli import analyse, asking, bench, book, digest, doctor, keeping, matrix, notes, people, run, setup, speech
from fieldwork.errors import FieldworkError

app = typer.Typer(
    help="Field notes by Telegram: transcribed here, sealed here, tagged, queryable, digested nightly.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)
for family in (setup, doctor, run, keeping, people, notes, asking, analyse, digest, matrix, speech, book, bench):
    family.add_to(app)


def main() -> None:
    """Run a command: 0 when done, 2 for wrong use, 1 for failure with one sentence and no traceback."""
    try:
        app()
        code = 0
    except KeyboardInterrupt:
        code = 130
    except FieldworkError as error:
        print(error, file=sys.stderr)
        code = 1
    except BrokenPipeError:
        code = 1
    except Exception as error:
        print(
            f"Something unexpected went wrong ({type(error).__name__}). Nothing that was saved is lost; "
            "`jottings doctor` looks for the cause.",
            file=sys.stderr,
        )
        code = 1
    sys.exit(code)
