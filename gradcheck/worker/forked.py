"""Run a function in a process forked from this one."""

import os
from collections.abc import Callable


def forked(child: Callable[[], None]) -> int:
    """Run a function in a forked process and return that process' number."""
    process = os.fork()
    if process:
        return process
    code = 1
    try:
        child()
        code = 0
    finally:
        os._exit(code)
