"""System V shared memory, semaphores and queues: they stay when all processes have ended."""

import ctypes
from collections.abc import Collection, Iterator
from pathlib import Path

LISTS = Path("/proc/sysvipc")
"""A line for each of all users: its number, owner and creator."""

IPC_RMID = 0


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
        library.shmctl(entry["shmid"], IPC_RMID, None)
    if creators is None:
        for entry in _made("msg", user, None):
            library.msgctl(entry["msqid"], IPC_RMID, None)
        for entry in _made("sem", user, None):
            library.semctl(entry["semid"], 0, IPC_RMID)


def _made(kind: str, user: int, creators: Collection[int] | None) -> Iterator[dict[str, int]]:
    """Yield the entries of the list `kind`, by the names of its columns."""
    try:
        head, *lines = (LISTS / kind).read_text().splitlines()
    except (OSError, ValueError):  # not Linux, or without these
        return
    names = head.split()
    for line in lines:
        entry = dict(zip(names, map(int, line.split()), strict=False))
        if entry["cuid"] == user and (creators is None or entry["cpid"] in creators):
            yield entry
