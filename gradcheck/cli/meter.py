"""The line on stderr that shows how far a run is, if stderr is a terminal; never in a pipe."""

import os
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from time import monotonic

from gradcheck.progress import Step, listening

PATIENCE = 1.0
"""Seconds for which nothing is shown: most runs are over by then."""

EVERY = 0.2
"""Seconds between two looks."""

MINUTE, HOUR = 60, 3600


@contextmanager
def meter() -> Iterator["Meter | None"]:
    """Show how far the run is that goes on within the context; yield None if nobody looks on."""
    if sys.stderr is None or not sys.stderr.isatty():
        yield None
        return
    with listening() as steps:
        shown = Meter(sys.stderr.fileno(), steps)
        ended = threading.Event()
        thread = threading.Thread(target=shown.tick, args=(ended,), daemon=True)
        thread.start()
        try:
            yield shown
        finally:
            ended.set()
            thread.join()
            shown.clear()


class Meter:
    """One line of a terminal, written over and over."""

    def __init__(self, terminal: int, steps: Sequence[Step]) -> None:
        """Show `steps` on the terminal with this descriptor."""
        self._terminal = terminal
        self._steps = steps
        self._begun = monotonic()
        self._drawn = False
        self._lock = threading.Lock()

    def tick(self, ended: threading.Event) -> None:
        """Draw now and then, until it has ended."""
        while not ended.wait(EVERY):
            self.draw()

    def draw(self) -> None:
        """Draw the line, once the user has waited for a while."""
        now = monotonic()
        if now - self._begun < PATIENCE:
            return
        with self._lock:
            self._write(line(tuple(self._steps), now, now - self._begun))
            self._drawn = True

    def clear(self) -> None:
        """Leave the terminal to others."""
        with self.aside():
            pass

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Let something else be printed, after which the line comes back by itself."""
        with self._lock:
            if self._drawn:
                self._write("")
            self._drawn = False
            yield

    def _write(self, text: str) -> None:
        width = max(self._columns() - 1, 1)
        shown = text if len(text) <= width else f"{text[: max(width - 2, 0)]}.."
        # Not through sys.stderr: a lock that a thread holds would be held in a fork for ever.
        os.write(self._terminal, f"\r{shown.ljust(width)}\r".encode("ascii", "replace"))

    def _columns(self) -> int:
        try:
            return os.get_terminal_size(self._terminal).columns or 80
        except OSError:
            return 80


def line(steps: Sequence[Step], now: float, waited: float) -> str:
    """Return what is shown: how far each step is, and an estimate of what is left."""
    shown: list[Step] = []
    for step in steps:
        shown.append(step)
        if not step.total:  # what happens within it says nothing of how far it is
            break
    told = [text for text in map(_text, shown) if text]
    left = [(step, step.left(now)) for step in shown]
    known = [(step, seconds) for step, seconds in left if seconds is not None]
    if known:
        step, seconds = known[0]
        of_all = all(outer.total == 1 for outer in shown[: shown.index(step)])
        told.append(f"about {duration(seconds)} left{'' if of_all else ' of this'}")
    else:
        told.append(f"{duration(waited)} so far")
    return ", ".join(told)


def _text(step: Step) -> str:
    if not step.total:
        return f"{step.what} {step.done:.0f}" if step.done else step.what
    if step.unit == "entries":
        share = f" {100 * step.done / step.total:.0f} % of" if step.done < step.total else ""
        return f"{step.what}{share} {step.total:.0f} entries"
    if step.total == 1:
        return ""
    return f"{step.what} {min(step.done + 1, step.total):.0f} of {step.total:.0f}"


def duration(seconds: float) -> str:
    """Return a time as people say it."""
    if seconds < MINUTE:
        return f"{max(seconds, 1):.0f} s"
    if seconds < HOUR:
        return f"{seconds / MINUTE:.0f} min"
    return f"{seconds / HOUR:.1f} h"
