"""The self-test of shared differences sees what they get wrong, in any trial and at any output."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from gradcheck.plain import differentiate_plain
from gradcheck.records import Name, Numeric
from gradcheck.selftest import _chosen, agrees_with_plain
from gradcheck.shared import differentiate_shared
from tests.test_shared import packaged, reference

TOP = 0.25


def shared(numerator, trials):
    """Return what the self-test takes, but for the derivative, and that."""
    found = reference(packaged("softmax-cross-entropy"), trials=trials)
    name = Name(numerator, "W")
    numeric, _ = differentiate_shared(found._evaluator, found.sample, name, differentiate_plain)
    return (found._evaluator, found.sample, name), numeric


def passes(common, numeric):
    return agrees_with_plain(*common, numeric, TOP)


@pytest.mark.parametrize("trials", [1, 2, 20])
@pytest.mark.parametrize("numerator", ["J", "O"])
def test_what_is_right_passes(numerator, trials):
    assert passes(*shared(numerator, trials))


@pytest.mark.parametrize("trials", [1, 2, 20])
@pytest.mark.parametrize("numerator", ["J", "O"])
def test_what_is_off_by_a_factor_does_not(numerator, trials):
    common, numeric = shared(numerator, trials)
    assert not passes(common, replace_values(numeric, numeric.values * (1 + 1e-4)))


def test_what_is_off_in_all_trials_but_one_does_not():
    common, numeric = shared("J", 20)
    largest = int(np.abs(numeric.values).max(axis=(1, 2)).argmax())
    wrong = numeric.values / 2
    wrong[largest] *= 2
    assert not passes(common, replace_values(numeric, wrong))


def test_a_bound_that_is_not_known_hides_no_others():
    common, numeric = shared("O", 1)
    wrong, bound = numeric.values.copy(), numeric.bound.copy()
    wrong[:, 0] *= 1.5
    (entries,) = _chosen(Numeric(wrong, bound, numeric.doubt)).values()
    bound[0, 0, entries[0]] = np.inf
    assert len(entries) > 1
    assert not passes(common, Numeric(wrong, bound, numeric.doubt))


@pytest.mark.parametrize("sign", [1, -1])
def test_mistakes_of_two_entries_do_not_cancel(sign):
    common, numeric = shared("J", 1)
    (entries,) = _chosen(numeric).values()
    wrong = numeric.values.copy()
    wrong[0, 0, entries[0]] += 1e-3
    wrong[0, 0, entries[1]] += sign * 1e-3
    assert not passes(common, replace_values(numeric, wrong))


def replace_values(numeric, values):
    return replace(numeric, values=values)
