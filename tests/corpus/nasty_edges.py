"""Near poles, near the end of a domain, near overflow and underflow, and constants."""

from __future__ import annotations

import mpmath as mp
import numpy as np

from tests.corpus.case import nasty


def quiet(phi):
    """`phi` without numpy's warnings: NaN and inf just beyond the edge are the point here."""

    def silent(t):
        with np.errstate(all="ignore"):
            return phi(t)

    return silent


def _root(at):
    return nasty(
        f"square-root-at-{at:g}",
        at,
        quiet(np.sqrt),
        lambda t: 1 / (2 * mp.sqrt(t)),
        "NaN below 0",
    )


def _log(at):
    return nasty(f"log-at-{at:g}", at, quiet(np.log), lambda t: 1 / t, "NaN below 0, -inf at 0")


def _pole(at):
    return nasty(
        f"reciprocal-at-{at:g}",
        at,
        quiet(lambda t: 1 / t),
        lambda t: -1 / t**2,
        "a pole that changes sign: both sides look alike across it",
    )


POLES = [
    *[_pole(at) for at in (1e-2, 1e-3, 1e-6, -1e-9, 1e-12)],
    nasty(
        "pole-at-1e-9",
        0.0,
        quiet(lambda t: 1 / (t - 1e-9)),
        lambda t: -1 / mp.mpf(1e-9) ** 2,
        "a pole 1e-9 from 0",
    ),
    nasty(
        "weak-pole-beside-sine",
        0.0,
        quiet(lambda t: np.sin(t) + 1e-9 / (t - 1e-4)),
        lambda t: 1 - mp.mpf(1e-9) / mp.mpf(1e-4) ** 2,
        "the pole is narrow but counts",
    ),
    nasty(
        "tangent-near-pole",
        np.pi / 2 - 1e-6,
        np.tan,
        lambda t: 1 + mp.tan(t) ** 2,
        "slope 1e12",
    ),
    nasty(
        "squared-pole-at-1e-4",
        1e-4,
        quiet(lambda t: 1 / t**2),
        lambda t: -2 / t**3,
        "even about the pole",
    ),
]

DOMAIN = [
    *[_root(at) for at in (1e-3, 1e-6, 1e-12, 1e-100)],
    nasty("square-root-at-0", 0.0, quiet(np.sqrt), None, "infinite slope, NaN on one side"),
    *[_log(at) for at in (1e-3, 1e-9, 1e-15)],
    nasty("log-at-0", 0.0, quiet(np.log), None, "not finite at the point"),
    nasty(
        "t-log-t-at-1e-8",
        1e-8,
        quiet(lambda t: t * np.log(t)),
        lambda t: mp.log(t) + 1,
        "continuous at the edge, its slope is not",
    ),
    nasty(
        "half-circle-near-1",
        1 - 1e-9,
        quiet(lambda t: np.sqrt(1 - t**2)),
        lambda t: -t / mp.sqrt(1 - t**2),
        "NaN 1e-9 away",
    ),
    nasty(
        "arctanh-near-1",
        1 - 1e-12,
        quiet(np.arctanh),
        lambda t: 1 / (1 - t**2),
        "1 ulp in 1e-4",
    ),
    nasty(
        "arcsine-near-minus-1",
        -1 + 1e-6,
        quiet(np.arcsin),
        lambda t: 1 / mp.sqrt(1 - t**2),
        "NaN 1e-6 away",
    ),
    nasty(
        "square-up-to-1",
        1 - 1e-6,
        lambda t: np.where(t <= 1, t**2, np.nan),
        lambda t: 2 * t,
        "smooth, then NaN",
    ),
    nasty(
        "square-up-to-here",
        1.0,
        lambda t: np.where(t <= 1, t**2, np.nan),
        None,
        "NaN on every step to the right",
    ),
    nasty(
        "square-up-to-inf",
        1 - 1e-4,
        lambda t: np.where(t <= 1, t**2, np.inf),
        lambda t: 2 * t,
        "smooth, then inf",
    ),
    nasty("never-a-number", 0.3, lambda t: t * np.nan, None, "NaN everywhere"),
    nasty("hole-at-the-point", 0.0, quiet(lambda t: np.sin(t) / t), None, "NaN at the point only"),
    nasty("arccosh-at-1", 1.0, quiet(np.arccosh), None, "infinite slope at the edge"),
]

OVERFLOW = [
    nasty(f"exp-at-{at:g}", at, quiet(np.exp), mp.exp, "overflows at 709.78")
    for at in (700.0, 709.0, 709.78)
] + [
    nasty("square-at-1e154", 1e154, quiet(lambda t: t**2), lambda t: 2 * t, "inf at 1.35e154"),
    nasty(
        "sine-times-1e308",
        0.3,
        quiet(lambda t: 1e308 * np.sin(t)),
        lambda t: mp.mpf(1e308) * mp.cos(t),
        "sums of two values overflow",
    ),
    nasty("line-times-1e308", 0.1, quiet(lambda t: 1.7e308 * t), 1.7e308, "inf at 1.06"),
    nasty(
        "naive-softplus-at-709",
        709.0,
        quiet(lambda t: np.log(1 + np.exp(t))),
        lambda t: 1 / (1 + mp.exp(-t)),
        "slope 1, then inf",
    ),
    nasty("naive-softplus-at-710", 710.0, quiet(lambda t: np.log(1 + np.exp(t))), None, "inf here"),
]

UNDERFLOW = [
    nasty("exp-at-minus-740", -740.0, np.exp, mp.exp, "subnormal: two bits are left"),
    nasty("exp-at-minus-720", -720.0, np.exp, mp.exp, "subnormal"),
    nasty("exp-at-minus-800", -800.0, np.exp, 0.0, "0 here; the truth is below the smallest float"),
    nasty("line-times-1e-310", 0.4, lambda t: 1e-310 * t, 1e-310, "a subnormal slope"),
    nasty("line-times-1e-320", 0.4, lambda t: 1e-320 * t, 1e-320, "a slope of 2024 quanta"),
    nasty(
        "sine-times-1e-300",
        0.4,
        lambda t: 1e-300 * np.sin(t),
        lambda t: mp.mpf(1e-300) * mp.cos(t),
        "its rounding is near the smallest float",
    ),
    nasty("square-at-1e-160", 1e-160, lambda t: t**2, lambda t: 2 * t, "t^2 underflows, 2 t not"),
    nasty(
        "all-orders-flat-at-0",
        0.0,
        quiet(lambda t: np.where(t == 0, 0.0, np.exp(-1 / t**2))),
        0.0,
        "every derivative is 0, and no constant",
    ),
    nasty(
        "one-sided-flat-at-0",
        0.0,
        quiet(lambda t: np.where(t > 0, np.exp(-1 / np.where(t > 0, t, 1)), 0.0)),
        0.0,
        "smooth, but on one side only",
    ),
    nasty(
        "bump-about-to-rise",
        0.04,
        quiet(lambda t: np.exp(-1 / t**2)),
        lambda t: 2 / t**3 * mp.exp(-1 / t**2),
        "1e-267 here, 1 a little away",
    ),
]

CONSTANTS = [
    nasty("three", 0.2, lambda t: 3.0 + 0 * t, 0.0, "a constant"),
    nasty("zero", 0.2, lambda t: 0.0 * t, 0.0, "zero"),
    nasty("constant-1e300", 0.2, lambda t: 1e300 + 0 * t, 0.0, "a large constant"),
    nasty("plain-float-constant", 0.2, lambda t: 7.0, 0.0, "a constant that ignores any batch"),
    nasty("line", 0.7, lambda t: 3 * t + 2, 3.0, "no truncation error: rounding alone"),
    nasty("identity-at-0", 0.0, lambda t: t, 1.0, "exact at every step"),
]

CASES = POLES + DOMAIN + OVERFLOW + UNDERFLOW + CONSTANTS
