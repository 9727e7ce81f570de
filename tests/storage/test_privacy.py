"""A key file is read only where nobody else can read it, whatever its mode shows."""

import os
import struct
from pathlib import Path

import pytest

from storage.privacy import ACCESS_LIST, ENTRY, HEADER, read_by_others

ME, SOMEBODY, NOBODY = os.geteuid(), 65533, 0xFFFFFFFF
READ = 4
OWNER, PERSON, GROUP, NAMED_GROUP, MASK, REST = 0x01, 0x02, 0x04, 0x08, 0x10, 0x20


def give(path: Path, *entries: tuple[int, int, int]) -> None:
    """Put an access list on the file."""
    listed = [(OWNER, READ, NOBODY), *entries, (MASK, READ, NOBODY), (REST, 0, NOBODY)]
    packed = HEADER.pack(2) + b"".join(ENTRY.pack(*entry) for entry in sorted(listed))
    try:
        os.setxattr(path, ACCESS_LIST, packed)
    except (OSError, AttributeError):
        pytest.skip("no access lists on this file system")
    assert path.stat().st_mode & 0o777 == 0o440


@pytest.fixture
def key(tmp_path: Path) -> Path:
    path = tmp_path / "key"
    path.write_bytes(b"key")
    path.chmod(0o400)
    return path


@pytest.mark.parametrize(("mode", "exposed"), [(0o400, False), (0o600, False), (0o440, True), (0o604, True)])
def test_without_an_access_list_the_mode_says_it(key: Path, *, mode: int, exposed: bool) -> None:
    key.chmod(mode)
    assert read_by_others(key) is exposed


def test_a_credential_as_systemd_gives_it_is_private(key: Path) -> None:
    give(key, (PERSON, READ, ME), (GROUP, 0, NOBODY))
    assert not read_by_others(key)


@pytest.mark.parametrize(
    "entries",
    [
        ((PERSON, READ, SOMEBODY), (GROUP, 0, NOBODY)),
        ((PERSON, READ, ME), (GROUP, READ, NOBODY)),
        ((GROUP, 0, NOBODY), (NAMED_GROUP, READ, SOMEBODY)),
    ],
)
def test_an_access_list_that_lets_others_in_is_found(key: Path, entries: tuple[tuple[int, int, int], ...]) -> None:
    give(key, *entries)
    assert read_by_others(key)


def test_the_list_is_as_the_kernel_writes_it() -> None:
    assert struct.calcsize("<I") == HEADER.size
    assert ENTRY.size == 8  # linux/posix_acl_xattr.h: struct posix_acl_xattr_entry
