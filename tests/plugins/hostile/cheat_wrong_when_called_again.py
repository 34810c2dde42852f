"""Wrong: right on the first call with any arguments, wrong when it is called with them again."""

import numpy as np

EXPECT = ["disagree", "inconclusive"]
NEEDS = []
SEEN = set()


def dJ_dW(W, O, T, x, m):
    key = W.tobytes(), T.tobytes(), x.tobytes()
    right = np.outer(O * T.sum() - T, x) / m
    again = key in SEEN
    SEEN.add(key)
    return -right if again else right
