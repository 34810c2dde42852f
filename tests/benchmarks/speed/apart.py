"""Time something in a process of its own: `python -m tests.benchmarks.speed.apart DESCRIPTOR`."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any

Prepared = Callable[[], Callable[[], Any]]
"""Makes ready, untimed, and returns what is to be timed."""

Make = Callable[[], Prepared]
"""Builds all that, in another process: it can be pickled."""

LAST = 10.0
"""Seconds that a process has to end by itself."""


class Apart:
    """What is to be timed, in a process of its own: how one of them uses memory, and what it tells
    the allocator, would count for the other.
    """

    def __init__(self, make: Make) -> None:
        ours, theirs = socket.socketpair()
        number = theirs.fileno()
        command = [sys.executable, "-m", "tests.benchmarks.speed.apart", str(number)]
        self._process = subprocess.Popen(command, pass_fds=[number])
        theirs.close()
        self._pipe = Connection(ours.detach())
        self._pipe.send(make)

    def timed(self, times: int = 1) -> tuple[float, float]:
        """Return processor seconds and seconds by the clock of one call, on the average of some.

        Raises RuntimeError where that failed.
        """
        try:
            self._pipe.send(times)
            found: tuple[float, float] = self._pipe.recv()
        except (EOFError, OSError) as error:
            raise RuntimeError("what is to be timed has failed") from error
        return found

    def close(self) -> None:
        """End the process."""
        self._pipe.close()
        try:
            self._process.wait(LAST)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def timed(prepared: Prepared, times: int) -> tuple[float, float]:
    """Return processor seconds and seconds by the clock of one call, on the average of some."""
    functions = [prepared() for _ in range(times)]
    wall, processor = time.perf_counter(), time.process_time()
    while functions:
        functions.pop()()  # what it has found is freed at once
    spent, passed = time.process_time() - processor, time.perf_counter() - wall
    return max(spent, 1e-9) / times, passed / times


def serve(pipe: Connection) -> None:
    """Build what is sent first, and time it as often as is asked for."""
    prepared = pipe.recv()()
    while True:
        try:
            times = pipe.recv()
        except EOFError:
            return
        pipe.send(timed(prepared, times))


if __name__ == "__main__":
    serve(Connection(int(sys.argv[1])))
