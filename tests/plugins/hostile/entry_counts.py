"""Wrong: changes its mind every time that it has been through all entries."""

EXPECT = ["disagree", "inconclusive"]
NEEDS = []
CALLS = []


def dJ_dW(r, c, O, T, x, m):
    CALLS.append(1)
    right = (O[r] * T.sum() - T[r]) * x[c] / m
    return right * (1 + 1e-3 * (len(CALLS) // 12 % 5))
