"""Causes that are not to be named, and remedies that are to hold word for word."""

from __future__ import annotations

import numpy as np
import pytest

import gradcheck

RELU = '''
"""Two layers, the first with a ReLU, and the mean squared error of a batch."""
import numpy as np
from gradcheck import affine, normal

SIZES = {"n": 5, "d": 3, "h": 4, "o": 2}
INPUTS = {"W1": normal("d", "h"), "b1": normal("h"), "W2": normal("h", "o"), "b2": normal("o"),
          "X": normal("n", "d"), "Y": normal("n", "o")}
Z1 = affine("X @ W1 + b1")

def A1(Z1):
    return np.maximum(Z1, 0)

F = affine("A1 @ W2 + b2")

def L(F, Y):
    return ((F - Y) ** 2).sum(axis=-1).mean(axis=-1) / 2
'''

TANH = '''
"""One layer with tanh, whose Jacobians have no number as their numerator."""
import numpy as np
from gradcheck import affine, normal

SIZES = {"d": 3, "h": 4, "o": 2}
INPUTS = {"W1": normal("h", "d"), "W2": normal("o", "h"), "x": normal("d"), "t": normal("o")}
z1 = affine("W1 @ x")

def a1(z1):
    return np.tanh(z1)

z2 = affine("W2 @ a1")

def E(z2, t):
    return ((z2 - t) ** 2).sum(axis=-1) / 2
'''


@pytest.fixture
def told(tmp_path):
    """Return what `explain` finds out about the one formula of a file."""

    def find(formula, problem=None, **options):
        named = problem
        if problem is not None and "\n" in problem:
            (tmp_path / "problem.py").write_text(problem, encoding="utf-8")
            named = str(tmp_path / "problem.py")
        head = "import numpy as np\n" + (f"PROBLEM = {named!r}\n" if named else "")
        path = tmp_path / "wrong.py"
        path.write_text(head + formula, encoding="utf-8")
        (result,) = gradcheck.explain(path, **options).results
        assert not any("failed" in fact for fact in result.facts)
        return result

    return find


def messages(result):
    return " / ".join(cause.message for cause in result.causes)


class TestPrecision:
    """What does not move with an argument that it does not depend on computes as well as any."""

    SLIPS = ("(1.01 * O - Y) / n", "(O - 0.97 * Y - 0.03 / classes) / n", "(O - Y) / (n + 0.1)")

    @pytest.mark.parametrize("slip", SLIPS)
    def test_a_slip_beside_one_hot_targets_is_no_low_precision(self, told, slip):
        found = told(f"def dJ_dS(O, Y, n, classes):\n    return {slip}\n", "softmax-minibatch")
        assert found.facts
        assert "computes in" not in messages(found)

    def test_low_precision_is(self, told):
        found = told(
            "def dJ_dS(O, Y, n):\n    return ((O - Y).astype(np.float16) / n).astype(float)\n",
            "softmax-minibatch",
        )
        assert "computes in float16" in messages(found)

    @pytest.mark.parametrize("decimals", [2, 3])
    def test_rounding_to_decimals_is_not_taken_for_it(self, told, decimals):
        found = told(
            f"def dJ_db(O, T, m):\n    return np.round((O * T.sum() - T) / m, {decimals})\n"
        )
        assert found.causes[0].message == f"it rounds to {decimals} decimals"


class TestJacobians:
    """Numerators of several numbers are searched as single ones are."""

    def test_a_missing_factor(self, told):
        found = told("def dz2_dx(W1, W2):\n    return W2 @ W1\n", TANH)
        assert "the factor da1/dz1 is missing" in messages(found)

    def test_nothing_fails_where_nothing_is_found(self, told):
        found = told(
            "def dz2_dx(W1, W2, x, a1):\n    return (W2 * np.cos(a1)) @ W1 + x.sum()\n", TANH
        )
        assert found.causes == ()
        assert found.facts


class TestPaths:
    """A remedy has all paths, whichever of them is wrong."""

    def test_one_path_has_a_factor(self, told):
        found = told(
            "def dJ_dW(X, O, Y, classes, W, l2):\n    return X.T @ (O - Y) / classes + l2 * W\n",
            "softmax-minibatch",
        )
        best = found.causes[0]
        assert best.message.startswith("the path through H is multiplied by n/classes")
        assert "own index" not in messages(found)

    def test_one_path_has_the_wrong_sign(self, told):
        found = told(
            "def dJ_dW(X, O, Y, n, W, l2):\n    return X.T @ (Y - O) / n + l2 * W\n",
            "softmax-minibatch",
        )
        assert "the path through H has the wrong sign" in messages(found)

    def test_what_does_not_lead_through_a_sum_is_in_the_remedy(self, told):
        found = told(
            "def dJ_dW(X, O, Y, n, W, l2):\n"
            "    return np.outer(X[-1], O[-1] - Y[-1]) / n + l2 * W\n",
            "softmax-minibatch",
        )
        best = found.causes[0]
        assert "keeps only the last term" in best.message
        assert best.corrected.endswith("dJ/dS dS/dW + what does not lead through S")


class TestThresholds:
    """What is only compared may be stretched a good deal before anything shows."""

    @pytest.mark.parametrize("sizes", [{}, {"n": 32, "d": 12, "h": 16, "o": 5}, {"d": 6, "o": 5}])
    @pytest.mark.parametrize("mask", ["Z1 > b1", "Z1 > 1", "Z1 > 0.1"])
    def test_a_shifted_mask_is_not_told_as_a_stretched_argument(self, told, mask, sizes):
        found = told(
            "def dL_dW1(X, F, Y, W2, n, Z1, b1):\n"
            f"    return X.T @ ((F - Y) @ W2.T * ({mask})) / n\n",
            RELU,
            sizes=sizes,
        )
        assert found.facts
        assert "inside it" not in messages(found)


class TestWords:
    """What is said is true as it stands."""

    def test_it_is_the_same_along_one_axis_only(self, told):
        found = told(
            "def dJ_dW(O, T, x, m):\n"
            "    return np.outer(O * T.sum() - T, np.ones_like(x)) * x.sum() / m\n"
        )
        assert found.causes[0].message == "it is the same along c: the sum over c of the right one"

    def test_a_condition_is_all_of_it(self, told):
        """Zeros and ones do not do: they have to sum to 1 as well."""
        found = told(
            "def dJ_db(O, T, m):\n    return (O - (np.arange(len(O)) == T.argmax())) / m\n"
        )
        assert found.causes[0].message == "it is right only while T is one-hot"

    def test_ratios_where_the_formula_is_zero_are_not_passed_over(self, told):
        found = told(
            "def dJ_db(O, T, m):\n"
            "    right = (O * T.sum() - T) / m\n"
            "    return np.where(O < 0.1, 0, np.where(O > 0.5, 2.0005, 1) * right)\n"
        )
        (fact,) = (fact for fact in found.facts if "numeric / formula" in fact)
        assert fact.endswith("they disagree and the formula is not 0")

    def test_the_smallest_case_is_one_that_the_cause_explains(self, told):
        """Where it divides by a number, that is not 0 there."""
        found = told(
            "def dE_dW1(z2, t, W2, a1, x):\n"
            "    return np.outer(W2.T @ (z2 - t) * a1 * (1 - a1**2), x)\n",
            TANH,
        )
        assert found.causes[0].factor == "1/a1_r"
        case = found.smallest_case
        worked = float(case.steps[-1].rpartition(" ")[2])
        assert np.isclose(worked, case.numeric, rtol=1e-5)
        assert not np.isclose(case.analytic, case.numeric)

    @pytest.mark.parametrize(("slip", "factor"), [("100 *", "0.01"), ("0.7 *", "1/0.7"),
                                                  ("np.pi / 180 *", "180/pi")])  # fmt: skip
    def test_a_round_number_is_named(self, told, slip, factor):
        found = told(f"def dJ_db(O, T, m):\n    return {slip} (O * T.sum() - T) / m\n")
        assert found.causes[0].factor == factor


SOFTMAX = '''
"""Softmax cross-entropy with targets that are drawn in two ways."""
import numpy as np
from gradcheck import affine, normal, one_hot

SIZES = {"K": 4, "d": 3}
INPUTS = {"W": normal("K", "d"), "x": normal("d"), "T": [FIRST("K"), SECOND("K")]}
z = affine("W @ x")

def p(z):
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)

def J(p, T):
    return -(T * np.log(p)).sum(axis=-1)
'''


def softmax(first, second):
    return SOFTMAX.replace("FIRST", first).replace("SECOND", second)


RNN = '''
"""Two steps of a recurrent net."""
import numpy as np
from gradcheck import affine, normal

SIZES = {"h": 3, "d": 2, "o": 2}
INPUTS = {"Wh": normal("h", "h"), "Wx": normal("h", "d"), "b": normal("h"), "V": normal("o", "h"),
          "h0": normal("h"), "x1": normal("d"), "x2": normal("d"), "t": normal("o")}

def h1(Wh, Wx, b, h0, x1):
    return np.tanh(Wh @ h0 + Wx @ x1 + b)

def h2(Wh, Wx, b, h1, x2):
    return np.tanh(Wh @ h1 + Wx @ x2 + b)

y = affine("V @ h2")

def J(y, t):
    return ((y - t) ** 2).sum() / 2
'''

SIAMESE = '''
"""Two branches with the same weights."""
import numpy as np
from gradcheck import affine, normal

SIZES = {"k": 3, "d": 4}
INPUTS = {"W": normal("k", "d"), "x": normal("d"), "y": normal("d"), "s": normal()}
p = affine("W @ x")
q = affine("W @ y")

def u(p):
    return np.tanh(p)

def v(q):
    return np.tanh(q)

def J(u, v, s):
    return ((u * v).sum(axis=-1) - s) ** 2 / 2
'''


class TestConditions:
    """Of all that the draws have in common, a condition says what the claim needs."""

    @pytest.mark.parametrize(
        ("formula", "condition"),
        [("2 * (p - (T == 1))", "T is one-hot"), ("2 * (p - T)", "sum(T) = 1"),
         ("2 * (p * np.abs(T).sum() - T)", "T >= 0")],
    )  # fmt: skip
    def test_each_property_is_tried_without_the_others(self, told, formula, condition):
        found = told(f"def dJ_dz(p, T):\n    return {formula}\n", softmax("one_hot", "normal"))
        best = found.causes[0]
        assert (best.factor, best.condition) == ("1/2", condition)

    @pytest.mark.parametrize(
        ("formula", "condition"),
        [("p * np.abs(T).sum() - T", "T >= 0"), ("p - T**2", "T is one-hot"),
         ("p - T", "sum(T) = 1")],
    )  # fmt: skip
    def test_so_is_what_a_formula_assumes(self, told, formula, condition):
        found = told(f"def dJ_dz(p, T):\n    return {formula}\n", softmax("normal", "one_hot"))
        assert found.causes[0].message == f"it is right only while {condition}"

    @pytest.mark.parametrize(
        ("drawn", "formula", "condition"),
        [("constant(0.1234567891)", "2 * abs(s) * x", "s >= 0"),
         ("constant(2.0)", "s * s * x", "s = 2"),
         ("label(3, name='a')", "2 * abs(s) * x", "s >= 0")],
    )  # fmt: skip
    def test_numbers_have_conditions_too(self, told, drawn, formula, condition):
        problem = (
            "from gradcheck import *\nSIZES = {'n': 3}\n"
            f"INPUTS = {{'x': normal('n'), 's': [{drawn}, SECOND]}}\n"
            "def C(s, x): return (s[..., None] * x**2).sum(axis=-1) / 2\n"
        )
        second = "normal()" if "label" not in drawn else "integers(low=-9, high=0)"
        found = told(f"def dC_dx(s, x):\n    return {formula}\n", problem.replace("SECOND", second))
        assert found.causes[0].condition == condition

    @pytest.mark.parametrize(
        ("first", "formula", "condition"),
        [("one_hot", "p * (abs(T) < 2).all() - T", "sum(T) = 1 and T >= 0"),
         ("uniform", "p * T.sum() * (abs(T) <= 1).all() - T", "T is uniform")],
    )  # fmt: skip
    def test_several_may_be_needed_or_none_will_do(self, told, first, formula, condition):
        problem = softmax(first, "normal").replace("one_hot", "one_hot, uniform", 1)
        found = told(f"def dJ_dz(p, T):\n    return 2 * ({formula})\n", problem)
        assert found.causes[0].condition == condition


class TestBounds:
    """What is known of the building blocks is as good as their bounds, and no better."""

    def test_truncated_backpropagation_is_named(self, told):
        found = told(
            "def dJ_dWh(V, y, t, h1, h2):\n"
            "    return np.outer((V.T @ (y - t)) * (1 - h2**2), h1)\n",
            RNN,
        )
        assert "the path through h1 is missing" in messages(found)

    def test_a_remedy_with_a_factor_can_be_followed_word_for_word(self, told):
        found = told(
            "def dJ_dW(u, v, s, x):\n    return 2 * (u @ v - s) * np.outer(v * (1 - u**2), x)\n",
            SIAMESE,
        )
        best = found.causes[0]
        assert best.corrected in {f"formula / 2 + dJ/d{n} d{n}/dW" for n in "vq"}


class TestReading:
    """What a formula does not read can be exchanged for anything, and explains nothing."""

    def test_an_argument_that_is_not_used_is_not_told_as_misread(self, told):
        found = told(
            "def dJ_dz(p, T, z):\n    return -(p * T.sum() - T)\n", softmax("one_hot", "normal")
        )
        assert found.causes[0].message.startswith("multiply by -1")
        assert "reads" not in messages(found)


HALVED = """
import numpy as np
from gradcheck import normal

SIZES = {"n": 5}
INPUTS = {"a": normal("n"), "c": normal("n")}

def h(a): return np.maximum(a, 0)
def J(c, h): return (c * h).sum(axis=-1)
"""


@pytest.mark.parametrize("taken", ["a * c", "np.abs(a) * c"])
def test_what_is_infinite_agrees_with_nothing(told, taken):
    """Divided by max(a, 0), the first is right where a > 0, and infinite elsewhere."""
    causes = told(f"def dJ_da(a, c):\n    return {taken}\n", HALVED).causes
    assert not any(cause.factor == "1/h_r" and cause.where is None for cause in causes)


WHOLE = """
import numpy as np
from gradcheck import integers, normal

SIZES = {"n": 6}
FEW = integers("n", low=0, high=3, name="few")
INPUTS = {"x": normal("n"), "c": [integers("n", low=-3, high=4), FEW]}

def y(x): return np.tanh(x)
def J(y, c): return (y * c * (c - 1) * (c - 2)).sum(axis=-1) + (y * y).sum(axis=-1)
"""


def test_a_condition_on_whole_numbers_is_tested(told):
    """It needs 0, 1 or 2, and not only what is not below 0."""
    (cause, *_) = told("def dJ_dx(y, x):\n    return 2 * y * (1 - y**2)\n", WHOLE).causes
    assert cause.message == "it is right only while c is few"


SHARES = """
import numpy as np
from gradcheck import normal, simplex, uniform, one_hot

SIZES = {"n": 4}
INPUTS = {"x": normal("n"), "T": [one_hot("n"), simplex("n"), uniform("n")]}

def J(x, T): return (x * T).sum(axis=-1)
"""


def test_only_names_all_that_it_is_right_for(told):
    """0 log 0 is no number."""
    found = told("def dJ_dx(T):\n    return T * np.log(T) / np.log(T)\n", SHARES)
    messages = [cause.message for cause in found.causes]
    assert not any(one.endswith("only while T is simplex") for one in messages)
    assert any("simplex or uniform" in one for one in messages)
