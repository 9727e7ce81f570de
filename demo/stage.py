"""A study on a stage: the local Telegram, a data directory, a key, and the bot as a process that can be killed."""

import asyncio
import os
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from demo.clock import FieldClock
from demo.telegram import LocalTelegram

TOKEN = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"
BOT = ("-m", "demo.bot_process")
STOP_SECONDS = 10.0  # how long the bot may take to end when asked


class CommandFailed(RuntimeError):
    """A `jottings` command did not exit 0."""

    def __init__(self, words: tuple[str, ...], code: int, said: str, complaint: str) -> None:
        super().__init__(f"jottings {' '.join(words)} ended with {code}: {complaint.strip()}")
        self.code = code
        self.said = said
        self.complaint = complaint


class Stage:
    """The local Telegram and one bot, its files below `root`; leaving it ends both."""

    def __init__(self, root: Path, *, now: datetime | None = None, **settings: str) -> None:
        self.root = root
        self.data = root / "data"
        self.log = root / "log" / "bot.jsonl"
        self.now = FieldClock(now or datetime.now(UTC))
        self.telegram = LocalTelegram(token=TOKEN, clock=self.now)
        self._settings = settings
        self._process: subprocess.Popen[str] | None = None

    async def __aenter__(self) -> Self:
        """Open the local Telegram; directories are made, the bot is not started yet."""
        for folder in (self.data, self.root / "key", self.root / "tmp", self.log.parent):
            folder.mkdir(parents=True, exist_ok=True)
        await self.telegram.__aenter__()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the bot, then Telegram."""
        if self.running:
            await self.stop()
        await self.telegram.__aexit__(kind, error, trace)

    def environment(self) -> dict[str, str]:
        """What the bot and the commands are given: their settings, and nothing of ours but the path and the cache."""
        return {
            "PATH": os.environ.get("PATH", ""),
            "HOME": str(self.root),
            "XDG_CACHE_HOME": os.environ.get("XDG_CACHE_HOME")
            or str(Path.home() / ".cache"),  # the examples, read once
            "TMPDIR": str(self.root / "tmp"),
            "LANG": "C.UTF-8",
            "JOTTINGS_BOT_TOKEN": TOKEN,
            "JOTTINGS_BOT_API_URL": self.telegram.url,
            "JOTTINGS_DATA_DIR": str(self.data),
            "JOTTINGS_MASTER_KEY_FILE": str(self.root / "key" / "keyring.json"),
            **self._settings,
        }

    async def jottings(self, *words: str, **settings: str) -> str:
        """Run a `jottings` command, with other `settings` if given; its standard output.

        Raises:
            CommandFailed: it did not exit 0.
        """
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "bot.cli",
            *words,
            env={**self.environment(), **settings},
            cwd=self.root,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        out, complaint = await process.communicate()
        if process.returncode:
            raise CommandFailed(words, process.returncode, out.decode(), complaint.decode())
        return out.decode()

    def process(self, *words: str, program: tuple[str, ...] = ("-m", "bot.cli")) -> subprocess.Popen[bytes]:
        """Start a `jottings` command, or another `program` of Python's, that can be killed."""
        return subprocess.Popen(
            [sys.executable, *program, *words],
            env=self.environment(),
            cwd=self.root,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def start(self, *program: str) -> None:
        """Start the bot, or another `program` of Python's; its log goes to `self.log`."""
        with self.log.open("a") as log:
            self._process = subprocess.Popen(
                [sys.executable, *(program or BOT), self.now().isoformat()],
                env=self.environment(),
                cwd=self.root,
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                text=True,
            )

    @property
    def running(self) -> bool:
        """Whether the bot lives."""
        return self._process is not None and self._process.poll() is None

    @property
    def pid(self) -> int:
        """The bot's process.

        Raises:
            RuntimeError: it was not started.
        """
        if self._process is None:
            raise RuntimeError("not started")
        return self._process.pid

    def set_time(self, moment: datetime) -> None:
        """Set Telegram's clock and the bot's."""
        self.now.set(moment)
        if self._process is not None and self._process.stdin is not None and self.running:
            self._process.stdin.write(moment.isoformat() + "\n")
            self._process.stdin.flush()

    async def stop(self) -> int:
        """Ask the bot to end, as Ctrl-C or a service manager does; its exit code."""
        return await self._end(signal.SIGTERM)

    async def kill(self) -> int:
        """End the bot as a power cut would, between any two instructions."""
        return await self._end(signal.SIGKILL)

    async def crash(self, how: signal.Signals) -> int:
        """End the bot as a fault in its own process would."""
        return await self._end(how)

    async def _end(self, with_signal: signal.Signals) -> int:
        process = self._process
        if process is None:
            return 0
        process.send_signal(with_signal)
        try:
            return await asyncio.wait_for(asyncio.to_thread(process.wait), STOP_SECONDS)
        except TimeoutError:
            process.kill()
            raise
        finally:
            if process.stdin is not None:
                process.stdin.close()
