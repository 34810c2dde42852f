"""The judging side's handle on the nursery, from which all workers come.

A command forks it right after importing numpy, before anything is drawn: that takes milliseconds.
Where that is too late, or not safe (a library's user has data and threads of their own), a new
Python is started instead, once for the whole process.
"""

import contextlib
import json
import os
import socket
import sys
import threading
import warnings
import weakref
from dataclasses import asdict

from gradcheck.errors import UsageError
from gradcheck.limits import Limits
from gradcheck.worker import confine
from gradcheck.worker.forked import forked
from gradcheck.worker.readable import search_path

TAKEN = b"."
"""What a nursery answers to an order."""

NURSERIES: list["Nursery"] = []
"""The nursery of this process; a process that was forked from it makes one of its own."""


class Nursery:
    """The process that starts wardens for this one."""

    def __init__(self, orders: socket.socket, number: int) -> None:
        self.owner = os.getpid()
        self.number = number
        """Its process."""
        self._orders = orders
        self._answered = True
        # When Python ends, the system closes it: a nursery that ended before would be a zombie.
        weakref.finalize(self, orders.detach)

    def start_warden(self, limits: Limits, folder: str | None, descriptors: list[int]) -> None:
        """Order a warden with its worker.

        `folder` is the one that the formula may read, `descriptors` are those of the channel, the
        output and the warden's reports. Raises OSError where the nursery is no more. It answers an
        order when it takes it, which nobody waits for before there is another.
        """
        if not self._answered:
            if not self._orders.recv(len(TAKEN)):
                raise ConnectionError("the nursery is no more")
            self._answered = True
        order = {"limits": asdict(limits), "folder": folder}
        socket.send_fds(self._orders, [json.dumps(order).encode()], descriptors)
        self._answered = False

    def close(self) -> None:
        """Let the nursery end, and wait for that."""
        self._orders.close()
        with contextlib.suppress(OSError):
            os.waitpid(self.number, 0)


def prepare_nursery() -> None:
    """Fork the nursery, if there is none yet: to be called before anything is drawn."""
    if not _mine() and threading.active_count() == 1 and hasattr(os, "fork"):
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # BLAS threads only wait
            number = forked(lambda: _be_nursery(theirs))
        theirs.close()
        _replace(Nursery(ours, number))


def nursery() -> Nursery:
    """Return the nursery of this process. A new Python is started where none was prepared.

    Raises UsageError where the platform cannot start one.
    """
    if not _mine():
        if not hasattr(socket, "send_fds"):
            raise UsageError(
                "formulas cannot be run apart from the verdict on this platform",
                remedy="on Windows, use the Windows Subsystem for Linux",
            )
        import subprocess  # where it is forked, nothing is started anew

        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
        script = (
            "import sys, json; sys.path[:] = json.loads(sys.argv[1]); "
            "from gradcheck.worker.nursery import serve_orders; serve_orders(int(sys.argv[2]))"
        )
        process = subprocess.Popen(  # noqa: S603  # Python itself
            [sys.executable, "-c", script, json.dumps(search_path()), str(theirs.fileno())],
            pass_fds=[theirs.fileno()], env=confine.allowed_environment(), cwd="/",
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            start_new_session=True,
        )  # fmt: skip
        process.returncode = 0  # it ends by itself when this process does
        theirs.close()
        _replace(Nursery(ours, process.pid))
    return NURSERIES[0]


def start_warden(limits: Limits, folder: str | None, descriptors: list[int]) -> None:
    """Order a warden as `Nursery.start_warden` does. After any error there is another nursery.

    An interrupt may leave an order or an answer that is not counted, and who waits for an answer
    that has been had waits for ever.
    """
    try:
        nursery().start_warden(limits, folder, descriptors)
    except BaseException:
        forget_nursery()
        raise


def forget_nursery() -> None:
    """Let the nursery of this process end; the next worker comes from a new one."""
    if _mine():
        NURSERIES.pop().close()


def serve_orders(descriptor: int) -> None:
    """Be the nursery, in a Python that was started for it."""
    from gradcheck.worker.warden import run_nursery  # it is loaded where it is needed

    run_nursery(socket.socket(fileno=descriptor))


def _replace(nursery: Nursery) -> None:
    """Take a nursery instead of the one of the process that this one was forked from."""
    while NURSERIES:
        NURSERIES.pop().close()
    NURSERIES.append(nursery)


def _mine() -> bool:
    return bool(NURSERIES) and NURSERIES[0].owner == os.getpid()


def _be_nursery(orders: socket.socket) -> None:
    """Become the nursery in a process forked from the command's: forget what that one had open."""
    null = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(null, standard)
    os.dup2(orders.fileno(), 3)
    os.closerange(4, 2**16)
    with contextlib.suppress(OSError):
        os.setsid()
    confine.wipe_environment()
    serve_orders(3)
