"""Functions with two scales, offsets, and values or arguments of extreme size."""

from __future__ import annotations

import mpmath as mp
import numpy as np

from tests.corpus.case import nasty


def _offset(offset, size, at):
    return nasty(
        f"{size:g}-sine-on-{offset:g}-at-{at:g}",
        at,
        lambda t: offset + size * np.sin(t),
        lambda t: mp.mpf(size) * mp.cos(t),
        "what varies is small beside the value",
    )


OFFSETS = [
    _offset(1e6, 1.0, 0.4),
    _offset(1e9, 1.0, 0.4),
    _offset(-1e9, 1.0, 0.0),
    _offset(1e9, 1e-3, 0.4),
    _offset(1e6, 1e-6, 1.2),
    _offset(1e12, 1.0, 0.7),
    _offset(1e16, 1.0, 0.7),
    _offset(1e6, 1.0, np.pi / 2),
    nasty("line-on-1e12", 0.1, lambda t: 1e12 + t, 1.0, "a staircase of 1.2e-4 by rounding"),
    nasty(
        "exp-on-1e9",
        0.5,
        lambda t: 1e9 + np.exp(t),
        mp.exp,
        "every step is partly rounding",
    ),
]

TWO_SCALES = [
    nasty(
        f"ripple-{size:g}-of-{rate:g}-at-{at:g}",
        at,
        lambda t, size=size, rate=rate: t + size * np.sin(rate * t),
        lambda t, size=size, rate=rate: 1 + mp.mpf(size) * mp.mpf(rate) * mp.cos(mp.mpf(rate) * t),
        "the ripple is small, its slope is not",
    )
    for size, rate, at in (
        (1e-3, 1e5, 0.0),
        (1e-3, 1e5, 0.1),
        (1e-6, 1e6, 0.2),
        (1e-6, 1e9, 0.3),
        (1e-8, 1e8, 0.2),
        (1e-4, 1e4, 0.0),
        (1e-9, 1e6, 0.5),
    )
] + [
    nasty(
        "fast-decay-beside-slow",
        0.0,
        lambda t: np.exp(-1e6 * t) + np.exp(-t),
        -1000001.0,
        "rates 1e6 and 1; huge on one side",
    ),
    nasty(
        "stiff-decay-gone",
        1e-3,
        lambda t: np.exp(-1e5 * t) + np.exp(-t),
        lambda t: -(10**5) * mp.exp(-(10**5) * t) - mp.exp(-t),
        "the fast part is gone, but near",
    ),
]

GROWTH = [
    nasty(
        f"exp-20-at-{at:g}",
        at,
        lambda t: np.exp(20 * t),
        lambda t: 20 * mp.exp(20 * t),
        "its natural step is 0.05",
    )
    for at in (-1.0, 0.0, 1.0, 30.0)
] + [
    nasty("power-50-at-1", 1.0, lambda t: t**50, 50.0, "its natural step is 0.02"),
    nasty("power-50-at-minus-3", -3.0, lambda t: t**50, lambda t: 50 * t**49, "huge and even"),
    nasty(
        "double-exp-at-3",
        3.0,
        lambda t: np.exp(np.exp(t)),
        lambda t: mp.exp(t + mp.exp(t)),
        "grows faster than any extrapolation expects",
    ),
]

MAGNITUDES = [
    nasty(
        "sine-1e12-at-1e-12",
        1e-12,
        lambda t: np.sin(1e12 * t),
        lambda t: 10**12 * mp.cos(10**12 * t),
        "everything happens within 1e-12",
    ),
    nasty("exp-at-1e-12", 1e-12, np.exp, mp.exp, "the natural step is 1e12 times t"),
    nasty("square-at-1e8", 1e8, lambda t: t**2, lambda t: 2 * t, "large argument"),
    nasty("square-at-1e-12", 1e-12, lambda t: t**2, lambda t: 2 * t, "value 1e-24"),
    nasty("log-at-1e8", 1e8, np.log, lambda t: 1 / t, "slope 1e-8"),
    nasty("sine-at-1e8", 1e8, np.sin, mp.cos, "the natural step is 1e-8 of t"),
    nasty("sine-at-1e12", 1e12, np.sin, mp.cos, "t moves in steps of 1.2e-4"),
    nasty("sine-at-1e15", 1e15, np.sin, mp.cos, "t moves in steps of 0.125"),
    nasty("sine-at-1e17", 1e17, np.sin, mp.cos, "t moves in steps of 16: beyond a period"),
    nasty("square-about-1e8", 1e8, lambda t: (t - 1e8) ** 2, 0.0, "a small parabola far away"),
    nasty("third-of-t", 0.3, lambda t: t * (1 / 3), 1 / 3, "its product rounds alike at all steps"),
    nasty(
        "tiny-slope-beside-square",
        1.1,
        lambda t: (t - 1.1) ** 2 + 1e-9 * t,
        1e-9,
        "1e-9 beside a parabola at its bottom",
    ),
    nasty("line-at-1e300", 1e300, lambda t: 3 * t, 3.0, "large beyond squares"),
    nasty(
        "bell-at-1e-8-wide",
        2e-8,
        lambda t: np.exp(-((t / 1e-8) ** 2)),
        lambda t: -2 * t / mp.mpf(1e-8) ** 2 * mp.exp(-((t / mp.mpf(1e-8)) ** 2)),
        "narrow",
    ),
    nasty(
        "saturating-beyond-1e-6",
        1e-6,
        lambda t: t / (t + 1e-6),
        lambda t: mp.mpf(1e-6) / (t + mp.mpf(1e-6)) ** 2,
        "a pole 2e-6 away, flat far out",
    ),
]

CASES = OFFSETS + TWO_SCALES + GROWTH + MAGNITUDES
