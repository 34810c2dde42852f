"""Keep a file that is run in this process from ending it without a word."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn


@contextmanager
def staying() -> Iterator[None]:
    """Let `os._exit` raise SystemExit: it would end the run as if all were well."""
    leave, mine = os._exit, os.getpid()

    def stay(status: int) -> NoReturn:
        if os.getpid() != mine:  # a process that the file has started
            leave(status)
        raise SystemExit(status)

    os._exit = stay
    try:
        yield
    finally:
        os._exit = leave
