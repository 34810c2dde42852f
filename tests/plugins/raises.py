"""Wrong: raises, in its second line."""


def dJ_dW(r, c, O, T, x, m):
    scale = {"m": m}
    return (O[r] - T[r]) * x[c] / scale["n"]
