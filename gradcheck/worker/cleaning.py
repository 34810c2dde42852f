"""What a warden measures of a worker and all that it has started, and how it removes them."""

import contextlib
import os
import resource
import shutil
import signal
import stat
import subprocess
from collections.abc import Collection
from pathlib import Path

from gradcheck.worker.forked import forked

BLOCK = 512
"""Bytes of what `st_blocks` counts."""

FILE_BYTES = 4096
"""What the smallest file or folder takes."""


def descendants(ancestor: int) -> list[int]:
    """Return the processes that a process has started, directly or not, and that are not over."""
    found: list[int] = []
    waiting = [ancestor]
    while waiting:
        process = waiting.pop()
        try:
            text = Path(f"/proc/{process}/task/{process}/children").read_text()
        except OSError:
            continue
        children = [int(word) for word in text.split()]
        found += children
        waiting += children
    return found


def holds_more(folder: Path, most: int) -> bool:
    """Return whether there are more bytes in a folder than `most`, a file or a folder counting at
    least as much as the disk gives it.

    It looks no further than that, or who makes many folders could keep it busy.
    """
    total, waiting = 0, [str(folder)]
    while waiting:
        with contextlib.suppress(OSError), os.scandir(waiting.pop()) as entries:
            for entry in entries:
                with contextlib.suppress(OSError):
                    total += max(disk_bytes(entry.stat(follow_symlinks=False)), FILE_BYTES)
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append(entry.path)
                if total > most:
                    return True
    return False


def disk_bytes(file: os.stat_result) -> int:
    """Return what a file takes: room may be allocated for it beyond its end."""
    return max(file.st_size, file.st_blocks * BLOCK)


def nameless_bytes(processes: Collection[int]) -> int:
    """Return the bytes of all files that processes have open and that no folder has: deleted ones,
    and those that are in memory only, which belongs to no process.
    """
    found: dict[tuple[int, int], int] = {}
    for process in processes:
        with contextlib.suppress(OSError), os.scandir(f"/proc/{process}/fd") as entries:
            for entry in entries:
                with contextlib.suppress(OSError):
                    file = entry.stat()
                    if not file.st_nlink and stat.S_ISREG(file.st_mode):
                        found[file.st_dev, file.st_ino] = disk_bytes(file)
    return sum(found.values())


def resident(process: int) -> int:
    """Return the bytes of memory that a process has, 0 where it is over."""
    try:
        pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    except (OSError, IndexError, ValueError):
        return 0
    return pages * resource.getpagesize()


def reap(but: int = 0) -> bool:
    """Take leave of children that are over; return whether any child is left."""
    while True:
        try:
            found = os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
            if found is None or found.si_pid == but:
                return True
            os.waitpid(found.si_pid, os.WNOHANG)
        except ChildProcessError:
            return False


def kill_user(user: int) -> None:
    """Kill all processes of a user at once, from a process of that user: none can fork away."""

    def kill() -> None:
        os.setresuid(user, user, user)
        os.kill(-1, signal.SIGKILL)

    with contextlib.suppress(OSError):
        os.waitpid(forked(kill), 0)


def remove(folder: Path) -> None:
    """Remove a folder with all that is in it, also what was made unreadable."""

    def open_up(_function: object, path: str, _error: object) -> None:
        with contextlib.suppress(OSError):
            above = [Path(path).parent] if Path(path) != folder else []  # what it is in is not ours
            for one in (*above, Path(path)):
                if not one.is_symlink():
                    one.chmod(stat.S_IRWXU)
            if Path(path).is_dir() and not Path(path).is_symlink():
                Path(path).rmdir()
            else:
                Path(path).unlink()

    for _ in range(2):
        with contextlib.suppress(RecursionError, OSError):
            shutil.rmtree(folder, onerror=open_up)
        if not folder.exists():
            return
    for command in (["chmod", "-R", "u+rwx"], ["rm", "-rf"]):  # they go deeper than Python's stack
        found = shutil.which(command[0])
        if found is not None:
            subprocess.run([found, *command[1:], "--", str(folder)], check=False)  # noqa: S603  # these
