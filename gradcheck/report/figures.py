"""What a page shows of all entries of a result: a map, the differences, the numbers behind them."""

from typing import Any

import numpy as np

from gradcheck.dataclass import dataclass
from gradcheck.records import Cells, Doubt, Result
from gradcheck.report.grid import Grid
from gradcheck.report.pictures import Differences, Layer, differences, map_layers, rules
from gradcheck.report.tables import DOUBTS, number, small


@dataclass(frozen=True)
class Figures:
    """The pictures of a result, and the numbers that can be asked for in them."""

    grid: Grid
    layers: tuple[Layer, ...]
    rules: str
    hidden: int
    """Entries that do not agree among those that are not drawn."""
    differences: Differences | None
    data: dict[str, Any] | None


def figures(result: Result) -> Figures | None:
    """Return the pictures of a result; None where it has no map."""
    codes, cells = result.map, result.cells
    if codes.size == 0 or result.screened is not None:  # a map that is all but blank
        return None
    grid = Grid(codes.shape)
    return Figures(
        grid=grid,
        layers=tuple(map_layers(codes, grid)),
        rules=rules(grid),
        hidden=int((codes.reshape(-1)[grid.shown :] > 0).sum()),
        differences=differences(codes, cells, grid.shown) if cells is not None else None,
        data=_data(result, cells, grid) if cells is not None else None,
    )


def _data(result: Result, cells: Cells, grid: Grid) -> dict[str, Any]:
    """Return the numbers of all drawn entries, as they are shown, in columns."""
    shown = slice(grid.shown)
    with np.errstate(all="ignore"):
        apart = np.abs(cells.analytic - cells.numeric)

    def column(values: np.ndarray, show: Any) -> str:
        return " ".join(map(show, values.reshape(-1)[shown].tolist()))

    doubts = cells.doubt.reshape(-1)[shown]
    return {
        "name": result.derivative,
        "shape": list(result.map.shape),
        "width": grid.width,
        "verdicts": column(result.map, str),
        "formula": column(cells.analytic, number),
        "numeric": column(cells.numeric, number),
        "difference": column(apart, small),
        "allowed": column(cells.allowed, small),
        "trial": column(cells.trial, str),
        "doubts": {str(k): DOUBTS[Doubt(int(doubts[k]))] for k in np.flatnonzero(doubts).tolist()},
    }
