"""Staircases and jumps: the truth is the slope almost everywhere."""

from __future__ import annotations

import math

import mpmath as mp
import numpy as np

from tests.corpus.case import nasty


def _rounded(grain, at):
    return nasty(
        f"rounded-to-{grain:g}",
        at,
        lambda t: np.round(t / grain) * grain,
        0.0,
        "flat almost everywhere, a slope of 1 from afar",
    )


def _stairs_on_slope(grain, at):
    return nasty(
        f"slope-with-steps-of-{grain:g}",
        at,
        lambda t: t + grain * np.floor(t / grain),
        1.0,
        "slope 1 between the steps, 2 from afar",
    )


def bisected_root(t):
    """Return the positive root of z^2 = t, halving [0, 2] until it is known to 1e-6."""
    low, high = 0.0, 2.0
    while high - low > 1e-6:
        middle = (low + high) / 2
        low, high = (middle, high) if middle**2 < float(t) else (low, middle)
    return low


CASES = [
    nasty("floor-inside", 0.3, np.floor, 0.0, "flat up to 0.3 away"),
    nasty("floor-at-the-jump", 1.0, np.floor, None, "a jump on the point"),
    nasty("floor-near-the-jump", 1 + 1e-9, np.floor, 0.0, "a jump 1e-9 away"),
    nasty("floor-of-a-plain-float", 0.3, lambda t: math.floor(t), 0.0, "takes no arrays"),
    nasty("step-at-0", 0.0, lambda t: np.where(t > 0, 1.0, 0.0), None, "a jump on the point"),
    nasty("step-1e-9-away", -1e-9, lambda t: np.where(t > 0, 1.0, 0.0), 0.0, "a jump 1e-9 away"),
    nasty(
        "sine-with-a-jump-1e-5-away",
        0.2,
        lambda t: np.sin(t) + np.where(t > 0.20001, 1.0, 0.0),
        mp.cos,
        "a jump 1e-5 away",
    ),
    nasty(
        "sine-with-a-faint-jump",
        0.2,
        lambda t: np.sin(t) + np.where(t > 0.20001, 1e-8, 0.0),
        mp.cos,
        "a jump of 1e-8, 1e-5 away",
    ),
    nasty(
        "odd-jumps",
        0.0,
        lambda t: np.sin(t) + np.sign(t) * (np.abs(t) > 1e-4),
        1.0,
        "jumps on both sides, odd",
    ),
    nasty("floor-plus-t", 0.3, lambda t: np.floor(t) + t, 1.0, "slope 1 between the steps"),
    nasty("ceil-of-1e3-t", 0.12345, lambda t: np.ceil(1e3 * t), 0.0, "steps of 1, 1e-3 wide"),
    _rounded(1e-2, 0.1234),
    _rounded(1e-3, 0.12344),
    _rounded(1e-6, 0.3000002),
    nasty(
        "rounded-to-1e-09",
        0.3000000002,
        lambda t: np.round(t / 1e-9) * 1e-9,
        1.0,
        "steps below 2^-22 of the value are rounding, and the slope is that of the stairs",
    ),
    _stairs_on_slope(1e-2, 0.1234),
    _stairs_on_slope(1e-3, 0.12344),
    _stairs_on_slope(1e-6, 0.3000003),
    nasty(
        "rounded-sine",
        0.7,
        lambda t: np.round(np.sin(t), 4),
        0.0,
        "four decimals of a sine",
    ),
    nasty(
        "counted",
        0.37,
        lambda t: np.sum(np.arange(100) / 100 < np.asarray(t)[..., None], axis=-1),
        0.0,
        "an integer count: accuracy as a cost",
    ),
    nasty("bisected-root", 0.7, bisected_root, 0.0, "a staircase of 1e-6 by its stopping rule"),
    nasty("sawtooth", 0.3, lambda t: (10 * t) % 1.0, 10.0, "slope 10, mean slope 0"),
    nasty(
        "fine-sawtooth",
        0.30000004,
        lambda t: (1e6 * t) % 1.0,
        1e6,
        "slope 1e6, mean slope 0",
    ),
]
