"""Derivations: the first line that does not hold is named, and nothing else is called one."""

from __future__ import annotations

import json
import re

import pytest

COMPLETE = """
INPUTS = {"x": normal(3)}


def C(x):
    return (x**2).sum(axis=-1)
"""

RIGHT, WRONG = "2 * x", "2.001 * x"

NO_DERIVATION = {
    "all right": (RIGHT, RIGHT, RIGHT),
    "all wrong": (WRONG, WRONG),
    "wrong, then right": (WRONG, RIGHT),
    "wrong twice, then right": (WRONG, WRONG, RIGHT),
    "right alone": (RIGHT,),
    "wrong alone": (WRONG,),
    "right, then error": (RIGHT, "x[:2]"),
    "error, then wrong": ("x[:2]", WRONG),
}
"""Formulas for one derivative that are candidates, or of which all hold."""

FIRST = {
    "right, wrong": ((RIGHT, WRONG), "line 2 of 2", "dC_dx__line2"),
    "right, wrong, right": ((RIGHT, WRONG, RIGHT), "line 2 of 3", "dC_dx__line2"),
    "right, right, wrong, wrong": ((RIGHT, RIGHT, WRONG, WRONG), "line 3 of 4", "dC_dx__line3"),
    "an error between": ((RIGHT, "1 / 0", WRONG), "line 2 of 2", "dC_dx__line3"),
    "an error before": (("1 / 0", RIGHT, WRONG), "line 2 of 2", "dC_dx__line3"),
    "an error after": ((RIGHT, WRONG, "x[:2]"), "line 2 of 2", "dC_dx__line2"),
}
"""Lines; the place of the first that does not hold; its name."""


def lines(*bodies):
    """Return labelled formulas for dC_dx, each with a docstring of its own."""
    made = [
        f'\n\ndef dC_dx__line{n}(x):\n    """says {n}"""\n    return {body}\n'
        for n, body in enumerate(bodies, start=1)
    ]
    return COMPLETE + "".join(made)


@pytest.fixture
def told(command, problem):
    """The screen report on lines, and their JSON results."""

    def run(*bodies):
        mine = problem("mine.py", lines(*bodies))
        results = json.loads(command("run", mine, "--no-causes", "-f", "json").out)["results"]
        return command("run", mine, "--no-causes").out, results

    return run


class TestLines:
    """The first line that does not hold, with its place, its docstring and the last's that held."""

    @pytest.mark.parametrize("what", FIRST)
    def test_the_first_is_named(self, told, what):
        bodies, place, name = FIRST[what]
        out, results = told(*bodies)
        assert f"dC_dx: {place} is the first that does not hold" in out
        assert f"the first that does not: {name}: says {name[-1]}" in out
        judged = [r for r in results if r["verdict"] != "error"]
        assert {r["first_wrong"] for r in judged} == {name}

    @pytest.mark.parametrize("what", NO_DERIVATION)
    def test_candidates_are_no_derivation(self, told, what):
        out, results = told(*NO_DERIVATION[what])
        assert "first that does not" not in out
        assert {r["first_wrong"] for r in results} == {None}

    def test_no_later_line_is_called_the_first(self, told):
        """Where the very first line is wrong, it would be false to say that of another."""
        out, _ = told(WRONG, RIGHT, WRONG)
        assert "line 3 of 3 is the first that does not hold" not in out

    def test_the_last_that_held_is_the_nearest(self, told):
        out, _ = told(RIGHT, RIGHT, RIGHT, WRONG)
        assert "the last that holds: dC_dx__line3: says 3" in out

    def test_what_could_not_be_decided_is_not_accused(self, command, problem):
        """A line at a kink is neither the last that holds nor the first that does not."""
        mine = problem(
            "mine.py",
            """
            INPUTS = {"x": constant(0.0, 2)}
            def C(x): return abs(x).sum()
            def dC_dx__line1(x): return np.where(x > 0, 1.0, 0.0)
            def dC_dx__line2(x): return x
            """,
        )
        outcome = command("run", mine).judged(3, "2 formulas: 2 inconclusive")
        assert "first that does not" not in outcome.out

    def test_each_derivative_has_lines_of_its_own(self, command, problem):
        other = "\n\ndef dC_dy__line{}(y):\n    return {} * y**2\n"
        text = lines(RIGHT, WRONG).replace("normal(3)}", "normal(3), 'y': normal(2)}")
        text = text.replace("C(x):", "C(x, y):").replace("sum(axis=-1)", "sum() + (y**3).sum()")
        mine = problem("mine.py", text + other.format(1, 3) + other.format(2, 3))
        results = json.loads(command("run", mine, "-f", "json").out)["results"]
        first = {(r["derivative"], r["first_wrong"]) for r in results}
        assert first == {("dC_dx", "dC_dx__line2"), ("dC_dy", None)}

    def test_quiet_tells_only_verdicts(self, command, problem):
        mine = problem("mine.py", lines(RIGHT, WRONG))
        assert "first" not in command("run", mine, "--quiet").out


class TestSeed002:
    """The 12 printed lines of dJ/dTheta."""

    def test_unnormalised_targets(self, command):
        out = command("run", "002-derivation", "--input", "y=uniform").judged(1).out
        assert "dJ_dTheta: line 11 of 12 is the first that does not hold" in out
        held = r"last that holds: dJ_dTheta__line10: .*does not depend on k"
        assert re.search(held, out)
        wrong = r"first that does not: dJ_dTheta__line11: .*its components sum to 1"
        assert re.search(wrong, out)

    def test_json_names_it(self, command):
        outcome = command("run", "002-derivation", "--input", "y=uniform", "-f", "json")
        results = json.loads(outcome.out)["results"]
        printed = [r for r in results if r["derivative"] == "dJ_dTheta"]
        assert [r["verdict"] for r in printed] == ["agree"] * 10 + ["disagree"] * 2
        assert {r["first_wrong"] for r in printed} == {"dJ_dTheta__line11"}
        assert {r["first_wrong"] for r in results if r not in printed} == {None}

    @pytest.mark.parametrize("targets", ["one_hot", "simplex"])
    def test_normalised_targets(self, command, targets):
        """The twin: all 12 lines and the three factors hold."""
        outcome = command("run", "002-derivation", "--input", f"y={targets}", "-f", "json")
        results = json.loads(outcome.out)["results"]
        assert outcome.exit_code == 0
        assert len(results) == 15
        assert {r["verdict"] for r in results} == {"agree"}
        assert {r["first_wrong"] for r in results} == {None}

    def test_another_logarithm(self, command):
        """With log base 10, putting in 1/g_k for the derivative of log(g_k) is what fails."""
        outcome = command("run", "002-derivation", "--problem", "softmax-regression-log10")
        assert "line 4 of 12 is the first that does not hold" in outcome.judged(1).out
