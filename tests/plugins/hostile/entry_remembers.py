"""Wrong: entry by entry, right in the corners and wrong between them."""

EXPECT = ["disagree"]
NEEDS = []


def dJ_dW(r, c, O, T, x, m):
    right = (O[r] * T.sum() - T[r]) * x[c] / m
    return right if r in (0, 3) else -right
