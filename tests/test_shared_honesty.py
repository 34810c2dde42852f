"""Derivatives through affine layers claim no more than is true, on every path, badly scaled too."""

from __future__ import annotations

import numpy as np
import pytest

from gradcheck.formula import is_formula_name
from gradcheck.judge import judge
from gradcheck.problem import Evaluator, load_problem
from gradcheck.problem.rounding import rounded_otherwise
from gradcheck.records import Analytic, Doubt, Name, Numeric
from gradcheck.reference import Reference
from gradcheck.sampling import sample_inputs
from gradcheck.source import parse_source
from tests.corpus.layered import DISTURBED, LAYERED, SCALES, scaled

TRIALS = (0, 1)

EXACT = ("as it is", "not broadcasting", "mixing")
"""Costs whose rounding is that of float64; every bound holds."""

CHANCE = 5e-3
"""The part of the bounds that may be false where all that is seen of a cost is noise."""

WIDE = {
    "single": {"n": 60, "k": 12}, "batch": {"n": 12, "k": 7, "f": 9},
    "few examples": {"n": 4, "k": 60, "f": 12}, "tied": {"n": 30, "k": 40},
    "hidden": {"n": 40, "k": 30},
}  # fmt: skip
"""Sizes at which lines are so many that few of them are looked at with many steps."""

NOISE_IN_WIDE = 8.0
"""Times its bound that an error may be there, in noise."""

SLIGHT = 5e-4
"""A mistake of 0.05 % of an entry."""

LONG_EPS = float(np.finfo(np.longdouble).eps)


def numeric_and_truth(case, disturbance, scale, folder, wide=False, seed=7):
    """Yield for each input the numeric derivative and the truth, shape (trials, *input)."""
    problem = case.problem(disturbance, folder)
    sizes = problem.resolve_sizes({}, WIDE[case.name] if wide else {}, "here")
    names = {"T": "one_hot"} if scale == "sparse x" and len(problem.inputs.get("T", ())) > 1 else {}
    drawn = problem.choose_distributions(names)
    trials = TRIALS[:1] if wide else TRIALS
    inputs = scaled(scale, sample_inputs(drawn, sizes, seed, trials), np.random.default_rng(seed))
    found = Reference(problem, sizes, drawn, seed, trials, None, inputs)
    for by in ("W", "V", "x", "b"):
        if by in problem.inputs:
            with np.errstate(all="ignore"):
                truth = [case.truth(found.sample.trial(t), by) for t in range(len(trials))]
            yield by, found.numeric(Name("J", by)), np.stack(truth)


def false_claims(numeric: Numeric, truth) -> int:
    with np.errstate(invalid="ignore"):
        error = np.abs(numeric.values - truth)
        rounding = LONG_EPS * np.abs(truth).max(initial=0.0)
        false = ~(error <= numeric.bound + rounding) & (numeric.bound < np.inf)
    # A flat cost is claimed to be flat only as far as its rounding shows, and decides nothing.
    return int((false & np.isfinite(truth) & (numeric.doubt != Doubt.FLAT)).sum())


@pytest.mark.parametrize("disturbance", DISTURBED)
@pytest.mark.parametrize("case", LAYERED.values(), ids=LAYERED)
def test_no_more_is_claimed_than_is_true(case, disturbance, tmp_path):
    false = claims = 0
    for scale in SCALES:
        for _, numeric, truth in numeric_and_truth(case, disturbance, scale, tmp_path):
            false += false_claims(numeric, truth)
            claims += int(np.isfinite(numeric.bound).sum())
    assert claims > 100
    assert false <= (0 if disturbance in EXACT else CHANCE * claims)


@pytest.mark.parametrize("disturbance", ["as it is", "offset", "not broadcasting"])
@pytest.mark.parametrize("case", LAYERED.values(), ids=LAYERED)
def test_no_more_is_claimed_where_lines_are_many(case, disturbance, tmp_path):
    for scale in ("as drawn", "small x", "saturated"):
        for by, numeric, truth in numeric_and_truth(case, disturbance, scale, tmp_path, wide=True):
            assert np.isfinite(numeric.bound).sum() > numeric.bound.size / 2
            assert false_claims(numeric, truth) == 0, (scale, by)


@pytest.mark.parametrize("scale", ["as drawn", "small W", "sparse x"])
@pytest.mark.parametrize("case", LAYERED.values(), ids=LAYERED)
def test_noise_that_is_smaller_at_small_steps_is_counted(case, scale, tmp_path):
    """At the smallest steps the disturbance is smooth, and what shows of it is too little."""
    for by, numeric, truth in numeric_and_truth(case, "noisy", scale, tmp_path, True, 0):
        claimed = np.isfinite(numeric.bound) & (numeric.doubt != Doubt.FLAT)
        off = np.abs(numeric.values - truth)
        assert (off <= NOISE_IN_WIDE * numeric.bound)[claimed].all(), by


def verdicts(analytic, numeric: Numeric):
    slack = 4 * np.finfo(float).eps * np.abs(np.nan_to_num(analytic))
    return judge(Analytic(analytic, slack), numeric, 1e-7)


@pytest.mark.parametrize("disturbance", EXACT)
@pytest.mark.parametrize("case", LAYERED.values(), ids=LAYERED)
def test_right_gradients_agree_and_barely_wrong_ones_do_not(case, disturbance, tmp_path):
    rng = np.random.default_rng(0)
    for by, numeric, truth in numeric_and_truth(case, disturbance, "as drawn", tmp_path):
        right = truth.astype(np.float64)
        assert verdicts(right, numeric).agree.all(), by
        wrong = right.copy()
        at = tuple(int(rng.integers(n)) for n in right.shape)
        wrong[at] *= 1 + SLIGHT
        found = verdicts(wrong, numeric)
        assert found.disagree[at], (by, at)
        assert found.disagree.sum() == 1
        wrong[at] = np.nan
        assert verdicts(wrong, numeric).disagree[at], (by, at)


def test_what_a_column_of_zeros_multiplies_is_exactly_zero(tmp_path):
    for by, numeric, _ in numeric_and_truth(LAYERED["single"], "as it is", "sparse x", tmp_path):
        if by == "W":
            silent = ~np.any(numeric.values, axis=1)
            assert silent.any()
            assert not silent.all()
            assert not numeric.bound[np.broadcast_to(silent[:, None], numeric.bound.shape)].any()


FAST = """
from gradcheck import affine, normal
import numpy as np

SIZES = {"K": 60, "n": 4}
INPUTS = {"W": normal("K", "n"), "x": normal("n"), "b": normal("K"), "a": normal("K")}
z = affine("W @ x + b")


def J(z, a):
    return (a * np.sin(z)).sum(axis=-1)
"""


@pytest.mark.parametrize("size", [1e6, 1e7])
def test_what_rounding_of_a_layer_does_is_seen_at_the_scale_of_the_function(size, tmp_path):
    """A layer of 1e6 has thousands of periods of a sine within a fraction of its own size."""
    path = tmp_path / "fast.py"
    problem = load_problem(parse_source(path, path.name, FAST), "fast", is_formula_name)
    sizes, drawn = problem.resolve_sizes({}, {}, ""), problem.choose_distributions({})
    worst = []
    for seed in range(20):
        inputs = sample_inputs(drawn, sizes, seed, (0,))
        inputs["x"] = size * inputs["x"]
        found = Reference(problem, sizes, drawn, seed, (0,), None, inputs)
        W, x, b, a = (inputs[name][0].astype(np.longdouble) for name in "Wxba")
        numeric = found.numeric(Name("J", "b"))
        off = np.abs(numeric.values[0] - a * np.cos(W @ x + b)) / numeric.bound[0]
        worst.append(float(off.max()))
    assert max(worst) < 1.5
    assert sum(ratio > 1 for ratio in worst) <= 1


def test_roundings_of_a_layer_are_to_both_sides(tmp_path):
    """Two that were drawn may be the same in an entry, and then show nothing there."""
    path = tmp_path / "fast.py"
    problem = load_problem(parse_source(path, path.name, FAST), "fast", is_formula_name)
    sizes = problem.resolve_sizes({}, {}, "")
    evaluator = Evaluator(problem, sizes)
    drawn = problem.choose_distributions({})
    sample = evaluator.sample(sample_inputs(drawn, sizes, 0, (0,)), (0,))
    z = rounded_otherwise(evaluator, sample, ["z"], 3)["z"]
    assert (np.sign(z[1] - z[0]) == -np.sign(z[2] - z[0])).all()
    assert (z[1] != z[0]).all()
    assert np.unique(np.sign(z[1] - z[0])).size == 2
