"""Term: right after adding a few products of the problem's own quantities."""

from collections.abc import Iterator
from itertools import product

import numpy as np

from gradcheck.diagnose import sparse
from gradcheck.diagnose.columns import Column, library
from gradcheck.diagnose.constants import Constant, recognise
from gradcheck.diagnose.evidence import Evidence
from gradcheck.diagnose.hypothesis import Hypothesis, Part, Repaired
from gradcheck.diagnose.wording import joined, signed_sum, times
from gradcheck.records import Cause, Draws, FloatArray

TIER = 2

AGAIN = True
"""Whether to look again in draws of another distribution, where what was found has a condition."""

LIBRARY, NESTED = 1300, 2600
"""Terms of the library in which pairs are searched, and of the one in which only single ones are
looked for beyond those."""

SCREENED, AROUND = 30, 260
"""Triples: the cheapest terms, one of which takes part, and those of which the other two are."""

ROWS = 192
"""Entries that take part in the search: more than enough to tell any three columns apart."""

ALIKE = 3
"""Columns that differ by a multiple of the formula, of which so many are tried."""

PROPOSED = 12

ADDING, EACH = 2.4, 1.0
"""The cost of adding something at all, and of each term beyond its pieces."""

SCALED = 1.4
"""The cost of multiplying the formula as well."""

CLOSE = 3e-6


def propose(evidence: Evidence) -> Iterator[Hypothesis]:
    """Yield sums of one, two or three terms that explain what is missing, the cheapest first."""
    if not evidence.regular:
        return
    yield from _searched(evidence, nested=False)


def deeper(evidence: Evidence) -> Iterator[Hypothesis]:
    """Yield the same from the larger library, of sums within sums."""
    if evidence.regular:
        yield from _searched(evidence, nested=True)


def _searched(evidence: Evidence, nested: bool) -> Iterator[Hypothesis]:
    columns = library(evidence, NESTED if nested else LIBRARY, nested)
    search = _Search.of(evidence.first, columns)
    if search is None:
        return
    proposed = [
        h for s in search.subsets(nested) for columns in search.named(s)
        if (h := _fitted(evidence, columns))
    ]  # fmt: skip
    yield from sorted(proposed, key=lambda one: one.cost)[:PROPOSED]


class _Search:
    """The columns as a matrix, the formula projected out.

    Columns that differ by a multiple of the formula are one there: they are kept together, for each
    goes with another multiple of the formula.
    """

    def __init__(self, target: FloatArray, matrix: FloatArray, groups: list[list[Column]]) -> None:
        self.target = target
        self.matrix = matrix
        self.groups = groups
        self.costs = np.array([group[0].cost + EACH for group in groups])

    @classmethod
    def of(cls, draws: Draws, columns: list[Column]) -> "_Search | None":
        rows = _rows(draws)
        scale = _scales(draws)[rows]
        with np.errstate(all="ignore"):
            raw = np.stack([column.on(draws)[rows] / scale for column in columns], axis=1)
            formula = (draws.analytic[rows] / scale)[:, None]
            wanted = draws.numeric[rows] / scale
        raw[:, ~np.isfinite(raw).all(axis=0)] = 0
        length = np.linalg.norm(formula)
        if not np.isfinite(length) or not length:
            return None
        along = formula / length
        left = sparse.project(wanted[:, None], along)[:, 0]
        if np.linalg.norm(left) <= 1e-7 * np.linalg.norm(wanted):
            return None
        # A column that is the truth itself would replace the formula, not repair it.
        before = np.linalg.norm(raw, axis=0)
        unit = wanted / np.linalg.norm(wanted)
        keep = np.flatnonzero((np.abs(unit @ raw) < (1 - 1e-10) * before) & (before > 0))
        keep = keep[sparse.first_of_each(raw[:, keep] / before[keep])]
        matrix, alive = sparse.normalised(sparse.project(raw[:, keep], along), before[keep])
        keep, matrix = keep[alive], matrix[:, alive]
        together = sparse.grouped(matrix)
        first = [members[0] for members in together]
        groups = [[columns[keep[i]] for i in members] for members in together]
        return cls(left, matrix[:, first], groups)

    def named(self, subset: sparse.Subset) -> Iterator[list[Column]]:
        """Yield the columns of a subset: one of each group."""
        choices = [self.groups[i][:ALIKE] for i in subset]
        yield from (list(chosen) for chosen in product(*choices))

    def subsets(self, nested: bool) -> Iterator[sparse.Subset]:
        """Yield subsets of columns that explain what is missing."""
        found = False
        for subset in sparse.singles(self.target, self.matrix):
            found = True
            yield subset
        width = len(self.groups) if not nested else min(len(self.groups), LIBRARY)
        for subset in sparse.pairs(self.target, self.matrix[:, :width], self.costs[:width], 24):
            found = True
            yield subset
        if not found and not nested:
            first = range(min(SCREENED, len(self.groups)))
            yield from sparse.triples(self.target, self.matrix, self.costs, first, AROUND, 8)


def _rows(draws: Draws) -> tuple[FloatArray, ...]:
    """Return the entries that take part, spread over all trials."""
    places = np.argwhere(draws.known)
    if len(places) > ROWS:
        places = np.random.default_rng(0).permutation(places)[:ROWS]
    return tuple(places.T)


def _scales(draws: Draws) -> FloatArray:
    """Return the size of the derivative in each trial, shape as the derivative."""
    flat = np.where(draws.known, np.abs(draws.numeric), 0).reshape(draws.trials, -1)
    scale = np.maximum(flat.max(axis=1), 1e-3 * flat.max())
    shape = (draws.trials, *([1] * (draws.numeric.ndim - 1)))
    return np.broadcast_to(scale.reshape(shape), draws.numeric.shape)


def fit(draws: Draws, columns: list[Column]) -> FloatArray | None:
    """Return the coefficients of the formula and of the columns, by least squares.

    None where the formula is a combination of the columns.
    """
    rows = np.nonzero(draws.known)
    scale = _scales(draws)[rows]
    with np.errstate(all="ignore"):
        parts = [draws.analytic, *(column.on(draws) for column in columns)]
        raw = np.stack([part[rows] / scale for part in parts], axis=1)
    if not np.isfinite(raw).all():
        return None
    lengths = np.linalg.norm(raw, axis=0)
    if not lengths.all() or raw.shape[0] < raw.shape[1]:
        return None
    found, _, rank, _ = np.linalg.lstsq(raw / lengths, draws.numeric[rows] / scale, rcond=1e-7)
    if rank < raw.shape[1]:
        return None
    return np.asarray(found / lengths)


def _fitted(evidence: Evidence, columns: list[Column]) -> Hypothesis | None:
    """Fit at every size, and recognise the coefficients; None where they are no constants."""
    found = [fit(draws, columns) for draws in evidence.draws]
    if any(one is None for one in found):
        return None
    fitted = np.array(found)
    sizes = [draws.sizes for draws in evidence.draws]
    alpha, *betas = [recognise(fitted[:, i].tolist(), sizes, CLOSE) for i in range(fitted.shape[1])]
    if alpha is None or any(beta is None for beta in betas):
        return None
    return hypothesis(alpha, [b for b in betas if b is not None], columns)


def hypothesis(alpha: Constant, betas: list[Constant], columns: list[Column]) -> Hypothesis:
    """Return the claim that alpha times the formula plus the terms is right."""
    cost = ADDING + sum(c.cost + EACH + 0.6 * b.cost for c, b in zip(columns, betas, strict=True))
    if alpha.text != "1":
        cost += SCALED + alpha.cost

    def apply(draws: Draws) -> Repaired:
        factor = alpha.at(draws.sizes)
        values = factor * draws.analytic
        size = np.abs(values)
        for column, beta in zip(columns, betas, strict=True):
            part = beta.at(draws.sizes) * column.on(draws)
            values, size = values + part, size + np.abs(part)
        return Repaired(values, draws.numeric, size, abs(factor) * draws.slack)

    added = joined(columns, betas)
    scaled = "" if alpha.text == "1" else f"multiply by {alpha.text} and "
    cause = Cause(
        kind="term", message=f"{scaled}add {signed_sum(added)}", terms=tuple(added),
        factor=None if alpha.text == "1" else alpha.text,
        corrected=signed_sum([times("formula", alpha.text), *added]),
    )  # fmt: skip

    def parts(draws: Draws) -> list[Part]:
        found = [b.at(draws.sizes) * c.on(draws) for c, b in zip(columns, betas, strict=True)]
        shown = found if len(added) == len(found) else [np.sum(found, axis=0)]
        formula = Part(times("formula", alpha.text), alpha.at(draws.sizes) * draws.analytic)
        return [formula, *(Part(t, part) for t, part in zip(added, shown, strict=True))]

    return Hypothesis(cause, cost, apply, parts=parts)
