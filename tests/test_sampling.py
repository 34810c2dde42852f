"""The distributions, and the draws seeded by seed, trial and input."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradcheck.distributions import (
    constant,
    integers,
    label,
    normal,
    one_hot,
    positive,
    simplex,
    uniform,
)
from gradcheck.errors import ProblemError
from gradcheck.sampling import sample_inputs
from gradcheck.sizes import evaluate_size, resolve_sizes

SIZES = {"m": 3, "k": 2}
TRIALS = tuple(range(200))


def draw(distribution, trials=TRIALS, seed=0, name="x"):
    return sample_inputs({name: distribution}, SIZES, seed, trials)[name]


LAWS = {
    "normal": (normal("m", "k"), lambda x: abs(x.mean()) < 0.1 and abs(x.std() - 1) < 0.1),
    "normal, wide": (normal("m", mean=5, std=10), lambda x: abs(x.std() - 10) < 1.5),
    "uniform": (uniform("m"), lambda x: 0 <= x.min() < 0.05 and 0.95 < x.max() < 1),
    "uniform, moved": (uniform("m", low=-3, high=-2), lambda x: x.min() >= -3 and x.max() < -2),
    "positive": (positive("m"), lambda x: x.min() >= 0.5 and x.max() < 2),
    "simplex": (simplex("k", "m"), lambda x: x.min() >= 0 and np.allclose(x.sum(axis=-1), 1)),
    "one_hot": (one_hot("k", "m"), lambda x: (np.sort(x) == [0, 0, 1]).all()),
    "integers": (integers("m", low=2, high="m+2"), lambda x: {*x.ravel()} == {2, 3, 4}),
    "label": (label("m"), lambda x: {*x.ravel()} == {0, 1, 2} and x.shape == (200,)),
    "constant": (constant(7.5, "m"), lambda x: (x == 7.5).all()),
}


@pytest.mark.parametrize("name", LAWS)
def test_a_distribution_keeps_its_law(name):
    distribution, law = LAWS[name]
    drawn = draw(distribution)
    assert drawn.shape == (len(TRIALS), *distribution.dimensions(SIZES))
    assert law(drawn)


@pytest.mark.parametrize("name", LAWS)
def test_no_other_distribution_keeps_it(name):
    """The laws tell the distributions apart: none holds for draws far outside of it."""
    assert not LAWS[name][1](draw(constant(-100.0, "m")).reshape(200, 3))


@pytest.mark.parametrize("place", range(3))
def test_every_place_can_be_hot(place):
    assert draw(one_hot("m"))[:, place].any()


@pytest.mark.parametrize("name", [name for name in LAWS if name != "constant"])
def test_every_axis_counts(name):
    """Entries of one draw differ: nothing is drawn once and repeated."""
    drawn = draw(LAWS[name][0])
    assert len(np.unique(drawn.reshape(len(TRIALS), -1), axis=0)) > 1


class TestSeeds:
    """A draw depends on the seed, the trial and the input's name, and on nothing else."""

    def test_the_same_again(self):
        assert (draw(normal("m")) == draw(normal("m"))).all()

    @pytest.mark.parametrize("change", [{"seed": 1}, {"name": "y"}])
    def test_another_seed_or_name_draws_another(self, change):
        assert (draw(normal("m")) != draw(normal("m"), **change)).all()

    def test_trials_differ(self):
        assert len({tuple(row) for row in draw(normal("m"))}) == len(TRIALS)

    def test_a_trial_alone_draws_what_it_drew_among_others(self):
        assert (draw(normal("m"), trials=(7,))[0] == draw(normal("m"))[7]).all()
        assert (draw(normal("m"), trials=(9, 7))[1] == draw(normal("m"))[7]).all()

    def test_other_inputs_change_nothing(self):
        together = sample_inputs({"y": normal("k"), "x": normal("m")}, SIZES, 0, TRIALS)
        assert (together["x"] == draw(normal("m"))).all()
        assert (together["y"] != draw(normal("k"))).any()

    @pytest.mark.parametrize("seed", [0, 1, 2**31, 2**63, 2**100])
    def test_any_seed_will_do(self, seed):
        assert np.isfinite(draw(normal("m"), seed=seed)).all()


class TestSizes:
    """Whole-number expressions in sizes."""

    @pytest.mark.parametrize(
        ("expression", "value"),
        [(4, 4), ("4", 4), ("m", 3), ("m+1", 4), ("m - k", 1), ("2*m + k", 8), ("m//k", 1),
         ("-m", -3), ("(m+1)*(k+1)", 12), (" m ", 3)],
    )  # fmt: skip
    def test_an_expression(self, expression, value):
        assert evaluate_size(expression, SIZES) == value

    @pytest.mark.parametrize(
        "expression",
        ["m+", "", "m**2", "m/2", "1.5", 1.5, True, None, "abs(m)", "m.real", "m if m else k",
         "[m]", "'m'", "m//0", "True", "m" * 101, "(" * 90, "__import__('os')", "lambda: 1", "m\0"],
    )  # fmt: skip
    def test_anything_else_is_refused(self, expression):
        with pytest.raises(ProblemError, match="not a size"):
            evaluate_size(expression, SIZES)

    def test_an_unknown_size_is_told_with_the_nearest(self):
        with pytest.raises(ProblemError, match="unknown size `M`") as caught:
            evaluate_size("M+1", SIZES)
        assert "`m`" in caught.value.remedy

    @given(st.permutations(["a", "b", "c", "d"]))
    def test_sizes_are_resolved_in_any_order(self, order):
        defined = {"a": 2, "b": "a+1", "c": "a*b", "d": "c-b"}
        assert resolve_sizes({name: defined[name] for name in order}) == {
            "a": 2, "b": 3, "c": 6, "d": 3,
        }  # fmt: skip

    @pytest.mark.parametrize(
        "circle", [{"a": "a"}, {"a": "b", "b": "a"}, {"a": "b+1", "b": "c", "c": "a"}]
    )
    def test_a_circle_is_refused(self, circle):
        with pytest.raises(ProblemError, match="circle"):
            resolve_sizes({"z": 1, **circle})

    @pytest.mark.parametrize("axis", ["m-3", 0, -1, "k-m"])
    def test_an_axis_shorter_than_one_is_refused(self, axis):
        with pytest.raises(ProblemError, match="length"):
            normal("m", axis).dimensions(SIZES)
        assert normal("m", 1).dimensions(SIZES) == (3, 1)
