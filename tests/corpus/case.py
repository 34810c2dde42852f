"""What a nasty scalar function is, its exact slope, and the verdict on a stated bound."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import mpmath
import numpy as np

DIGITS = 60
"""Decimal digits in which exact slopes are evaluated before they are rounded to float64."""

MIXERS = (0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB)
"""Constants of splitmix64 (Steele, Lea and Flood 2014)."""

Slope = Callable[[mpmath.mpf], mpmath.mpf] | float | None


@dataclass(frozen=True)
class Nasty:
    """One scalar function at one point, with the derivative that it truly has there."""

    name: str
    phi: Callable[[np.ndarray], np.ndarray]  # of one argument, passed by position
    at: float
    truth: float | None  # correctly rounded to float64; None where there is no derivative
    why: str


def nasty(name: str, at: float, phi: Callable, slope: Slope, why: str) -> Nasty:
    """Make a case of truth `slope`: a number, None, or a closed form for high precision."""
    if callable(slope):
        with mpmath.workdps(DIGITS):
            slope = float(slope(mpmath.mpf(at)))
    return Nasty(name, phi, float(at), slope, why)


def is_honest(numeric: float, bound: float, truth: float | None) -> bool:
    """Whether `numeric` ± `bound` claims nothing false; an infinite bound claims nothing."""
    if np.isposinf(bound):
        return True
    if truth is None or np.isnan(bound):
        return False
    return bool(abs(numeric - truth) <= bound)


def hash_noise(t: np.ndarray) -> np.ndarray:
    """Uniform on [-1, 1), fixed by the bits of `t`: the noise of a cost that repeats itself."""
    bits = np.array(t, dtype=np.float64).view(np.uint64)
    with np.errstate(over="ignore"):
        bits = bits + np.uint64(MIXERS[0])
        bits = (bits ^ (bits >> np.uint64(30))) * np.uint64(MIXERS[1])
        bits = (bits ^ (bits >> np.uint64(27))) * np.uint64(MIXERS[2])
        bits = bits ^ (bits >> np.uint64(31))
    return bits.astype(np.float64) / 2.0**63 - 1.0
