"""A small model hub on loopback: it lists files with their checksums and gives them, whole, altered or in part."""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import ClassVar

from transcription.hub import blob_id

COMMIT = "0123456789abcdef0123456789abcdef01234567"
LARGE = 10_000_000  # bytes; from here on a file is listed with its SHA-256


@dataclass(slots=True, kw_only=True)
class Shown:
    """What the hub has, and how it misbehaves."""

    files: Mapping[str, bytes]
    altered: str = ""  # this file is given with one byte changed
    cut: str = ""  # this file breaks off in the middle, once
    dead: bool = False  # and then nothing of it is given any more
    asked: list[str] = field(default_factory=list)

    def listing(self) -> bytes:
        """All files with size and checksum."""
        siblings = [sibling(name, content) for name, content in self.files.items()]
        return json.dumps({"id": "made/here", "sha": COMMIT, "siblings": siblings}).encode()

    def tree(self) -> bytes:
        """The same as a tree of files."""
        return json.dumps([entry(name, content) for name, content in self.files.items()]).encode()

    def given(self, name: str) -> bytes:
        """The bytes of a file."""
        content = self.files[name]
        middle = len(content) // 2
        changed = bytes([content[middle] ^ 1])
        return content[:middle] + changed + content[middle + 1 :] if name == self.altered else content


def sibling(name: str, content: bytes) -> dict[str, object]:
    """A file as the hub lists it."""
    plain = {"rfilename": name, "size": len(content), "blobId": blob_id(content)}
    if len(content) < LARGE:
        return plain
    digest = hashlib.sha256(content).hexdigest()
    return {**plain, "lfs": {"sha256": digest, "size": len(content), "pointerSize": 134}}


def entry(name: str, content: bytes) -> dict[str, object]:
    """A file as it stands in a tree."""
    plain = {"type": "file", "path": name, "size": len(content), "oid": blob_id(content)}
    if len(content) < LARGE:
        return plain
    digest = hashlib.sha256(content).hexdigest()
    return {**plain, "lfs": {"oid": digest, "size": len(content), "pointerSize": 134}}


class Handler(BaseHTTPRequestHandler):
    """The calls of the hub's protocol that a download makes."""

    shown: ClassVar[Shown]

    def do_HEAD(self) -> None:
        """What a file is."""
        self._answer(body=False)

    def do_GET(self) -> None:
        """A listing or a file."""
        self._answer(body=True)

    def _answer(self, *, body: bool) -> None:
        self.shown.asked.append(f"{self.command} {self.path}")
        if self.path.startswith("/api/models/"):
            told = self.shown.tree() if "/tree/" in self.path else self.shown.listing()
            self._send(told, {"Content-Type": "application/json"}, body=body)
        elif (found := re.search(r"/resolve/[^/]+/([^?]+)", self.path)) and found[1] in self.shown.files:
            content = self.shown.given(found[1])
            etag = hashlib.sha256(self.shown.files[found[1]]).hexdigest()
            self._give(found[1], content, {"ETag": f'"{etag}"', "X-Repo-Commit": COMMIT}, body=body)
        else:
            self.send_error(404)

    def _give(self, name: str, content: bytes, headers: Mapping[str, str], *, body: bool) -> None:
        start = int((self.headers.get("Range") or "bytes=0-").removeprefix("bytes=").partition("-")[0])
        again = sum(asked.startswith("GET") and asked.endswith(name) for asked in self.shown.asked) > 1
        if name == self.shown.cut and body and again and self.shown.dead:
            return
        breaks_off = name == self.shown.cut and not again
        self._send(content[start:], headers, body=body, start=start, breaks_off=breaks_off)

    def _send(
        self, content: bytes, headers: Mapping[str, str], *, body: bool, start: int = 0, breaks_off: bool = False
    ) -> None:
        whole = start + len(content)
        ranged = {"Content-Range": f"bytes {start}-{whole - 1}/{whole}"} if start else {}
        self.send_response(206 if start else 200)
        for name, value in {**headers, **ranged, "Content-Length": str(len(content))}.items():
            self.send_header(name, value)
        self.end_headers()
        if body:
            self.wfile.write(content[: len(content) // 2] if breaks_off else content)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
        """Say nothing."""


@contextmanager
def running(shown: Shown) -> Iterator[str]:
    """The hub's address while it runs."""
    handler = type("ThisHandler", (Handler,), {"shown": shown})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def files_of(folder: Path) -> dict[str, bytes]:
    """A folder as the hub would hold it, with a file that no engine opens."""
    return {**{file.name: file.read_bytes() for file in folder.iterdir()}, "README.md": b"# A model\n"}
