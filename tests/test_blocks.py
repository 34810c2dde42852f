"""Screening by blocks: what is found, what it takes, and what may be missed."""

import json

import jsonschema
import numpy as np
import pytest

import gradcheck
from gradcheck.differences import typical_scales
from gradcheck.differences.directions import random_direction
from gradcheck.differences.screen import screen
from gradcheck.errors import UsageError
from gradcheck.report.json import write

ROWS, COLUMNS = 80, 60
RNG = np.random.default_rng(7)
X = RNG.normal(size=COLUMNS)
T = RNG.dirichlet(np.ones(ROWS))
W = RNG.normal(size=(ROWS, COLUMNS))


class Counted:
    """A cost that counts how often it is evaluated."""

    def __init__(self, cost):
        self.cost, self.count = cost, 0

    def __call__(self, W):
        self.count += 1
        return self.cost(W)


def cross_entropy(W):
    S = W @ X
    return float(np.log(np.exp(S - S.max()).sum()) + S.max() - T @ S)


def gradient(W):
    S = W @ X
    E = np.exp(S - S.max())
    return np.outer(E / E.sum() - T, X)


def changed(entries, change):
    def wrong(W):
        values = gradient(W)
        for index in entries:
            values[index] = change(values[index], values)
        return values

    return wrong


def scattered(count, seed):
    """Return the indices of so many entries."""
    places = np.random.default_rng(seed).choice(W.size, count, replace=False)
    return [tuple(map(int, np.unravel_index(place, W.shape))) for place in places]


CHANGES = {
    "flipped": lambda value, values: -value,
    "off by 1e-3 of the largest": lambda value, values: value + 1e-3 * np.abs(values).max(),
    "nan": lambda value, values: np.nan,
    "inf": lambda value, values: np.inf,
    "huge": lambda value, values: 1.7e308,
}


def check(cost, formula, at=W, method="blocks"):
    return gradcheck.check_gradient(lambda W: cost(W), lambda W: formula(W), at, method=method)


@pytest.mark.parametrize("seed", range(20))
def test_a_right_gradient_takes_few_evaluations_and_accuses_nobody(seed):
    at = np.random.default_rng(seed).normal(size=W.shape)
    cost = Counted(cross_entropy)
    found = check(cost, gradient, at)
    assert found.agree.all()
    assert found.screened.singly == 0
    assert found.screened.evaluations <= 50
    assert cost.count == found.screened.evaluations + 1  # the one that shows its shape


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("count", [1, 5])
@pytest.mark.parametrize("seed", range(3))
def test_wrong_entries_are_found_and_nothing_else(change, count, seed):
    entries = scattered(count, seed)
    cost = Counted(cross_entropy)
    found = check(cost, changed(entries, CHANGES[change]))
    assert sorted(map(tuple, np.argwhere(found.disagree).tolist())) == sorted(entries)
    assert not found.inconclusive.any()
    assert cost.count <= 2000


def test_accused_entries_are_differentiated_properly():
    index = (3, 5)
    found = check(cross_entropy, changed([index], CHANGES["flipped"]))
    right = gradient(W)[index]
    assert abs(found.numeric[index] - right) <= found.bound[index]
    assert found.bound[index] < 1e-8 * abs(right)
    assert np.isnan(np.delete(found.numeric.reshape(-1), 3 * COLUMNS + 5)).all()


@pytest.mark.parametrize("seed", range(5))
def test_what_is_missed_lies_below_the_resolution(seed):
    entries = scattered(8, seed)
    largest = np.abs(gradient(W)).max()
    sizes = largest * 10.0 ** np.random.default_rng(seed).uniform(-14, -4, size=8)
    wrong = gradient(W)
    for index, size in zip(entries, sizes, strict=True):
        wrong[index] += size
    found = check(cross_entropy, lambda W: wrong)
    missed = [size for index, size in zip(entries, sizes, strict=True) if not found.disagree[index]]
    assert 0 < len(missed) < 8
    assert max(missed) < found.screened.resolution


def test_a_mistake_above_the_resolution_is_found():
    """The twin: the resolution is not so large that it would excuse everything."""
    resolution = check(cross_entropy, gradient).screened.resolution
    assert resolution < 1e-6 * np.abs(gradient(W)).max()
    wrong = gradient(W)
    wrong[11, 2] += 2 * resolution
    assert check(cross_entropy, lambda W: wrong).disagree[11, 2]


@pytest.mark.parametrize("factor", [0.0, 2.0, -1.0, 1 + 1e-5])
def test_a_gradient_that_is_wrong_all_over_is_not_searched_to_the_end(factor):
    cost = Counted(cross_entropy)
    found = check(cost, lambda W: factor * gradient(W))
    assert found.disagree.sum() == 64
    assert found.inconclusive.sum() == W.size - 64
    assert cost.count < 10_000


@pytest.mark.parametrize("factor", [1 + 1e-9, 1 + 5e-8])
def test_what_the_rule_tolerates_is_tolerated(factor):
    found = check(cross_entropy, lambda W: factor * gradient(W))
    assert found.agree.all()


def relu(W):
    return np.maximum(W @ X, 0).sum()


def relu_gradient(W):
    return np.outer(W @ X > 0, X)


def test_a_kink_is_inconclusive_and_no_accusation():
    at = W.copy()
    at[5] = 0
    found = check(relu, relu_gradient, at)
    assert not found.disagree.any()
    assert found.inconclusive[5].all()
    assert found.agree.sum() == W.size - COLUMNS


def test_a_mistake_beside_a_kink_is_found():
    at = W.copy()
    at[5] = 0
    wrong = relu_gradient(at)
    wrong[17, 4] += 0.5
    found = check(relu, lambda W: wrong, at)
    assert np.argwhere(found.disagree).tolist() == [[17, 4]]


def test_badly_scaled_entries_are_searched_too():
    scale = 10.0 ** np.random.default_rng(1).uniform(-6, 6, size=COLUMNS)

    def cost(W):
        return cross_entropy(W * scale)

    def right(W):
        return gradient(W * scale) * scale

    assert check(cost, right, W / scale).agree.all()

    def wrong(W):
        values = right(W)
        values[4, np.argmax(scale)] *= 1.01
        values[9, 11] *= -1
        return values

    found = check(cost, wrong, W / scale)
    assert sorted(np.argwhere(found.disagree).tolist()) == sorted([[4, scale.argmax()], [9, 11]])


def test_single_precision_is_blunter_and_says_so():
    def single(W):
        S = (W @ X).astype(np.float32)
        return float(np.log(np.exp(S).sum()))

    def right(W):
        S = W @ X
        return np.outer(np.exp(S) / np.exp(S).sum(), X)

    found = check(single, right)
    assert not found.disagree.any()
    assert found.agree.any()
    assert found.screened.relative > 1e-6
    assert found.screened.evaluations < 100


@pytest.mark.parametrize("cost", [lambda W: np.nan, lambda W: np.inf])
def test_nothing_is_passed_where_the_cost_is_not_finite(cost):
    found = check(cost, gradient)
    assert found.inconclusive.all()
    assert found.screened.resolution is None


def test_two_equal_mistakes_do_not_cancel():
    wrong = gradient(W)
    wrong[2, 3] += 1e-3
    wrong[70, 40] += 1e-3 * abs(W[2, 3] / W[70, 40])
    for seed in range(20):
        found = screen(
            lambda w: cross_entropy(w.reshape(W.shape)), W.reshape(-1), wrong.reshape(-1),
            np.zeros(W.size), 1e-7, typical_scales(W).reshape(-1), np.random.default_rng(seed),
        )  # fmt: skip
        assert found.suspects.tolist() == [2 * COLUMNS + 3, 70 * COLUMNS + 40]


def layer(seed):
    """A layer of ReLUs with the mean square of its sums, and the gradient of that."""
    rng = np.random.default_rng(seed)
    W, x, V = (rng.normal(size=shape) for shape in ((30, 30), (20, 30), (30, 5)))

    def cost(W):
        return float(((np.maximum(x @ W.T, 0) @ V) ** 2).mean())

    def gradient(W):
        a = x @ W.T
        return (2 / 100 * ((np.maximum(a, 0) @ V) @ V.T) * (a > 0)).T @ x

    return cost, gradient, W


def growing(seed):
    """What gets far larger further out than any slope is taken."""
    return (lambda x: float(np.exp(x).sum())), np.exp, np.random.default_rng(seed).normal(size=40)


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("make", [layer, growing])
def test_what_is_met_further_out_is_no_noise_at_the_point(make, seed):
    """Kinks are not, nor is the rounding of values that are 1e40 times as large."""
    cost, gradient, at = make(seed)
    right = gradcheck.check_gradient(cost, gradient, at, method="blocks")
    assert right.agree.all()
    assert right.screened.relative < 1e-5
    wrong = gradcheck.check_gradient(cost, lambda x: -gradient(x), at, method="blocks")
    assert wrong.disagree.any()
    assert not wrong.agree.any()


@pytest.mark.parametrize("off", [1e-6, 1e-3])
def test_values_that_cancel_count_as_they_are_met(off):
    """Near a minimum the cost is the difference of larger numbers, and grows with the step."""
    rng = np.random.default_rng(0)
    A, b = rng.normal(size=(250, 200)), rng.normal(size=250)
    at = np.linalg.lstsq(A, b, rcond=None)[0] * (1 + off)
    cost = Counted(lambda x: float(x @ (A.T @ (A @ x)) - 2 * x @ (A.T @ b) + b @ b))
    found = gradcheck.check_gradient(cost, lambda x: 2 * A.T @ (A @ x - b), at, method="blocks")
    assert not found.disagree.any()
    assert found.agree.all()
    assert cost.count < 60


def test_no_mistake_can_be_hidden_from_the_directions():
    """They depend on the gradient itself: it cannot know them before it has returned."""
    values = gradient(W)
    rng = np.random.default_rng(0)
    scale = typical_scales(W).reshape(-1)
    directions = np.array([random_direction(scale, rng) for _ in range(8)])
    off = np.random.default_rng(1).normal(size=W.size)
    off -= directions.T @ np.linalg.lstsq(directions.T, off, rcond=None)[0]
    off = off.reshape(W.shape) * np.abs(values).max()
    found = gradcheck.check_gradient(cross_entropy, lambda W: gradient(W) + off, W, method="blocks")
    assert found.disagree.any()
    assert not found.agree.any()


def test_entries_move_by_their_own_size_or_what_is_typical():
    values = np.array([[1e3, 2e3, 0.0], [1e-3, 2e-3, 5e-3]])
    scales = typical_scales(values)
    assert (scales >= np.abs(values)).all()
    assert scales[0, 2] > 0
    assert scales[1].max() == 5e-3  # not what is typical of the row above
    assert (typical_scales(np.zeros(3)) == 1).all()


def test_auto_differentiates_every_entry_of_what_is_small():
    found = gradcheck.check_gradient(cross_entropy, gradient, W)
    assert found.screened is None
    assert np.isfinite(found.numeric).all()


def test_auto_chooses_blocks_where_every_entry_would_take_long(monkeypatch):
    monkeypatch.setattr("gradcheck.points.LONG", 0.0)
    monkeypatch.setattr("gradcheck.opaque.HUGE", 1)
    monkeypatch.setattr("gradcheck.methods.HUGE", 1)
    assert gradcheck.check_gradient(cross_entropy, gradient, W).screened is not None
    report = gradcheck.run("exact", trials=2, only="dJ_dW")
    assert report.results[0].screened is not None
    assert any("auto chose blocks" in remark for remark in report.results[0].remarks)


def test_auto_says_that_it_chose_entries(monkeypatch):
    monkeypatch.setattr("gradcheck.methods.HUGE", 1)
    result = gradcheck.run("exact", trials=2, only="dJ_dW").results[0]
    assert result.screened is None
    assert any("auto chose entries" in remark for remark in result.remarks)


def test_an_unknown_method_is_refused():
    with pytest.raises(UsageError, match="no method `bocks`"):
        check(cross_entropy, gradient, method="bocks")
    with pytest.raises(UsageError, match="no method"):
        gradcheck.run("exact", method="bocks")


def test_a_formula_file_is_screened():
    result = gradcheck.run("exact", trials=3, only="dJ_dW", method="blocks").results[0]
    assert result.verdict == "agree"
    assert result.counts.total == 0
    assert result.screened.entries == 12
    assert result.screened.evaluations <= 3 * 50


def test_a_wrong_formula_file_is_accused_by_its_entries():
    options = {"only": "dJ_dW", "inputs": {"T": "uniform"}, "method": "blocks", "trials": 3}
    result = gradcheck.run("textbook", **options).results[0]
    assert result.verdict == "disagree"
    assert result.worst.difference > result.worst.allowed
    assert "--method blocks" in result.reproduce
    entries = gradcheck.run("textbook", **{**options, "method": "entries"}).results[0]
    assert {e.index for e in result.entries} <= {e.index for e in entries.entries}
    assert result.worst.numeric == pytest.approx(entries.worst.numeric, rel=1e-9)


def test_one_entry_that_is_asked_for_is_differentiated_singly():
    result = gradcheck.run("exact", trials=2, only="dJ_dW[1,2]", method="blocks").results[0]
    assert (result.screened, result.counts.agree, result.counts.total) == (None, 1, 1)


def test_a_derivative_of_many_numbers_is_done_entry_by_entry():
    report = gradcheck.run("003-3-2-softmax", trials=2, method="blocks")
    assert all(result.screened is None for result in report.results)
    assert any("single number" in note for note in report.results[0].remarks)


def test_the_record_is_in_the_json_report_and_fits_the_schema():
    from importlib.resources import files

    report = gradcheck.run("exact", trials=1, only="dJ_dW", method="blocks")
    document = json.loads(write(report))
    schema = json.loads(files("gradcheck.report").joinpath("schema.json").read_text())
    jsonschema.validate(document, schema)
    assert document["results"][0]["screened"]["directions"] == 3
    del document["results"][0]["screened"]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(document, schema)
