"""Wait for a function of the user's own, but not for ever."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from math import inf
from time import monotonic
from types import FrameType

from gradcheck.errors import ProblemError

_UNTIL: ContextVar[float] = ContextVar("until", default=inf)


class OverdueError(ProblemError):
    """Part of a problem does not come back."""


class Alarm(BaseException):
    """Raised inside the function: no `except Exception` there may swallow it."""


def _ring(_signal: int, _frame: FrameType | None) -> None:
    raise Alarm


@contextmanager
def watched() -> Iterator[None]:
    """Answer to the alarm all the time, so that `within` need not begin and end doing so.

    That takes longer than most of what is waited for. It is for who owns the process: the command.
    """
    if not _usable():
        yield
        return
    before = signal.signal(signal.SIGALRM, _ring)
    try:
        yield
    finally:
        signal.signal(signal.SIGALRM, before)


def _usable() -> bool:
    return hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()


@contextmanager
def until(moment: float) -> Iterator[None]:
    """Call no quantity after a moment by the clock of `time.monotonic`: `in_time` raises then."""
    token = _UNTIL.set(moment)
    try:
        yield
    finally:
        _UNTIL.reset(token)


def in_time() -> None:
    """Raise OverdueError where the time is over that is given `until` a moment."""
    if monotonic() > _UNTIL.get():
        raise OverdueError("there is no time left")


@contextmanager
def within(seconds: float | None, what: str) -> Iterator[None]:
    """Interrupt what is done within the context when its time is over.

    Python code is interrupted between two of its steps; a single call of a library that never
    returns is not. Where signals are not to be had (another thread, another platform), and where
    somebody else has set an alarm, nothing is.

    Raises OverdueError, naming `what`.
    """
    if seconds is None or not _usable() or signal.getitimer(signal.ITIMER_REAL)[0]:
        yield
        return
    watched = signal.getsignal(signal.SIGALRM) is _ring  # unless a quantity has seen to that
    before = None if watched else signal.signal(signal.SIGALRM, _ring)
    try:
        signal.setitimer(signal.ITIMER_REAL, seconds)
        yield
    except Alarm:
        raise OverdueError(
            f"{what} did not come back within {seconds:g} s", remedy="`--timeout` allows more"
        ) from None
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        if not watched:
            signal.signal(signal.SIGALRM, before)
