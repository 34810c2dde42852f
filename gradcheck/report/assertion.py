"""The message of `assert_gradient`, in the manner of numpy.testing."""

import numpy as np
from tabulate import tabulate

from gradcheck.records import Doubt, GradientCheck
from gradcheck.report.screened import screening_notes
from gradcheck.report.tables import DOUBTS, index_text, number, small
from gradcheck.settings import RULE

ROWS = 10


def explain(found: GradientCheck) -> str:
    """Return the count, the largest differences and a table of the entries that do not agree."""
    places = np.argwhere(~found.agree)
    with np.errstate(all="ignore"):
        difference = np.abs(found.analytic - found.numeric)
        relative = difference / np.abs(found.numeric)
        apart = np.nan_to_num(difference, nan=np.inf)
    order = sorted(places.tolist(), key=lambda i: (found.inconclusive[tuple(i)], -apart[tuple(i)]))
    lines = [
        "",
        f"Gradient by `{found.wrt}` is not that of its cost",
        RULE.replace("formula", "gradient"),
        "",
        _count(found),
        f"Max absolute difference: {_largest(found, difference)}",
        f"Max relative difference: {_largest(found, relative)}",
        "",
        _table(found, [tuple(i) for i in order[:ROWS]], difference),
    ]
    if found.screened is not None:
        lines += [f"note: {told}" for told in screening_notes(found.screened)]
    if len(order) > ROWS:
        lines.append(f"{ROWS} of {len(order)} shown")
    return "\n".join(lines)


def _count(found: GradientCheck) -> str:
    total, wrong, undecided = found.agree.size, found.disagree.sum(), found.inconclusive.sum()
    share = 100 * float(wrong) / total
    return f"{wrong} of {total} entries disagree ({share:.3g}%), {undecided} inconclusive"


def _largest(found: GradientCheck, size: np.ndarray) -> str:
    """Return the largest of the sizes of what does not agree, with its entry; NaN is larger."""
    sizes = np.where(found.agree, -np.inf, np.nan_to_num(size, nan=np.inf))
    place = np.unravel_index(int(np.argmax(sizes)), sizes.shape)
    return f"{number(float(size[place]))} at {found.wrt}{index_text([int(i) for i in place])}"


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
