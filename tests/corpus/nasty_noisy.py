"""Noise: float32 inside, relative, absolute, loose iterations. The truth is the smooth slope."""

from __future__ import annotations

import mpmath as mp
import numpy as np

from tests.corpus.case import hash_noise, nasty

SINGLE = np.float32


def single(phi):
    """`phi` evaluated in float32 throughout, its argument included."""
    return lambda t: phi(np.asarray(t, dtype=SINGLE))


def _noisy(level, name, at, phi, slope):
    return nasty(
        f"{name}-noise-{level:g}",
        at,
        lambda t: phi(t) * (1 + level * hash_noise(t)),
        slope,
        "relative noise that repeats itself",
    )


def fixed_point(t):
    """Return z = t cos z by repeated substitution until it moves less than 1e-8."""
    value, move = 0.0, 1.0
    while abs(move) > 1e-8:
        move = t * np.cos(value) - value
        value = value + move
    return value


def fixed_point_slope(t):
    """Return the slope of the iterate where the iteration stops, carried along (forward mode)."""
    value, slope, move = mp.mpf(0), mp.mpf(0), mp.mpf(1)
    while abs(move) > mp.mpf(1e-8):
        slope = mp.cos(value) - t * mp.sin(value) * slope
        move = t * mp.cos(value) - value
        value = value + move
    return slope


def newton_log(t):
    """Return ln t by Newton's iteration, stopped at a step of 1e-3."""
    value, move = 0.0, 1.0
    while abs(move) > 1e-3:
        move = t * np.exp(-value) - 1
        value = value + move
    return value


def newton_log_slope(t):
    """Return the slope of the iterate where the iteration stops, carried along (forward mode)."""
    value, slope, move = mp.mpf(0), mp.mpf(0), mp.mpf(1)
    while abs(move) > mp.mpf(1e-3):
        slope = slope + mp.exp(-value) * (1 - t * slope)
        move = t * mp.exp(-value) - 1
        value = value + move
    return slope


def single_solver(t):
    """Return the square root of 1 + t^2 by Heron's rule in float32."""
    target = SINGLE(1) + np.asarray(t, dtype=SINGLE) ** 2
    value = target
    for _ in range(8):
        value = (value + target / value) / SINGLE(2)
    return value


THIRD = float(SINGLE(1) / SINGLE(3))  # a float32 number, so that only products are rounded

FLOAT32 = [
    nasty(
        "line-in-float32",
        1.25,
        single(lambda t: t * SINGLE(THIRD)),
        THIRD,
        "far out, every step of a power of two rounds the product alike",
    ),
    nasty(
        "parabola-in-float32",
        1.25,
        single(lambda t: t * t * SINGLE(THIRD)),
        lambda t: 2 * t * THIRD,
        "no truncation error, so the largest steps look best",
    ),
    nasty(
        "product-in-float32",
        1.25,
        single(lambda t: (t * SINGLE(THIRD) + SINGLE(0.625)) * (t * SINGLE(THIRD) - SINGLE(2))),
        lambda t: 2 * t * mp.mpf(THIRD) ** 2 - mp.mpf(THIRD) * mp.mpf(1.375),
        "a quadratic",
    ),
    nasty("sine-in-float32", 0.4, single(np.sin), mp.cos, "float32 throughout"),
    nasty("exp-in-float32", 2.5, single(np.exp), mp.exp, "float32 throughout"),
    nasty("square-in-float32-at-0", 0.0, single(lambda t: t * t), 0.0, "float32, but exact"),
    nasty("cosine-in-float32-at-0", 0.0, single(np.cos), 0.0, "float32 and flat"),
    nasty(
        "offset-in-float32",
        0.4,
        single(lambda t: SINGLE(1000) + np.sin(t)),
        mp.cos,
        "float32 beside 1000: three digits are left",
    ),
    nasty(
        "large-offset-in-float32",
        0.4,
        single(lambda t: SINGLE(1e6) + np.sin(t)),
        mp.cos,
        "steps of 0.06",
    ),
    nasty(
        "argument-in-float32",
        0.4,
        lambda t: np.sin(np.asarray(t, SINGLE).astype(float)),
        mp.cos,
        "only the argument is float32: a staircase of 3e-8",
    ),
    nasty(
        "value-in-float32",
        0.4,
        lambda t: np.sin(t).astype(SINGLE).astype(float),
        mp.cos,
        "only the value is float32",
    ),
    nasty(
        "float32-beside-float64",
        0.4,
        lambda t: single(np.sin)(t).astype(float) + np.asarray(t) ** 2,
        lambda t: mp.cos(t) + 2 * t,
        "the values look like float64",
    ),
    nasty(
        "faint-float32-beside-float64",
        0.4,
        lambda t: 1e-3 * single(np.sin)(t).astype(float) + np.exp(t),
        lambda t: mp.mpf(1e-3) * mp.cos(t) + mp.exp(t),
        "noise of 3e-11",
    ),
    nasty(
        "float32-times-float64",
        0.4,
        lambda t: single(np.cos)(t).astype(float) * np.exp(t),
        lambda t: mp.exp(t) * (mp.cos(t) - mp.sin(t)),
        "one factor is float32",
    ),
    nasty(
        "heron-in-float32",
        0.75,
        single_solver,
        lambda t: t / mp.sqrt(1 + t**2),
        "an iteration in float32",
    ),
    nasty(
        "mean-in-float32",
        0.3,
        single(lambda t: np.mean(np.tanh(np.linspace(0, 3, 64, dtype=SINGLE) + t[..., None]), -1)),
        lambda t: (
            mp.fsum(
                1 / mp.cosh(mp.mpf(float(node)) + t) ** 2
                for node in np.linspace(0, 3, 64, dtype=SINGLE)
            )
            / 64
        ),
        "a mean of 64 float32 values",
    ),
    nasty(
        "half-precision-sine",
        0.4,
        lambda t: np.sin(np.asarray(t, np.float16)).astype(float),
        mp.cos,
        "float16: three digits",
    ),
]

NOISE = [
    _noisy(level, name, at, phi, slope)
    for level in (1e-13, 1e-10, 1e-6)
    for name, at, phi, slope in (
        ("sine-plus-2", 0.4, lambda t: np.sin(t) + 2, mp.cos),
        ("exp", 1.0, np.exp, mp.exp),
        ("cosine", 0.0, np.cos, 0.0),
        ("square", 3.0, lambda t: t**2, lambda t: 2 * t),
    )
] + [
    _noisy(
        1e-10,
        "steep-tanh",
        1e-3,
        lambda t: 2 + np.tanh(1e3 * t),
        lambda t: 1000 / mp.cosh(1000 * t) ** 2,
    ),
    _noisy(
        1e-10,
        "logistic-at-15",
        15.0,
        lambda t: 1 / (1 + np.exp(-t)),
        lambda t: mp.exp(-t) / (1 + mp.exp(-t)) ** 2,
    ),
    _noisy(1e-2, "crude-exp", 0.3, np.exp, mp.exp),
    nasty(
        "noise-alone",
        0.4,
        lambda t: 1 + 1e-10 * hash_noise(t),
        0.0,
        "nothing but noise on 1",
    ),
    nasty(
        "absolute-noise",
        0.4,
        lambda t: np.sin(t) + 1e-6 * hash_noise(t),
        mp.cos,
        "absolute 1e-6",
    ),
    nasty(
        "absolute-noise-on-line",
        0.0,
        lambda t: 3 * t + 1e-8 * hash_noise(t),
        3.0,
        "at a zero",
    ),
    nasty(
        "noise-of-one-sign",
        0.4,
        lambda t: np.sin(t) + 1e-8 * np.abs(hash_noise(t)),
        mp.cos,
        "the noise is never negative",
    ),
    nasty(
        "noise-on-one-side",
        0.4,
        lambda t: np.sin(t) + 1e-7 * hash_noise(t) * (t > 0.4),
        mp.cos,
        "quiet to the left, noisy to the right",
    ),
    nasty(
        "noise-that-grows",
        0.0,
        lambda t: np.exp(t) + 1e-4 * np.abs(t) * hash_noise(t),
        1.0,
        "noise in proportion to the step: every difference is off by up to 1e-4",
    ),
    nasty(
        "rare-noise",
        0.4,
        lambda t: np.sin(t) + 1e-5 * (hash_noise(t) > 0.9),
        mp.cos,
        "one value in twenty is off by 1e-5",
    ),
    nasty(
        "faint-slope-under-noise",
        0.4,
        lambda t: 1e3 + 1e-6 * np.sin(t) + 1e-7 * hash_noise(t),
        lambda t: mp.mpf(1e-6) * mp.cos(t),
        "the slope is about the noise",
    ),
]

ITERATIVE = [
    nasty(f"fixed-point-at-{at:g}", at, fixed_point, fixed_point_slope, "stops at 1e-8")
    for at in (0.5, 0.8, 0.9)
] + [
    nasty(f"newton-log-at-{at:g}", at, newton_log, newton_log_slope, "stops at 1e-3")
    for at in (0.5, 1.5, 1.9)
]

CASES = FLOAT32 + NOISE + ITERATIVE
