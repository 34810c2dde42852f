"""Heat maps of a derivative's entries, in colours that the colour-blind tell apart too."""

from typing import Any

import numpy as np
from matplotlib import colormaps
from matplotlib.axes import Axes
from matplotlib.colors import Normalize
from matplotlib.image import AxesImage
from matplotlib.patheffects import withStroke

from gradcheck.dataclass import dataclass
from gradcheck.records import Closeup, FloatArray
from gradcheck.report.grid import Grid

SIGNED, ONE_SIGN = "PuOr_r", "cividis"
"""Orange to purple about zero, and blue to yellow: neither needs red told from green."""

UNKNOWN = "0.8"
"""The grey of entries without a number."""

MARKED = 900
"""Entries up to which a verdict is marked by signs, which would cover each other in more."""

WIDEST = 12.0
"""Powers of ten to either side of what is allowed; more is no more wrong."""

LARGEST = 1e150
"""Values beyond this have its colour: a scale of colours needs room to calculate."""

SQUARE = 4.0
"""Entries are squares unless one side of the map would be so many times the other."""

SIGNS = {2: ("x", "disagrees"), 1: ("o", "inconclusive")}
"""For the codes of a map: how it is marked, and what that says."""

OUTLINE = (withStroke(linewidth=3, foreground="white"),)
"""Around a sign, which would be lost in a dark colour."""


@dataclass(frozen=True, eq=False)
class Heat:
    """A heat map, ready to be drawn."""

    title: str
    values: FloatArray
    """Of the shape of the derivative; NaN where there is none."""
    low: float
    high: float
    colors: str
    codes: Any = None
    """The verdicts, where they are to be marked."""

    def draw(self, axes: Axes, grid: Grid) -> AxesImage:
        """Draw the entries as the grid lays them out."""
        colors = colormaps[self.colors].with_extremes(bad=UNKNOWN)
        shown = folded(self.values, grid)
        aspect = max(grid.height / grid.width, grid.width / grid.height)
        image = axes.imshow(
            np.ma.masked_invalid(shown), cmap=colors, norm=Normalize(self.low, self.high),
            aspect="equal" if aspect <= SQUARE else "auto", interpolation="nearest",
        )  # fmt: skip
        axes.set_title(self.title, fontsize="medium", parse_math=False)
        lines, columns = list(grid.line_labels()), list(grid.column_labels())
        axes.set_yticks([line for line, _ in lines], [label for _, label in lines])
        axes.set_xticks([column for column, _ in columns], [label for _, label in columns])
        if self.codes is not None:
            self._mark(axes, grid)
        return image

    def _mark(self, axes: Axes, grid: Grid) -> None:
        codes = np.asarray(self.codes).reshape(-1)[: grid.shown]
        for code, (sign, told) in SIGNS.items():
            places = np.flatnonzero(codes == code)
            if 0 < places.size <= MARKED:
                y, x = np.divmod(places, grid.width)
                axes.plot(x, y, sign, color="black", fillstyle="none", markersize=5, label=told,
                          path_effects=OUTLINE)  # fmt: skip
        if axes.lines:
            axes.legend(loc="upper center", bbox_to_anchor=(0.5, 0.0), borderaxespad=2.2, ncols=2,
                        frameon=False)  # fmt: skip


def value_heats(closeup: Closeup, codes: Any) -> tuple[Heat, Heat]:
    """Return the maps of formula and numeric derivative, in the same colours."""
    both = np.stack([_checked(closeup.analytic, codes), _checked(closeup.numeric, codes)])
    both = np.where(np.isfinite(both), np.clip(both, -LARGEST, LARGEST), both)
    finite = both[np.isfinite(both)]
    low, high = float(finite.min(initial=0.0)), float(finite.max(initial=0.0))
    colors = ONE_SIGN
    if low < 0 < high:
        low, high, colors = -max(-low, high), max(-low, high), SIGNED
    if low == high:
        high = low + 1.0
    told = f"trial {closeup.trial}"
    return (Heat(f"formula, {told}", both[0], low, high, colors),
            Heat(f"numeric, {told}", both[1], low, high, colors))  # fmt: skip


def excess_heat(closeup: Closeup, codes: Any) -> Heat:
    """Return the map of the difference over what is allowed, by powers of ten: above 0 is wrong."""
    with np.errstate(all="ignore"):
        powers = np.log10(_checked(closeup.excess, codes))
    powers = np.clip(powers, -WIDEST, WIDEST)
    widest = float(np.nanmax(np.abs(powers), initial=1.0, where=~np.isnan(powers)))
    title = "log10(difference / allowed), worst of all trials"
    return Heat(title, powers, -widest, widest, SIGNED, codes)


def folded(values: FloatArray, grid: Grid) -> FloatArray:
    """Return the entries in the lines of the grid, NaN behind the last."""
    lines = np.full(grid.height * grid.width, np.nan)
    lines[: grid.shown] = values.reshape(-1)[: grid.shown]
    return lines.reshape(grid.height, grid.width)


def _checked(values: FloatArray, codes: Any) -> FloatArray:
    """Return the values of entries that were checked."""
    return np.where(codes < 0, np.nan, values)
