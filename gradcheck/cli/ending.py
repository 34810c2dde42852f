"""The end of the process, when all that it had to do is done."""

import atexit
import os
import sys
import threading
from typing import NoReturn


def end(code: object) -> NoReturn:
    """Exit, but do not have Python take itself apart first.

    To empty some 500 modules one by one takes a tenth of a short run, for memory that the system
    takes back anyway; mypy ends in the same way. What is to be done at an exit is done, and where
    anything is left to wait for, or cannot be written, the exit is Python's own.
    """
    if isinstance(code, int) and threading.active_count() == 1:
        try:
            atexit._run_exitfuncs()
            for stream in (sys.stdout, sys.stderr):
                if stream is not None:
                    stream.flush()
        except (OSError, ValueError):
            sys.exit(code)  # it fails again there, and that is told
        os._exit(code)
    sys.exit(code)  # type: ignore[arg-type]
