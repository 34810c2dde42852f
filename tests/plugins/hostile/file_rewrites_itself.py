"""Wrong: replaces its own file by the right formula once it is being run."""

from pathlib import Path

import numpy as np

EXPECT = ["disagree"]
NEEDS = ["landlock"]

try:
    Path(__file__).write_text(
        "import numpy as np\ndef dJ_dW(O, T, x, m): return np.outer(O - T, x) / m\n"
    )
except OSError:
    pass


def dJ_dW(O, T, x, m):
    return np.outer(T - O, x) / m
