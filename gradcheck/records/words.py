"""The words that everyone uses: kinds of array, verdicts, doubts, names of derivatives."""

from collections.abc import Mapping
from enum import IntEnum, StrEnum

import numpy as np
import numpy.typing as npt

from gradcheck.dataclass import dataclass

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]
Index = tuple[int, ...]
Sizes = Mapping[str, int]


class Verdict(StrEnum):
    """Of an entry: agree, disagree, inconclusive. Of a formula: these, or error."""

    AGREE = "agree"
    INCONCLUSIVE = "inconclusive"
    DISAGREE = "disagree"
    ERROR = "error"


class Doubt(IntEnum):
    """Why a numeric derivative cannot be trusted, or is known only to be near zero."""

    NONE = 0
    FLAT = 1  # the cost does not move
    KINK = 2  # the slopes to the left and to the right differ
    STAIRCASE = 3  # the cost moves in jumps
    SINGULAR = 4  # the slope drifts with the step and does not settle
    NOT_FINITE = 5  # the cost is infinite or NaN
    NOISY = 6  # the noise is as large as the cost's movement
    COARSE = 7  # the cost is rounded too coarsely
    UNSOUND = 8  # the formula differs, and only its own rounding could excuse that


@dataclass(frozen=True)
class Name:
    """A derivative in Leibniz form: `dJ_dW`."""

    numerator: str
    denominator: str

    def __str__(self) -> str:
        return f"d{self.numerator}_d{self.denominator}"
