"""From the verdicts in all trials to the numbers of each entry at its worst."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from gradcheck.judge.rule import Codes
from gradcheck.records import Cells, FloatArray, Judgement

MOST = 2**17
"""Entries up to which the numbers of all are kept: no map shows more."""


def cells_of(
    judgement: Judgement, by_trial: Codes, apart: FloatArray, trials: Sequence[int]
) -> Cells | None:
    """Return every entry's numbers; None where they are too many to be looked at."""
    if apart[0].size > MOST:
        return None
    having = by_trial == by_trial.max(axis=0)
    position = np.where(having, apart, -1.0).argmax(axis=0)[None]

    def there(array: npt.NDArray[Any]) -> npt.NDArray[Any]:
        return np.asarray(np.take_along_axis(array, position, axis=0)[0])

    return Cells(
        np.asarray(trials)[position[0]], there(judgement.analytic), there(judgement.numeric),
        there(judgement.allowed), there(judgement.doubt),
    )  # fmt: skip
