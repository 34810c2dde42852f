"""The judging side of a worker: *describe* tells what a formula file contains, *evaluate* asks it
for values.

This is the whole interface between other people's formula files and the verdict.
"""

import contextlib
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
from gradcheck.worker.process import STARTING, NeverStartedError, Process, why_ended
from gradcheck.worker.replies import read_functions, read_names, read_precisions, read_shapes
from gradcheck.worker.requests import Calls, description, evaluation
from gradcheck.worker.wire import GoneError, LateError, broken, send

Array = npt.NDArray[Any]

SHOWN_LINES = 20
"""How much of what a formula prints is shown."""


@dataclass(frozen=True, eq=False)
class Values:
    """What a formula returned for several sets of arguments."""

    arrays: list[Array]
    """One for each; those are float32 that the formula computed in it."""
    changed: tuple[str, ...] = ()
    """The arguments that the formula changed."""


class Worker:
    """One formula file, run in a process of its own.

    A worker that has ended, for whatever reason, is started again when the next formula is begun.
    """

    def __init__(self, source: Source, limits: Limits | None = None) -> None:
        self._source = source
        self.limits = limits or Limits()
        self._process: Process | None = None
        self._left = self.limits.timeout
        self._ahead = False
        """Whether the file is being run, and nobody has waited for that yet."""
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

    def start(self) -> Process:
        """Begin to run the file in a new process. There may be other work until it is described."""
        process = self._start()
        self._ahead = True
        process.channel.settimeout(STARTING + self.limits.timeout)
        with contextlib.suppress(GoneError, LateError):  # who waits for the answer is told
            send(process.channel, description(self._source))
        process.channel.settimeout(None)
        return process

    def describe(self) -> tuple[Function, ...]:
        """Run the file, or wait for that, and return its public functions, in their order.

        Raises JudgingError of kind `import`, `raised`, `exit`, `crashed`, `timeout`, `cpu`,
        `memory`, `output`, `processes` or `protocol` where it cannot be run.
        """
        try:
            return self._described()
        except NeverStartedError as error:
            if error.reason is not None:
                raise
            return self._described()  # somebody has killed the nursery: there is another

    def _described(self) -> tuple[Function, ...]:
        started = self._process if self._ahead else None
        process = started or self.start()
        self._ahead = False
        with self._in_step():
            with self._ended_well(process, self._source.shown):
                head, _ = process.reader.head(process.since() + self.limits.timeout)
            return read_functions(head)

    @property
    def shared(self) -> bool:
        """Whether its process has served another formula already."""
        return bool(self._served)

    def begin(self, function: str) -> None:
        """Give a formula its time. A process that has ended is started anew."""
        self._begun(function)

    def _begun(self, function: str) -> Process:
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
        request, arrays = evaluation(calls, arguments)
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

    def _start(self) -> Process:
        self.close()
        self._ahead = False
        folder = self._source.path.resolve().parent
        self._process = Process(self.limits, str(folder))
        self._printed_before = 0
        self._served = set()
        return self._process

    def _ask(
        self, process: Process, request: dict[str, Any], arrays: list[Array], what: str
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

    def _read(self, process: Process, shapes: Sequence[tuple[int, ...]], what: str) -> list[Array]:
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
    def _ended_well(self, process: Process, what: str) -> Iterator[None]:
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
            error.notes = (*error.notes, *_printed_notes(notes))
            raise error from None


def _printed_notes(lines: Sequence[str]) -> list[str]:
    return [f"it printed: {line}" for line in lines[:5]]
