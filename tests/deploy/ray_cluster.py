"""A Ray cluster of one machine with the speech server on it, as `deploy/transcription/README.md` starts it."""

import asyncio
import contextlib
import os
import shutil
import signal
import socket
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx

HOUSE = Path(__file__).resolve().parents[2]
FOLDER = HOUSE / "deploy" / "transcription"
BIN = Path(sys.executable).parent
REPLICA = b"ray::ServeReplica"
START_SECONDS = 120.0
STORE_BYTES = 80_000_000  # the smallest that Ray takes: large requests do not fit in together


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """Where everything of it is."""

    folder: Path  # all that Ray writes is below
    process: asyncio.subprocess.Process
    gcs: int
    dashboard: int
    port: int
    others: list[int] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def replicas(self) -> list[int]:
        """Their process ids."""
        return [pid for pid in self.members() if cmdline(pid).startswith(REPLICA)]

    def members(self) -> list[int]:
        """All processes of the cluster, on both machines."""
        return [pid for top in (self.process.pid, *self.others) for pid in family(top)]

    def object_store(self) -> Iterator[bytes]:
        """All that Ray's object store holds or has held, which no folder shows any more."""
        for pid in self.members():
            if b"/raylet/raylet" not in cmdline(pid):
                continue
            for descriptor in Path(f"/proc/{pid}/fd").iterdir():
                if "plasma" in str(descriptor.readlink()):
                    with descriptor.open("rb") as store:
                        yield store.read()

    @asynccontextmanager
    async def second_machine(self) -> AsyncIterator[asyncio.subprocess.Process]:
        """Another one, with an address, a processor and an object store of its own."""
        arguments = {
            "address": f"127.0.0.1:{self.gcs}",
            "node-ip-address": "127.0.0.2",
            "dashboard-agent-listen-port": free_ports(1)[0],
            "num-cpus": 1,
            "plasma-directory": self.folder,
            "object-store-memory": STORE_BYTES,
        }
        process = await started(self.folder, [str(FOLDER / "node.sh")], arguments)
        self.others.append(process.pid)
        try:
            yield process
        finally:
            await end(process)

    async def deploy(self, replicas: int, *changes: tuple[str, str], status: int = 200) -> None:
        """The shipped serve.yaml with so many replicas of one processor each."""
        config = (FOLDER / "serve.yaml").read_text(encoding="utf-8")
        for old, new in (
            ("port: 8000", f"port: {self.port}"),
            ("model: base", "model: tiny.en"),
            ("jobs: 2", "jobs: 1"),
            ("num_cpus: 2", "num_cpus: 1"),
            ("max_ongoing_requests: 2", "max_ongoing_requests: 1"),
            ("min_replicas: 1", f"min_replicas: {replicas}"),
            ("max_replicas: 8", f"max_replicas: {replicas}"),
            ("route_prefix: /", "route_prefix: /\n    logging_config: {log_level: DEBUG}"),
            *changes,
        ):
            assert old in config
            config = config.replace(old, new)
        path = self.folder / "serve.yaml"
        path.write_text(config, encoding="utf-8")
        await run("serve", "deploy", str(path), "--address", f"http://127.0.0.1:{self.dashboard}")
        await self.until_ready(replicas, status=status)

    async def until_ready(self, replicas: int, *, status: int = 200) -> None:
        """Until so many replicas run and answer, if only with that status."""
        async with asyncio.timeout(START_SECONDS), httpx.AsyncClient(trust_env=False) as client:
            while True:
                await asyncio.sleep(0.5)
                if len(self.replicas()) != replicas:
                    continue
                state = await client.get(f"http://127.0.0.1:{self.dashboard}/api/serve/applications/")
                if '"HEALTHY"' not in state.text or "UPDATING" in state.text:
                    continue
                with contextlib.suppress(httpx.HTTPError):
                    if (await client.get(f"{self.url}/health")).status_code == status:
                        return


async def run(program: str, *arguments: str) -> None:
    """One of the programs that come with Ray."""
    process = await asyncio.create_subprocess_exec(
        BIN / program, *arguments, cwd=HOUSE, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL
    )
    assert await process.wait() == 0


@asynccontextmanager
async def cluster(*, sealed: bool = True, processors: int = 2) -> AsyncIterator[Cluster]:
    """One that listens on loopback only; the folder's name is short, for Ray's sockets lie in it."""
    folder = Path(tempfile.mkdtemp(prefix="ray-"))
    gcs, dashboard, agent, client, port = free_ports(5)
    arguments = {
        "node-ip-address": "127.0.0.1",
        "port": gcs,
        "dashboard-port": dashboard,
        "dashboard-agent-listen-port": agent,
        "ray-client-server-port": client,
        "head": "",
        "num-cpus": processors,
        "temp-dir": folder / "ray",
        "plasma-directory": folder,  # as Ray does by itself where /dev/shm is small
        "object-spilling-directory": folder / "spilled",
        "object-store-memory": STORE_BYTES,
    }
    (folder / "spilled").mkdir()
    start = [str(FOLDER / "node.sh")] if sealed else [str(BIN / "ray"), "start"]
    process = await started(folder, start, arguments)
    try:
        await until_listening(dashboard)
        yield Cluster(folder=folder, process=process, gcs=gcs, dashboard=dashboard, port=port)
    finally:
        await end(process)
        shutil.rmtree(folder, ignore_errors=True)


async def started(folder: Path, program: Sequence[str], arguments: Mapping[str, object]) -> asyncio.subprocess.Process:
    """A part of the cluster."""
    options = [f"--{name}={value}" if value != "" else f"--{name}" for name, value in arguments.items()]
    with (folder / "start.log").open("ab") as log:
        return await asyncio.create_subprocess_exec(
            *(*program, "--block", *options),
            cwd=HOUSE,
            env={**os.environ, "RAY": str(BIN / "ray"), "PYTHONPATH": str(HOUSE), "RAY_USAGE_STATS_ENABLED": "0"},
            stdout=log,
            stderr=log,
            start_new_session=True,
        )


async def until_listening(port: int) -> None:
    """Until somebody takes connections there."""
    async with asyncio.timeout(START_SECONDS):
        while True:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                await asyncio.sleep(0.2)
            else:
                writer.close()
                return


async def end(process: asyncio.subprocess.Process) -> None:
    """End it and all that it started."""
    started = family(process.pid)
    with contextlib.suppress(ProcessLookupError):
        process.terminate()
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(process.wait(), 20)
    for pid in {*started, *family(process.pid)}:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    await process.wait()


def family(pid: int) -> list[int]:
    """A process and all below it."""
    parents = {int(entry.name): parent_of(entry) for entry in Path("/proc").iterdir() if entry.name.isdigit()}
    found = [pid]
    for member in found:
        found += [child for child, parent in parents.items() if parent == member]
    return found


def parent_of(entry: Path) -> int:
    try:
        return int((entry / "stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0


def cmdline(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def free_ports(count: int) -> list[int]:
    """Ports that nobody uses now."""
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return ports
