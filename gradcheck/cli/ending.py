"""The end of the process, when all that it had to do is done."""

import atexit
import os
import sys
import threading
from collections.abc import Iterator
from typing import NoReturn

TOOLS = range(6)
"""The numbers that `sys.monitoring` has for tools."""


def end(code: object) -> NoReturn:
    """Exit, but do not have Python take itself apart first.

    To empty some 500 modules one by one takes a tenth of a short run, for memory that the system
    takes back anyway; mypy ends in the same way. What is to be done at an exit is done, and where
    anything is left to wait for, or cannot be written, or somebody looks on, the exit is Python's
    own.
    """
    if isinstance(code, int) and threading.active_count() == 1 and not _observed():
        try:
            atexit._run_exitfuncs()
            for stream in (sys.stdout, sys.stderr):
                if stream is not None:
                    stream.flush()
        except (OSError, ValueError):
            sys.exit(code)  # it fails again there, and that is told
        os._exit(code)
    sys.exit(code)  # type: ignore[arg-type]


def _observed() -> bool:
    """Return whether a profiler, a debugger or a measure of coverage has something to do yet."""
    monitoring = getattr(sys, "monitoring", None)  # from Python 3.12 on
    tools = monitoring is not None and any(map(monitoring.get_tool, TOOLS))
    return tools or bool(sys.gettrace() or sys.getprofile()) or not _begun_by_python()


def _begun_by_python() -> bool:
    """Return whether Python itself has begun the command, not a program that goes on after it.

    A debugger that was told to continue is seen by that only.
    """
    outside = [name for name in _callers() if name.partition(".")[0] != "gradcheck"]
    return outside[:1] == ["__main__"] and set(outside[1:]) <= {"runpy"}


def _callers() -> Iterator[str]:
    """Yield the names of the modules that have called each other up to here, the last first."""
    frame = sys._getframe()
    while frame is not None:
        yield str(frame.f_globals.get("__name__"))
        frame = frame.f_back  # type: ignore[assignment]
