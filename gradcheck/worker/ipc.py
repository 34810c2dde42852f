"""System V shared memory, semaphores and queues: they stay when all processes have ended."""

import ctypes
from collections.abc import Collection, Iterator
from pathlib import Path

LISTS = Path("/proc/sysvipc")

IPC_RMID = 0

KINDS = {"shm": "shmid", "msg": "msqid", "sem": "semid"}
"""The lists of the system, and what each calls the number of an entry."""


def shared_bytes(user: int, creators: Collection[int] | None) -> int:
    """Return the bytes of shared memory that a user's processes have made.

    `creators` are the processes that count, where the user has others; None for all.
    """
    return sum(entry["size"] for entry in _made("shm", user, creators))


def remove_shared(user: int, creators: Collection[int] | None) -> None:
    """Remove what a user's processes have made: of semaphores and queues only where all count, for
    nothing tells who has made them.
    """
    library = ctypes.CDLL(None)
    for entry in _made("shm", user, creators):
        library.shmctl(entry[KINDS["shm"]], IPC_RMID, None)
    if creators is None:
        for entry in _made("msg", user, None):
            library.msgctl(entry[KINDS["msg"]], IPC_RMID, None)
        for entry in _made("sem", user, None):
            library.semctl(entry[KINDS["sem"]], 0, IPC_RMID)


def _made(kind: str, user: int, creators: Collection[int] | None) -> Iterator[dict[str, int]]:
    try:
        head, *lines = (LISTS / kind).read_text().splitlines()
    except (OSError, ValueError):  # not Linux, or without these
        return
    names = head.split()
    for line in lines:
        entry = dict(zip(names, map(int, line.split()), strict=False))
        if entry["cuid"] == user and (creators is None or entry["cpid"] in creators):
            yield entry
