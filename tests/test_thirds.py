"""Three values of the function for an entry: enough where a line is smooth, and never too few."""

import numpy as np
import pytest

from gradcheck import differentiate
from gradcheck.differences import brief, foretell, quick, thirds
from gradcheck.differences.foretell import Matrix
from gradcheck.differences.stepping import Lines
from gradcheck.differences.thirds import Third
from tests.benchmarks.speed.work import Counted, Work, cost, precise_gradient


def lines(columns, rows=1):
    """Lines along the entries of a matrix that nobody evaluates."""
    count = rows * columns
    return Lines(
        phi=lambda lines, positions: positions[:, None], at=np.ones((1, count)),
        scale=np.ones(count), origin=np.zeros(count, dtype=int), outputs=1, typical=np.ones(count),
        columns=np.full(count, columns if rows > 1 else 0),
    )  # fmt: skip


def along(functions, at=0.0):
    """Lines that each follow a function of their own."""
    count = len(functions)

    def phi(lines, positions):
        return np.array([[functions[i](t)] for i, t in zip(lines, positions, strict=True)])

    return Lines(
        phi=phi, at=np.full((1, count), at), scale=np.ones(count),
        origin=np.zeros(count, dtype=int), outputs=1, typical=np.ones(count),
    )  # fmt: skip


@pytest.mark.parametrize(("rows", "columns", "most"), [(100, 100, 3.6), (10, 784, 3.1)])
def test_most_entries_take_three_values(rows, columns, most):
    inputs = Work(rows, columns).inputs()
    counted = Counted(cost)
    numeric, bound = differentiate(lambda **named: counted(**named), inputs, "W")
    error = np.abs(numeric - precise_gradient(inputs))
    assert (error <= bound).all()
    assert counted.values < most * numeric.size


def test_steps_are_foretold_by_row_and_column(monkeypatch):
    """The twin: without factors, one step for all leaves more entries open."""
    inputs = Work(100, 100).inputs()
    taken = []
    for _ in range(2):
        counted = Counted(cost)
        differentiate(lambda **named: counted(**named), inputs, "W")  # noqa: B023
        taken.append(counted.values)
        monkeypatch.setattr(foretell, "LIKE_ALL", 1e9)
    assert taken[0] < 0.9 * taken[1]


NASTY = {
    "kink": lambda t: 1e-4 * np.abs(t),
    "bend of the second derivative": lambda t: t * np.abs(t),
    "root": lambda t: np.sign(t) * np.abs(t) ** 1.5,
    "kink close by": lambda t: np.maximum(t - 1e-4, 0),
    "jump": lambda t: 1e-6 * (t > 0),
    "narrow": lambda t: 1e-4 * np.tanh(1e4 * t),
}
SLOPES = {"kink": None, "jump": None, "narrow": 1.0}


@pytest.mark.parametrize("name", NASTY)
def test_an_entry_that_is_not_smooth_is_found_out_among_those_that_are(name):
    """What three values must not pass: whatever is claimed holds. The twin: the others hold too."""
    rng = np.random.default_rng(0)
    at, size, phase = rng.normal(size=(3, 20, 20))
    place = (7, 11)

    def cost(w):
        moved = (w - at)[..., *place]
        return (size * np.sin(w + phase)).sum(axis=(-1, -2)) / 100 + NASTY[name](moved)

    truth = size * np.cos(at + phase) / 100
    slope = SLOPES.get(name, 0.0)
    numeric, bound = differentiate(cost, at)
    others = np.ones(at.shape, dtype=bool)
    others[place] = False
    assert (np.abs(numeric - truth)[others] <= bound[others]).all()
    assert (bound[others] < 1e-7 * np.abs(truth).max()).all()
    if slope is not None and np.isfinite(bound[place]):
        assert abs(numeric[place] - truth[place] - slope) <= bound[place]
    else:
        assert bound[place] == np.inf


def uneven(seed):
    """A cost whose rounding differs a hundredfold from entry to entry, and its gradient."""
    rng = np.random.default_rng(seed)
    at, size, phase = rng.normal(size=(3, 20, 20))
    scale = 10 ** rng.uniform(-1, 0, (20, 1)) * 10 ** rng.uniform(-0.5, 0, (1, 20))

    def cost(w):
        moved = np.sin((w - at) * scale + phase) - np.sin(phase)
        return (size * moved / scale).sum(axis=(-1, -2)) + 0.03

    return cost, at, size.astype(np.longdouble) * np.cos(phase.astype(np.longdouble))


def false_bounds():
    """Return how many bounds of uneven costs are false."""
    found = 0
    for seed in range(8):
        cost, at, truth = uneven(seed)
        numeric, bound = differentiate(cost, at)
        found += int((np.abs(numeric - truth) > bound).sum())
    return found


def test_rounding_that_others_do_not_show_is_in_the_bound(monkeypatch):
    """The twin: bounds that claim all that the others' rounding allows are false."""
    assert not false_bounds()
    monkeypatch.setattr(thirds, "UNCLAIMED", 0.0)
    assert false_bounds() > 4


def test_an_entry_that_nothing_depends_on_is_flat():
    rng = np.random.default_rng(0)
    at, weights = rng.normal(size=(2, 20, 20))
    weights[:, 3] = 0
    counted = Counted(lambda w: np.tanh((np.sin(w) * weights).sum(axis=(-1, -2)) / 400))
    numeric, bound = differentiate(lambda w: counted(w=w), at)
    assert (numeric[:, 3] == 0).all()
    assert (bound[:, 3] > 0).all()
    assert (bound[:, 3] < 1e-9 * np.abs(numeric).max()).all()
    assert counted.values < 8 * at.size


def test_where_most_pilots_are_flat_the_roundest_of_the_others_counts():
    """In float32, with two rows that move: 29 bounds were false where what is typical counted."""
    rng = np.random.default_rng([31, 203])
    rows, columns = rng.integers(4, 40, 2)
    rng.choice(6, size=2)
    W = rng.normal(size=(rows, columns)) * 10.0 ** rng.uniform(-2, 1)
    inputs = {"W": W, "x": 10 * rng.normal(size=columns), "b": rng.normal(size=rows)}
    assert rng.random() > 0.6
    inputs["T"] = np.eye(rows)[rng.integers(rows)]

    def coarse(**named):
        return np.float32(cost(**named) * (1 - 1 / rows)).astype(float)

    numeric, bound = differentiate(coarse, inputs, "W")
    truth = precise_gradient(inputs) * (1 - 1 / rows)
    known = np.isfinite(bound)
    assert (np.abs(numeric - truth)[known] > bound[known]).sum() <= 1


def test_several_outputs_are_settled_together():
    rng = np.random.default_rng(0)
    at, weights = rng.normal(size=40), rng.normal(size=(3, 40))
    numeric, bound = differentiate(lambda w: np.sin(w) @ weights.T, at)
    assert (np.abs(numeric - weights * np.cos(at)) <= bound).all()
    assert (bound < 1e-7 * np.abs(numeric).max()).all()


@pytest.mark.parametrize("step", [1e-6, 1e-4, 1e-2, 0.3])
def test_three_values_bound_the_slope_of_smooth_functions_and_of_others(step):
    """Whatever the step. The twin: the slope of another function is outside, at small steps."""
    functions = [np.sin, np.expm1, lambda t: t * np.abs(t), lambda t: np.maximum(t, 0) ** 2,
                 lambda t: np.sign(t) * np.abs(t) ** 1.5 + t]  # fmt: skip
    slopes = np.array([1, 1, 0, 0, 1])
    third = Third.take(along(functions), np.arange(5), np.full(5, step))
    found, better = third.examine(np.zeros(1))
    assert (np.abs(found.values[:, 0] - slopes) <= found.bound[:, 0]).all()
    assert found.sound.all()
    assert (better > 0).all()
    if step <= 1e-4:
        assert (np.abs(found.values[:2, 0] - 1.001) > found.bound[:2, 0]).all()


def test_values_that_are_missing_settle_nothing():
    functions = [lambda t: np.nan if t else 1.0, lambda t: np.inf if t > 0 else 0.0, np.sin]
    third = Third.take(along(functions), np.arange(3), np.full(3, 1e-4))
    assert third.examine(np.zeros(1))[0].sound[:, 0].tolist() == [False, False, True]


def test_factors_of_rows_and_columns_are_found():
    rng = np.random.default_rng(0)
    row, column = 10 ** rng.uniform(-3, 3, (30, 1)), 10 ** rng.uniform(-3, 3, (1, 40))
    steps = (row * column).reshape(-1)
    matrix = Matrix.of(lines(40, 30), np.arange(1200))
    sample = matrix.sample(np.arange(1200))
    assert sample.size < 600
    foretold = matrix.foretell(sample, steps[sample], np.arange(1200))
    assert np.median(np.abs(np.log10(foretold / steps))) < 0.5
    # The twin: one step for all is off by more than a factor of 10 for most.
    assert np.median(np.abs(np.log10(np.median(steps) / steps))) > 1


@pytest.mark.parametrize(("rows", "columns"), [(30, 40), (12, 100), (100, 12), (64, 64), (5, 7)])
def test_every_row_and_every_column_is_met(rows, columns):
    everyone = np.arange(rows * columns)
    matrix = Matrix.of(lines(columns, rows), everyone)
    sample = matrix.sample(everyone)
    assert set(sample // columns) == set(range(rows))
    assert set(sample % columns) == set(range(columns))


def test_a_vector_has_one_step_for_all():
    everyone = np.arange(500)
    matrix = Matrix.of(lines(500), everyone)
    sample = matrix.sample(everyone)
    foretold = matrix.foretell(sample, np.full(sample.size, 0.25), everyone)
    assert np.allclose(foretold, 0.25)
    assert not matrix.foretell(sample, np.zeros(sample.size), everyone).any()


def faint_kinks(entries):
    """Return how many bounds are false where a kink of 1e-6 of the slope is close to an entry."""
    found = 0
    for seed in range(60):
        rng = np.random.default_rng(seed)
        slope, x = rng.normal(size=(2, entries))
        place = rng.integers(entries)
        kink = x[place] + 10 ** rng.uniform(-5, -2.5)

        def cost(x):
            smooth = (np.sin(x) * slope).sum(axis=-1)  # noqa: B023
            return smooth + 1e-6 * np.abs(x[..., place] - kink)  # noqa: B023

        numeric, bound = differentiate(cost, x)
        truth = np.cos(x) * slope
        truth[place] -= 1e-6
        found += int((np.abs(numeric - truth) > bound).sum())
    return found


@pytest.mark.parametrize("entries", [5, 30])
def test_a_faint_kink_is_no_rounding(monkeypatch, entries):
    """The twin: taken for rounding, it would be settled with bounds that are false, if tiny steps
    did not show it as well.
    """
    assert faint_kinks(entries) == 0
    monkeypatch.setattr(brief, "ROUNDED", np.inf)
    assert faint_kinks(entries) == 0
    monkeypatch.setattr(quick, "have_finer_scale", lambda up, *_: np.zeros(up.shape[1], dtype=bool))
    assert faint_kinks(entries) > 0
