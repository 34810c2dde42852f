"""Nasty scalar functions drawn at random: a smooth base, and one thing that disturbs it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import mpmath as mp
import numpy as np

from tests.corpus.case import Nasty, hash_noise, nasty

BASES = {
    "sine": (np.sin, mp.cos),
    "exp": (np.exp, mp.exp),
    "tanh": (np.tanh, lambda z: 1 / mp.cosh(z) ** 2),
    "square": (lambda z: z**2, lambda z: 2 * z),
    "line": (lambda z: 3 * z, lambda z: mp.mpf(3)),
    "reciprocal": (lambda z: 1 / (2 + z**2), lambda z: -2 * z / (2 + z**2) ** 2),
}
"""Functions of z = rate * t with their slopes by z."""


def power_of_ten(rng, low, high) -> float:
    """Return a size drawn evenly over the decades."""
    return float(10 ** rng.uniform(low, high))


def nothing(_rng, _at, _rate):
    """Return the base alone."""
    return lambda t, value: value, 0.0


def offset(rng, _at, _rate):
    """Return a constant far above the base."""
    size = power_of_ten(rng, 2, 14)
    return lambda t, value: value + size, 0.0


def kink(rng, at, rate):
    """|t - c| a little away, faint or strong."""
    away, size = power_of_ten(rng, -11, 0) / rate, power_of_ten(rng, -6, 1) * rate
    corner = at + away * rng.choice([-1.0, 1.0])
    return lambda t, value: value + size * np.abs(t - corner), size * np.sign(at - corner)


def jump(rng, at, rate):
    """Return a step a little away."""
    edge, size = at + power_of_ten(rng, -9, 0) / rate, power_of_ten(rng, -9, 0)
    return lambda t, value: value + size * (t > edge), 0.0


def dead_zone(rng, at, rate):
    """Slope on both sides, none about the point."""
    away, size = power_of_ten(rng, -8, 0) / rate, power_of_ten(rng, -4, 1) * rate
    return (
        lambda t, value: (
            value + size * (np.maximum(t - at - away, 0) - np.maximum(at - t - away, 0))
        ),
        0.0,
    )


def relative_noise(rng, _at, _rate):
    """Noise in proportion to the value."""
    level = power_of_ten(rng, -14, -4)
    return lambda t, value: value * (1 + level * hash_noise(t)), 0.0


def absolute_noise(rng, _at, _rate):
    """Noise of one size everywhere."""
    level = power_of_ten(rng, -14, -4)
    return lambda t, value: value + level * hash_noise(t), 0.0


def float32_value(rng, _at, _rate):
    """Return the value rounded to float32, on an offset or not."""
    size = float(rng.choice([0.0, 1.0, 100.0]))
    return lambda t, value: np.asarray(value + size, np.float32).astype(float), 0.0


def ripple(rng, at, rate):
    """Return a fast, small sine; its slope at the point counts."""
    speed, size = rate * power_of_ten(rng, 1, 5), power_of_ten(rng, -8, -2)
    phase = rng.uniform(0, 6)
    slope = size * speed * float(mp.cos(mp.mpf(phase)))
    return lambda t, value: value + size * np.sin(speed * (t - at) + phase), slope


def wall(rng, at, rate):
    """NaN beyond an edge."""
    edge = at + power_of_ten(rng, -9, 0) / rate
    return lambda t, value: np.where(t <= edge, value, np.nan), 0.0


DISTURBANCES: dict[str, Callable] = {
    found.__name__.replace("_", " "): found
    for found in (
        nothing,
        offset,
        kink,
        jump,
        dead_zone,
        relative_noise,
        absolute_noise,
        float32_value,
        ripple,
        wall,
    )
}


def draw(disturbance: str, rng: np.random.Generator) -> Nasty:
    """One random function with this disturbance."""
    base = str(rng.choice(list(BASES)))
    value, slope = BASES[base]
    rate = power_of_ten(rng, -4, 4)
    at = float(rng.normal() / rate)
    change, extra = DISTURBANCES[disturbance](rng, at, rate)
    return nasty(
        f"{base} of {rate:.3g} t, {disturbance}",
        at,
        lambda t: change(t, value(rate * t)),
        lambda t: mp.mpf(rate) * slope(mp.mpf(rate) * t) + mp.mpf(extra),
        disturbance,
    )


def draws(disturbance: str, seed: int, count: int) -> Iterator[Nasty]:
    """`count` random functions with this disturbance."""
    rng = np.random.default_rng([seed, list(DISTURBANCES).index(disturbance)])
    for _ in range(count):
        yield draw(disturbance, rng)
