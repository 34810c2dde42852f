"""What does not move: dead, saturated, or too small to be seen beside the rest."""

from __future__ import annotations

import numpy as np
import pytest

from gradcheck import check_gradient, differentiate
from gradcheck.differences import quick
from gradcheck.differences.quick import settle
from gradcheck.differences.stepping import Lines
from gradcheck.records import Doubt


def entropy(z, y):
    """Binary cross-entropy as textbooks write it: the sigmoid is rounded to 1 from 37 on."""
    p = 1 / (1 + np.exp(-z))
    return -(y * np.log(p) + (1 - y) * np.log(1 - p)).mean(axis=-1)


def entropy_gradient(z, y):
    return (1 / (1 + np.exp(-z)) - y) / len(z)


def drawn(seed, entries, size):
    rng = np.random.default_rng(seed)
    return {"z": size * rng.normal(size=entries), "y": (rng.random(entries) < 0.5) * 1.0}


def accusations(cost, gradient, entries, size, seeds=100):
    """Return how many draws accuse a right gradient, where the cost is finite."""
    found = 0
    for seed in range(seeds):
        at = drawn(seed, entries, size)
        with np.errstate(all="ignore"):
            if np.isfinite(cost(**at)):
                found += int(check_gradient(cost, gradient, at, "z").disagree.any())
    return found


COSTS = {
    "cross-entropy": (entropy, entropy_gradient, 20.0),
    "log(1 - tanh^2)": (
        lambda z, y: np.log(1 - np.tanh(z) ** 2).sum(axis=-1), lambda z, y: -2 * np.tanh(z), 10.0,
    ),
    "arctanh(tanh)": (
        lambda z, y: np.arctanh(np.tanh(z)).sum(axis=-1), lambda z, y: np.ones_like(z), 10.0,
    ),
}  # fmt: skip


class TestSaturated:
    """A value that was rounded away is not flat, wherever its neighbours show their rounding."""

    @pytest.mark.parametrize("entries", [6, 30])
    @pytest.mark.parametrize("name", COSTS)
    def test_a_right_gradient_is_not_accused(self, name, entries):
        cost, gradient, size = COSTS[name]
        assert accusations(cost, gradient, entries, size) == 0

    def test_a_few_steps_alone_would_call_it_flat(self, monkeypatch):
        """The twin."""
        monkeypatch.setattr(quick, "saturate", lambda _lines, some, *_: np.zeros(some.size, bool))
        assert accusations(entropy, entropy_gradient, 30, 20.0) > 0

    @pytest.mark.parametrize("z", [36.2, 36.5, 36.7])
    def test_nothing_is_claimed_of_its_slope(self, z):
        _, bound = differentiate(
            lambda z: entropy(z, np.zeros(5)), np.array([z, 1.0, -0.5, 2.0, 0.3])
        )
        assert bound[0] == np.inf
        assert np.isfinite(bound[1:]).all()


class TestFlat:
    """What is dead is flat, and a bend further out does not change that."""

    @pytest.mark.parametrize("power", [1, 2])
    def test_dead_units_agree_with_zero_and_with_nothing_else(self, power):
        z = np.random.default_rng(0).normal(size=40)

        def cost(z):
            return (np.maximum(z, 0) ** power).sum(axis=-1)

        right = power * np.maximum(z, 0) ** (power - 1) * (z > 0)
        found = check_gradient(cost, lambda _: right, z)
        assert found.agree.all()
        assert (found.doubt[z < 0] == Doubt.FLAT).all()
        wrong = check_gradient(cost, lambda _: right + (z < 0) * 1e-3, z)
        assert wrong.disagree[z < 0].all()

    @pytest.mark.parametrize("seed", [0, 3, 6])
    def test_bends_of_others_are_not_taken_for_their_rounding(self, seed):
        """Of a thousand units many are close to where they bend."""
        rng = np.random.default_rng(seed)
        z, weights = rng.normal(size=(2, 1000))
        found = check_gradient(
            lambda z: np.maximum(z - 0.5, 0) @ weights, lambda z: weights * (z > 0.5), z
        )
        assert found.agree.all()

    def test_small_units_in_float32_are_decided(self):
        """There, rounding is 1e-4 of the largest slope."""
        rng = np.random.default_rng(0)
        z, weights = 0.05 * rng.normal(size=40), rng.normal(size=40)

        def cost(z):
            units = np.maximum(z.astype(np.float32), 0) * weights.astype(np.float32)
            return float(1 + units.sum(dtype=np.float32))

        found = check_gradient(cost, lambda z: weights * (z > 0), z)
        assert found.agree.all()

    def test_what_a_huge_offset_hides_is_not_passed(self):
        """Zeros for half of the entries, beside 1e14 that rounds what they do."""
        at = np.random.default_rng(1).normal(size=30)
        wrong = 2 * at * (np.arange(30) % 2)

        def cost(x):
            return 1e14 + (x**2).sum(axis=-1)

        found = check_gradient(cost, lambda _: wrong, at)
        assert not found.agree[::2].any()
        assert check_gradient(lambda x: (x**2).sum(), lambda _: 2 * at, at)


SCALES = {
    "tanh": (np.tanh, lambda u: 1 / np.cosh(u) ** 2),
    "gauss": (lambda u: np.exp(-u * u / 2), lambda u: -u * np.exp(-u * u / 2)),
    "sin": (np.sin, np.cos),
}


class TestFinerScales:
    """A term that is bounded and narrow does not show in steps that are wide beside it."""

    @pytest.mark.parametrize("entries", [6, 60])
    @pytest.mark.parametrize("name", SCALES)
    def test_it_is_not_overlooked(self, name, entries):
        function, slope = SCALES[name]
        at = 1e8 + np.random.default_rng(0).normal(size=entries)

        def cost(x):
            return (x + 1e-3 * function(x - 1e8)).sum(axis=-1)

        right = 1 + 1e-3 * slope(at - 1e8)
        clear = np.abs(right - 1) > 1e-5
        # What is less than the rounding of the smallest steps, larger ones pass over.
        assert check_gradient(cost, lambda _: right, at).disagree.mean() < 0.05
        found = check_gradient(cost, np.ones_like, at)
        assert found.disagree[clear].sum() >= 0.9 * clear.sum()

    def test_wide_steps_alone_would_overlook_it(self, monkeypatch):
        """The twin."""
        monkeypatch.setattr(quick, "have_finer_scale", lambda up, *_: np.zeros(up.shape[1], bool))
        at = 1e8 + np.random.default_rng(0).normal(size=6)
        found = check_gradient(lambda x: (x + 1e-3 * np.tanh(x - 1e8)).sum(), np.ones_like, at)
        assert found.agree.any()

    def test_lines_from_one_point_do_not_depend_on_another(self):
        """One trial with a finer scale leaves the other as it is alone."""
        smooth, fine = (np.random.default_rng(0).normal(size=6) + offset for offset in (0.0, 1e8))

        def phi(lines, positions):
            at = np.array([smooth, fine])[lines // 6]
            at[np.arange(len(lines)), lines % 6] = positions
            return (at + 1e-3 * np.tanh(at - 1e8)).sum(axis=-1, keepdims=True)

        def settled(points):
            everyone = np.concatenate(points)
            return settle(Lines(
                phi=phi, at=everyone[None], scale=np.abs(everyone),
                origin=np.repeat(np.arange(len(points)) * 6, 6), outputs=1,
                typical=np.repeat([np.median(np.abs(one)) / 2 for one in points], 6),
            ))  # fmt: skip

        both, alone = settled([smooth, fine]), settled([smooth])
        assert alone.done.all()
        assert both.done[:6].all()
        assert not both.done[6:].any()
        assert (both.bound[:6] == alone.bound).all()


def kernels(x):
    """Return the sum of the Gaussian kernels of all pairs of rows."""
    apart = ((x[:, None] - x[None]) ** 2).sum(axis=-1)
    return np.exp(-apart / 2).sum()


def kernels_gradient(x):
    between = x[:, None] - x[None]
    weight = np.exp(-(between**2).sum(axis=-1) / 2)
    return -2 * (weight[..., None] * between).sum(axis=1)


class TestBlocks:
    """Directions through all entries begin small enough to see the function at the point."""

    AT = 1e4 + 0.5 * np.random.default_rng(0).normal(size=(40, 10))

    def test_a_gradient_that_is_right_in_one_row_only_is_not_passed(self):
        def first_row(x):
            return kernels_gradient(x) * (np.arange(40) == 0)[:, None]

        found = check_gradient(kernels, first_row, {"x": self.AT}, "x", method="blocks")
        assert found.disagree.any()
        assert found.agree[1:].mean() < 0.1

    def test_a_right_one_is_not_accused(self):
        found = check_gradient(kernels, kernels_gradient, {"x": self.AT}, "x", method="blocks")
        assert not found.disagree.any()


class TestSlack:
    """What cancellation in a formula may hide excuses the entries that are accused, no others."""

    def test_one_wrong_entry_leaves_the_others_decided(self):
        rng = np.random.default_rng(0)
        at = {"x": 1e4 + rng.normal(size=(12, 4)), "g": rng.normal(size=(12, 4))}

        def cost(x, g):
            centred = x - x.mean(axis=-2, keepdims=True)
            deviation = np.sqrt((centred**2).mean(axis=-2, keepdims=True))
            return (g * centred / deviation).sum(axis=(-1, -2))

        def right(x, g):
            centred = x - x.mean(axis=0)
            deviation = np.sqrt((centred**2).mean(axis=0))
            normal = centred / deviation
            return (g - g.mean(axis=0) - normal * (g * normal).mean(axis=0)) / deviation

        def wrong(x, g):
            found = right(x, g)
            found[3, 2] *= 1.5
            return found

        assert check_gradient(cost, right, at, "x")
        found = check_gradient(cost, wrong, at, "x")
        assert found.agree.sum() == found.agree.size - 1
        assert not found.agree[3, 2]
