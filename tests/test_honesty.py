"""The bound never claims too much, a right gradient is never accused, a wrong one never passes."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

import gradcheck
from tests.benchmarks import bounds, verdicts
from tests.corpus.gradients import RIGHT, complex_step
from tests.corpus.mutants import mutants
from tests.corpus.nasty import FAMILIES, NASTY, is_honest
from tests.corpus.nasty_random import DISTURBANCES, draws
from tests.corpus.regimes import REGIMES, problem
from tests.corpus.settings import BADLY_SCALED, WELL_SCALED

SEED = 20
"""Seed of every draw here; the benchmark uses others."""

MUTANTS_EACH = 3
"""Mutants shown for each right gradient; the benchmark shows them all."""

RANDOM_EACH = 6
"""Random functions for each disturbance."""

EXACT = 1e-12
"""A right gradient differs from the complex step by rounding only."""

STEP_OF_NAIVE_DIFFERENCES = 1e-4

HOLOMORPHIC = [case for family in ("smooth", "scales") for case in FAMILIES[family]]


def careless(cost, at, wrt=None):
    """Return a differentiator to be caught: one step, and a bound from its rounding alone."""
    step, where = STEP_OF_NAIVE_DIFFERENCES, np.asarray(at if wrt is None else at[wrt], float)
    numeric, bound = np.empty(where.shape), np.empty(where.shape)
    for index in np.ndindex(where.shape):
        ahead, behind = where.copy(), where.copy()
        ahead[index] += step
        behind[index] -= step
        values = [float(cost(ahead)), float(cost(behind))]
        numeric[index] = (values[0] - values[1]) / (2 * step)
        bound[index] = np.finfo(float).eps * np.max(np.abs(values)) / step
    return numeric, bound


def point(right, setting=WELL_SCALED):
    """Return the point at which `right` is tested, and the generator that drew it."""
    rng = np.random.default_rng([SEED, list(RIGHT).index(right.name)])
    return setting.draw(right, rng), rng


class TestNasty:
    """Scalar functions chosen to mislead."""

    @pytest.mark.parametrize("name", NASTY)
    def test_nothing_false_is_claimed(self, name):
        """The truth is within the bound, or the bound is infinite."""
        verdict = bounds.examine(NASTY[name])
        assert verdict.honest, f"{verdict.numeric!r} ± {verdict.bound!r}: {verdict.case}"

    @pytest.mark.parametrize("disturbance", DISTURBANCES)
    def test_nothing_false_is_claimed_of_random_functions(self, disturbance):
        """As above, with rates, sizes and distances drawn over many decades."""
        verdicts_found = [bounds.examine(case) for case in draws(disturbance, SEED, RANDOM_EACH)]
        assert [found for found in verdicts_found if not found.honest] == []

    def test_careless_differences_are_caught(self):
        """The table is nasty: a fixed step claims something false in much of it."""
        with np.errstate(all="ignore"):
            claims = [(careless(case.phi, case.at), case.truth) for case in NASTY.values()]
        false = [not is_honest(*map(float, claim), truth) for claim, truth in claims]
        assert np.mean(false) > 1 / 3

    @pytest.mark.parametrize(
        ("numeric", "bound", "truth", "honest"),
        [
            (1.0, 0.0, 1.0, True),
            (1.0, 1e-7, 1 + 1e-6, False),
            (1.0, np.inf, None, True),
            (1.0, 1e300, None, False),
            (np.nan, 1.0, 1.0, False),
            (1.0, np.nan, 1.0, False),
            (np.nan, np.inf, 1.0, True),
            (np.inf, 1.0, 1.0, False),
            (0.0, 0.999, 1.0, False),
        ],
    )
    def test_false_claims_are_noticed(self, numeric, bound, truth, honest):
        """The judge of these tests is itself judged."""
        assert is_honest(numeric, bound, truth) is honest

    @pytest.mark.parametrize("case", HOLOMORPHIC, ids=lambda case: case.name)
    def test_truth_agrees_with_the_complex_step(self, case):
        """Closed forms are confirmed, except where the value itself is rounding."""
        step = 1e-30
        with np.errstate(all="ignore"):
            slope = np.imag(case.phi(np.complex128(complex(case.at, step)))) / step
        if case.name.startswith(("one-minus-cosine", "exp-minus-one", "expanded", "root-diff")):
            pytest.skip("the function cancels in complex arithmetic as well")
        if not np.isfinite(slope):
            pytest.skip("the function overflows in complex arithmetic")
        assert slope == pytest.approx(case.truth, rel=1e-8, abs=1e-25)


class TestGradients:
    """Well-known gradients, right and wrong."""

    @pytest.mark.parametrize("right", RIGHT.values(), ids=RIGHT)
    def test_corpus_is_right(self, right):
        """The hand-derived gradient equals the complex step."""
        at, _ = point(right)
        analytic, exact = right.gradient(**at), complex_step(right, at)
        assert np.shape(analytic) == np.shape(at[right.wrt])
        assert np.max(np.abs(analytic - exact)) <= EXACT * np.max(np.abs(exact))

    @pytest.mark.parametrize("right", RIGHT.values(), ids=RIGHT)
    def test_right_gradient_agrees(self, right):
        """No entry is accused, and most are decided."""
        at, _ = point(right)
        result = verdicts.check(right, right.gradient, at, WELL_SCALED)
        assert not result.disagree.any()
        assert np.mean(result.agree) > 0.5

    @pytest.mark.parametrize("right", RIGHT.values(), ids=RIGHT)
    def test_mutants_disagree(self, right):
        """Each of a few wrong gradients is accused, at an entry that is wrong."""
        at, rng = point(right)
        found = list(mutants(right, at, rng))
        cost = verdicts.remembered(WELL_SCALED.cost(right))
        for pick in rng.permutation(len(found))[:MUTANTS_EACH]:
            result = verdicts.check(right, found[pick].gradient, at, WELL_SCALED, cost)
            assert np.any(result.disagree & found[pick].wrong), found[pick].label

    def test_there_are_many_mutants(self):
        """The right gradient itself is not among them."""
        found = [mutant for right in RIGHT.values() for mutant in mutants(right, *point(right))]
        assert len(RIGHT) >= 40
        assert len(found) >= 300
        assert all(mutant.wrong.any() for mutant in found)

    @pytest.mark.parametrize("setting", BADLY_SCALED, ids=lambda setting: setting.name)
    def test_badly_scaled_gradients_are_not_accused(self, setting):
        """Some of the right gradients, badly scaled: those that are exact there are not accused."""
        for right in list(RIGHT.values())[:: len(BADLY_SCALED)]:
            at, _ = point(right, setting)
            result = verdicts.check(right, right.gradient, at, setting)
            assert not (result.disagree.any() and verdicts.is_confirmed(right, at)), right.name


def stub(agree):
    """Return a checker that decides every entry alike."""

    def check_gradient(_cost, _gradient, at, wrt):
        shape = np.shape(at[wrt])
        return SimpleNamespace(
            agree=np.full(shape, agree),
            disagree=np.full(shape, not agree),
            inconclusive=np.zeros(shape, bool),
            allowed=np.zeros(shape),
            analytic=np.ones(shape),
            numeric=np.ones(shape),
        )

    return check_gradient


class TestSurvey:
    """The counting of false alarms and misses."""

    def test_credulous_checker_misses_every_mutant(self, monkeypatch):
        """Passing everything is counted as missing everything."""
        monkeypatch.setattr(gradcheck, "check_gradient", stub(agree=True))
        tally = verdicts.survey(WELL_SCALED, SEED, draws=1, per_right=1)
        assert tally.mutants["missed"] == sum(tally.mutants.values()) == len(RIGHT)
        assert not tally.alarms

    def test_suspicious_checker_raises_every_alarm(self, monkeypatch):
        """Accusing everything is counted as a false alarm each time."""
        monkeypatch.setattr(gradcheck, "check_gradient", stub(agree=False))
        tally = verdicts.survey(WELL_SCALED, SEED, draws=1, per_right=1)
        assert len(tally.alarms) == len(RIGHT)
        assert not tally.misses


@pytest.fixture(scope="module")
def measured():
    """Return a few thousand bounds over all regimes."""
    return bounds.measure(SEED, draws=1)


class TestBounds:
    """Softmax regressions, badly scaled."""

    def test_no_bound_is_false(self, measured):
        """At least 99.9 % of the bounds are true."""
        found = bounds.joined(list(measured.values()))
        assert found.bound.size > 1500
        assert np.sum(found.false) <= 1e-3 * np.sum(found.finite)

    def test_bounds_say_something(self, measured):
        """Well scaled, every bound is useful: infinity everywhere would be honest too."""
        assert not measured["well scaled, stable"].useless.any()
        assert bounds.joined(list(measured.values())).tightness <= 100

    def test_careless_bounds_are_caught(self):
        """Twin: a single step with a bound from rounding alone."""
        found = bounds.joined(list(bounds.measure(SEED, 1, careless).values()))
        assert np.mean(found.false) > 1 / 10

    def test_bound_a_little_too_small_is_caught(self):
        """Twin: the bound is a tenth below the true error of every entry."""
        drawn = problem(REGIMES[0], "stable", np.random.default_rng(SEED))
        error = 1e-6 * np.abs(drawn.truth).astype(float)
        found = bounds.judged(drawn.truth.astype(float) + error, 0.9 * error, drawn)
        assert found.false.all()
        assert not bounds.judged(drawn.truth.astype(float) + error, 1.1 * error, drawn).false.any()

    def test_closed_form_agrees_with_the_complex_step(self):
        """The truth of a well-scaled problem, found in another way."""
        drawn = problem(REGIMES[0], "naive", np.random.default_rng(SEED))
        for index in np.ndindex(drawn.at.shape):
            moved = drawn.at.astype(complex)
            moved[index] += 1e-30j
            slope = np.imag(drawn.cost(moved)) / 1e-30
            assert slope == pytest.approx(float(drawn.truth[index]), rel=1e-12, abs=1e-16)
