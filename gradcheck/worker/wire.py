"""Messages between the judging side and a worker: a JSON head, and raw arrays behind it.

Nothing that comes from a worker is unpickled, executed or printed raw: a head is JSON of limited
size, an array is float64 of a size that the judging side has prepared.
"""

import json
import select
import socket
import struct
from collections import deque
from collections.abc import Iterable, Sequence
from itertools import islice
from time import monotonic
from typing import Any

from gradcheck.errors import JudgingError

FRAME = struct.Struct("!II")
"""Bytes of the head, number of arrays behind it."""

HEAD_BYTES = 2**20
"""The largest head that is read: thousands of functions with their parameters and docstrings."""

CHUNK = 2**18
"""Bytes of an array from which on it is sent by itself."""

AT_ONCE = 64
"""Arrays that are filled at once: more than this some systems do not know."""


class GoneError(Exception):
    """The other side has closed the channel, or ended."""


class LateError(Exception):
    """No answer within the time that was allowed."""


def send(channel: socket.socket, head: dict[str, Any], arrays: Sequence[Any] = ()) -> None:
    """Send a message. Raises GoneError where nobody reads, LateError where nobody does in time."""
    text = json.dumps(head).encode()
    try:
        waiting: list[bytes | memoryview] = [FRAME.pack(len(text), len(arrays)) + text]
        for array in arrays:
            if not array.nbytes:  # of which there is no view
                continue
            memory = memoryview(array).cast("B")
            if len(memory) > CHUNK:
                channel.sendall(b"".join(waiting))
                waiting.clear()
                channel.sendall(memory)
            else:  # small ones travel together
                waiting.append(memory)
        channel.sendall(b"".join(waiting))
    except TimeoutError as error:
        raise LateError from error
    except OSError as error:
        raise GoneError from error


class Reader:
    """Reads messages from a channel until a deadline."""

    def __init__(self, channel: socket.socket) -> None:
        self.channel = channel

    def head(self, deadline: float | None) -> tuple[dict[str, Any], int]:
        """Return a message's head, and how many arrays follow it.

        Raises GoneError, LateError, and JudgingError of kind `protocol` for what is no message.
        """
        frame = bytearray(FRAME.size)
        self.fill([memoryview(frame)], deadline)
        size, arrays = FRAME.unpack(frame)
        if size > HEAD_BYTES:
            raise broken(f"a head of {size} bytes")
        text = bytearray(size)
        self.fill([memoryview(text)], deadline)
        return parse_head(bytes(text)), arrays

    def fill(self, memories: Iterable[memoryview], deadline: float | None) -> None:
        """Fill memories, one after the other, from the channel.

        Raises GoneError where it ends before, and LateError.
        """
        left = deque(memory.cast("B") for memory in memories if memory.nbytes)
        while left:
            self._wait(deadline)
            try:
                count = self.channel.recvmsg_into([*islice(left, AT_ONCE)])[0]
            except BlockingIOError:
                continue
            except OSError as error:
                raise GoneError from error
            if not count:
                raise GoneError
            while left and count >= len(left[0]):
                count -= len(left.popleft())
            if count:
                left[0] = left[0][count:]

    def _wait(self, deadline: float | None) -> None:
        if deadline is None:
            return
        poll = select.poll()
        poll.register(self.channel, select.POLLIN)
        if not poll.poll(max(0.0, deadline - monotonic()) * 1000):
            raise LateError


def parse_head(text: bytes) -> dict[str, Any]:
    """Return a head. Raises JudgingError of kind `protocol` for anything but a JSON object."""
    try:
        head = json.loads(text)
    except (ValueError, RecursionError):
        raise broken("no JSON") from None
    if not isinstance(head, dict):
        raise broken("no JSON object")
    return head


def broken(what: str) -> JudgingError:
    """Return the error for a reply that a worker of ours would never send."""
    return JudgingError("protocol", f"the formula's process answered with {what}")
