"""The real bot, which leaves a copy of every journal beside: what SQLite deletes can then be searched as well."""

import os
import shutil
import sys
from datetime import datetime
from pathlib import Path

import storage.store
from bot.bootstrap import run_bot
from bot.settings import load_settings
from demo.clock import FieldClock
from storage.database import Database

JOURNALS = "journals"


class RecordingDatabase(Database):
    """Copies the journal just before it is deleted, when it is whole."""

    count = 0

    async def _retried(self, statement: str) -> None:
        journal = load_settings().database.with_name("jottings.db-journal")
        if statement == "COMMIT" and journal.exists():
            type(self).count += 1
            shutil.copy(journal, Path(JOURNALS) / f"{os.getpid()}-{self.count}")
        await super()._retried(statement)


def main() -> None:
    """Run the recorded bot."""
    Path(JOURNALS).mkdir(exist_ok=True)
    clock = FieldClock(datetime.fromisoformat(sys.argv[1]))
    clock.follow(sys.stdin)
    vars(storage.store)["Database"] = RecordingDatabase
    run_bot(load_settings(), clock=clock)


if __name__ == "__main__":
    main()
