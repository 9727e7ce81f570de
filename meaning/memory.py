"""Memory that was freed goes back to the machine: glibc would keep it, and a small server has no room for that."""

import ctypes
from contextlib import suppress

_M_ARENA_MAX = -8  # malloc.h of glibc


def share_one_heap() -> None:
    """Have threads that begin from now on share a heap: what is freed in one of their own hardly ever goes back."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, 1)


def give_back_memory() -> None:
    """Return what the C library holds free; elsewhere than on glibc, nothing."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)
