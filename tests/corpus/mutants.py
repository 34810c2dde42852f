"""Wrong gradients made from right ones, each with a label that says what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from tests.corpus.right import Point, Right

SAME = 1e-9
"""A mutant whose every entry equals the right one to this fraction is no mutant."""

ROUNDING = 1e-11
"""Differences below this fraction of the largest entry are rounding, not a mutation."""


@dataclass(frozen=True)
class Mutant:
    """A wrong gradient of `right`, and where it is wrong at the point it was made for."""

    right: Right
    label: str
    gradient: Callable[..., np.ndarray]
    wrong: np.ndarray  # mask, shape of the gradient


def wrong_entries(mutated: np.ndarray, correct: np.ndarray) -> np.ndarray:
    """Where `mutated` differs from `correct` by more than rounding."""
    gap = np.abs(mutated - correct)
    size = np.maximum(np.abs(mutated), np.abs(correct))
    same = (gap <= SAME * size) | (gap <= ROUNDING * np.max(np.abs(correct), initial=0.0))
    return ~same


def mutants(right: Right, at: Point, rng: np.random.Generator) -> Iterator[Mutant]:
    """All mutants of `right` that differ from it at `at`."""
    correct = np.asarray(right.gradient(**at), dtype=float)
    for label, gradient in [*_typical(right), *_mutilated(right, correct, rng)]:
        wrong = wrong_entries(np.asarray(gradient(**at), dtype=float), correct)
        if wrong.any():
            yield Mutant(right, label, gradient, wrong)


def _typical(right: Right) -> Iterator[tuple[str, Callable]]:
    yield from right.wrong.items()


def _mutilated(right, correct, rng) -> Iterator[tuple[str, Callable]]:
    for label, change in {**_overall(), **_single(correct, rng), **_shaped(correct, rng)}.items():
        yield label, _changed(right.gradient, change)


def _changed(gradient: Callable, change: Callable) -> Callable:
    def mutant(**at):
        return change(np.array(gradient(**at), dtype=float))

    return mutant


def _overall() -> dict[str, Callable]:
    """Return changes of every entry alike."""
    return {
        "sign-flipped": lambda g: -g,
        "doubled": lambda g: 2 * g,
        "halved": lambda g: g / 2,
        "off-by-0.05-percent": lambda g: g * 1.0005,
        "off-by-1e-6": lambda g: g * (1 + 1e-6),
        "all-zero": lambda g: 0 * g,
        "all-nan": lambda g: g * np.nan,
        "squared": lambda g: g * np.abs(g),
        "per-ln-10": lambda g: g / np.log(10),
    }


def _set(index, change) -> Callable:
    def apply(g):
        g[index] = change(g[index])
        return g

    return apply


def _single(correct, rng) -> dict[str, Callable]:
    """Return changes of one entry: of median or largest size for faint ones, else any non-zero."""
    found = np.argwhere(correct != 0)
    if not len(found):
        return {}
    by_size = sorted(found.tolist(), key=lambda index: abs(correct[tuple(index)]))
    middle, largest = tuple(by_size[len(by_size) // 2]), tuple(by_size[-1])
    anyone = tuple(found[rng.integers(len(found))])
    return {
        "median-entry-off-by-1e-6": _set(middle, lambda v: v * (1 + 1e-6)),
        "largest-entry-off-by-1e-6": _set(largest, lambda v: v * (1 - 1e-6)),
        "one-entry-off-by-0.05-percent": _set(anyone, lambda v: v * 0.9995),
        "one-entry-zero": _set(anyone, lambda v: 0 * v),
        "one-entry-nan": _set(anyone, lambda v: v * np.nan),
        "one-entry-inf": _set(anyone, lambda v: v * np.inf),
        "one-entry-flipped": _set(anyone, lambda v: -v),
    }


def _shaped(correct, rng) -> dict[str, Callable]:
    """Return changes of layout, rows and order."""
    changes: dict[str, Callable] = {}
    if correct.ndim == 0:
        return changes
    row = int(rng.integers(len(correct)))
    changes["one-row-flipped"] = _set(row, lambda v: -v)
    changes["one-row-off-by-0.05-percent"] = _set(row, lambda v: 1.0005 * v)
    changes["rows-shifted"] = lambda g: np.roll(g, 1, axis=0)
    changes["rows-reversed"] = lambda g: g[::-1].copy()
    changes["same-for-every-entry"] = lambda g: np.full(g.shape, np.mean(g))
    changes["absolute-values"] = np.abs
    if correct.ndim >= 2:
        changes["columns-shifted"] = lambda g: np.roll(g, 1, axis=-1)
        changes["mean-over-rows"] = lambda g: np.broadcast_to(g.mean(0), g.shape).copy()
        if correct.shape[-1] == correct.shape[-2]:
            changes["transposed"] = lambda g: np.swapaxes(g, -1, -2).copy()
    return changes
