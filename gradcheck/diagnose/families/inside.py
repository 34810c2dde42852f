"""Inside: right after multiplying by an array, or dividing by one.

log |numeric / formula| is a sum of logarithms of pieces with whole powers; one and two of them are
searched exhaustively, as terms are.
"""

from collections.abc import Iterator, Sequence
from itertools import combinations

import numpy as np

from gradcheck.diagnose import pieces as make
from gradcheck.diagnose import sparse
from gradcheck.diagnose.constants import Constant, recognise
from gradcheck.diagnose.evidence import Evidence
from gradcheck.diagnose.fractions import parts, quotient
from gradcheck.diagnose.hypothesis import Hypothesis, Part, Repaired
from gradcheck.diagnose.pieces import Piece
from gradcheck.diagnose.sources import plain_sources, product_sources
from gradcheck.records import BoolArray, Cause, Draws, FloatArray

TIER = 1

COST = 1.9

POWERS = {1.0: 0.0, -1.0: 0.2, 2.0: 0.6, -2.0: 0.8, 0.5: 1.5, -0.5: 1.7, 3.0: 1.2, -3.0: 1.4}
"""The powers that a piece may have, and what each costs."""

TOGETHER = 1.5
"""What each piece beyond the first adds: several make up relations that nobody meant."""

FUNCTIONED = ("less", "square less", "more", "exp", "sigmoid")

NEAR = 1e-5
"""How close to such a power a fitted one must be."""

MOST, ROWS, PROPOSED = 500, 160, 8

SCREENED, AROUND = 12, 80
"""Triples, as for terms."""


def propose(evidence: Evidence) -> Iterator[Hypothesis]:
    """Yield arrays by which the formula is right once multiplied, the cheapest first."""
    if not evidence.regular:
        return
    rows = _rows(evidence.first)
    if rows is None:
        return
    pieces = _pieces(evidence)
    search = _logarithms(evidence.first, rows, pieces)
    if search is None:
        return
    target, matrix, kept = search
    costs = np.array([piece.cost for piece in kept])
    subsets = [*sparse.singles(target, matrix), *sparse.pairs(target, matrix, costs, 16)]
    if not subsets:
        first = range(min(SCREENED, len(kept)))
        subsets = [*sparse.triples(target, matrix, costs, first, AROUND, 6)]
    found = [_fitted(evidence, [kept[i] for i in subset]) for subset in subsets]
    proposed = [one for one in found if one is not None]
    yield from sorted(proposed, key=lambda one: one.cost)[:PROPOSED]


def _rows(draws: Draws) -> tuple[FloatArray, ...] | None:
    """Return the entries in which there is a ratio; None where formula and truth vanish apart."""
    known = draws.known
    small = 1e-10 * np.abs(draws.numeric[known]).max(initial=0.0)
    gone = (draws.analytic == 0) & (np.abs(draws.numeric) > small + draws.bound) & known
    left = known & (np.abs(draws.numeric) > small) & (draws.analytic != 0)
    if gone.any() or left.sum() < 4:
        return None
    places = np.argwhere(left)
    if len(places) > ROWS:
        places = np.random.default_rng(0).permutation(places)[:ROWS]
    return tuple(places.T)


def _pieces(evidence: Evidence) -> list[Piece]:
    """Return the arrays that a factor may be, their differences among them."""
    sources = [*plain_sources(evidence)]
    base = [p for source in sources for p in make.place(evidence, source, None)]
    found = list(base)
    plain = [p for p in base if p.cost <= 1]
    found += [make.function(piece, name) for piece in plain for name in FUNCTIONED]
    found += [make.function(piece, "ln") for piece in plain if not piece.axes]
    found += [_difference(a, b) for a, b in combinations(plain, 2) if a.axes == b.axes]
    products = [*product_sources(evidence, sources)]
    found += [p for s in products if len(s.kinds) < 2 for p in make.place(evidence, s, None)]
    return sorted(found, key=lambda piece: piece.cost)[:MOST]


def _difference(one: Piece, other: Piece) -> Piece:
    return Piece(f"({one.text} - {other.text})", one.axes, ("less", one.key, other.key),
                 lambda d: one.on(d) - other.on(d), one.cost + other.cost + 2.5,
                 one.names | other.names)  # fmt: skip


def _logarithms(
    draws: Draws, rows: tuple[FloatArray, ...], pieces: Sequence[Piece]
) -> tuple[FloatArray, FloatArray, list[Piece]] | None:
    """Return log |ratio| and the columns of log |piece|, constants projected out."""
    shape = draws.analytic.shape
    with np.errstate(all="ignore"):
        target = np.log(np.abs(draws.numeric[rows] / draws.analytic[rows]))
        logs = [np.log(np.abs(np.broadcast_to(p.on(draws)[..., 0], shape)[rows])) for p in pieces]
    raw = np.stack(logs, axis=1)
    raw[:, ~np.isfinite(raw).all(axis=0)] = 0
    ones = np.full((len(target), 1), len(target) ** -0.5)
    left = sparse.project(target[:, None], ones)[:, 0]
    if np.linalg.norm(left) <= 1e-7 * np.sqrt(len(target)):
        return None
    matrix, alive = sparse.normalised(sparse.project(raw, ones), np.linalg.norm(raw, axis=0))
    keep = np.flatnonzero(alive)
    return left, matrix[:, keep], [pieces[int(i)] for i in keep]


def _fitted(evidence: Evidence, pieces: list[Piece]) -> Hypothesis | None:
    """Recognise the powers and the constant; None where they are none."""
    found = [_powers(draws, pieces) for draws in evidence.draws]
    if any(one is None for one in found):
        return None
    powers = [_nearest(values) for values in np.array([one[0] for one in found if one]).T]
    if any(power is None for power in powers):
        return None
    scales = [one[1] for one in found if one]
    constant = recognise(scales, [d.sizes for d in evidence.draws], NEAR)
    if constant is None:
        return None
    return hypothesis(pieces, [p for p in powers if p is not None], constant)


def _powers(draws: Draws, pieces: list[Piece]) -> tuple[FloatArray, float] | None:
    rows = _rows(draws)
    if rows is None:
        return None
    shape = draws.analytic.shape
    with np.errstate(all="ignore"):
        ratio = draws.numeric[rows] / draws.analytic[rows]
        whole = [np.broadcast_to(p.on(draws)[..., 0], shape)[rows] for p in pieces]
        raw = np.log(np.abs(np.stack([*whole, np.full(len(ratio), np.e)], axis=1)))
        wanted = np.log(np.abs(ratio))
    if not np.isfinite(raw).all() or not np.isfinite(wanted).all():
        return None
    found, _, rank, _ = np.linalg.lstsq(raw, wanted, rcond=1e-9)
    if rank < raw.shape[1]:
        return None
    rounded = np.round(found[:-1] * 2) / 2
    with np.errstate(all="ignore"):
        odd = [round(abs(power)) % 2 for power in rounded]
        signs = np.prod([np.sign(w) ** p for w, p in zip(whole, odd, strict=True)], axis=0)
        sign = np.sign(np.median(np.sign(ratio) * signs))
    return found[:-1], float(sign * np.exp(found[-1]))


def _nearest(values: FloatArray) -> float | None:
    for power in POWERS:
        if (np.abs(values - power) <= NEAR).all():
            return power
    return None


def hypothesis(pieces: list[Piece], powers: list[float], constant: Constant) -> Hypothesis:
    """Return the claim that the formula is right times these powers of pieces."""
    cost = COST + sum(p.cost + 0.4 + POWERS[n] for p, n in zip(pieces, powers, strict=True))
    cost += TOGETHER * (len(pieces) - 1)
    cost += 0.0 if constant.text == "1" else 1.0 + constant.cost

    def apply(draws: Draws) -> Repaired:
        factor: FloatArray = np.full(1, constant.at(draws.sizes))
        for piece, power in zip(pieces, powers, strict=True):
            factor = factor * piece.on(draws)[..., 0] ** power
        values = np.asarray(draws.analytic * factor)
        vanish: BoolArray = (draws.analytic == 0) & ~np.isfinite(factor)
        values = np.where(vanish, 0.0, values)
        slack = np.nan_to_num(draws.slack * np.abs(factor), posinf=0.0)
        return Repaired(values, draws.numeric, np.abs(values), slack)

    text = _product(pieces, powers, constant.text)
    kind = "inside" if any(piece.axes for piece in pieces) else "factor"
    corrected = f"formula / {text[2:]}" if text.startswith("1/") else f"formula * {text}"
    cause = Cause(kind, _message(text), factor=text, corrected=corrected)

    def worked(draws: Draws) -> list[Part]:
        return [Part(corrected, apply(draws).values)]

    return Hypothesis(cause, cost, apply, parts=worked)


def _message(text: str) -> str:
    return f"divide by {text[2:]}" if text.startswith("1/") else f"multiply by {text}"


def _product(pieces: list[Piece], powers: list[float], constant: str) -> str:
    """Write the factor: `O_r (1 - O_r) / m`."""
    top, under = parts(constant.removeprefix("-"), "/")
    above = [_power(p.text, n) for p, n in zip(pieces, powers, strict=True) if n > 0]
    below = [_power(p.text, -n) for p, n in zip(pieces, powers, strict=True) if n < 0]
    over = " / " if above or top != "1" else "/"
    sign = "-" if constant.startswith("-") else ""
    return sign + quotient([top, *above], [*under, *below], over=over)


def _power(text: str, power: float) -> str:
    if power == 1:
        return text
    return f"sqrt({text})" if power == 0.5 else f"{text}**{power:g}"
