"""The library's other half: numeric derivatives with bounds, and the command as a function."""

from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np
import pytest

import gradcheck
from gradcheck.errors import UsageError
from gradcheck.report import Style, render


class TestDifferentiate:
    """The numeric derivative and its bound."""

    def test_a_number(self):
        numeric, bound = gradcheck.differentiate(np.sin, 1.0)
        assert abs(numeric - np.cos(1.0)) <= bound < 1e-9

    def test_a_jacobian_has_the_cost_s_axes_first(self):
        numeric, bound = gradcheck.differentiate(lambda x: np.outer(x, x), np.array([1.0, 2.0]))
        assert numeric.shape == bound.shape == (2, 2, 2)
        assert np.allclose(numeric[0, 1], [2.0, 1.0], atol=1e-9)

    @pytest.mark.parametrize(
        "nasty",
        [abs, np.floor, np.ceil, np.sign, np.log, np.sqrt, np.cbrt, lambda x: np.nan * x,
         lambda x: np.where(x >= 0, 1 + x, x)],
    )  # fmt: skip
    def test_what_cannot_be_known_is_not_claimed(self, nasty):
        with np.errstate(all="ignore"):
            _, bound = gradcheck.differentiate(nasty, 0.0)
        assert bound == np.inf

    def test_what_is_known_is_claimed(self):
        _, bound = gradcheck.differentiate(abs, 1.0)
        assert bound < 1e-9


class TestRun:
    """What the command does, as a function."""

    def test_one_of_the_catalogue(self):
        report = gradcheck.run("asker")
        assert (str(report.verdict), report.exit_code, report.trials) == ("disagree", 1, 20)
        assert gradcheck.run("textbook").exit_code == 0

    def test_it_is_what_the_command_does(self, command):
        report = gradcheck.run(
            "textbook", trials=3, seed=5, sizes={"m": 2}, inputs={"T": "uniform"}, only="dJ_db"
        )
        shown = command("run", "textbook", "--trials", 3, "--seed", 5, "--size", "m=2", "--input",
                        "T=uniform", "--only", "dJ_db", "-f", "json").out  # fmt: skip
        assert json.loads(render("json", report, Style())) == json.loads(shown)

    def test_paths_and_several(self, plugins):
        paths = [plugins / "right.py", str(plugins / "nan.py")]
        assert [str(r.verdict) for r in gradcheck.run(paths).results] == ["agree", "disagree"]
        assert gradcheck.run(Path(paths[0])).exit_code == 0

    @pytest.mark.parametrize(
        "wrong",
        [{"trials": 0}, {"trials": -1}, {"seed": -1}, {"trial": -1}, {"rtol": -1.0},
         {"rtol": float("nan")}, {"sizes": {"n": 3}}, {"inputs": {"t": "normal"}},
         {"inputs": {"T": "nosuch"}}, {"only": "dJ_db"}, {"only": "["}, {"problem": "nosuch"}],
    )  # fmt: skip
    def test_what_the_command_refuses_is_refused(self, wrong):
        with pytest.raises(UsageError):
            gradcheck.run("asker", **wrong)

    @pytest.mark.parametrize("formulas", ["nosuch", "nosuch.py", [], ["asker", "nosuch.py"]])
    def test_formulas_that_are_not_there_are_refused(self, formulas):
        with pytest.raises(UsageError):
            gradcheck.run(formulas)

    def test_causes_can_be_left_out(self):
        assert gradcheck.run("asker", causes=False).exit_code == 1


def test_numbers_of_numpy_are_numbers():
    plain = gradcheck.run("exact", trials=2, seed=3, causes=False)
    other = gradcheck.run("exact", trials=np.int32(2), seed=np.int64(3), causes=False)
    shown = [json.loads(render("json", report, Style())) for report in (plain, other)]
    for one in shown:
        for result in one["results"]:
            result["seconds"] = 0
    assert shown[0] == shown[1]


@pytest.mark.parametrize("settings", [
    {"trials": True}, {"trials": None}, {"seed": None}, {"seed": 1.5}, {"trial": "2"},
])  # fmt: skip
def test_what_must_be_a_whole_number_is(settings):
    with pytest.raises(UsageError, match="must be a whole number"):
        gradcheck.run("exact", **settings)


@pytest.mark.parametrize("rtol", ["1e-5", None, math.nan, math.inf, -1e-9])
def test_a_tolerance_is_a_finite_number(rtol):
    with pytest.raises(UsageError, match="must be a finite number"):
        gradcheck.run("exact", rtol=rtol)
    with pytest.raises(UsageError, match="must be a finite number"):
        gradcheck.check_gradient(np.sum, np.ones_like, np.ones(2), rtol=rtol)


@pytest.mark.parametrize("formula", [None, 3, ["exact", None]])
def test_formulas_are_named(formula):
    with pytest.raises(UsageError, match="are named by their paths"):
        gradcheck.run(formula)
    with pytest.raises(UsageError, match="are named by their paths"):
        gradcheck.explain(formula)
