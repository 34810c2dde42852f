"""One line of the table: what was compared, what came out, and whether that was wanted."""

from __future__ import annotations

import operator
from collections.abc import Callable
from dataclasses import asdict, dataclass

COMPARE: dict[str, Callable[[float, float], bool]] = {"<=": operator.le, ">=": operator.ge}

HEADS = ("work", "size", "beside", "ours", "theirs", "measured", "by the clock", "wanted", "",
         "evaluations an entry, ours / theirs", "off by, ours / theirs", "note")  # fmt: skip

ABSENT = "not installed"


@dataclass(frozen=True)
class Line:
    """One comparison. Times in seconds of processor time; `wall` is the ratio by the clock."""

    work: str
    size: str
    beside: str
    ours: float | None = None
    theirs: float | None = None
    value: float | None = None
    """What the figure is about: mostly a ratio."""
    wall: float | None = None
    evaluations: tuple[float | None, float | None] = (None, None)
    """How often the cost is evaluated for each entry: by ours, and by whomever it is beside."""
    off: tuple[float | None, float | None] = (None, None)
    """The largest relative error of an entry above 1e-6 of the largest: ours, theirs."""
    wanted: str = ""
    """`>= 100`, `<= 12`; empty where there is no figure."""
    note: str = ""

    @property
    def held(self) -> bool | None:
        """Whether the figure held; None where there is none, or nothing was measured."""
        if not self.wanted or self.value is None:
            return None
        sign, limit = self.wanted.split()
        return COMPARE[sign](self.value, float(limit))

    def cells(self) -> list[str]:
        """Return the line as the table shows it."""
        held = {True: "holds", False: "MISSES", None: ""}[self.held]
        return [self.work, self.size, self.beside, _seconds(self.ours), _seconds(self.theirs),
                _short(self.value), _short(self.wall), self.wanted, held,
                _both(self.evaluations, "{:.2g}"), _both(self.off, "{:.0e}"),
                self.note]  # fmt: skip

    def as_dict(self) -> dict[str, object]:
        """Return the fields, for the way from one process to another."""
        return asdict(self)


def absent(work: str, size: str, beside: str) -> Line:
    """Return the line of a rival that is not there."""
    return Line(work, size, beside, note=ABSENT)


def _seconds(value: float | None) -> str:
    return "" if value is None else f"{value:.3g}"


def _short(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def _both(values: tuple[float | None, float | None], form: str) -> str:
    """Return ours and theirs, or nothing where neither is known."""
    shown = ["?" if value is None else form.format(value) for value in values]
    return " / ".join(shown) if shown != ["?", "?"] else ""
