"""A worker's process, seen from the judging side: how it is started, and how it has ended."""

import contextlib
import json
import os
import signal
import socket
import tempfile
from collections.abc import Mapping
from typing import Any

from gradcheck.errors import JudgingError
from gradcheck.limits import Limits
from gradcheck.worker.nursery import forget_nursery, start_warden
from gradcheck.worker.wire import GoneError, Reader

STARTING = 60.0
"""Seconds that a process has before a formula's own time runs: a Python may have to be started."""

GRACE = 10.0
"""Seconds that a warden has for ending a worker and cleaning up behind it."""

SIGNALLED = 128
"""Bubblewrap tells a signal as an exit code above this, as shells do."""

SHOWN_BYTES = 2**14
"""How much of what a formula prints is read."""


class NeverStartedError(JudgingError):
    """A process was ordered, and none was started: nothing of the formula has been run."""

    def __init__(self, what: str, reason: str | None = None) -> None:
        self.reason = reason
        because = f": {reason}" if reason else ""
        super().__init__("crashed", f"no process could be started for {what}{because}")


class Process:
    """A running worker: its channel, its output, and its warden's reports."""

    def __init__(self, limits: Limits, folder: str) -> None:
        self.channel, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
        self._reports, reports = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
        self._lines = self._reports.makefile("rb")
        self._told: dict[str, Any] = {}
        self._output = tempfile.TemporaryFile("ab+", buffering=0)  # noqa: SIM115  # until `end`
        descriptors = [theirs.fileno(), self._output.fileno(), reports.fileno()]
        try:
            self._order(limits, folder, descriptors)
        except BaseException:
            self._close()
            raise
        finally:
            theirs.close()
            reports.close()
        self.reader = Reader(self.channel)

    def _order(self, limits: Limits, folder: str, descriptors: list[int]) -> None:
        try:
            start_warden(limits, folder, descriptors)
        except OSError:  # somebody has killed the nursery: there is another
            start_warden(limits, folder, descriptors)

    def since(self) -> float:
        """Wait until the process is there; return when that was, as `monotonic` tells it.

        Raises GoneError where none is started.
        """
        self._reports.settimeout(STARTING)
        with contextlib.suppress(OSError):
            self._told |= json.loads(self._lines.readline() or b"{}")
        if "since" not in self._told:
            raise GoneError
        return float(self._told["since"])

    def printed_bytes(self) -> int:
        """Return how much the process has printed."""
        return os.fstat(self._output.fileno()).st_size

    def printed(self, start: int) -> str:
        """Return the beginning of what was printed after the first `start` bytes."""
        content = os.pread(self._output.fileno(), SHOWN_BYTES, start)
        return content.decode("utf-8", "replace")

    def end(self) -> dict[str, Any]:
        """End the worker and wait until all is cleaned up; return how it ended."""
        told = self._told
        self._reports.settimeout(GRACE)
        self.channel.close()
        with contextlib.suppress(OSError):
            self._reports.send(b"end")
        try:
            for line in self._lines:
                told |= json.loads(line)
        except ConnectionError:
            pass  # it has ended without being asked to
        except (OSError, ValueError):
            with contextlib.suppress(OSError, KeyError):
                os.kill(told["warden"], signal.SIGKILL)
        self._close()
        if not told:  # there is no nursery that takes orders
            forget_nursery()
        return told

    def _close(self) -> None:
        for one in (self.channel, self._lines, self._reports, self._output):
            one.close()


def why_ended(told: Mapping[str, Any], what: str, limits: Limits) -> JudgingError:
    """Return the error for a process that has ended while it was asked for something."""
    status, killed = told.get("status"), told.get("killed")
    if not told or "unstarted" in told:
        return NeverStartedError(what, told.get("unstarted"))
    if killed == "memory":
        return JudgingError("memory", f"{what} and what it started use more memory than allowed",
                            remedy="`--memory` allows more")  # fmt: skip
    if killed in ("processes", "output"):
        return JudgingError(killed, f"{what} has more {killed} than allowed")
    if isinstance(status, int) and status < 0:
        spent = -status == signal.SIGXCPU or told.get("cpu", 0) >= limits.cpu_seconds
        if spent:
            return JudgingError(
                "cpu", f"{what} used more than {limits.cpu_seconds} s of processor time",
                remedy="`--cpu-seconds` allows more",
            )  # fmt: skip
        return JudgingError("crashed", f"{what} crashed: signal {-status} ({_signal(-status)})")
    if isinstance(status, int) and limits.sandbox == "bwrap" and status > SIGNALLED:
        return why_ended({**told, "status": SIGNALLED - status}, what, limits)
    if status is not None:
        return JudgingError("exit", f"{what} ended its process, with exit code {status}")
    return JudgingError("crashed", f"{what} has broken off the connection")


def _signal(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return "unknown"
