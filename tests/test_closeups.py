"""What only a plot shows: the worst trial's arrays, and the step-size curve of the worst entry."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from gradcheck.closeups import excess
from gradcheck.differences.curve import step_curve
from gradcheck.judge import judge
from gradcheck.pipeline import check
from gradcheck.records import Analytic, Numeric
from gradcheck.settings import Settings

PLOTTED = Settings(trials=5, plot=True)


def curve(function, at=1.0, scale=1.0, exact=0.0, output=0):
    def phi(lines, positions):
        assert (lines == 0).all()
        return function(positions)[:, None]

    return step_curve(phi, at, scale, output, exact, 1e-12)


class TestCurve:
    def test_errors_fall_with_the_square_of_the_step_to_the_rounding(self):
        """The central difference of exp is wrong by h^2 / 6 e, to first order."""
        found = curve(np.exp, exact=np.e)
        middle = (found.steps > 1e-4) & (found.steps < 1e-1)
        np.testing.assert_allclose(
            found.errors[middle], found.steps[middle] ** 2 / 6 * np.e, rtol=1e-2
        )
        assert found.errors.min() < 1e-10
        assert found.errors[0] > 1e-5  # rounding, at the smallest step

    def test_the_chosen_step_is_one_of_them(self):
        found = curve(np.exp, exact=np.e)
        assert found.chosen in found.steps
        assert 1e-4 < found.chosen < 10

    def test_steps_rise_and_are_those_taken(self):
        found = curve(np.sin, at=1e6, scale=1e6)
        assert (np.diff(found.steps) > 0).all()
        assert ((1e6 + found.steps) - 1e6 == found.steps).all()

    def test_what_is_not_finite_is_nan(self):
        found = curve(lambda x: np.where(x > 1.5, np.inf, x * x), exact=2.0)
        assert np.isnan(found.estimates[-1])
        assert np.isfinite(found.estimates[0])

    def test_of_an_unknown_derivative_there_are_estimates_and_no_errors(self):
        found = curve(np.abs, at=0.0, exact=np.nan)
        assert np.isfinite(found.estimates).all()
        assert np.isnan(found.errors).all()


class TestCloseup:
    def test_without_a_plot_there_is_none(self):
        (result, *_) = check(["asker"], replace(PLOTTED, plot=False)).results
        assert result.closeup is None

    @pytest.mark.parametrize("name", ["asker", "exact", "004-hidden", "002-derivation"])
    def test_it_is_of_the_worst_entry(self, name):
        for result in check([name], PLOTTED).results:
            found, worst = result.closeup, result.worst
            assert found.trial == worst.trial
            assert found.analytic[worst.index] == worst.analytic
            assert found.numeric[worst.index] == worst.numeric
            assert found.analytic.shape == result.map.shape
            if found.curve is not None:
                assert found.curve.bound == worst.bound
                least = np.nanmin(found.curve.errors)
                assert least <= 1e-6 * max(1.0, abs(worst.numeric))

    def test_verdicts_are_the_same_with_it(self):
        plain, plotted = (check(["asker"], replace(PLOTTED, plot=p)).results[0] for p in (0, 1))
        assert plain.worst == plotted.worst or plain.worst.index == plotted.worst.index
        assert plain.counts == plotted.counts

    def test_an_entry_on_which_nothing_depends_has_no_curve(self, problem):
        mine = problem("mine.py", """\
            INPUTS = {"x": normal(2), "y": normal(2)}
            def C(x):
                return x @ x
            def dC_dy():
                return np.ones(2)
            """)  # fmt: skip
        (result,) = check([mine], PLOTTED).results
        assert result.verdict == "disagree"
        assert result.closeup.curve is None


class TestExcess:
    def excess(self, analytic, numeric, bound=0.0):
        numeric = np.array(numeric, float)
        zero = np.zeros(numeric.shape)
        known = Numeric(numeric, zero + bound, zero.astype(np.int64))
        return excess(judge(Analytic(np.array(analytic, float), zero), known, 1e-7)).tolist()

    def test_it_is_the_largest_of_all_trials(self):
        assert self.excess([[1.0, 2.0], [1.0, 1.0]], [[1.0, 1.0], [1.0, 1.0]]) == [
            0.0, pytest.approx(1 / 2e-7),
        ]  # fmt: skip

    def test_a_formula_that_is_not_finite_exceeds_everything(self):
        assert self.excess([[np.nan, np.inf]], [[1.0, 1.0]]) == [np.inf, np.inf]

    def test_what_is_not_decided_exceeds_nothing(self):
        assert np.isnan(self.excess([[1.0]], [[np.nan]])).all()
        assert np.isnan(self.excess([[1.0]], [[1.0]], bound=1.0)).all()
