"""Landlock: the kernel itself keeps a process from files, and from signals to others.

It needs no rights and no program, only a Linux kernel of 2021 or later (Landlock: Salaün 2021); the
newer the kernel, the more of the following it does. What an old kernel lacks is left out.
"""

import contextlib
import ctypes
import os
import struct
from collections.abc import Iterable
from pathlib import Path

CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446
"""System calls; the numbers are the same on every architecture."""

VERSION_ONLY, PATH_BENEATH = 1, 1

EXECUTE, WRITE_FILE, READ_FILE, READ_DIR = 1 << 0, 1 << 1, 1 << 2, 1 << 3
TRUNCATE = 1 << 14
READING = EXECUTE | READ_FILE | READ_DIR
ON_A_FILE = EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE
FILES = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1, 5: (1 << 16) - 1}
"""The rights on files that each version knows, all of which are taken away but for the rules."""

TCP, SCOPES = 0b11, 0b11
"""Binding and connecting (version 4); abstract sockets and signals to others (version 6)."""


def _system_call(number: int, *arguments: object) -> int:
    result = ctypes.CDLL(None, use_errno=True).syscall(number, *arguments)
    if result < 0:
        raise OSError(ctypes.get_errno(), "landlock")
    return int(result)


def version() -> int:
    """Return the version of Landlock that the kernel has, 0 for none."""
    try:
        return _system_call(CREATE_RULESET, None, ctypes.c_size_t(0), ctypes.c_uint(VERSION_ONLY))
    except (OSError, AttributeError):
        return 0


def shut_in(readable: Iterable[str], writable: Iterable[str]) -> bool:
    """Let this process and its children read and write only beneath some paths.

    It can connect to no TCP port and send no signal out, where the kernel knows how. The process
    must have given up gaining rights (PR_SET_NO_NEW_PRIVS). Returns whether the kernel knows how to
    restrict anything.
    """
    known = version()
    if not known:
        return False
    files = FILES[max(v for v in FILES if v <= known)]
    attributes = struct.pack("QQQ", files, TCP if known >= 4 else 0, SCOPES if known >= 6 else 0)[
        : 8 if known < 4 else 16 if known < 6 else 24
    ]
    ruleset = _system_call(
        CREATE_RULESET, attributes, ctypes.c_size_t(len(attributes)), ctypes.c_uint(0)
    )
    try:
        for path in readable:
            _allow(ruleset, path, READING & files)
        for path in writable:
            _allow(ruleset, path, files)
        _system_call(RESTRICT_SELF, ctypes.c_int(ruleset), ctypes.c_uint(0))
    finally:
        os.close(ruleset)
    return True


def _allow(ruleset: int, path: str, rights: int) -> None:
    with contextlib.suppress(OSError):  # a path that is not there cannot be read either
        descriptor = os.open(path, getattr(os, "O_PATH", 0) | os.O_CLOEXEC)
        try:
            if not Path(path).is_dir():
                rights &= ON_A_FILE
            rule = struct.pack("=Qi", rights, descriptor)
            _system_call(
                ADD_RULE, ctypes.c_int(ruleset), ctypes.c_int(PATH_BENEATH), rule, ctypes.c_uint(0)
            )
        finally:
            os.close(descriptor)
