"""Problem files: sizes, distributions, alternatives, and quantities that broadcast or do not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from gradcheck.formula import is_formula_name
from gradcheck.problem import Evaluator, load_problem
from gradcheck.sampling import sample_inputs
from gradcheck.source import read_source

COSTS = {
    "broadcasts": "(S**2).sum(axis=-1) / 2",
    "sums over all": "(S**2).sum() / 2",
    "by numbers of Python": "sum(float(s) ** 2 for s in S) / 2",
    "by a loop": "np.float64(sum(S[i] ** 2 for i in range(len(S))) / 2)",
    "through the shape": "(S.reshape(3) ** 2).sum() / 2",
    "by a product": "S @ S / 2",
    "by einsum": "np.einsum('i,i->', S, S) / 2",
    "by linalg": "np.linalg.norm(S) ** 2 / 2",
    "mixing members": "(S**2).sum(axis=-1) / 2 + 0 * (S - S.mean())[..., 0]",
    "only where alone": "(S**2).sum(axis=0) / 2",
    "as a matrix of one": "((S**2).sum(keepdims=True) / 2)[..., 0]",
    "in single values": "float((S**2).sum() / 2)",
}
"""One cost, S @ S / 2, written so that it broadcasts over a leading axis, or seems to, or not."""


class TestBroadcasting:
    """A quantity that does not broadcast is judged as one that does."""

    def report(self, command, problem, body, factor):
        mine = problem(
            "mine.py",
            f"""
            INPUTS = {{"W": normal(3, 2), "x": normal(2)}}
            S = affine("W @ x")
            def C(S): return {body}
            def dC_dW(S, x): return {factor} * np.outer(S, x)
            """,
        )
        return json.loads(command("run", mine, "--no-causes", "-f", "json").out)["results"][0]

    @pytest.mark.parametrize("cost", COSTS)
    def test_a_right_formula_agrees(self, command, problem, cost):
        assert self.report(command, problem, COSTS[cost], 1)["counts"]["agree"] == 6

    @pytest.mark.parametrize("cost", COSTS)
    def test_a_wrong_formula_disagrees(self, command, problem, cost):
        assert self.report(command, problem, COSTS[cost], 1 + 1e-6)["counts"]["disagree"] == 6

    def test_a_batch_whose_length_is_an_axis_s_is_no_trap(self, command, problem):
        """S + r broadcasts wrongly along a stack as long as S; no length of it may be believed."""
        for n in range(1, 12):
            text = f"""
                INPUTS = {{"S": normal({n}), "r": normal({n})}}
                def q(S, r): return np.sum(S * r, axis=-1)
                def C(S, q, r): return np.sum(np.tanh(S.T + r), axis=-1) * q
                def dC_dS(S, q, r):
                    return r * np.tanh(S + r).sum() + q * (1 - np.tanh(S + r) ** 2)
                """
            command("run", problem("mine.py", text), "--trials", "3").judged(0, "agrees")


def load(problem, text):
    """Load a problem in this process."""
    path = Path(problem("theirs.py", text))
    return load_problem(read_source(path, "theirs.py"), "theirs", is_formula_name)


class TestFiles:
    """What a problem file may hold."""

    def test_the_order_of_quantities_is_free(self, command, problem):
        mine = problem(
            "mine.py",
            """
            INPUTS = {"x": normal(3)}
            def C(y): return y.sum(axis=-1)
            def y(z): return z**2
            def z(x): return 2 * x
            def dC_dx(x): return 8 * x
            """,
        )
        command("run", mine).judged(0, "dC_dx agrees")

    def test_sizes_may_refer_to_sizes(self, command, problem):
        mine = problem(
            "mine.py",
            """
            SIZES = {"p": "m*n", "m": "n+1", "n": 2}
            INPUTS = {"x": normal("p")}
            def C(x, p): return (x**2).sum(axis=-1) / p
            def dC_dx(x, p): return 2 * x / p
            """,
        )
        command("run", mine).judged(0, "6 of 6 entries agree", "p = 6", "m = 3", "n = 2")
        command("run", mine, "--size", "n=3").judged(0, "12 of 12 entries agree")

    def test_distributions_go_by_name(self, command, problem):
        mine = problem(
            "mine.py",
            """
            INPUTS = {"x": [positive(3), normal(3), normal(3, std=10, name="wide")]}
            def C(x): return np.where(x > 0, x, 2 * x).sum(axis=-1)
            def dC_dx(): return np.ones(3)
            """,
        )
        command("run", mine).judged(0, "x positive")
        command("run", mine, "--input", "x=wide").judged(1, "x wide")

    def test_a_size_and_a_label_have_no_derivative(self, command, problem):
        mine = problem(
            "mine.py",
            """
            INPUTS = {"x": normal(3), "t": label(3)}
            def C(x, t): return x[t] ** 2
            def dC_dx(x, t): return 2 * x * (np.arange(3) == t)
            """,
        )
        command("run", mine).judged(0, "dC_dx agrees")
        with Path(mine).open("a") as file:
            file.write("def dC_dt(x): return 0.0\n")
        command("run", mine).refused(3, "`t`", "whole number")

    def test_a_quantity_may_be_an_array_of_any_number_of_axes(self, command, problem):
        mine = problem(
            "mine.py",
            """
            INPUTS = {"A": normal(2, 3, 2)}
            def B(A): return A**2
            def C(B): return B.sum()
            def dC_dA(A): return 2 * A
            def dB_dA(i, j, k, p, q, r, A): return 2 * A[i, j, k] * ((i, j, k) == (p, q, r))
            """,
        )
        command("run", mine).judged(0, "12 of 12 entries agree", "144 of 144 entries agree")

    def test_a_quantity_that_changes_its_inputs_spoils_nothing(self, command, problem):
        mine = problem(
            "mine.py",
            """
            INPUTS = {"x": normal(3)}
            def C(x):
                x **= 2
                return x.sum(axis=-1)
            def D(x): return x.sum(axis=-1)
            def dD_dx(): return np.ones(3)
            def dC_dx(C, x): return 2 * x * C / (x**2).sum()
            """,
        )
        command("run", mine).judged(0, "dD_dx agrees", "dC_dx agrees")

    def test_alternatives_replace_quantities(self, problem):
        text = """
            INPUTS = {"x": constant(3.0)}
            def y(x): return x
            def C(y): return y**2
            ALTERNATIVES = {"cubed": {"C": lambda y: y**3}, "via x": {"C": lambda x: -x}}
            """
        loaded = load(problem, text)
        values = {}
        for label, alternative in {"": loaded, **loaded.alternatives}.items():
            inputs = sample_inputs(alternative.choose_distributions({}), {}, 0, (0,))
            sample = Evaluator(alternative, {}).sample(inputs, (0,))
            values[label] = float(sample.values["C"][0])
        assert values == {"": 9.0, "cubed": 27.0, "via x": -3.0}

    def test_helpers_and_imports_are_no_quantities(self, problem):
        text = """
            from math import exp, floor
            INPUTS = {"x": normal(3)}
            def _square(x): return x**2
            def C(x): return _square(x).sum()
            """
        assert load(problem, text).declared == ("C",)


@pytest.mark.parametrize(("slope", "code"), [("2 * x", 0), ("x", 1)])
def test_a_derivative_that_is_one_number(command, problem, slope, code):
    mine = problem(
        "mine.py",
        f"""
        INPUTS = {{"x": normal()}}
        def C(x): return x * x
        def dC_dx(x): return {slope}
        """,
    )
    found = command("run", mine, "--no-causes").judged(code, "of 1 entries")
    assert ("reproduce" in found.out) == bool(code)
