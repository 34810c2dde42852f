"""The lines of a derivation: the second loses the sign."""


def dJ_db__line1(O, T, m):
    return (O - T) / m


def dJ_db__line2(O, T, m):
    return (T - O) / m


def gradient(r, c, dJ_db, x):
    return dJ_db[r] * x[c]
