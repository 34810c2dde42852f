"""The step-size curve: the error of plain central differences against their step."""

import numpy as np
from matplotlib.axes import Axes

from gradcheck.records import BoolArray, Curve, Entry

ERROR, CHOSEN, MISTAKE = "#0072B2", "#009E73", "#D55E00"
"""Colours of Okabe and Ito (2008), which the colour-blind tell apart; the lines differ as well."""

LEAST, MOST = 1e-250, 1e250
"""Errors and steps outside of this are not drawn: an axis needs room to calculate."""


def draw_curve(axes: Axes, curve: Curve | None, worst: Entry | None, name: str) -> None:
    """Draw the error against the step, both by powers of ten, with the chosen step and the bound.

    Below the bound an error cannot be told from zero; where the formula's own difference lies
    above it, no choice of the step would have excused the formula.
    """
    axes.set_title(f"worst entry: {name}", fontsize="medium", parse_math=False)
    seen = np.zeros(0, dtype=np.bool_) if curve is None else _drawn(curve)
    if curve is None or not seen.any():
        axes.text(0.5, 0.5, _why_empty(curve), ha="center", va="center", transform=axes.transAxes)
        axes.set_axis_off()
        return
    axes.loglog(curve.steps[seen], curve.errors[seen], "o-", color=ERROR, markersize=3,
                linewidth=1, label="error of a central difference")  # fmt: skip
    if LEAST < curve.bound < MOST:
        axes.axhline(curve.bound, color="black", linestyle=":", label=f"bound {curve.bound:.1e}")
    if LEAST < curve.chosen < MOST:
        axes.axvline(curve.chosen, color=CHOSEN, linestyle="--",
                     label=f"chosen step {curve.chosen:.1e}, extrapolated from")  # fmt: skip
    if worst is not None and LEAST < worst.difference < MOST:
        axes.axhline(worst.difference, color=MISTAKE, linestyle="-.",
                     label=f"the formula's difference {worst.difference:.1e}")  # fmt: skip
    axes.set_xlabel("step h")
    axes.set_ylabel("|central difference - numeric|")
    axes.grid(alpha=0.3)
    axes.legend(fontsize="small", loc="upper center", bbox_to_anchor=(0.5, 0.0), borderaxespad=4.2,
                ncols=2, frameon=False)  # fmt: skip


def _drawn(curve: Curve) -> BoolArray:
    """Return which steps have a place on logarithmic axes."""
    with np.errstate(invalid="ignore"):
        fits = (curve.errors > LEAST) & (curve.errors < MOST)
        return np.asarray(fits & (curve.steps > LEAST) & (curve.steps < MOST))


def _why_empty(curve: Curve | None) -> str:
    if curve is None:
        return "it does not depend on what it is differentiated by"
    if np.isfinite(curve.errors).any():
        return "every step gives the numeric derivative itself"
    return "the numeric derivative is not known"
