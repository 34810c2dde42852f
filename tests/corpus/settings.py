"""Bad scalings of the right gradients: of their inputs, of their cost, of its arithmetic."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from tests.corpus.case import hash_noise
from tests.corpus.mutants import Mutant
from tests.corpus.right import Point, Right


@dataclass(frozen=True)
class Setting:
    """How a right gradient is drawn and its cost disturbed; the defaults are well scaled."""

    name: str
    scale: float = 1.0  # of the inputs
    offset: float = 0.0  # added to the cost
    factor: float = 1.0  # times the cost, and times the gradient
    single: bool = False  # the cost sees its inputs in float32
    noise: float = 0.0  # relative noise of the cost

    def draw(self, right: Right, rng: np.random.Generator) -> Point:
        """Return a point; of float32 numbers where the cost would round it."""
        at = right.draw(rng, self.scale)
        return {name: self._rounded(np.asarray(value)) for name, value in at.items()}

    def _rounded(self, value):
        if self.single and value.dtype.kind == "f":
            return value.astype(np.float32).astype(np.float64)
        return value

    def cost(self, right: Right) -> Callable[..., float]:
        """Return the cost of `right` as disturbed here."""

        def disturbed(**at):
            if self.single:
                at = {name: _narrow(value) for name, value in at.items()}
            with np.errstate(all="ignore"):
                value = self.factor * right.cost(**at) + self.offset
            return value * (1 + self.noise * hash_noise(value)) if self.noise else value

        return disturbed

    def gradient(self, gradient: Callable[..., np.ndarray]) -> Callable[..., np.ndarray]:
        """`gradient` for the cost as disturbed here."""

        def scaled(**at):
            with np.errstate(all="ignore"):
                return self.factor * gradient(**at)

        return scaled

    def wrong_by(self, mutant: Mutant, at: Point) -> np.ndarray:
        """By how much each entry of `mutant` is wrong at `at`."""
        with np.errstate(all="ignore"):
            gap = np.abs(mutant.gradient(**at) - mutant.right.gradient(**at))
        return self.factor * np.asarray(gap, float)


def _narrow(value):
    value = np.asarray(value)
    return value.astype(np.float32) if value.dtype.kind == "f" else value


WELL_SCALED = Setting("well scaled")

BADLY_SCALED = [
    *[Setting(f"inputs x {scale:g}", scale=scale) for scale in (1e-6, 1e-3, 1e3, 1e6)],
    *[Setting(f"J + {offset:g}", offset=offset) for offset in (1e6, 1e9)],
    *[Setting(f"J x {factor:g}", factor=factor) for factor in (1e-8, 1e8)],
    Setting("J in float32", single=True),
    Setting("noise 1e-10", noise=1e-10),
]
