"""Differences that were wrong once, each beside a neighbour that must come out the other way."""

import numpy as np
import pytest

from gradcheck import check_gradient, differentiate
from gradcheck.differences.watch import DriftWatch


@pytest.mark.parametrize("distance", [1e-4, 1e-5, 1e-6, 7.6e-8])
def test_rounding_that_drifts_smoothly_near_a_cancellation_is_in_the_bound(distance):
    at = 1 - distance
    truth = -at / np.sqrt((1 - at) * (1 + at))
    numeric, bound = differentiate(lambda t: np.sqrt(1 - t * t), at)
    assert abs(numeric - truth) <= bound
    assert bound < 1e-3 * abs(truth)


def test_a_slope_without_limit_has_no_bound():
    def cost(t):
        return t * np.log(np.abs(t) + (t == 0))

    assert differentiate(cost, 0.0)[1] == np.inf
    assert differentiate(cost, 0.5)[1] < 1e-8


def test_one_rounding_that_is_the_same_at_every_step_is_no_drift():
    numeric, bound = differentiate(lambda x: np.maximum(x, 0).sum(), np.array([1e-12, 1.0]))
    assert abs(numeric[1] - 1) <= bound[1] < 1e-10


def test_entries_of_very_different_sizes_do_not_disturb_each_other():
    at = np.array([1.0, 1e20])
    numeric, bound = differentiate(lambda x: np.log(x).sum(), at)
    assert (np.abs(numeric - 1 / at) <= bound).all()
    assert (bound < 1e-8 / at).all()


def test_a_flat_stretch_that_ends_at_a_wall_takes_its_rounding_from_its_neighbours():
    def cost(t):
        with np.errstate(all="ignore"):
            return -(np.array([1.0, 0.0]) * np.log(t)).sum(axis=-1)

    numeric, bound = differentiate(cost, np.array([0.3, 0.7]))
    assert numeric[1] == 0
    assert bound[1] < 1e-10


def test_a_cost_that_changes_its_argument_spoils_nothing():
    def cost(x):
        x *= 2
        return (x**2).sum()

    numeric, bound = differentiate(cost, np.array([1.0, 2.0, 3.0]))
    assert (np.abs(numeric - [8, 16, 24]) <= bound).all()


def softplus(x):
    return np.log1p(np.exp(x)).sum()


AT = np.array([-20.0, -24.0, -27.0])
"""Where 1 - 1 / (1 + e^x) has lost most of its digits."""


def test_rounding_inside_a_formula_is_not_held_against_it():
    found = check_gradient(softplus, lambda x: 1 - 1 / (1 + np.exp(x)), AT)
    assert not found.disagree.any()


def test_what_rounding_does_not_explain_is():
    """The twin: the same cancellation, and a factor of 1.01; and 1e-6 where nothing cancels."""
    found = check_gradient(softplus, lambda x: 1.01 * (1 - 1 / (1 + np.exp(x))), AT)
    assert found.disagree[0]
    clear = np.array([0.3, 0.5])
    assert check_gradient(softplus, lambda x: (1 + 1e-6) / (1 + np.exp(-x)), clear).disagree.all()


def test_what_bends_further_out_shows_no_rounding_to_its_neighbours():
    """A ReLU that is off moves only at large steps: that is no noise, nor that of other entries."""
    at = np.array([-0.5, 0.3, -1.2, 2.0, 0.7])
    numeric, bound = differentiate(lambda s: np.maximum(s, 0), at)
    assert (np.abs(numeric - np.diag(at > 0)) <= bound).all()
    assert (bound < 1e-12).all()


POWERS = [1.1, 1.2, 1.25, 1.3, 1.3472, 1.4, 1.45, 1.5, 1.6, 1.8]


def false_bounds_of_powers():
    """Return for how many one-sided powers that begin at the point the bound is false."""
    found = 0
    for power in POWERS:
        for at in (0.0, 1e-3, 1.0):
            for size in (1.0, 1e-3):

                def cost(x):
                    bent = np.maximum(x - at, 0) ** power  # noqa: B023
                    return (np.sin(x) + size * bent).sum(axis=-1)  # noqa: B023

                numeric, bound = differentiate(cost, np.full(3, at))
                found += bool((np.abs(numeric - np.cos(at)) > bound).any())
    return found


def test_a_slope_that_goes_as_a_power_of_the_step_is_bounded_by_all_that_is_left_of_it(monkeypatch):
    """The twin: the last change alone is no bound for the sum of all that follow."""
    assert false_bounds_of_powers() == 0
    monkeypatch.setattr(DriftWatch, "left", lambda _self, step: np.ones(step.shape))
    assert false_bounds_of_powers() > 5
