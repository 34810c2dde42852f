"""Sparse regression: which one, two or three columns explain what is left.

The formula itself takes part in every fit, and is projected out first. Singles and pairs are tried
exhaustively from one Gram matrix, triples after screening: greedy pursuit (Mallat and Zhang 1993)
fails where two terms nearly cancel, as the asker's do.
"""

from collections.abc import Iterator, Sequence

import numpy as np

from gradcheck.records import BoolArray, FloatArray, IntArray

PROMISING = 1e-9
"""Part of the square of what is to be explained that may remain for a fit to be looked at. The
Gram matrix knows no better; the fit itself is then held to the bound."""

DEPENDENT = 1e-10
"""Part of a column's square beyond the others below which it is their combination."""

Subset = tuple[int, ...]


def project(columns: FloatArray, onto: FloatArray) -> FloatArray:
    """Return columns without their parts along some orthonormal ones; all of shape (rows, n)."""
    return columns - onto @ (onto.T @ columns)


def normalised(columns: FloatArray, before: FloatArray) -> tuple[FloatArray, BoolArray]:
    """Return columns of length 1, and which of them are not nothing beside what they were."""
    lengths = np.linalg.norm(columns, axis=0)
    alive = lengths > np.sqrt(DEPENDENT) * before
    return columns / np.where(alive, lengths, 1.0) * alive, alive


def _marks(columns: FloatArray) -> FloatArray:
    """Return a few numbers for each column that are the same for columns of one direction."""
    rng = np.random.default_rng(1)
    marks = rng.normal(size=(3, columns.shape[0])) @ columns
    return np.asarray(np.round(marks * np.sign(marks[0]), 7) + 0.0)


def first_of_each(columns: FloatArray) -> IntArray:
    """Return the places of the columns, of length 1, that are no multiple of an earlier one."""
    _, first = np.unique(_marks(columns), axis=1, return_index=True)
    return np.sort(first)


def grouped(columns: FloatArray) -> list[list[int]]:
    """Return the places of columns of one direction together, in the order of the first."""
    groups: dict[bytes, list[int]] = {}
    for place, mark in enumerate(_marks(columns).T):
        groups.setdefault(mark.tobytes(), []).append(place)
    return list(groups.values())


def singles(target: FloatArray, columns: FloatArray) -> Iterator[Subset]:
    """Yield the columns that explain the target alone."""
    left = target @ target - (target @ columns) ** 2
    for place in np.flatnonzero(left <= PROMISING * (target @ target)):
        yield (int(place),)


def pairs(
    target: FloatArray, columns: FloatArray, costs: FloatArray, most: int
) -> Iterator[Subset]:
    """Yield pairs that explain the target together, the cheapest first."""
    gram = columns.T @ columns
    along = target @ columns
    total = float(target @ target)
    # What remains is total - joint / apart; all is written over what is no longer needed.
    joint = np.multiply.outer(-2 * along, along)
    joint *= gram
    joint += (along**2)[:, None]
    joint += along**2
    apart = np.subtract(1.0, np.multiply(gram, gram, out=gram), out=gram)
    needed = np.maximum(apart, 1e-3)
    needed *= -PROMISING
    needed += apart
    needed *= total
    good = (joint >= needed) & (apart > 1e-7)
    one, other = np.nonzero(np.triu(good, 1))
    order = np.argsort(costs[one] + costs[other], kind="stable")[:most]
    yield from ((int(one[k]), int(other[k])) for k in order)


def triples(
    target: FloatArray, columns: FloatArray, costs: FloatArray, first: Sequence[int],
    within: int, most: int,
) -> Iterator[Subset]:  # fmt: skip
    """Yield triples with one column among `first` and two among the cheapest `within`."""
    pool = columns[:, :within]
    found: list[Subset] = []
    for place in first:
        axis = columns[:, [place]]
        rest, alive = normalised(project(pool, axis), np.ones(pool.shape[1]))
        left = project(target[:, None], axis)[:, 0]
        if left @ left <= PROMISING * (target @ target):
            continue
        rest[:, np.logical_not(alive)] = 0
        for pair in pairs(left, rest, costs[:within], 4):
            if alive[list(pair)].all():
                found.append(tuple(sorted({place, *pair})))
    unique = [s for s in dict.fromkeys(found) if len(s) == 3]
    yield from sorted(unique, key=lambda s: float(costs[list(s)].sum()))[:most]
