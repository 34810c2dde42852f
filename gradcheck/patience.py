"""Wait for a function of the user's own, but not for ever."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from gradcheck.errors import ProblemError


class OverdueError(ProblemError):
    """Part of a problem does not come back."""


class Alarm(BaseException):
    """Raised inside the function: no `except Exception` there may swallow it."""


@contextmanager
def within(seconds: float | None, what: str) -> Iterator[None]:
    """Interrupt what is done within the context when its time is over.

    Python code is interrupted between two of its steps; a single call of a library that never
    returns is not. Where signals are not to be had (another thread, another platform), and where
    somebody else has set an alarm, nothing is.

    Raises OverdueError, naming `what`.
    """
    usable = hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()
    if seconds is None or not usable or signal.getitimer(signal.ITIMER_REAL)[0]:
        yield
        return

    def ring(_signal: int, _frame: FrameType | None) -> None:
        raise Alarm

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    except Alarm:
        raise OverdueError(
            f"{what} did not come back within {seconds:g} s", remedy="`--timeout` allows more"
        ) from None
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
