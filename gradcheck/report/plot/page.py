"""One formula's page: its heat maps, and the step-size curve of its worst entry."""

from matplotlib.figure import Figure

from gradcheck.harmless import harmless
from gradcheck.records import Closeup, Result
from gradcheck.report.grid import Grid
from gradcheck.report.plot.heat import excess_heat, value_heats
from gradcheck.report.plot.steps import draw_curve
from gradcheck.report.table import VERBS, counted
from gradcheck.report.tables import index_text

SIZE = (10.0, 8.4)
"""Inches."""

LONGEST = 110
"""Signs of a heading; what is longer is cut."""


def draw_page(result: Result) -> Figure:
    """Draw formula, numeric derivative, their difference and the curve of the worst entry."""
    figure = Figure(figsize=SIZE, layout="constrained")
    closeup = result.closeup
    heading = f"{result.context.formula}: {result.name} {VERBS[result.verdict]}"
    told = [cut(heading), cut(counted(result))]
    if closeup is None:
        figure.suptitle("\n".join(told), parse_math=False)
        return figure
    grid = Grid(closeup.analytic.shape)
    if grid.shown < grid.total:
        told.append(f"{grid.shown} of {grid.total} entries shown")
    figure.suptitle("\n".join(told), fontsize="medium", parse_math=False)
    formula, numeric, apart, curve = figure.subplots(2, 2).flat
    pair = value_heats(closeup, result.map)
    for axes, heat in ((formula, pair[0]), (numeric, pair[1])):
        image = heat.draw(axes, grid)
    figure.colorbar(image, ax=[formula, numeric], shrink=0.9)
    over = excess_heat(closeup, result.map)
    figure.colorbar(over.draw(apart, grid), ax=apart, shrink=0.9)
    draw_curve(curve, closeup.curve, result.worst, worst_name(result, closeup))
    return figure


def worst_name(result: Result, closeup: Closeup) -> str:
    """Return the name of the worst entry."""
    index = result.worst.index if result.worst is not None else ()
    return cut(f"{result.derivative}{index_text(index)}, trial {closeup.trial}")


def cut(text: str) -> str:
    """Return a line of a heading, harmless and not too long."""
    text = harmless(" ".join(text.split()))
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 2]}.."
