"""What a cause says beyond its remedy has to be true as well: where, while, why, how written."""

from __future__ import annotations

import numpy as np
import pytest

import gradcheck
from gradcheck.diagnose.constants import evaluate, table
from gradcheck.diagnose.fractions import parts, quotient
from gradcheck.diagnose.wording import times

RELU = """
SIZES = {"n": 6}
INPUTS = {"x": normal("n"), "t": normal("n"), "k": positive()}

def a(x):
    return np.maximum(x, 0)

def c(a, t):
    return ((a - t) ** 2).sum(axis=-1) / 2
"""

SQUARE = """
SIZES = {"n": 5}
INPUTS = {"x": uniform("n"), "c": normal("n")}

def J(x, c):
    return (c * x**2).sum(axis=-1) / 2
"""

CUBE = """
SIZES = {"n": 4}
INPUTS = {"x": normal("n"), "T": [one_hot("n"), simplex("n")]}

def J(x):
    return (x**3).sum(axis=-1) / 3

def K(x, T):
    return (T * x).sum(axis=-1) ** 2
"""

MASKED = """
SIZES = {"n": 5, "p": 3}
INPUTS = {"w": normal("p"), "X": normal("n", "p"), "y": normal("n"),
          "b": [constant(0.0, name="none"), normal()],
          "M": [constant(1.0, "n", name="all"), positive("n", name="weights")]}

def f(X, w, b, M):
    return M * ((X @ w[..., None])[..., 0] + b[..., None])

def J(f, y, n):
    return ((f - y) ** 2).sum(axis=-1) / (2 * n)
"""

PENALTY = """
SIZES = {"n": 4}
INPUTS = {"w": normal("n"), "x": normal("n"), "lam": [positive(), constant(0.0, name="zero")]}

def J(w, lam):
    return lam * (w**2).sum(axis=-1) / 2

def K(w, x, lam):
    return (w * x).sum(axis=-1) ** 2 / 2 + lam * (w**2).sum(axis=-1) / 2
"""


@pytest.fixture
def result(tmp_path):
    """Return what is said of a formula in one file with its problem."""

    def find(problem, formula, explain=False):
        path = tmp_path / "mine.py"
        path.write_text(f"import numpy as np\nfrom gradcheck import *\n{problem}\n{formula}\n")
        (found,) = (gradcheck.explain if explain else gradcheck.run)(path).results
        return found

    return find


def first(found):
    """The first cause, as it is told."""
    return found.causes[0].message if found.causes else None


class TestRegions:
    """Where both sides are 0, nothing confirms that one is and the other is not."""

    @pytest.mark.parametrize(
        ("mask", "told"),
        [
            ("x > 1", "wrong only where 0 < x_r <= 1: it is 0 there, which the derivative is not"),
            ("x > k", "wrong only where 0 < x_r <= k: it is 0 there, which the derivative is not"),
            (
                "x > -1",
                "wrong only where -1 <= x_r < 0: "
                "the derivative is 0 there, which the formula is not",
            ),
        ],
    )
    def test_a_threshold_is_told_on_its_side_of_zero(self, result, mask, told):
        assert first(result(RELU, f"def dc_dx(x, a, t, k): return (a - t) * ({mask})")) == told

    def test_what_is_not_so_everywhere_is_not_said_to_be(self, result):
        told = first(result(RELU, "def dc_dx(x, a, t): return (a - t) * (x > -0.5)"))
        assert told is None or told.endswith("where the formula is not everywhere")

    def test_a_factor_on_one_side(self, result):
        told = first(result(CUBE, "def dJ_dx(x): return np.where(x < -1, -1, 1) * x**2"))
        assert told == "wrong only where x_r < -1: there it is to be multiplied by -1"

    def test_the_tolerance_of_the_run_is_that_of_the_region(self, tmp_path):
        path = tmp_path / "mine.py"
        path.write_text(
            f"import numpy as np\nfrom gradcheck import *\n{SQUARE}\n"
            "def dJ_dx(x, c): return c * x * (1 + 5e-7 * np.cos(1e3 * x)) * np.where("
            "np.arange(len(x)) == 0, 2, 1)\n"
        )
        found = {}
        for rtol in (1e-5, 1e-8):
            (one,) = gradcheck.run(path, rtol=rtol).results
            found[rtol] = first(one)
        assert found[1e-5] == (
            "wrong only where entry 0 (r = 0): there it is to be multiplied by 1/2"
        )
        assert found[1e-8] != found[1e-5]


class TestNotFinite:
    @pytest.mark.parametrize(
        ("formula", "told"),
        [
            (
                "def dJ_dx(x): return np.exp(2 * np.log(x))",
                "it is not finite where x_r < 0, as its root or logarithm is not",
            ),
            (
                "def dK_dx(x, T): return 2 * (T * x).sum() * T**2 / T",
                "it is not finite where T_r = 0, as a quotient by it or its logarithm is not",
            ),
        ],
    )
    def test_nothing_overflows_at_small_numbers(self, result, formula, told):
        assert first(result(CUBE, formula)) == told

    def test_beyond_a_number_it_says_what_it_still_is_at(self, result):
        problem = 'INPUTS = {"x": normal(4, std=900.0)}\n'
        problem += "def J(x): return np.logaddexp(0, x).sum(axis=-1)\n"
        told = first(result(problem, "def dJ_dx(x): return np.exp(x) / (1 + np.exp(x))"))
        assert told.startswith("it is not finite where x_r >= 7")
        assert "where the derivative is finite too" in told


class TestConditions:
    def test_inputs_that_must_not_both_be_others(self, result):
        """Each alone leaves it right."""
        found = result(MASKED, "def dJ_dw(X, w, b, M, y): return X.T @ (M * (M * (X @ w) + b - y))")
        assert first(found) == "multiply by 1/n, while b is none or M is all"

    def test_what_is_right_whatever_two_inputs_are_has_no_condition(self, result):
        found = result(MASKED, "def dJ_dw(X, M, f, y): return X.T @ (M * (f - y))")
        assert first(found) == "multiply by 1/n"

    def test_where_the_derivative_is_nothing_nothing_is_right(self, result):
        """Anything times lam is right while lam is 0."""
        found = result(PENALTY, "def dJ_dw(w, lam): return 3.7123 * lam * w**3")
        assert found.causes == ()

    def test_where_it_is_something_the_assumption_is_told(self, result):
        found = result(
            PENALTY,
            "def dK_dw(w, x, lam): return (w @ x) * x + lam * w / (1 + np.linalg.norm(w)) ** 3",
        )
        assert first(found) == "it is right only while lam = 0"

    def test_rounding_is_no_assumption(self, result):
        """What computes in float32 may fail where the rest of it is 0."""
        found = result(
            PENALTY,
            "def dK_dw(w, x, lam): return (w @ x) * x.astype(np.float32) * 1.0 + lam * w",
            explain=True,
        )
        assert not any("agrees while" in one for one in found.remarks)


class TestPrecision:
    def test_levels_are_no_precision(self, result):
        told = first(result(SQUARE, "def dJ_dx(x, c): return c * np.round(x * 255) / 255"))
        assert told.startswith("it rounds inside: ")

    def test_floating_point_is(self, result):
        told = first(
            result(SQUARE, "def dJ_dx(x, c): return c * x.astype(np.float16).astype(float)")
        )
        assert told.startswith("it computes in float16 inside: ")


class TestFacts:
    def test_places_that_are_seldom_wrong_are_not_listed(self, result):
        found = result(SQUARE, "def dJ_dx(x, c): return np.where(x > 0.95, np.cos(7 * x), c * x)")
        assert not any(one.startswith("only where") for one in found.facts)

    def test_places_that_are_always_right_are(self, result):
        found = result(
            SQUARE, "def dJ_dx(x, c): return np.where(np.arange(5) % 2, np.cos(7 * x), c * x)"
        )
        assert "only where r is 1, 3" in found.facts

    def test_symmetry_is_looked_at_where_it_is_wrong(self, result):
        """Where one trial in some is wrong, the right ones would always be symmetric."""
        rotated = "np.where(x[0] > 0.5, 2 * c * x + np.roll(x, 1) ** 2, c * x)"
        found = result(SQUARE, f"def dJ_dx(x, c): return {rotated}", explain=True)
        told = [*found.facts, *(cause.message for cause in found.causes)]
        assert not any("gradient of another cost" in one for one in told)

    def test_a_formula_that_is_nothing_but_rounding(self, result):
        found = result(SQUARE, "def dJ_dx(x, c): return (c * x + 1.0) - 1.0 - c * x")
        assert "the formula is 0 everywhere, up to rounding" in found.facts
        assert not any("numeric / formula" in one for one in found.facts)

    def test_a_search_that_takes_too_long_is_ended(self, result, monkeypatch):
        monkeypatch.setattr("gradcheck.explaining.SECONDS", 0.0)
        found = result(SQUARE, "def dJ_dx(x, c): return 2 * c * x")
        assert found.causes == ()
        assert "the search for causes was ended after 0 s" in found.facts


class TestWriting:
    @pytest.mark.parametrize(
        ("text", "constant", "told"),
        [
            ("v_rc beta", "1/(2*n)", "v_rc beta / (2*n)"),
            ("x / m", "2", "2 x / m"),
            ("1 / m", "2", "2 / m"),
            ("x / m", "-1/(n+1)", "-x / ((n+1) m)"),
            ("x / (a b)", "1/(2*n)", "x / (2 n a b)"),
            ("sum_h(dJ/ds_h X_hr)", "1/2", "sum_h(dJ/ds_h X_hr) / 2"),
            ("x_c", "ln(10)/2", "ln(10) x_c / 2"),
            ("formula", "(1-1/n)", "(1-1/n) formula"),
        ],
    )
    def test_one_line_is_enough(self, text, constant, told):
        assert times(text, constant) == told

    def test_brackets_are_looked_through(self):
        assert parts("1/(2*n)", "/") == ("1", ["(2*n)"])
        assert parts("sqrt(n/m)/ln(2)", "/") == ("sqrt(n/m)", ["ln(2)"])
        assert quotient(["1", "a"], ["(b - c)", "(d e)"]) == "a / ((b - c) d e)"

    def test_constants_are_worth_what_they_say(self):
        settings = ((("n", 4), ("m", 3)), (("n", 6), ("m", 7)))
        values, constants = table(settings)
        for row, constant in zip(values, constants, strict=True):
            again = [evaluate(constant.text, dict(one)) for one in settings]
            assert np.allclose(row, again), constant.text
            assert constant.text.replace("(1/", "").count("/") <= 4

    def test_a_quotient_of_two_is_divided_by_their_product(self, result):
        problem = 'SIZES = {"n": 4}\nINPUTS = {"x": normal("n"), "tau": positive()}\n'
        problem += "def J(x, tau, n): return (x**2).sum(axis=-1) / (2 * n * tau)\n"
        found = result(problem, "def dJ_dx(x): return x")
        assert first(found) == "divide by (n tau)"
        assert found.causes[0].corrected == "formula / (n tau)"

    def test_a_constant_that_does_not_exist_at_the_smallest_size(self, result):
        problem = 'SIZES = {"n": 6}\nINPUTS = {"x": normal("n"), "t": normal("n")}\n'
        problem += "def J(x, t, n): return ((x - t) ** 2).sum(axis=-1) / (2 * n)\n"
        found = result(problem, "def dJ_dx(x, t, n): return (x - t) * (n - 1) / n", explain=True)
        assert first(found) == "multiply by 1/(n-1)"
        assert found.smallest_case.sizes["n"] > 1

    def test_a_size_that_is_never_another_is_a_number(self, result):
        problem = 'SIZES = {"n": 3}\nINPUTS = {"a": normal("n"), "b": normal("n")}\n'
        problem += "def s(a, b): return (np.cross(a, b) ** 2).sum(axis=-1)\ndef J(s): return s**3\n"
        assert first(result(problem, "def dJ_ds(s): return s**2")) == "multiply by 3"

    def test_remedies_are_not_run_together(self, result):
        told = first(result(PENALTY, "def dK_dw(w, x, lam): return sum(w * x) * x + 2 * lam * w"))
        assert told == "add -w_r lam"
