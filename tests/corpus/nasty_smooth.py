"""Smooth functions whose shape misleads: saturated, periodic, even, narrow, cancelling."""

from __future__ import annotations

import mpmath as mp
import numpy as np

from tests.corpus.case import nasty

TURN = 2 * np.pi  # as a float64: the exact slopes use the same rounded constant


def logistic(t):
    """Return the sigmoid as most people write it."""
    return 1 / (1 + np.exp(-t))


def logistic_slope(t):
    """exp(-t) / (1 + exp(-t))^2, which keeps its digits in both tails."""
    return mp.exp(-t) / (1 + mp.exp(-t)) ** 2


def _steep(at):
    return nasty(
        f"tanh-1e3-at-{at:g}",
        at,
        lambda t: np.tanh(1e3 * t),
        lambda t: 1000 / mp.cosh(1000 * t) ** 2,
        "linear at large steps, with the wrong slope",
    )


def _wave(turns, at):
    return nasty(
        f"sine-of-{turns:g}-turns-plus-t-at-{at:g}",
        at,
        lambda t: np.sin(TURN * turns * t) + t,
        lambda t: mp.mpf(TURN * turns) * mp.cos(mp.mpf(TURN * turns) * t) + 1,
        "steps that are whole periods see the slope 1 only",
    )


def _fast(at):
    return nasty(
        f"sine-1e6-at-{at:g}",
        at,
        lambda t: np.sin(1e6 * t),
        lambda t: 10**6 * mp.cos(10**6 * t),
        "the period is 6e-6",
    )


def _power(degree):
    return nasty(
        f"power-{degree}-at-0",
        0.0,
        lambda t: t**degree,
        0.0,
        "relative error is undefined, the value itself vanishes",
    )


def _runge(at):
    return nasty(
        f"runge-at-{at:g}",
        at,
        lambda t: 1 / (1 + 1e6 * t**2),
        lambda t: -2 * 10**6 * t / (1 + 10**6 * t**2) ** 2,
        "poles at 1e-3 i stop extrapolation",
    )


SATURATED = [
    nasty(f"logistic-at-{at:g}", at, logistic, logistic_slope, "saturated: rounds to a constant")
    for at in (-800.0, -40.0, -20.0, 15.0, 30.0, 36.0, 40.0)
] + [
    nasty(
        "log-logistic-at-minus-30",
        -30.0,
        lambda t: np.log(1 / (1 + np.exp(-t))),
        lambda t: 1 / (1 + mp.exp(t)),
        "almost linear, the curvature is 1e-13",
    ),
    *[_steep(at) for at in (0.0, 1e-3, 3e-3, 1e-2, 0.03, 1.0)],
]

PERIODIC = [
    _wave(1, 0.0),
    _wave(1, 0.25),
    _wave(1, 0.3),
    _wave(1024, 0.0),
    _wave(1e4, 0.0),
    _wave(2.0**20, 0.125),
    _wave(1e4, 0.1),
    _fast(0.0),
    _fast(0.7),
    nasty(
        "chirp-at-3",
        3.0,
        lambda t: np.sin(np.exp(3 * t)),
        lambda t: 3 * mp.exp(3 * t) * mp.cos(mp.exp(3 * t)),
        "its frequency grows with t",
    ),
    nasty(
        "cosine-1e5-at-0",
        0.0,
        lambda t: np.cos(1e5 * t),
        0.0,
        "even: every difference is 0",
    ),
]

EVEN_OR_FLAT = [
    *[_power(degree) for degree in (2, 3, 4, 5, 8)],
    nasty("cosine-at-0", 0.0, np.cos, 0.0, "even"),
    nasty("cosh-20-at-0", 0.0, lambda t: np.cosh(20 * t), 0.0, "even and steep"),
    nasty("gauss-bell-at-0", 0.0, lambda t: np.exp(-(t**2)), 0.0, "even, flat far away"),
    nasty(
        "gauss-bell-at-5",
        5.0,
        lambda t: np.exp(-(t**2)),
        lambda t: -2 * t * mp.exp(-(t**2)),
        "its scale is a tenth of t",
    ),
    nasty("quartic-off-by-1e-5", 1e-5, lambda t: t**4, lambda t: 4 * t**3, "4e-15 beside t^4"),
    nasty(
        "cubic-on-one-at-1e-4",
        1e-4,
        lambda t: 1 + t**3,
        lambda t: 3 * t**2,
        "a slope of 3e-8 beside a value of 1",
    ),
]

NARROW = [
    *[_runge(at) for at in (0.0, 1e-3, 0.1)],
    nasty(
        "narrow-odd-bump",
        0.0,
        lambda t: np.sin(t) + t * np.exp(-((1e7 * t) ** 2)),
        2.0,
        "slope 2 within 1e-7 of 0, slope 1 at every larger step",
    ),
    nasty(
        "narrow-even-bump",
        1e-6,
        lambda t: np.sin(t) + np.exp(-((1e6 * t) ** 2)),
        lambda t: mp.cos(t) - 2 * 10**12 * t * mp.exp(-((10**6 * t) ** 2)),
        "a needle 1e-6 wide",
    ),
    nasty(
        "steep-arctan-at-0",
        0.0,
        lambda t: np.arctan(1e8 * t),
        1e8,
        "a smoothed jump 1e-8 wide",
    ),
    nasty(
        "steep-arctan-at-1e-6",
        1e-6,
        lambda t: np.arctan(1e8 * t),
        lambda t: 10**8 / (1 + (10**8 * t) ** 2),
        "beside a smoothed jump",
    ),
]


def expanded_power(t):
    """(t - 1)^7 multiplied out."""
    return t**7 - 7 * t**6 + 21 * t**5 - 35 * t**4 + 35 * t**3 - 21 * t**2 + 7 * t - 1


CANCELLING = [
    nasty(
        f"one-minus-cosine-at-{at:g}",
        at,
        lambda t: (1 - np.cos(t)) / t**2,
        lambda t: (t * mp.sin(t) - 2 * (1 - mp.cos(t))) / t**3,
        "all digits cancel",
    )
    for at in (1e-2, 1e-4)  # at 1e-7 the computed function is a sawtooth of 2 % and no cosine
] + [
    nasty(
        "exp-minus-one-at-1e-7",
        1e-7,
        lambda t: (np.exp(t) - 1) / t,
        lambda t: (t * mp.exp(t) - mp.exp(t) + 1) / t**2,
        "half of the digits cancel",
    ),
    nasty(
        "expanded-power-at-1.01",
        1.01,
        expanded_power,
        lambda t: 7 * (t - 1) ** 6,
        "the value is below the rounding of its terms",
    ),
    nasty(
        "expanded-power-at-1.3",
        1.3,
        expanded_power,
        lambda t: 7 * (t - 1) ** 6,
        "terms of 200 make a value of 2e-4",
    ),
    nasty(
        "root-difference-at-1e8",
        1e8,
        lambda t: np.sqrt(t + 1) - np.sqrt(t),
        lambda t: 1 / (2 * mp.sqrt(t + 1)) - 1 / (2 * mp.sqrt(t)),
        "a slope of -2.5e-13",
    ),
    nasty(
        "variance-by-squares",
        0.5,
        lambda t: ((1e6 + t) ** 2 + 1e12) / 2 - ((2e6 + t) / 2) ** 2,
        lambda t: t / 2,
        "the mean of squares less the square of the mean",
    ),
    nasty("shift-and-back", 0.3, lambda t: (t + 1e8) - 1e8, 1.0, "a staircase by rounding"),
    nasty(
        "exp-of-log",
        2.0,
        lambda t: np.exp(1e3 * np.log(t)) / 2.0**1000,
        lambda t: 500,
        "rounding of the logarithm is magnified a thousandfold",
    ),
    nasty("nothing-left", 0.7, lambda t: (t + 1.0) - t, 0.0, "a constant up to rounding"),
]

CASES = SATURATED + PERIODIC + EVEN_OR_FLAT + NARROW + CANCELLING
