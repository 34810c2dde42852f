"""Right: lists of Python's own numbers."""


def dJ_dW(O, T, x, m):
    total = sum(T)
    return [[float((o * total - t) * c / m) for c in x] for o, t in zip(O, T)]
