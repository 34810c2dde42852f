"""The judging side of a worker: *describe* tells what a formula file contains, *evaluate* asks it
for values.

This is the whole interface between other people's formula files and the verdict.
"""

import contextlib
import json
import os
import signal
import socket
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from math import prod
from time import monotonic
from types import TracebackType
from typing import Any

import numpy as np
import numpy.typing as npt

from gradcheck.dataclass import dataclass
from gradcheck.errors import JudgingError
from gradcheck.harmless import harmless_lines
from gradcheck.limits import Limits
from gradcheck.records import Function
from gradcheck.source import Source
from gradcheck.worker.nursery import forget_nursery, nursery
from gradcheck.worker.replies import read_functions, read_names, read_precisions, read_shapes
from gradcheck.worker.wire import GoneError, LateError, Reader, broken, send

Array = npt.NDArray[Any]

GRACE = 10.0
"""Seconds that a warden has for ending a worker and cleaning up behind it."""

SIGNALLED = 128
"""Bubblewrap tells a signal as an exit code above this, as shells do."""

SHOWN_BYTES, SHOWN_LINES = 2**14, 20
"""How much of what a formula prints is kept."""


@dataclass(frozen=True, eq=False)
class Values:
    """What a formula returned for several sets of arguments."""

    arrays: list[Array]
    """One for each; those are float32 that the formula computed in it."""
    changed: tuple[str, ...] = ()
    """The arguments that the formula changed."""


@dataclass(frozen=True)
class Calls:
    """How a formula is called."""

    function: str
    room: int
    """The most entries that a result may have."""
    shape: tuple[int, ...] | None = None
    """The shape of an earlier whole result: one of another shape is an error."""
    entries: tuple[int, ...] | None = None
    """The shape of the derivative, where the formula returns a single entry."""
    grid: bool = False
    """Whether it is called once with arrays of all indices, rather than for each entry."""
    indices: tuple[tuple[int, ...], ...] = ()
    """The entries that are asked for, if not all."""


class Worker:
    """One formula file, run in a process of its own.

    A worker that has ended, for whatever reason, is started again when the next formula is begun.
    """

    def __init__(self, source: Source, limits: Limits | None = None) -> None:
        self._source = source
        self.limits = limits or Limits()
        self._process: _Process | None = None
        self._left = self.limits.timeout
        self._deadline: float | None = None
        """When the file has to be described, while it is being run."""
        self._printed_before = 0
        self._served: set[str] = set()
        if self.limits.sandbox == "bwrap":
            from gradcheck.worker import bwrap  # few runs ask for it

            bwrap.probe()

    def __enter__(self) -> "Worker":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:  # fmt: skip
        self.close()

    def close(self) -> None:
        """End the process and all that it has started."""
        if self._process is not None:
            self._process.end()
            self._process = None

    def start(self) -> "_Process":
        """Begin to run the file in a new process. There may be other work until it is described."""
        process = self._start()
        source = self._source
        request = {"do": "describe", "arrays": [], "path": str(source.path.absolute()),
                   "shown": source.shown, "text": source.text}  # fmt: skip
        self._deadline = monotonic() + self.limits.timeout
        process.channel.settimeout(self.limits.timeout)
        with contextlib.suppress(GoneError, LateError):  # who waits for the answer is told
            send(process.channel, request)
        process.channel.settimeout(None)
        return process

    def describe(self) -> tuple[Function, ...]:
        """Run the file, or wait for that, and return its public functions, in their order.

        Raises JudgingError of kind `import`, `raised`, `exit`, `crashed`, `timeout`, `cpu`,
        `memory`, `output`, `processes` or `protocol` where it cannot be run.
        """
        started = self._process if self._deadline is not None else None
        process = started or self.start()
        deadline, self._deadline = self._deadline, None
        with self._in_step():
            with self._ended_well(process, self._source.shown):
                head, _ = process.reader.head(deadline)
            return read_functions(head)

    @property
    def shared(self) -> bool:
        """Whether its process has served another formula already."""
        return bool(self._served)

    def begin(self, function: str) -> None:
        """Give a formula its time. A process that has ended is started anew."""
        self._begun(function)

    def _begun(self, function: str) -> "_Process":
        if self._process is None:
            self.describe()
        process = self._process
        if process is None:  # it has just answered
            raise JudgingError("crashed", f"`{function}`: its process is no more")
        if self._served:  # what the file prints while it is run is shown with its first formula
            self._printed_before = process.printed_bytes()
        self._left = self.limits.timeout
        self._served.add(function)
        return process

    def evaluate(self, calls: Calls, arguments: Sequence[Mapping[str, Any]]) -> Values:
        """Call a function once for each set of arguments.

        The arrays of all sets have the same names and shapes; they come back as float64 or float32.
        Raises JudgingError of kind `shape`, `dtype`, or as `describe` does.
        """
        process = self._process or self._begun(calls.function)
        sizes, names, arrays = _packed(arguments)
        request = {"do": "evaluate", "function": calls.function, "calls": len(arguments),
                   "sizes": sizes, "arrays": names, "entries": calls.entries, "grid": calls.grid,
                   "indices": calls.indices, "room": calls.room,
                   "shape": calls.shape}  # fmt: skip
        what = f"`{calls.function}`"
        with self._in_step():
            head, count = self._ask(process, request, arrays, what)
            shapes = read_shapes(head, len(arguments), calls.room)
            if count != len(shapes):
                raise broken("other arrays than it says")
            precisions = read_precisions(head, len(arguments))
            changed = tuple(name for name in read_names(head, "changed") if name in arguments[0])
            results = self._read(process, shapes, what)
        kept = zip(results, precisions, strict=True)
        return Values([result.astype(one, copy=False) for result, one in kept], changed)

    def printed(self) -> tuple[str, ...]:
        """Return what the formula has printed since it was begun, made harmless, a line each."""
        if self._process is None:
            return ()
        text = self._process.printed(self._printed_before)
        return tuple(harmless_lines(text, SHOWN_LINES))

    def _start(self) -> "_Process":
        self.close()
        self._deadline = None
        folder = self._source.path.resolve().parent
        self._process = _Process(self.limits, str(folder))
        self._printed_before = 0
        self._served = set()
        return self._process

    def _ask(
        self, process: "_Process", request: dict[str, Any], arrays: list[Array], what: str
    ) -> tuple[dict[str, Any], int]:
        started = monotonic()
        try:
            with self._ended_well(process, what):
                process.channel.settimeout(self._left)
                send(process.channel, request, arrays)
                process.channel.settimeout(None)
                return process.reader.head(started + self._left)
        finally:
            self._left = max(0.0, self._left - (monotonic() - started))

    def _read(
        self, process: "_Process", shapes: Sequence[tuple[int, ...]], what: str
    ) -> list[Array]:
        arrays = [np.empty(prod(shape)) for shape in shapes]
        started = monotonic()
        with self._ended_well(process, what):
            process.reader.fill((array.data for array in arrays), started + self._left)
        self._left = max(0.0, self._left - (monotonic() - started))
        return [array.reshape(shape) for array, shape in zip(arrays, shapes, strict=True)]

    @contextlib.contextmanager
    def _in_step(self) -> Iterator[None]:
        """End a process that does not keep to the protocol: nothing more can be asked of it."""
        try:
            yield
        except JudgingError as error:
            if error.kind == "protocol":
                self.close()
            raise
        except (ValueError, TypeError, LookupError, ArithmeticError, MemoryError) as error:
            self.close()
            raise broken(f"what cannot be read ({type(error).__name__})") from error

    @contextlib.contextmanager
    def _ended_well(self, process: "_Process", what: str) -> Iterator[None]:
        """Turn the end of a process, or of its time, into the error that it is."""
        try:
            yield
        except LateError:
            notes = self.printed()
            self.close()
            raise JudgingError(
                "timeout", f"{what} did not come back within {self.limits.timeout:g} s",
                notes=_printed_notes(notes), remedy="`--timeout` allows more",
            ) from None  # fmt: skip
        except GoneError:
            notes = self.printed()
            told = process.end()
            self._process = None
            error = why_ended(told, what, self.limits)
            raise JudgingError(
                error.kind, error.message, notes=[*error.notes, *_printed_notes(notes)],
                remedy=error.remedy,
            ) from None  # fmt: skip


class _Process:
    """A running worker: its channel, its output, and its warden's reports."""

    def __init__(self, limits: Limits, folder: str) -> None:
        self.channel, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
        self._reports, reports = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
        self._output = tempfile.TemporaryFile("ab+", buffering=0)  # noqa: SIM115  # until `end`
        descriptors = [theirs.fileno(), self._output.fileno(), reports.fileno()]
        try:
            self._order(limits, folder, descriptors)
        finally:
            theirs.close()
            reports.close()
        self.reader = Reader(self.channel)

    def _order(self, limits: Limits, folder: str, descriptors: list[int]) -> None:
        try:
            nursery().start_warden(limits, folder, descriptors)
        except OSError:  # somebody has killed it: there is another
            forget_nursery()
            nursery().start_warden(limits, folder, descriptors)

    def printed_bytes(self) -> int:
        """Return how much the process has printed."""
        return os.fstat(self._output.fileno()).st_size

    def printed(self, start: int) -> str:
        """Return the beginning of what was printed after the first `start` bytes."""
        content = os.pread(self._output.fileno(), SHOWN_BYTES, start)
        return content.decode("utf-8", "replace")

    def end(self) -> dict[str, Any]:
        """End the worker and wait until all is cleaned up; return how it ended."""
        told: dict[str, Any] = {}
        self._reports.settimeout(GRACE)
        self.channel.close()
        with contextlib.suppress(OSError):
            self._reports.send(b"end")
        try:
            with self._reports.makefile("rb") as lines:
                for line in lines:
                    told |= json.loads(line)
        except ConnectionError:
            pass  # it has ended without being asked to
        except (OSError, ValueError):
            with contextlib.suppress(OSError, KeyError):
                os.kill(told["warden"], signal.SIGKILL)
        self._reports.close()
        self._output.close()
        if "warden" not in told:  # there was none to report
            forget_nursery()
        return told


def why_ended(told: Mapping[str, Any], what: str, limits: Limits) -> JudgingError:
    """Return the error for a process that has ended while it was asked for something."""
    status, killed = told.get("status"), told.get("killed")
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


def _printed_notes(lines: Sequence[str]) -> list[str]:
    return [f"it printed: {line}" for line in lines[:5]]


def _packed(
    arguments: Sequence[Mapping[str, Any]],
) -> tuple[dict[str, int], list[tuple[str, tuple[int, ...], str]], list[Array]]:
    """Return sizes, and the arrays of all sets of arguments with their names, shapes and types."""
    sizes = {k: int(v) for k, v in arguments[0].items() if isinstance(v, int)}
    names, arrays = [], []
    for one in arguments:
        for name, value in one.items():
            if name not in sizes:
                array = np.ascontiguousarray(value)
                names.append((name, np.shape(value), array.dtype.str))
                arrays.append(array)
    return sizes, names, arrays
