"""The library of terms: products of up to three pieces, perhaps summed over one more index."""

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import combinations

import numpy as np

from gradcheck.dataclass import dataclass
from gradcheck.diagnose import pieces as make
from gradcheck.diagnose.evidence import Evidence, Kind
from gradcheck.diagnose.pieces import Piece
from gradcheck.diagnose.sources import (
    Source,
    partial_sources,
    plain_sources,
    product_sources,
    row_product_sources,
)
from gradcheck.records import Draws, FloatArray, IntArray

PAIRED, TRIPLED = 90, 30
"""The cheapest pieces, of which products of two are formed, and products of three."""

UNCOVERED = 1.5
"""The cost of an axis of the derivative along which a term does not vary: few real ones do not."""

SUMMED = 0.8
"""The cost of summing over an index."""

FUNCTIONED = ("square", "less", "inverse", "positive", "exp", "square less", "inverse less")
"""The functions of which the pieces of terms are made."""


@dataclass(frozen=True, eq=False)
class Column:
    """One product, as a function of the draws."""

    factors: tuple[Piece, ...]
    summed: str
    """The letter that it is summed over, if it is."""
    cost: float

    @property
    def text(self) -> str:
        """How the product is written."""
        return written([f.text for f in in_order(self.factors)], self.summed)

    def on(self, draws: Draws) -> FloatArray:
        """Return its values, shape (trials, *derivative)."""
        key = ("column", self.summed, *(f.key for f in self.factors))
        return draws.remembered(key, lambda: self._on(draws))

    def _on(self, draws: Draws) -> FloatArray:
        product: FloatArray = np.ones(1)
        for factor in self.factors:
            product = product * factor.on(draws)
        whole = product.sum(axis=-1) if self.factors else product
        return np.broadcast_to(whole, draws.analytic.shape)


def in_order(factors: Sequence[Piece]) -> list[Piece]:
    """Return factors as people write them: by the axes along which they vary, numbers last."""
    return sorted(factors, key=lambda f: (len(f.axes) != 1, min(f.axes, default=99)))


def written(texts: Sequence[str], summed: str) -> str:
    """Write a product: numerators first, then what it is divided by."""
    above = [t for t in texts if not t.startswith("1/")]
    below = [t[2:] for t in texts if t.startswith("1/")]
    inner = (" ".join(above) or "1") + "".join(f" / {one}" for one in below)
    return f"sum_{summed}({inner})" if summed else inner


def library(evidence: Evidence, limit: int, nested: bool) -> list[Column]:
    """Return the cheapest terms, at most `limit`; with `nested`, of sums of products too."""
    base = plain_sources(evidence)
    deeper: list[Source] = []
    if nested:
        deeper += partial_sources(evidence)
        deeper += [*product_sources(evidence, base), *row_product_sources(evidence, base)]
    found = list(_of_kind(evidence, [*base, *deeper], None, limit))
    for kind in summed_kinds(base):
        found += _of_kind(evidence, [*base, *deeper], kind, limit)
    found.sort(key=lambda one: one.cost)
    one = Column((), "", UNCOVERED * len(evidence.axes))
    return [one, *found[: limit - 1]]


def summed_kinds(base: Sequence[Source]) -> list[Kind]:
    """Return the kinds of axes that there are, over which a term may be summed."""
    kinds = [kind for source in base for kind in source.kinds]
    return list(dict.fromkeys(kind for kind in kinds if max(kind) > 1))


def pieces(evidence: Evidence, sources: Sequence[Source], summed: Kind | None) -> list[Piece]:
    """Return all pieces, the cheapest first: arrays as they lie, and simple functions of them."""
    found: list[Piece] = []
    for source in sources:
        for piece in make.place(evidence, source, summed):
            found.append(piece)
            if source.cost <= 1:
                found += [make.function(piece, name) for name in FUNCTIONED]
            if source.text.startswith("sum(exp("):
                found += [make.function(piece, name) for name in ("inverse", "inverse square")]
            if source.cost <= 1 and not source.kinds:
                found += [make.function(piece, name) for name in ("inverse square", "inverse ln")]
    found += special(evidence, summed)
    return sorted(found, key=lambda piece: piece.cost)


def special(evidence: Evidence, summed: Kind | None) -> Iterator[Piece]:
    """Yield the pieces that compare indices, with one another or with a label."""
    axes = [*evidence.axes, *([summed] if summed is not None else [])]
    for one, other in combinations(range(len(axes)), 2):
        if axes[one] == axes[other]:
            yield make.delta(evidence, one, other)
    for name in evidence.names:
        values = evidence.first.values[name]
        if values.dtype.kind in "iu" and values.ndim == 1:
            for axis, kind in enumerate(evidence.axes):
                if values.max(initial=0) < kind[0]:
                    yield make.chosen(evidence, name, axis)


def _of_kind(
    evidence: Evidence, sources: Sequence[Source], summed: Kind | None, limit: int
) -> list[Column]:
    """Return the cheapest products without a sum, or summed over an axis of one kind."""
    last = len(evidence.axes)
    every = pieces(evidence, sources, summed)
    letter = evidence.summed if summed is not None else ""
    if summed is not None:
        within = [p for p in every if last in p.axes and p.key[0] != "delta"]
        outside = [p for p in every if last not in p.axes]
        every = sorted([*within[: PAIRED // 2], *outside[: PAIRED // 2]], key=lambda p: p.cost)
    found = []
    for count, pool in ((1, every), (2, every[:PAIRED]), (3, every[:TRIPLED])):
        for chosen, cost in _cheapest(pool, count, last, bool(letter), limit):
            found.append(Column(tuple(pool[i] for i in chosen), letter, cost))
    return found


@cache
def _combinations(size: int, count: int) -> IntArray:
    """Return all choices of `count` of so many, shape (choices, count)."""
    return np.array(list(combinations(range(size), count)), dtype=np.int64).reshape(-1, count)


def _cheapest(
    pool: Sequence[Piece], count: int, last: int, summed: bool, limit: int
) -> Iterator[tuple[list[int], float]]:
    """Yield the cheapest products of so many pieces, as places in the pool, and what they cost.

    What is summed over has two factors at least that vary along it. An array and a function of it
    are not multiplied: such terms are rare, and many.
    """
    chosen = _combinations(len(pool), count)
    if not len(chosen):
        return
    costs = np.array([piece.cost for piece in pool])[chosen].sum(axis=1)
    masks = np.array([sum(1 << axis for axis in piece.axes) for piece in pool])[chosen]
    names = list(dict.fromkeys(piece.key[:2] for piece in pool))
    same = np.array([names.index(piece.key[:2]) for piece in pool])[chosen]
    good = np.ones(len(chosen), dtype=np.bool_)
    for one, other in combinations(range(count), 2):
        good &= same[:, one] != same[:, other]
    if summed:
        good &= ((masks >> last) & 1).sum(axis=1) >= 2
        costs = costs + SUMMED
    together = np.bitwise_or.reduce(masks, axis=1)
    for axis in range(last):
        costs = costs + UNCOVERED * (((together >> axis) & 1) == 0)
    order = np.flatnonzero(good)
    order = order[np.argsort(costs[order], kind="stable")][:limit]
    yield from ((chosen[i].tolist(), float(costs[i])) for i in order)
