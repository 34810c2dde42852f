"""Parts of formulas that a neighbour imports."""


def delta(O, T):
    return O * T.sum() - T
