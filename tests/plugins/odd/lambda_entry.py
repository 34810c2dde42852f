"""Right: a lambda, entry by entry."""

dJ_dW = lambda r, c, O, T, x, m: (O[r] * T.sum() - T[r]) * x[c] / m
