"""Wrong: NaN in one entry, where J has a slope."""


def dJ_dW(r, c, O, T, x, m):
    return float("nan") if (r, c) == (2, 1) else (O[r] - T[r]) * x[c] / m
