"""Records as a run makes them, for reports to be made from: right, wrong, hostile."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from gradcheck.records import (
    Cause,
    Cells,
    Context,
    Counts,
    Entry,
    Failure,
    FileReport,
    Report,
    Result,
    SmallestCase,
    Verdict,
)

HOSTILE = (
    "</failure>]]>\x00\x1b[31m\ufffe\r\n::error title=x::owned|`a`|<b onload='x'>\\|&amp;@team,:%0A"
)
"""Text that would become markup, a command, a cell or a colour, if it were written as it is."""

CONTEXT = Context(
    "mine.py", "formulas/mine.py", "softmax-cross-entropy", {"m": 1, "k": 1},
    {"W": "normal", "T": "simplex"}, (0, 1, 2),
)  # fmt: skip

CAUSE = Cause(
    "term", "add the missing term", terms=("O_r x_c (sum(T) - T_r) / m",), where="every row",
    condition="sum(T) = 1", corrected="formula + O_r x_c / m", tested_on=("m = 4, k = 3",),
)  # fmt: skip

CASE = SmallestCase(
    {"m": 1, "k": 0}, {"x": np.array([2.0])}, {"O": np.array([0.25, 0.75])}, (1, 0), 0.5, 1.5,
    ("dJ/dW[1,0] = (0.75 - 0) * 2 / 1",),
)  # fmt: skip


def cells(analytic: np.ndarray, numeric: np.ndarray) -> Cells:
    """The numbers of all entries, as if trial 2 were the worst for each."""
    number = np.zeros(analytic.shape, dtype=np.int64)
    return Cells(number + 2, analytic, numeric, np.full(analytic.shape, 1e-7), number)


def agreeing(context: Context = CONTEXT, label: str | None = None) -> Result:
    return Result(
        context, "dJ_dW", label, Verdict.AGREE, Counts(agree=4), np.zeros((2, 2), np.int8),
        cells=cells(np.full((2, 2), 0.5), np.full((2, 2), 0.5)),
        resolution=1e-7, seconds=1e-5,
    )  # fmt: skip


def disagreeing(context: Context = CONTEXT, label: str | None = "mine") -> Result:
    entry = Entry((1, 0), Verdict.DISAGREE, (0, 2), 2, 1.0, 2.0, 1e-12, 1e-7)
    return Result(
        context, "dJ_dW", label, Verdict.DISAGREE, Counts(agree=3, disagree=1),
        np.array([[0, 0], [2, 0]], np.int8),
        cells=cells(np.ones((2, 2)), np.array([[1.0, 1.0 + 1e-9], [2.0, 1.0]])),
        entries=(entry,), worst=entry, line=12,
        reproduce="gradcheck run formulas/mine.py --seed 0 --trial 2", doc="Line one.",
    )  # fmt: skip


def inconclusive(context: Context = CONTEXT) -> Result:
    entry = Entry((0, 0), Verdict.INCONCLUSIVE, (0,), 0, 1.0, 1.0, np.inf, np.inf)
    return Result(
        context, "dJ_db", None, Verdict.INCONCLUSIVE, Counts(inconclusive=1),
        np.ones((1, 1), np.int8), entries=(entry,), worst=entry, line=20,
    )  # fmt: skip


def failing(context: Context = CONTEXT, text: str = "`dJ_dx` raised KeyError: 'n'") -> Result:
    return Result(
        context, "dJ_dx", None, Verdict.ERROR, error=Failure("raised", text, (text,), text), line=30
    )


def explained(context: Context = CONTEXT) -> Result:
    return replace(disagreeing(context), causes=(CAUSE,), smallest_case=CASE, remarks=("a remark",))


def hostile() -> Result:
    """A result of which every text is hostile."""
    context = replace(CONTEXT, formula=HOSTILE, path=HOSTILE, problem=HOSTILE)
    cause = Cause(HOSTILE, HOSTILE, (HOSTILE,), HOSTILE, HOSTILE, HOSTILE, HOSTILE, (HOSTILE,))
    return replace(
        disagreeing(context, HOSTILE), reading=HOSTILE, given=(HOSTILE,), remarks=(HOSTILE,),
        doc=HOSTILE, causes=(cause,), reproduce=HOSTILE, printed=(HOSTILE,),
        smallest_case=replace(CASE, steps=(HOSTILE,)),
    )  # fmt: skip


def hostile_failure() -> Result:
    return failing(replace(CONTEXT, formula=HOSTILE, path=HOSTILE), HOSTILE)


def report(*results: Result, unexpected: tuple[str, ...] = (), expected: bool = False) -> Report:
    file = FileReport(tuple(results), unexpected=unexpected, expected=expected)
    return Report(seed=0, trials=3, files=(file,))


def everything() -> Report:
    return report(agreeing(), explained(), inconclusive(), failing())


def hostile_report() -> Report:
    results = [replace(result, expect="agree") for result in (hostile(), hostile_failure())]
    return report(*results, unexpected=(HOSTILE,) * 3, expected=True)
