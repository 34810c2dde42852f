"""The processes between the judging side and a formula: all of them ours, none runs its code.

A *nursery* is started before anything is drawn, so that nothing of the reference is in its memory,
and with nothing of the environment that a formula should not see. For each formula file it forks a
*warden*; the warden forks the worker, watches over it, and when it is over ends all that it has
started and removes its scratch folder, also when the judging side is no more.
"""

import contextlib
import json
import os
import select
import signal
import socket
import sys
import tempfile
from pathlib import Path
from time import monotonic
from typing import Any

from gradcheck.limits import MIB, PROCESSES, Limits
from gradcheck.worker import confine
from gradcheck.worker.bwrap import sandbox_command
from gradcheck.worker.cleaning import (
    descendants,
    holds_more,
    kill_user,
    nameless_bytes,
    reap,
    remove,
    resident,
)
from gradcheck.worker.forked import forked
from gradcheck.worker.inside import serve
from gradcheck.worker.ipc import remove_shared, shared_bytes
from gradcheck.worker.nursery import TAKEN
from gradcheck.worker.readable import readable

TICK = 100
"""Milliseconds between two looks at what a worker has started."""

LAST_WORDS = 50
"""Milliseconds for a worker to end by itself, when it is asked to or has closed its channel."""

PATIENCE = 50
"""Rounds of killing before a warden gives up on a process that cannot be killed."""

MESSAGE = 2**16


def run_nursery(orders: socket.socket) -> None:
    """Start a warden for each order, until the judging side closes the socket.

    An order is JSON with the three descriptors of a worker: its channel, its output, and the
    warden's reports.
    """
    confine.guard_memory()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # wardens report for themselves
    while True:
        try:
            message, descriptors, _, _ = socket.recv_fds(orders, MESSAGE, 3)
        except OSError:
            return
        if not message:
            return
        order = json.loads(message)

        def warden(order: Any = order, descriptors: list[int] = descriptors) -> None:
            orders.close()
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            Warden(order, *descriptors).run()

        try:
            forked(warden)
        except OSError as error:  # the system has no room for another process
            with contextlib.suppress(OSError):
                os.write(descriptors[-1], report({"unstarted": error.strerror}))
        for descriptor in descriptors:
            os.close(descriptor)
        with contextlib.suppress(OSError):
            orders.send(TAKEN)


def report(told: dict[str, Any]) -> bytes:
    """Return a line for the judging side."""
    return json.dumps(told).encode() + b"\n"


class Warden:
    """Watches over one worker."""

    def __init__(self, order: dict[str, Any], channel: int, output: int, reports: int) -> None:
        self.limits = Limits(**order["limits"])
        self.folder = order["folder"]
        self.channel, self.output = channel, output
        self.reports = socket.socket(fileno=reports)
        self.user: int | None = None
        """Which nobody the worker becomes, where root starts it."""
        self.family: set[int] = set()
        """The processes that were seen."""

    def run(self) -> None:
        """Start the worker, wait until it is over or to be ended, and clean up behind it."""
        self._report({"warden": os.getpid(), "since": monotonic()})
        os.setsid()
        confine.prctl(confine.PR_SET_CHILD_SUBREAPER, 1)
        if os.geteuid() == 0 and confine.LINUX:
            self.user = os.getpid()
        try:
            worker, scratch = self._start()
        except OSError as error:  # there is no room for a folder, or for another process
            self._report({"unstarted": error.strerror})
            return
        try:
            os.close(self.channel)
            os.close(self.output)
            self._report(self._watch(worker, scratch))
        finally:
            self._end_all(worker)
            remove_shared(*self._makers(worker))
            remove(scratch)

    def _start(self) -> tuple[int, Path]:
        """Start the worker; return its process and its scratch folder."""
        scratch = Path(tempfile.mkdtemp(prefix="gradcheck-"))
        try:
            return forked(lambda: self._become_worker(scratch)), scratch
        except OSError:
            remove(scratch)
            raise

    def _report(self, told: dict[str, Any]) -> None:
        with contextlib.suppress(OSError):
            self.reports.sendall(report(told))

    def _watch(self, worker: int, scratch: Path) -> dict[str, Any]:
        """Return how the worker ended: by itself, or because it has to."""
        poll = select.poll()
        if hasattr(os, "pidfd_open"):
            poll.register(os.pidfd_open(worker), select.POLLIN)
        poll.register(self.reports, select.POLLIN)
        asked = False
        while True:
            ended, status, used = os.wait4(worker, os.WNOHANG)
            if ended:
                cpu = used.ru_utime + used.ru_stime
                return {"status": os.waitstatus_to_exitcode(status), "cpu": cpu}
            reason = self._too_much(worker, scratch)
            if reason is not None or asked:
                return {"killed": reason or "asked"}
            ready = [descriptor for descriptor, _ in poll.poll(TICK)]
            if self.reports.fileno() in ready:  # it may just be about to end by itself
                asked = True
                poll.unregister(self.reports)
                poll.poll(LAST_WORDS)
            reap(but=worker)

    def _too_much(self, worker: int, scratch: Path) -> str | None:
        """Return what the worker and its children together have too much of."""
        family = descendants(os.getpid())
        self.family.update(family)
        most = self.limits.output_limit * MIB
        if holds_more(scratch, most) or nameless_bytes(family) > most:
            return "output"
        if len(family) > PROCESSES:
            return "processes"
        memory = sum(resident(process) for process in family if process != worker)
        memory += shared_bytes(*self._makers(worker))
        return "memory" if memory > self.limits.memory * MIB else None

    def _makers(self, worker: int) -> tuple[int, set[int] | None]:
        """Return whose shared memory counts: all of a user who is nobody else, or of these."""
        if self.user is not None:
            return confine.FIRST_USER + self.user, None
        return os.getuid(), self.family | {worker}

    def _become_worker(self, scratch: Path) -> None:
        self.reports.close()
        os.setsid()
        null = os.open(os.devnull, os.O_RDONLY)
        for source, target in ((null, 0), (self.output, 1), (self.output, 2)):
            os.dup2(source, target)
        os.dup2(self.channel, 3)
        os.closerange(4, 2**16)
        os.chdir(scratch)
        os.umask(0o022)  # bubblewrap makes folders that others must be able to enter
        os.environ |= {"HOME": str(scratch), "TMPDIR": str(scratch)}
        confine.reset_signals()
        if self.limits.sandbox == "bwrap":
            command = sandbox_command(self.limits, self.folder, self.user)
            os.set_inheritable(3, True)
            os.execv(command[0], command)  # noqa: S606  # no shell is meant
        os.umask(0o077)
        confine.limit_resources(self.limits, of_nobody=self.user is not None)
        confine.shut_in(self.folder, scratch)
        if self.user is not None:
            # Others may not be able to read Python itself.
            reads_all = not confine.others_may_read(readable(self.folder))
            confine.become_nobody(self.user, scratch, reads_all=reads_all)
        confine.end_with_parent()
        serve_descriptor(3)

    def _end_all(self, worker: int) -> None:
        """Kill everything that the worker has started, also what made itself a session."""
        if not confine.LINUX:
            with contextlib.suppress(OSError):
                os.killpg(worker, signal.SIGKILL)
        elif not reap():  # whose parent has ended is a child of ours, so that nothing is left
            return
        for _ in range(PATIENCE):
            if self.user is not None:
                kill_user(confine.FIRST_USER + self.user)
            family = descendants(os.getpid())
            for process in family:
                with contextlib.suppress(OSError):
                    os.kill(process, signal.SIGKILL)
            if not reap() and not family:
                return


def serve_descriptor(number: int) -> None:
    """Serve the channel that a descriptor leads to."""
    tempfile.tempdir = None  # a formula's is its scratch folder
    sys.stdin = os.fdopen(0, closefd=False)
    sys.stdout = sys.stderr = os.fdopen(
        1, "w", buffering=1, encoding="utf-8", errors="backslashreplace", closefd=False
    )
    sys.dont_write_bytecode = True
    with socket.socket(fileno=number) as channel:
        serve(channel)
