"""Kinks, joints, dead zones and cusps, on the point and at several distances from it."""

from __future__ import annotations

import mpmath as mp
import numpy as np

from tests.corpus.case import nasty

DISTANCES = (1e-12, 1e-9, 1e-6, 1e-3)


def relu(t):
    """max(t, 0)."""
    return np.maximum(t, 0.0)


def huber(t):
    """t^2 / 2 up to 1, linear beyond."""
    return np.where(np.abs(t) <= 1, t**2 / 2, np.abs(t) - 0.5)


def tukey(t, reach=4.685):
    """Biweight loss: flat beyond `reach`."""
    return np.where(np.abs(t) <= reach, 1 - (1 - (t / reach) ** 2) ** 3, 1.0)


def tukey_slope(t, reach=4.685):
    """6 t (1 - (t/c)^2)^2 / c^2 inside."""
    ratio = t / mp.mpf(reach)
    return 6 * ratio / mp.mpf(reach) * (1 - ratio**2) ** 2 if abs(ratio) < 1 else mp.mpf(0)


def pseudo_huber(width):
    """Return a smoothed |t| whose corner is `width` wide, and its slope."""
    return (
        lambda t: width * (np.sqrt(1 + (t / width) ** 2) - 1),
        lambda t: t / mp.mpf(width) / mp.sqrt(1 + (t / mp.mpf(width)) ** 2),
    )


def soft_threshold(dead):
    """sign(t) max(|t| - dead, 0)."""
    return lambda t: np.sign(t) * np.maximum(np.abs(t) - dead, 0.0)


KINKS = (
    [nasty("abs-at-0", 0.0, np.abs, None, "a kink on the point")]
    + [
        nasty(
            f"abs-kink-{away:g}-away", 0.0, lambda t, away=away: np.abs(t - away), -1.0, "kink near"
        )
        for away in DISTANCES
    ]
    + [
        nasty(
            f"curved-kink-{away:g}-away",
            0.1,
            lambda t, away=away: np.exp(t) + np.abs(t - (0.1 + away)),
            lambda t: mp.exp(t) - 1,
            "a kink near, on a curve",
        )
        for away in (1e-12, 1e-9, 1e-5, 1e-3)
    ]
    + [
        nasty(
            "faint-kink-at-0",
            0.0,
            lambda t: np.sin(t) + 1e-6 * np.abs(t),
            None,
            "a kink of 2e-6",
        ),
        nasty(
            "faint-kink-1e-3-away",
            0.0,
            lambda t: np.sin(t) + 1e-6 * np.abs(t - 1e-3),
            1 - 1e-6,
            "a kink of 2e-6 within a large step",
        ),
        nasty(
            "two-kinks",
            0.0,
            lambda t: np.abs(t - 1e-5) - np.abs(t + 1e-5),
            -2.0,
            "odd: central differences see no asymmetry",
        ),
        nasty(
            "two-kinks-on-curve",
            0.0,
            lambda t: np.sin(t) + np.abs(t - 1e-4) - np.abs(t + 1e-4),
            -1.0,
            "slope -1 near 0, slope 1 away; odd",
        ),
        nasty(
            "max-of-t-and-square-at-0", 0.0, lambda t: np.maximum(t, t**2), None, "slopes 0 and 1"
        ),
        nasty(
            "max-of-t-and-square-at-1", 1.0, lambda t: np.maximum(t, t**2), None, "slopes 1 and 2"
        ),
        nasty(
            "max-of-t-and-square-near-1",
            1 - 1e-7,
            lambda t: np.maximum(t, t**2),
            1.0,
            "1e-7 before",
        ),
        nasty("clip-inside", 1 - 1e-6, lambda t: np.clip(t, -1, 1), 1.0, "1e-6 before it clips"),
        nasty("clip-at-the-joint", 1.0, lambda t: np.clip(t, -1, 1), None, "slopes 1 and 0"),
        nasty("clip-outside", 1.5, lambda t: np.clip(t, -1, 1), 0.0, "flat, but not everywhere"),
        nasty(
            "narrow-clip",
            0.0,
            lambda t: np.clip(t, -1e-8, 1e-8),
            1.0,
            "slope 1 within 1e-8, then 0",
        ),
        nasty(
            "triangle-wave",
            0.25e-4,
            lambda t: np.abs((t / 1e-4) % 1.0 - 0.5) * 1e-4,
            -1.0,
            "kinks every 5e-5",
        ),
    ]
)

RELU = (
    [nasty("relu-at-0", 0.0, relu, None, "a kink on the point")]
    + [
        nasty(f"relu-{side}-by-{away:g}", sign * away, relu, slope, "active or dead by a little")
        for side, sign, slope in (("active", 1, 1.0), ("dead", -1, 0.0))
        for away in DISTANCES
    ]
    + [
        nasty(
            "leaky-relu-at-0", 0.0, lambda t: np.where(t > 0, t, 0.01 * t), None, "slopes 1, 0.01"
        ),
        nasty(
            "leaky-relu-active", 1e-9, lambda t: np.where(t > 0, t, 0.01 * t), 1.0, "1e-9 active"
        ),
        nasty("leaky-relu-dead", -1e-7, lambda t: np.where(t > 0, t, 0.01 * t), 0.01, "1e-7 dead"),
        nasty(
            "dead-relu-on-offset",
            0.0,
            lambda t: 1e6 + 1e-9 * relu(t - 1e-3),
            0.0,
            "its life is below the rounding of the offset",
        ),
        nasty(
            "dead-relu-faint-on-offset",
            0.0,
            lambda t: 1e3 + 1e-4 * relu(t - 1e-2),
            0.0,
            "flat near, a small slope away",
        ),
        nasty("dead-relu-far", 0.0, lambda t: relu(t - 0.5), 0.0, "dead at every step below 0.5"),
        nasty(
            "dead-relu-steep-on-sine",
            0.2,
            lambda t: np.sin(t) + 1e3 * relu(t - 0.2001),
            mp.cos,
            "steep 1e-4 away",
        ),
        nasty(
            "dead-pair",
            0.0,
            lambda t: relu(t - 1e-3) - relu(-t - 1e-3),
            0.0,
            "odd: dead between, slope 1 on both sides",
        ),
        nasty(
            "elu-at-0",
            0.0,
            lambda t: np.where(t > 0, t, np.expm1(np.minimum(t, 0))),
            1.0,
            "continuous slope, discontinuous curvature",
        ),
        nasty("hinge-at-1", 1.0, lambda t: relu(1 - t), None, "a kink on the point"),
        nasty("hinge-before", 1 - 1e-9, lambda t: relu(1 - t), -1.0, "1e-9 before the margin"),
        nasty("hinge-beyond", 1 + 1e-9, lambda t: relu(1 - t), 0.0, "1e-9 beyond the margin"),
        nasty("squared-hinge-at-1", 1.0, lambda t: relu(1 - t) ** 2, 0.0, "curvature jumps to 0"),
        nasty(
            "squared-hinge-before",
            1 - 1e-7,
            lambda t: relu(1 - t) ** 2,
            lambda t: -2 * (1 - t),
            "a slope of 2e-7",
        ),
    ]
)

ROBUST = (
    [
        nasty(f"huber-at-{at!r}", at, huber, slope, "curvature jumps at 1")
        for at, slope in (
            (0.0, 0.0),
            (1.0, 1.0),
            (1 - 1e-9, 1 - 1e-9),
            (1 + 1e-9, 1.0),
            (0.999, 0.999),
            (1.001, 1.0),
            (-1.0, -1.0),
        )
    ]
    + [
        nasty(f"tukey-at-{at!r}", at, tukey, tukey_slope, "flat beyond 4.685")
        for at in (0.0, 4.0, 4.685, 4.685 - 1e-4, 4.685 + 1e-4, 4.685 - 1e-9, 5.0)
    ]
    + [
        nasty(f"pseudo-huber-{width:g}-at-{at:g}", at, *pseudo_huber(width), "a rounded corner")
        for width, at in ((1.0, 0.0), (1e-3, 1e-3), (1e-6, 0.0), (1e-6, 1e-7), (1e-9, 1e-9))
    ]
    + [
        nasty(
            f"soft-threshold-{dead:g}-at-0", 0.0, soft_threshold(dead), 0.0, "a dead zone about 0"
        )
        for dead in (1.0, 1e-3, 1e-6, 1e-9)
    ]
    + [
        nasty("soft-threshold-at-the-joint", 0.5, soft_threshold(0.5), None, "slopes 0 and 1"),
        nasty(
            "soft-threshold-beyond", 0.5 + 1e-8, soft_threshold(0.5), 1.0, "1e-8 beyond the joint"
        ),
        nasty(
            "soft-threshold-within", 0.5 - 1e-8, soft_threshold(0.5), 0.0, "1e-8 before the joint"
        ),
    ]
)


def oscillating(t):
    """t^2 sin(1/t), 0 at 0: differentiable, its slope is not continuous."""
    safe = np.where(t == 0, 1.0, t)
    return np.where(t == 0, 0.0, safe**2 * np.sin(1 / safe))


CUSPS = [
    nasty("cube-root-at-0", 0.0, np.cbrt, None, "infinite slope"),
    nasty("signed-root-at-0", 0.0, lambda t: np.sign(t) * np.sqrt(np.abs(t)), None, "upright"),
    *[
        nasty(
            f"cube-root-at-{at:g}",
            at,
            np.cbrt,
            lambda t: 1 / (3 * mp.cbrt(t) ** 2),
            "near a cusp",
        )
        for at in (1e-12, 1e-6, 1e-2)
    ],
    nasty("abs-power-1.5-at-0", 0.0, lambda t: np.abs(t) ** 1.5, 0.0, "infinite curvature"),
    nasty(
        "signed-power-1.5-at-0",
        0.0,
        lambda t: np.sign(t) * np.abs(t) ** 1.5,
        0.0,
        "odd: every difference is the square root of its step",
    ),
    nasty(
        "signed-power-1.1-at-0",
        0.0,
        lambda t: np.sign(t) * np.abs(t) ** 1.1,
        0.0,
        "differences fall like the tenth root of the step",
    ),
    nasty(
        "abs-power-1.5-at-1e-9",
        1e-9,
        lambda t: np.abs(t) ** 1.5,
        lambda t: 1.5 * mp.sqrt(t),
        "a slope of 5e-5 beside infinite curvature",
    ),
    nasty("t-abs-t-at-0", 0.0, lambda t: t * np.abs(t), 0.0, "curvature jumps from -2 to 2"),
    nasty("square-of-sine-of-reciprocal", 0.0, oscillating, 0.0, "slope exists, not continuous"),
    nasty(
        "sine-plus-signed-power",
        0.0,
        lambda t: np.sin(t) + 1e-3 * np.sign(t) * np.abs(t) ** 1.5,
        1.0,
        "converges like the square root of the step",
    ),
]

CASES = KINKS + RELU + ROBUST + CUSPS
