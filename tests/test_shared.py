"""Differences that share evaluations have the values of those that do not, and cost less."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

import numpy as np
import pytest

from gradcheck import affine, catalogue
from gradcheck.formula import is_formula_name
from gradcheck.plain import differentiate_plain
from gradcheck.problem import Problem, load_problem
from gradcheck.problem.affine import Affine
from gradcheck.problem.paths import find_paths
from gradcheck.problem.structure import Quantity
from gradcheck.records import Doubt, Name
from gradcheck.reference import Reference
from gradcheck.shared import differentiate_shared
from gradcheck.source import parse_source, read_source

PROBLEMS = (
    "softmax-cross-entropy", "softmax-cross-entropy-batch", "softmax-minibatch", "softmax-l2",
    "softmax-l2-hidden", "sigmoid-squared-error", "softmax-regression",
)  # fmt: skip


def packaged(name: str) -> Problem:
    located = catalogue.find_problem(name)
    return load_problem(read_source(located.path, located.shown), name, is_formula_name)


def written(tmp_path, text: str) -> Problem:
    head = "import numpy as np\nfrom gradcheck import affine, constant, normal\n"
    source = parse_source(tmp_path / "mine.py", "mine.py", head + text)
    return load_problem(source, "mine", is_formula_name)


def reference(problem: Problem, trials: int = 3, **sizes: int) -> Reference:
    resolved = problem.resolve_sizes({}, sizes, "here")
    return Reference(problem, resolved, problem.choose_distributions({}), 0, tuple(range(trials)))


def both(found: Reference, name: Name):
    """Return a derivative with and without sharing; the first is None where nothing is shared."""
    shared, remark = differentiate_shared(found._evaluator, found.sample, name, differentiate_plain)
    assert remark is None
    return shared, differentiate_plain(found._evaluator, found.sample, name)


def meet(one, other) -> bool:
    one = one.arranged(lambda array: array.reshape(other.values.shape))
    with np.errstate(all="ignore"):
        return bool((np.abs(one.values - other.values) <= one.bound + other.bound).all())


def names(found: Reference):
    problem = found.problem
    for numerator in problem.quantities:
        for denominator in (*problem.inputs, *problem.quantities):
            depends = numerator in problem.downstream(denominator)
            if depends and found.sample.values[denominator].dtype.kind == "f":
                yield Name(numerator, denominator)


@pytest.mark.parametrize("problem", PROBLEMS)
def test_packaged_problems_have_the_same_derivatives_either_way(problem):
    found = reference(packaged(problem))
    counted = 0
    for name in names(found):
        shared, plain = both(found, name)
        if shared is not None:
            counted += 1
            assert meet(shared, plain), name
            assert (np.isfinite(shared.bound) >= np.isfinite(plain.bound)).mean() > 0.95
    assert counted > 0


INPUTS = """
SIZES = {"n": 3, "k": 4}
INPUTS = {"W": normal("n", "k"), "x": normal("k"), "b": normal("n"), "lam": constant(0.3)}
def square(z): return (z**2).sum(axis=-1) + np.sin(z).sum(axis=-1)
"""

GRAPHS = {
    "plain": 'z = affine("W @ x + b")\ndef J(square): return 1 * square',
    "L2": 'z = affine("W @ x")\n'
    "def J(square, W, lam): return square + lam * (W**2).sum(axis=(-2, -1))",
    "tied": 'z = affine("W @ x + b")\ndef a(z): return np.tanh(z)\ny = affine("W.T @ a + x")\n'
    "def J(y, square): return np.exp(y / 9).sum(axis=-1) + square",
    "factor-of-itself": 'def v(W): return np.cos(W).sum(axis=-2)\nz = affine("W @ v + b")\n'
    "def J(square): return 1 * square",
    "offset-twice": 'z = affine("W @ x + b")\n'
    "def J(square, b): return square * (b**2).sum(axis=-1)",
    "row": 'def r(b): return b**2\nz = affine("r @ W + x")\ndef J(square): return 1 * square',
}


@pytest.mark.parametrize("graph", GRAPHS)
@pytest.mark.parametrize("by", ["W", "x", "b"])
def test_every_path_is_added(graph, by, tmp_path):
    problem = written(tmp_path, INPUTS + GRAPHS[graph])
    found, name = reference(problem), Name("J", by)
    if "J" not in problem.downstream(by):
        pytest.skip("not used")
    shared, plain = both(found, name)
    assert shared is None or meet(shared, plain)
    assert (shared is not None) == bool(find_paths(problem, "J", by).affine)


def test_a_path_left_out_is_seen(tmp_path):
    """The twin: without the term beside the layer the values differ by far more than the bounds."""
    problem = written(tmp_path, INPUTS + GRAPHS["L2"])
    alone = written(tmp_path, INPUTS + GRAPHS["plain"].replace(" + b", ""))
    full, part = (both(reference(p), Name("J", "W"))[0] for p in (problem, alone))
    assert not meet(full, part)


def test_what_is_multiplied_by_zero_is_exactly_zero(tmp_path):
    text = INPUTS.replace('"x": normal("k")', '"x": constant(0.0, "k")') + GRAPHS["plain"]
    found = reference(written(tmp_path, text)).numeric(Name("J", "W"))
    assert not found.values.any()
    assert not found.bound.any()
    assert (found.doubt == Doubt.NONE).all()


@dataclass(frozen=True)
class Bent(Affine):
    """A layer that is not affine, whatever it says."""

    def evaluate(self, values, stacked):
        plain = super().evaluate(values, stacked)
        return plain + 1e-3 * np.abs(super().evaluate(values, stacked)) ** 1.5


def test_a_layer_that_is_not_affine_is_found_out():
    problem = packaged("softmax-cross-entropy")
    honest = problem.quantities["S"]
    layer = honest.compute
    bent = Bent(layer.left, layer.right, layer.offset)
    lying = problem.override({"S": Quantity("S", honest.parameters, bent)})
    found, right = reference(lying), reference(problem)
    name = Name("J", "W")
    numeric = found.numeric(name)
    assert "not affine as declared" in found.remarks(name)[0]
    assert meet(numeric, differentiate_plain(found._evaluator, found.sample, name))
    right.numeric(name)
    assert right.remarks(name) == ()


class Interrupting(Affine):
    """A layer that is interrupted when its arrays are moved."""

    def evaluate(self, values, stacked):
        if values["W"].flat[0] != self.usual:
            raise KeyboardInterrupt
        return super().evaluate(values, stacked)


def test_what_was_moved_in_place_is_put_back_whatever_happens():
    found = reference(packaged("softmax-cross-entropy"), trials=1, m=399, k=499)
    before = found.sample.values["W"].copy()
    evaluator, where = found._evaluator, np.array([[0, 7]])
    at = before[0].reshape(-1)[where] + 1.0
    (value,) = evaluator.displaced(found.sample, "J", "W", 0, where, at)
    assert value != found.sample.values["J"][0]
    assert np.array_equal(found.sample.values["W"], before)
    layer = found.problem.quantities["S"].compute
    stopped = Interrupting(layer.left, layer.right, layer.offset)
    object.__setattr__(stopped, "usual", before.flat[0])
    other = found.problem.override({"S": Quantity("S", layer.parameters, stopped)})
    with pytest.raises(KeyboardInterrupt):
        evaluator.of(other).displaced(found.sample, "J", "W", 0, where, at)
    assert np.array_equal(found.sample.values["W"], before)


def test_an_array_that_others_share_is_copied_before_it_is_moved():
    found = reference(packaged("softmax-cross-entropy"), trials=1)
    values = {**found.sample.values, "same": found.sample.values["W"]}
    shared = dataclasses.replace(found.sample, values=values)
    seen = []

    def watched(**arguments):
        seen.append(np.array_equal(values["same"], before))
        return found.problem.quantities["J"].compute(**arguments)

    before = values["W"].copy()
    problem = found.problem.override({"J": Quantity("J", ("H", "m"), watched)})
    at = before[0].reshape(-1)[:1][None] + 1.0
    found._evaluator.of(problem).displaced(shared, "J", "W", 0, np.array([[0]]), at)
    assert seen == [True]


def counting(problem: Problem, name: str):
    """Return the problem with one quantity counted, and the count of its single values."""
    count = [0]
    quantity = problem.quantities[name]

    def compute(**values):
        result = quantity.compute(**values)
        count[0] += np.size(result)
        return result

    return problem.override({name: Quantity(name, quantity.parameters, compute)}), count


@pytest.mark.parametrize(("rows", "columns"), [(10, 784), (60, 60), (100, 20)])
def test_rows_share_their_evaluations(rows, columns):
    problem, count = counting(packaged("softmax-cross-entropy"), "J")
    found = reference(problem, trials=1, m=rows - 1, k=columns - 1)
    count[0] = 0
    numeric = found.numeric(Name("J", "W"))
    values = found.sample.trial(0)
    exact = np.outer(values["O"] * values["T"].sum() - values["T"], values["x"]) / (rows - 1)
    error = np.abs(numeric.values[0] - exact)
    assert (error <= numeric.bound[0]).all()
    assert error.max() <= 1e-9 * np.abs(exact).max()
    assert count[0] < 20 * rows + 400


def test_layers_are_declared_for_speed_only():
    layer = affine("W @ x + b")
    assert layer.parameters == ("W", "x", "b")
