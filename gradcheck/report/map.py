"""The map of a derivative's entries: one sign for each."""

import numpy as np
import numpy.typing as npt

SIGNS = {0: "·", 1: "?", 2: "x", -1: " "}
LEGEND = {0: "· agrees", 1: "? inconclusive", 2: "x disagrees"}
MOST_ROWS = 20
MOST_COLUMNS = 40


def draw_map(codes: npt.NDArray[np.int8], width: int) -> list[str]:
    """Return the lines of the map; large arrays are cut, with a note of what was left out.

    The last axis runs to the right; all others are rows, numbered by their indices.
    """
    if codes.ndim == 0 or codes.size == 0:
        return []
    grid = codes.reshape(-1, codes.shape[-1])
    names = [_row_name(i, codes.shape[:-1]) for i in range(min(len(grid), MOST_ROWS))]
    margin = max(map(len, names))
    digits = len(str(min(grid.shape[1], MOST_COLUMNS) - 1))
    columns = max(1, min(grid.shape[1], MOST_COLUMNS, (width - margin - 3) // (digits + 1)))
    heads = " ".join(f"{c:>{digits}}" for c in range(columns))
    lines = [f"  {'':{margin}} {heads}"]
    for name, row in zip(names, grid, strict=False):
        signs = " ".join(f"{SIGNS[int(code)]:>{digits}}" for code in row[:columns])
        lines.append(f"  {name:>{margin}} {signs}".rstrip())
    present = [code for code in sorted(LEGEND) if (codes == code).any()]
    lines.append("  " + ", ".join(LEGEND[code] for code in present))
    shown = len(names) * columns
    if shown < grid.size:
        hidden = int((grid > 0).sum() - (grid[: len(names), :columns] > 0).sum())
        more = f"; {hidden} of the others do not agree" if hidden else ""
        lines.append(f"  {shown} of {grid.size} entries shown{more}")
    return lines


def _row_name(row: int, shape: tuple[int, ...]) -> str:
    if not shape:
        return ""
    return ",".join(str(int(i)) for i in np.unravel_index(row, shape))
