"""How far a run is, for whoever listens: nobody, unless the command line runs on a terminal.

Steps are nested: a file, a formula in it, a trial of that. Whoever does the work opens a step and
says what has been done of it; how that looks is not known here.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import field
from time import monotonic

from gradcheck.dataclass import dataclass

EACH = 6
"""Evaluations that most entries take. Where they take more, nothing is said of what is left."""


@dataclass
class Step:
    """A part of the work, and how much of it is done."""

    what: str
    unit: str
    """What is counted: `advance` speaks of the innermost step only if it counts the same."""
    total: float
    """How many there are; 0 where nobody knows."""
    done: float = 0.0
    started: float = field(default_factory=monotonic)
    advanced: float = field(default_factory=monotonic)
    """When it was last heard of."""

    def left(self, now: float) -> float | None:
        """Return in how many seconds it will be done, at its pace so far.

        None where that is unknown, or has turned out to be wrong.
        """
        if not 0 < self.done < self.total:
            return None
        each = (self.advanced - self.started) / self.done
        left = each * (self.total - self.done) - (now - self.advanced)
        return left if left > 0 else None


_STEPS: ContextVar[list[Step] | None] = ContextVar("steps", default=None)


@contextmanager
def listening() -> Iterator[list[Step]]:
    """Listen: yield the steps that are under way, outermost first, which change all the time."""
    steps: list[Step] = []
    token = _STEPS.set(steps)
    try:
        yield steps
    finally:
        _STEPS.reset(token)


@contextmanager
def step(what: str, unit: str = "", total: float = 0) -> Iterator[None]:
    """Do a part of the work within the context."""
    steps = _STEPS.get()
    if steps is None:
        yield
        return
    steps.append(Step(what, unit, total))
    try:
        yield
    finally:
        steps.pop()


def advance(unit: str, count: float = 1) -> None:
    """Say that so many more are done of the innermost step, if that counts them."""
    steps = _STEPS.get()
    if steps and steps[-1].unit == unit:
        steps[-1].done += count
        steps[-1].advanced = monotonic()


def evaluated(count: float) -> None:
    """Say that a quantity was evaluated so often, on behalf of entries that are differentiated."""
    if count:
        advance("entries", count / EACH)
