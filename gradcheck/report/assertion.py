"""The message of `assert_gradient`, in the manner of numpy.testing."""

import numpy as np
from tabulate import tabulate

from gradcheck.records import Doubt, GradientCheck
from gradcheck.report.tables import DOUBTS, index_text, number, small

ROWS = 10


def explain(found: GradientCheck) -> str:
    """Return the count, the worst entry and a table of the entries that do not agree."""
    total, wrong = found.agree.size, int(found.disagree.sum())
    undecided = int(found.inconclusive.sum())
    lines = ["", f"gradient by `{found.wrt}`: {wrong} of {total} entries disagree, "
                 f"{undecided} inconclusive", ""]  # fmt: skip
    with np.errstate(all="ignore"):
        difference = np.abs(found.analytic - found.numeric)
        apart = np.nan_to_num(difference, nan=np.inf)
    places = np.argwhere(~found.agree)
    order = sorted(places.tolist(), key=lambda i: (found.inconclusive[tuple(i)], -apart[tuple(i)]))
    lines.append(_table(found, [tuple(i) for i in order[:ROWS]], difference))
    if len(order) > ROWS:
        lines.append(f"{ROWS} of {len(order)} shown")
    return "\n".join(lines)


def _table(found: GradientCheck, places: list[tuple[int, ...]], difference: np.ndarray) -> str:
    rows = [
        (
            f"{found.wrt}{index_text(i)}",
            number(float(found.analytic[i])),
            number(float(found.numeric[i])),
            small(float(difference[i])),
            small(float(found.allowed[i])),
            "disagrees" if found.disagree[i] else "inconclusive",
            DOUBTS.get(Doubt(int(found.doubt[i])), ""),
        )
        for i in places
    ]
    heads = ["entry", "gradient", "numeric", "difference", "allowed", "verdict", ""]
    return tabulate(rows, headers=heads, tablefmt="simple", disable_numparse=True)
