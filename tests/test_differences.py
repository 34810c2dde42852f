"""Differences that were wrong once, each beside a neighbour that must come out the other way."""

import numpy as np
import pytest

from gradcheck import check_gradient, differentiate
from gradcheck.differences.closer import climb_closely
from gradcheck.differences.watch import DriftWatch
from tests.benchmarks.verdicts import check, points
from tests.corpus.gradients import RIGHT
from tests.corpus.settings import BADLY_SCALED


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


def test_what_moves_nowhere_is_flat_though_it_ends_somewhere():
    """A class that weighs nothing: 0 * log(p), which is no number where p has vanished."""

    def cost(x):
        with np.errstate(all="ignore"):
            shares = np.exp(x - x.max()) / np.exp(x - x.max()).sum()
            return -(np.array([0.0, 0.0, 0.0]) * np.log(shares)).sum()

    at = np.array([0.3, 0.5, -1.0])
    found = check_gradient(cost, lambda x: x / 1e3, at)
    assert found.disagree.all()
    assert check_gradient(cost, np.zeros_like, at)


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


FAST = {
    "sin": (lambda x, _: np.sin(x).sum(), lambda x, _: np.cos(x)),
    "a bell": (lambda x, at: np.exp(-((x - at) ** 2)).sum(),
               lambda x, at: -2 * (x - at) * np.exp(-((x - at) ** 2))),
    "tanh": (lambda x, _: np.tanh(x - x[0]).sum() + x[0] / 2,
             lambda x, _: 1 - np.tanh(x - x[0]) ** 2 - np.eye(5)[0]
             * ((1 - np.tanh(x - x[0]) ** 2).sum() - 0.5)),
}  # fmt: skip


@pytest.mark.parametrize("how", FAST)
@pytest.mark.parametrize("size", [300.0, 1e4, 1e6])
def test_where_arguments_are_large_beside_the_scale_mistakes_are_no_rounding(how, size):
    """A step of 2^-15 of the argument is then a large one: what is smooth over less scatters."""
    cost, gradient = FAST[how]
    for seed in range(5):
        x = size + np.random.default_rng(seed).uniform(-1, 1, size=5)
        right = gradient(x, size)
        assert check_gradient(lambda x: cost(x, size), lambda x: gradient(x, size), x)
        for factor in (1 + 1e-5, 1.01, 2.0, -1.0):
            found = check_gradient(
                lambda x: cost(x, size), lambda x, factor=factor: factor * gradient(x, size), x
            )
            # Where the formula has an extremum, it does not move, and little shows its rounding.
            missed = ~found.disagree & (np.abs(right) > 1e-2)
            assert np.count_nonzero(missed) <= (0 < factor < 1.01)


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


DRAWS = 40


def accused(cost, gradient, size):
    """Return on how many of some draws a right gradient is accused, and on how many passed."""
    found = []
    for seed in range(DRAWS):
        at = {"z": np.random.default_rng(seed).normal(size=size)}
        found.append(check_gradient(cost, gradient, at, "z"))
    disagree = sum(bool(one.disagree.any()) for one in found)
    return disagree, sum(bool(one.agree.all()) for one in found)


@pytest.mark.parametrize(
    ("cost", "gradient"),
    [
        (lambda z: np.round(3 * z[0]) ** 2, lambda z: np.zeros(1)),
        (lambda z: z[0] * np.round(3 * z[0]), lambda z: np.round(3 * z)),
    ],
)
def test_treads_as_wide_as_the_entry_are_no_rounding_of_what_is_large_far_away(cost, gradient):
    """The cost grows with the entry, and 30,000 times as far out its jumps are small beside it."""
    assert accused(cost, gradient, 1)[0] == 0


@pytest.mark.parametrize("scale", [1e-6, 1e-7])
def test_the_slope_between_stairs_is_not_that_of_the_stairs(scale):
    """exp(z) - 1 has stairs of an eps, between which the quotient falls as 1 / z."""
    false = 0
    for seed in range(5):
        z = scale * np.random.default_rng(seed).standard_normal(200)
        slope, bound = differentiate(lambda z: ((np.exp(z) - 1) / z).sum(axis=-1), z)
        false += int((np.abs(slope - (0.5 + z / 3)) > bound).sum())
    assert false == 0


def ridge32(w):
    """A term in float32 beside one that is not."""
    rng = np.random.default_rng(0)
    X, y = rng.normal(size=(20, 5)).astype("f4"), rng.normal(size=20).astype("f4")
    off = X @ w.astype("f4") - y
    return float((off * off).mean()) + 0.05 * (w * w).sum()


def test_a_term_that_rounds_its_argument_away_is_not_forgotten():
    """Between the stairs of the one term, the other has all of the slope."""
    rng = np.random.default_rng(0)
    X, y = rng.normal(size=(20, 5)), rng.normal(size=20)
    for seed in range(10):
        w = np.random.default_rng(seed).normal(size=5)
        rest = 0.1 * w
        right = 2 * X.T @ (X @ w - y) / 20 + rest
        slope, bound = differentiate(ridge32, w)
        assert (np.abs(slope - right) <= bound + 1e-6 * np.abs(right).max()).all()
        assert not check_gradient(ridge32, lambda w: 0.1 * w, w).agree.any()


def square_and_tanh32(z):
    """Two parts that nearly cancel where z is about -0.7; the second is in float32."""
    return z**2 + np.tanh(z.astype("f4")).astype(float)


@pytest.mark.parametrize("alone", [True, False])
def test_stairs_that_are_large_beside_what_is_left_of_two_terms(alone):
    """One after the other, each a few times what float32 may lose of the sum: whose slope is the
    cost's, what is between them or their own, nobody can tell.
    """
    z = -np.random.default_rng(0).uniform(0.5, 1, size=60)
    right = 2 * z + 1 - np.tanh(z) ** 2
    if alone:
        pairs = [differentiate(lambda x: square_and_tanh32(x)[0], one) for one in z[:, None]]
        slope, bound = (np.concatenate(part) for part in zip(*pairs, strict=True))
    else:
        slope, bound = (np.diagonal(part) for part in differentiate(square_and_tanh32, z))
    assert (np.abs(slope - right) <= bound).all()
    assert np.count_nonzero(bound < 0.1) >= 15  # where less cancels


@pytest.mark.parametrize("size", [1e9, 1e10, 1e11, 1e12])
def test_stairs_as_wide_as_one_likes_are_not_passed_over(size):
    """log(1 + x^2 / N) stands still for long; further out, slopes agree on another."""

    def cost(x):
        return (size * np.log(1 + x * x / size) + x**2).sum()

    for seed in range(20):
        x = np.random.default_rng(seed).normal(size=6)
        assert not check_gradient(
            cost, lambda x: 2 * x / (1 + x * x / size) + 2 * x, x
        ).disagree.any()
        assert not check_gradient(cost, lambda x: 2 * x, x).agree.any()


def test_entries_that_move_one_output_each_take_few_steps():
    """What no pilot moves, others do: all are looked at before any is climbed."""
    called = []

    def function(z):
        called.append(z.size // 60)
        return np.tanh(z)

    z = np.random.default_rng(0).normal(size=60)
    slope, bound = differentiate(function, z)
    assert sum(called) <= 40 * 60  # thirty where all are settled; eighty where they are climbed
    assert np.allclose(slope, np.diag(1 - np.tanh(z) ** 2), rtol=1e-7, atol=0)
    assert (np.abs(slope - np.diag(1 - np.tanh(z) ** 2)) <= bound).all()


@pytest.mark.parametrize("seed", [39, 409, 580, 665])
def test_data_in_float32_is_not_forgotten_beside_a_penalty_that_is_not(seed):
    """Where a jump of the one contradicts the slope of the other, from a little further away."""
    rng = np.random.default_rng(seed)
    size = 10.0 ** rng.integers(-2, 2)
    drawn = [rng.normal(size=3) * size, rng.normal(size=(5, 3)), rng.normal(size=5) * size]
    at, matrix, target = (one.astype(np.float32).astype(float) for one in drawn)

    def cost(x):
        off = matrix.astype(np.float32) @ x.astype(np.float32) - target.astype(np.float32)
        return float((off**2).sum() / 2) + 0.05 * (x**2).sum()

    right = matrix.T @ (matrix @ at - target) + 0.1 * at
    numeric, bound = differentiate(cost, at)
    assert (np.abs(numeric - right) <= bound + 1e-7 * np.abs(right)).all()
    assert np.isfinite(bound).sum() >= 2


def test_a_layer_in_float32_has_the_slope_of_its_stairs():
    """Its jumps are of all sizes, the smallest far below those that matter."""
    false = 0
    for seed in range(10):
        rng = np.random.default_rng(seed)
        W, V, x = rng.normal(size=(8, 6)), rng.normal(size=8), rng.normal(size=(10, 6))

        def cost(W, V=V, x=x):
            return float(((np.tanh((x @ W.T).astype("f4")).astype(float) @ V) ** 2).mean())

        a = np.tanh(x @ W.T)
        right = 2 * ((a @ V)[:, None] * (1 - a**2) * V).T @ x / 10
        slope, bound = differentiate(cost, W)
        false += int((np.abs(slope - right) > bound + 1e-5 * np.abs(right).max()).sum())
    assert false <= 2  # of 480; eleven, where the first stairs that were found counted for all


@pytest.mark.parametrize(
    ("cost", "gradient"),
    [(lambda x: np.exp(x).sum(), np.exp), (lambda x: (x**4).sum(), lambda x: 4 * x**3)],
)
def test_the_rounding_of_far_larger_values_is_not_that_at_the_point(cost, gradient):
    """In float32, further out: jumps that are a thousand times as large."""
    decided = 0
    for seed in range(5):
        x = np.random.default_rng(seed).uniform(0.5, 1.5, size=6)
        slope, bound = differentiate(lambda x: float(cost(x.astype("f4"))), x)
        assert (np.abs(slope - gradient(x)) <= bound + 1e-6 * np.abs(gradient(x))).all()
        decided += int((bound < 2e-3 * np.abs(gradient(x))).sum())
    assert decided >= 25


@pytest.mark.parametrize("size", [1e-5, 1e-3, 0.1])
@pytest.mark.parametrize("distance", [1e-9, 1e-6, 1e-3])
def test_one_jump_beside_the_point_leaves_the_slope_what_it_is(size, distance):
    x = np.array([0.7])
    slope, bound = differentiate(lambda z: np.sin(z[0]) + size * (z[0] > x[0] + distance), x)
    assert abs(slope - np.cos(x)) <= bound < 1e-4


def test_to_look_further_out_takes_few_values_however_many_outputs_there_are():
    """All outputs of a line are looked at together, and only once where nothing is found."""
    rows = []
    A = np.random.default_rng(0).normal(size=(100, 40))

    def phi(lines, positions):
        rows.append(lines.size)
        return np.sin(positions[:, None] * A[:, lines].T)

    at = np.random.default_rng(1).normal(size=40)
    found, _ = climb_closely(phi, at, np.abs(at), np.zeros(40, dtype=np.int64), np.zeros((40, 100)))
    assert (np.abs(found.values - np.cos(at[:, None] * A.T) * A.T) <= found.bound).all()
    assert sum(rows) / 40 < 120


def test_a_slope_that_ends_without_a_jump_is_that_at_the_point():
    z = 1e-6 * np.random.default_rng(0).standard_normal(200)
    slope, bound = differentiate(lambda z: z.sum(axis=-1) + 1e-6 * np.tanh(1e8 * z).sum(axis=-1), z)
    assert (np.abs(slope - (1 + 100 / np.cosh(1e8 * z) ** 2)) <= bound).all()
    assert (bound < np.inf).mean() > 0.9


def test_a_bounded_cost_beside_an_offset_that_hides_it_is_not_called_flat():
    disagree, agree = accused(lambda z: 1e16 + np.sin(z).sum(), lambda z: np.cos(z), 3)
    assert disagree <= 1  # seven, where that is flat which is so only 10,000 times as far out
    assert agree == 0


def test_what_cancels_has_no_slope_that_stands_out_far_away():
    disagree, _ = accused(lambda z: (z - z.mean()).sum(), lambda z: 0 * z, 4)
    assert disagree == 0


@pytest.mark.parametrize("size", [3, 20, 60])
def test_a_cost_whose_stacked_members_touch_at_their_ends_is_not_stacked(size):
    """`np.roll` without an axis: the last entry of one member gets next to the first of another."""

    def cost(z):
        return np.sin(z - np.roll(z, 1)).sum(axis=-1)

    def gradient(z):
        slope = np.cos(z - np.roll(z, 1))
        return slope - np.roll(slope, -1)

    disagree, agree = accused(cost, gradient, size)
    assert (disagree, agree) == (0, DRAWS)
    open_ended = gradient(np.random.default_rng(0).normal(size=size))
    open_ended[-1] += 0.5
    at = {"z": np.random.default_rng(0).normal(size=size)}
    found = check_gradient(cost, lambda z: open_ended, at, "z")
    assert found.disagree[-1]


def test_what_a_large_offset_hides_of_mixed_members_is_seen():
    """`np.sort` along the stack; to 1e-9 of the value, members are as they are alone."""
    weights = np.random.default_rng(1).uniform(1, 2, size=40)

    def cost(z):
        return 1e9 + (np.sort(z, axis=0) * weights).sum(axis=-1)

    disagree, _ = accused(lambda z: cost(z) if z.ndim > 1 else 1e9 + z @ weights,
                          lambda z: weights, 40)  # fmt: skip
    assert disagree == 0


@pytest.mark.parametrize("count", [40, 200])
def test_a_bend_close_to_the_point_is_in_the_bound(count):
    """Dead units whose weights are 1e-12 of the others': what two slopes differ by says too little
    of how far off they both are.
    """
    rng = np.random.default_rng(5)
    z, weights = rng.normal(size=count), rng.choice([-1.0, 1.0], count)
    z[::4], weights[::4] = -1e-6, weights[::4] * 1e-12
    found = check_gradient(
        lambda z: (weights * np.maximum(z, 0) * (1 + z)).sum(axis=-1),
        lambda z: weights * (z > 0) * (1 + 2 * z), {"z": z}, "z",
    )  # fmt: skip
    assert found.disagree.sum() <= 1


def test_a_smooth_cost_in_float32_is_no_staircase():
    """Where its jumps are looked at from two places only, they are stairs, and 0 would agree."""
    (setting,) = (one for one in BADLY_SCALED if one.name == "J in float32")
    (at,) = (drawn for right, drawn, _ in points(setting, 0, 1) if right.name == "triplet")
    found = check(RIGHT["triplet"], RIGHT["triplet"].gradient, at, setting)
    assert np.isfinite(found.bound).all()
    assert (np.asarray(found.doubt)[[2, 3, 5]] == 0).all()


def lennard_jones(w):
    """Of a chain: steps as large as the places of its ends throw neighbours on each other."""
    gaps = np.diff(w)
    return (gaps**-12 - gaps**-6).sum()


def chain_forces(w):
    gaps = np.diff(w)
    force = -12 * gaps**-13 + 6 * gaps**-7
    return np.append(0, force) - np.append(force, 0)


@pytest.mark.parametrize("count", [30, 100, 300])
def test_what_steps_on_a_singularity_show_is_no_slope_that_others_are_small_beside(count):
    for seed in range(3):
        w = 1.12 * np.arange(count) + 0.03 * np.random.default_rng(seed).normal(size=count)
        assert check_gradient(lennard_jones, chain_forces, w)
        wrong = check_gradient(lennard_jones, lambda w: (1 + 1e-5) * chain_forces(w), w)
        assert wrong.disagree[np.abs(chain_forces(w)) > 1e-3].all()
