"""Causes: each mistake is named for what it is, and nothing is named that was not tested."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace

import jsonschema
import numpy as np
import pytest

import gradcheck
from gradcheck.diagnose.constants import recognise
from gradcheck.diagnose.hypothesis import Hypothesis
from gradcheck.diagnose.search import FAR_FETCHED, FLOOR, _tested, members
from gradcheck.records import Cause

SCHEMA = Path(gradcheck.__file__).parent / "report" / "schema.json"

SOFTMAX = """
import numpy as np

def dJ_dW(W, x, b, T, S, O, H, m, k):
    return {}
"""


@pytest.fixture
def cause(tmp_path):
    """Return the first cause of a wrong formula for dJ/dW, None where it is unknown."""

    def find(formula, **inputs):
        path = tmp_path / "wrong.py"
        path.write_text(SOFTMAX.format(formula), encoding="utf-8")
        (result,) = gradcheck.run(path, inputs=inputs or {"T": "uniform"}).results
        assert result.verdict == "disagree"
        assert result.searched
        return result.causes[0] if result.causes else None

    return find


RIGHT = "np.outer(O * T.sum() - T, x) / m"


class TestFactor:
    @pytest.mark.parametrize(
        ("slip", "factor"),
        [("-{}", "-1"), ("{} * 2", "1/2"), ("{} / np.log(10)", "ln(10)"), ("{} * m", "1/m"),
         ("{} * m / (m + 1)", "(m+1)/m"), ("{} * m / k", "k/m"), ("{} / (2 * m)", "2*m")],
    )  # fmt: skip
    def test_a_constant_is_recognised(self, cause, slip, factor):
        found = cause(slip.format(f"({RIGHT})"))
        assert (found.kind, found.factor) == ("factor", factor)

    def test_what_is_barely_off_by_a_factor_that_nobody_means_is_not_named(self, cause):
        found = cause(f"1.0005 * {RIGHT}")
        assert found is None

    def test_a_number_that_is_one_size_by_chance_is_told_from_it(self, cause):
        """M is 3 in the run: 3 and m differ at other sizes."""
        assert cause(f"3 * {RIGHT}").factor == "1/3"
        assert cause(f"m * {RIGHT}").factor == "1/m"


class TestTerm:
    def test_the_askers_answer(self):
        (result,) = gradcheck.run("asker").results
        best = result.causes[0]
        assert best.kind == "term"
        assert best.factor == "ln(10)"
        assert best.terms == ("O_r x_c (sum(T) - T_r) / m",)
        assert best.condition is None

    def test_a_missing_term(self, cause):
        found = cause("-np.outer(T, x) / m")
        assert (found.kind, found.factor) == ("term", None)
        assert found.terms == ("O_r x_c sum(T) / m",)

    def test_a_term_with_the_wrong_sign(self, cause):
        found = cause("np.outer(O * T.sum() + T, x) / m")
        assert found.terms == ("-2 T_r x_c / m",) or "T_r x_c" in found.terms[0]

    def test_replacing_all_of_it_is_no_cause(self, cause):
        assert cause("np.outer(np.cos(b) * S**2, np.sin(x))") is None


class TestInside:
    def test_a_missing_input(self, cause):
        found = cause("np.outer(O * T.sum() - T, np.ones(k + 1)) / m")
        assert (found.kind, found.factor) == ("inside", "x_c")

    def test_one_too_many(self, cause):
        found = cause("np.outer((O * T.sum() - T) * O, x) / m")
        assert found.kind == "inside"
        assert found.factor == "1/O_r"


class TestLayoutAndRegion:
    def test_rows_reversed(self, cause):
        assert "rows reversed" in cause(f"({RIGHT})[::-1]").message

    def test_a_single_entry_with_its_factor(self, cause):
        found = cause(
            f"np.where(np.arange(W.size).reshape(W.shape) == k + 1, -1, 1) * ({RIGHT})", T="uniform"
        )
        assert found.kind == "region"

    def test_the_first_row_is_zero(self, cause):
        found = cause(f"(np.arange(m + 1) > 0)[:, None] * ({RIGHT})")
        assert found.kind == "region"
        assert "r = 0" in found.where


class TestConditions:
    def test_the_textbook_on_targets_that_do_not_sum_to_one(self, cause):
        found = cause("np.outer(O - T, x) / m", T="uniform")
        assert (found.kind, found.condition) == ("assumption", "sum(T) = 1")

    def test_mlxtend_is_the_trace(self):
        (result,) = gradcheck.run("mlxtend").results
        best = result.causes[0]
        assert best.kind == "collapse"
        assert "trace" in best.message
        assert best.condition == "sum(T) = 1"


class TestConstants:
    SIZES = ({"m": 3, "k": 2}, {"m": 5, "k": 6}, {"m": 8, "k": 5})

    @pytest.mark.parametrize(
        ("values", "text"),
        [((1 / 3, 1 / 5, 1 / 8), "1/m"), ((4, 6, 9), "(m+1)"), ((-3, -3, -3), "-3"),
         ((2 / 3, 6 / 5, 5 / 8), "k/m"), ((np.log(10),) * 3, "ln(10)")],
    )  # fmt: skip
    def test_recognised(self, values, text):
        assert recognise(values, self.SIZES).text == text

    @pytest.mark.parametrize(
        "values", [(0.123, 0.123, 0.123), (1 / 3, 1 / 5, 1 / 8.001), (1, -1, 1), (np.nan, 1, 1)]
    )
    def test_not_recognised(self, values):
        assert recognise(values, self.SIZES) is None


class TestReports:
    def test_explain_tells_causes_and_the_smallest_case(self, command):
        out = command("explain", "asker").out
        assert "cause: multiply by ln(10) and add O_r x_c (sum(T) - T_r) / m" in out
        assert "smallest case on which it fails: m = 1, k = 1" in out
        assert "J = " in out

    def test_what_agrees_says_what_it_assumes(self, command):
        assert "agrees while sum(T) = 1" in command("explain", "textbook", "--only", "dJ_dW").out
        assert "agrees while" not in command("explain", "exact", "--only", "dJ_dW").out

    def test_without_the_search_nothing_is_said(self, command):
        assert "cause" not in command("run", "asker", "--no-causes").out

    def test_json_follows_the_schema(self, command):
        document = json.loads(command("explain", "asker", "-f", "json").out)
        jsonschema.validate(document, json.loads(SCHEMA.read_text(encoding="utf-8")))
        (result,) = document["results"]
        assert result["causes"][0]["terms"] == ["O_r x_c (sum(T) - T_r) / m"]
        assert result["smallest_case"]["sizes"] == {"m": 1, "k": 1}

    def test_a_fault_of_the_search_costs_no_verdict(self, monkeypatch):
        monkeypatch.setattr("gradcheck.diagnose.run.search", lambda *_: 1 / 0)
        (result,) = gradcheck.run("asker").results
        assert result.verdict == "disagree"
        assert "the search for causes failed" in result.remarks[-1]


class TestFamilies:
    def test_a_family_is_found_by_being_there(self):
        names = {module.__name__.rpartition(".")[2] for module in members()}
        assert {"factor", "layout", "term", "inside", "collapse", "region"} <= names

    def test_all_have_what_a_family_has(self):
        for module in members():
            assert module.TIER in FLOOR
            assert callable(module.propose)
            assert module.__doc__


@pytest.mark.parametrize(("cost", "passes"), [(FAR_FETCHED - 1, True), (FAR_FETCHED, False)])
def test_what_is_far_fetched_is_tested_on_many_more_draws(cost, passes):
    """Where a threshold hides most of what a claim says, a few draws do not show it."""
    few, many = SimpleNamespace(told="few"), SimpleNamespace(told="many")
    evidence = SimpleNamespace(
        subject=SimpleNamespace(rtol=1e-7), fresh=(few,), many=many, elsewhere=(), others=dict
    )
    claim = Hypothesis(
        Cause("inside", "multiply by L"),
        cost,
        lambda draws: None,
        holds=lambda draws, _: draws is few,
    )
    assert (_tested(evidence, claim) is not None) == passes
