"""Whether a file is its reader's alone: by its mode, or by the access list that stands behind it."""

import os
import stat
import struct
from pathlib import Path

READABLE_BY_OTHERS = stat.S_IRWXG | stat.S_IRWXO
ACCESS_LIST = "system.posix_acl_access"  # acl(5); the kernel's linux/posix_acl_xattr.h has the bytes
HEADER, ENTRY = struct.Struct("<I"), struct.Struct("<HHI")  # version; tag, rights, id
OWNER, PERSON, MASK = 0x01, 0x02, 0x10  # tags


def read_by_others(path: Path) -> bool:
    """Whether anybody but the owner, this process and root has a right to the file.

    Behind an access list the group's bits of the mode are the list's mask, not the group's rights: systemd gives a
    credential 0440 in this way, to the service's user alone.

    Raises:
        OSError: it can't be looked at.
    """
    if not path.stat().st_mode & READABLE_BY_OTHERS:
        return False
    entries = _entries(path)
    return not entries or any(rights and not _is_ours(tag, number) for tag, rights, number in entries)


def _entries(path: Path) -> list[tuple[int, int, int]]:
    try:
        packed = os.getxattr(path, ACCESS_LIST)
    except (OSError, AttributeError):  # none, or none on this system
        return []
    return [ENTRY.unpack_from(packed, start) for start in range(HEADER.size, len(packed), ENTRY.size)]


def _is_ours(tag: int, number: int) -> bool:
    return tag in {OWNER, MASK} or (tag == PERSON and number in {0, os.geteuid()})
