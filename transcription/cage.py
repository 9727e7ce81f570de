"""A cage of system calls: once closed, the kernel refuses all that reckoning in memory does not need (seccomp)."""

import ctypes
import errno
import os
import struct
import sys

# What a decoder asks of the kernel once it is loaded: memory, its pipes, time, its own threads and end. With none of
# these can a path, a socket, a program or another process be named. The numbers are those of linux/unistd.h.
ALLOWED = (  # name, x86_64, aarch64
    ("brk", 12, 214),
    ("clock_gettime", 228, 113),
    ("clock_nanosleep", 230, 115),
    ("close", 3, 57),
    ("exit", 60, 93),
    ("exit_group", 231, 94),
    ("fstat", 5, 80),
    ("futex", 202, 98),
    ("getpid", 39, 172),
    ("getrandom", 318, 278),
    ("gettid", 186, 178),
    ("gettimeofday", 96, 169),
    ("lseek", 8, 62),
    ("madvise", 28, 233),
    ("mmap", 9, 222),
    ("mprotect", 10, 226),
    ("mremap", 25, 216),
    ("munmap", 11, 215),
    ("nanosleep", 35, 101),
    ("read", 0, 63),
    ("restart_syscall", 219, 128),
    ("rseq", 334, 293),
    ("rt_sigaction", 13, 134),
    ("rt_sigprocmask", 14, 135),
    ("rt_sigreturn", 15, 139),
    ("sched_getaffinity", 204, 123),
    ("sched_yield", 24, 124),
    ("set_robust_list", 273, 99),
    ("sigaltstack", 131, 132),
    ("write", 1, 64),
)
MACHINES = ("x86_64", "aarch64")
ARCHITECTURE = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}  # linux/audit.h
CLONE = {"x86_64": 56, "aarch64": 220}
CLONE3 = 435  # on both; its flags lie behind a pointer, so it does "not exist" and libc uses clone
CLONE_THREAD = 0x10000

NUMBER_AT, ARCHITECTURE_AT, FIRST_ARGUMENT_AT = 0, 4, 16  # struct seccomp_data, little end first
LOAD, EQUAL, ANY_BIT, RETURN = 0x20, 0x15, 0x45, 0x06  # linux/bpf_common.h, with their modes
ALLOW, REFUSE = 0x7FFF0000, 0x00050000  # SECCOMP_RET_ALLOW, SECCOMP_RET_ERRNO
PR_SET_SECCOMP, MODE_FILTER, PR_SET_NO_NEW_PRIVS = 22, 2, 38


class Filter(ctypes.Structure):
    """struct sock_fprog."""

    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_char_p))


def step(code: int, value: int, *, skip_if: int = 0, skip_else: int = 0) -> bytes:
    """One instruction, struct sock_filter."""
    return struct.pack("=HBBI", code, skip_if, skip_else, value)


def answered(number: int, verdict: int) -> bytes:
    """A verdict for one system call."""
    return step(EQUAL, number, skip_else=1) + step(RETURN, verdict)


def numbers(machine: str) -> list[int]:
    """The allowed calls as that machine counts them."""
    column = 1 + MACHINES.index(machine)
    return [int(row[column]) for row in ALLOWED]


def program(machine: str) -> bytes:
    """The filter: EPERM for whatever is not allowed, and for another machine's calls."""
    refused = step(RETURN, REFUSE | errno.EPERM)
    return b"".join(
        [
            step(LOAD, ARCHITECTURE_AT),
            step(EQUAL, ARCHITECTURE[machine], skip_if=1),
            refused,
            step(LOAD, NUMBER_AT),
            *(answered(number, ALLOW) for number in numbers(machine)),
            answered(CLONE3, REFUSE | errno.ENOSYS),
            step(EQUAL, CLONE[machine], skip_else=3),
            step(LOAD, FIRST_ARGUMENT_AT),
            step(ANY_BIT, CLONE_THREAD, skip_else=1),
            step(RETURN, ALLOW),
            refused,
        ]
    )


def close_cage() -> bool:
    """Refuse everything else to this process from now on; False where the kernel or the machine can't.

    There the lowered limits are all that holds: they leave no descriptor to open a file or a socket with.
    """
    machine = os.uname().machine
    if not sys.platform.startswith("linux") or machine not in MACHINES or sys.maxsize < 1 << 32:
        return False
    steps = program(machine)
    bpf = Filter(len(steps) // len(step(0, 0)), steps)
    prctl = ctypes.CDLL(None).prctl
    prctl.argtypes = (ctypes.c_int, *(ctypes.c_ulong,) * 4)
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    return bool(prctl(PR_SET_SECCOMP, MODE_FILTER, ctypes.addressof(bpf), 0, 0) == 0)
