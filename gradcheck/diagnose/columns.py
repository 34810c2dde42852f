"""The library of terms: products of up to three pieces, perhaps summed over one more index."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from gradcheck.diagnose import pieces as make
from gradcheck.diagnose.evidence import Evidence, Kind
from gradcheck.diagnose.pieces import Piece, Source
from gradcheck.records import Draws, FloatArray

PAIRED, TRIPLED = 90, 30
"""The cheapest pieces, of which products of two are formed, and products of three."""

UNCOVERED = 1.5
"""The cost of an axis of the derivative along which a term does not vary: few real ones do not."""

SUMMED = 0.8
"""The cost of summing over an index."""

FUNCTIONED = ("square", "less", "inverse", "positive", "exp", "square less")
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
    base = make.sources(evidence)
    deeper: list[Source] = [*make.partials(evidence)]
    if nested:
        deeper += [*make.products(evidence, base), *make.row_products(evidence, base)]
    found = list(_of_kind(evidence, [*base, *deeper], None))
    for kind in summed_kinds(evidence, base):
        found += _of_kind(evidence, [*base, *deeper], kind)
    found.sort(key=lambda one: one.cost)
    one = Column((), "", UNCOVERED * len(evidence.axes))
    return [one, *found[: limit - 1]]


def summed_kinds(evidence: Evidence, base: Sequence[Source]) -> list[Kind]:
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


def _of_kind(evidence: Evidence, sources: Sequence[Source], summed: Kind | None) -> list[Column]:
    """Return the products without a sum, or those that are summed over an axis of one kind."""
    last = len(evidence.axes)
    every = pieces(evidence, sources, summed)
    letter = evidence.summed if summed is not None else ""
    if summed is not None:
        within = [p for p in every if last in p.axes]
        outside = [p for p in every if last not in p.axes]
        every = sorted([*within[: PAIRED // 2], *outside[: PAIRED // 2]], key=lambda p: p.cost)
    found = []
    for count, pool in ((1, every), (2, every[:PAIRED]), (3, every[:TRIPLED])):
        for factors in combinations(pool, count):
            column = _column(evidence, factors, letter, last)
            if column is not None:
                found.append(column)
    return found


def _column(
    evidence: Evidence, factors: tuple[Piece, ...], letter: str, last: int
) -> Column | None:
    """Return a product, None where it is another one in disguise."""
    within = [f for f in factors if last in f.axes]
    if letter and (len(within) < 2 or any(f.key[0] == "delta" for f in within)):
        return None
    if len({f.key[:2] for f in factors}) < len(factors):
        return None  # an array and a function of it: rare, and many
    covered: frozenset[int] = frozenset().union(*(f.axes for f in factors))
    cost = sum(f.cost for f in factors) + UNCOVERED * len(set(range(len(evidence.axes))) - covered)
    return Column(factors, letter, cost + (SUMMED if letter else 0.0))
