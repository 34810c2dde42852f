"""What the chain rule lost, what is read for something else, fields of no cost, numerics."""

from __future__ import annotations

import numpy as np
import pytest

import gradcheck
from gradcheck.errors import UsageError

TWO_LAYERS = '''
"""Two layers: z1 = W1 x, a1 = tanh(z1), z2 = W2 a1, a2 = sigma(z2), c = |a2 - t|^2 / 2."""
import numpy as np
from gradcheck import affine, normal

SIZES = {"n0": 3, "n1": 4, "n2": 2}
INPUTS = {"W1": normal("n1", "n0"), "W2": normal("n2", "n1"), "x": normal("n0"), "t": normal("n2"),
          "v": normal("n1")}
z1 = affine("W1 @ x")
z2 = affine("W2 @ a1")

def a1(z1):
    return np.tanh(z1)

def a2(z2):
    return 1 / (1 + np.exp(-z2))

def c(a2, t):
    return ((a2 - t) ** 2).sum(axis=-1) / 2
'''

STAND_INS = {
    "z1 > 0": "1 where z1 > 0, else 0, as of a ReLU",
    "a1 * (1 - a1)": "a1 (1 - a1), as of a sigmoid",
    "np.exp(z1)": "exp(z1), as of an exponential",
    "3 * np.cos(z1)": "cos(z1), as of a sine",
}

FORM = '''
"""A quadratic form: C = x' A x / 2 + b' x."""
import numpy as np
from gradcheck import normal

SIZES = {"n": 4}
INPUTS = {"A": normal("n", "n"), "B": normal("n", "n"), "x": normal("n"), "b": normal("n")}

def C(A, x, b):
    return np.einsum("...i,...ij,...j->...", x, A, x) / 2 + (b * x).sum(axis=-1)

def D(A, B, x):
    return np.einsum("...i,...ij,...jk,...k->...", x, A, B, x)
'''


@pytest.fixture
def causes(tmp_path):
    """Return all that is said of the one formula of a file."""

    def find(problem, formula, explain=False, **inputs):
        (tmp_path / "problem.py").write_text(problem, encoding="utf-8")
        path = tmp_path / "wrong.py"
        head = f"import numpy as np\nPROBLEM = {str(tmp_path / 'problem.py')!r}\n"
        path.write_text(head + formula, encoding="utf-8")
        look = gradcheck.explain if explain else gradcheck.run
        (result,) = look(path, inputs=inputs).results
        return result

    return find


class TestChain:
    def test_a_missing_factor_within_the_sum(self, causes):
        result = causes(TWO_LAYERS, "def dc_da1(W2, a2, t):\n    return W2.T @ (a2 - t)\n")
        assert result.causes[0].kind == "inside"
        assert "factor da2/dz2 is missing" in result.causes[0].message
        assert result.causes[0].corrected == "dc/da2 da2/dz2 dz2/da1"

    def test_a_factor_that_is_there_twice(self, causes):
        text = "def dc_da1(W2, a2, t):\n    return W2.T @ ((a2 - t) * (a2 * (1 - a2))**2)\n"
        assert "is there twice" in causes(TWO_LAYERS, text).causes[0].message

    def test_a_factor_that_no_one_has_put_there_is_not_found(self, causes):
        text = "def dc_da1(W2, a2, t):\n    return W2.T @ ((a2 - t) * np.cos(7 * a2))\n"
        assert not any("missing" in c.message for c in causes(TWO_LAYERS, text).causes)

    @pytest.mark.parametrize(("taken", "told"), STAND_INS.items())
    def test_the_derivative_of_another_activation(self, causes, taken, told):
        text = "def dc_dW1(W2, a2, a1, z1, t, x):\n    d2 = (a2 - t) * a2 * (1 - a2)\n"
        text += f"    return np.outer((W2.T @ d2) * ({taken}), x)\n"
        (cause, *_) = causes(TWO_LAYERS, text).causes
        assert cause.kind == "inside"
        assert (
            f"the factor da1/dz1 of dc/da1 da1/dz1 dz1/dW1 is taken to be {told}" in cause.message
        )
        assert "here it is 1 - a1^2" in cause.message
        assert ("multiplied by 1/3" in cause.message) == taken.startswith("3")
        if taken == "a1 * (1 - a1)":
            assert cause.corrected == "formula * (1 + a1_r) / a1_r"
        if taken == "z1 > 0":
            assert cause.corrected == "dc/da1 da1/dz1 dz1/dW1"

    @pytest.mark.parametrize("taken", ["1 - a1**2", "np.cos(7 * a1)", "1 - np.tanh(z1) ** 2"])
    def test_what_is_no_other_activation(self, causes, taken):
        """The right one, written in two ways, and one that nobody has."""
        text = "def dc_dW1(W2, a2, a1, z1, t, x):\n    d2 = (a2 - t) * a2 * (1 - a2)\n"
        text += f"    return 2.5 * np.outer((W2.T @ d2) * ({taken}), x)\n"
        assert not any("taken to be" in c.message for c in causes(TWO_LAYERS, text).causes)

    def test_an_activation_that_the_table_has_not(self, causes):
        """What is right is not told then, but that the other is not."""
        problem = TWO_LAYERS.replace("np.tanh(z1)", "np.sin(2 * z1)")
        text = "def dc_dz1(W2, a2, z1, t):\n"
        text += "    return (W2.T @ ((a2 - t) * a2 * (1 - a2))) * (z1 > 0)\n"
        (cause, *_) = causes(problem, text).causes
        assert "is taken to be 1 where z1 > 0, else 0, as of a ReLU" in cause.message
        assert "here it is" not in cause.message

    def test_what_has_a_diagonal_only_is_not_told_to_lack_the_rest(self, causes):
        text = "def dc_dW2(a2, a1, t):\n    return 3 * np.outer((a2 - t) * a2 * (1 - a2), a1)\n"
        found = causes(TWO_LAYERS, text, explain=True).causes
        assert found[0].message == "multiply by 1/3"
        assert not any("diagonal" in one.message or "taken to be" in one.message for one in found)

    def test_the_bend_of_a_robust_loss_that_is_left_out(self, causes):
        """Huber's loss, differentiated as the square that it is near 0."""
        problem = TWO_LAYERS.replace("return 1 / (1 + np.exp(-z2))", "return z2 - t").replace(
            "def a2(z2):", "def a2(z2, t):"
        )
        loss = "np.where(np.abs(a2) < 1, a2**2 / 2, np.abs(a2) - 0.5)"
        problem = problem.replace(
            "def c(a2, t):\n    return ((a2 - t) ** 2).sum(axis=-1) / 2",
            f"def h(a2):\n    return {loss}\n\ndef c(h):\n    return h.sum(axis=-1)",
        )
        text = "def dc_dW2(a2, a1):\n    return np.outer(a2, a1)\n"
        (cause, *_) = causes(problem, text).causes
        assert "the factor dh/da2 of dc/dh dh/da2 da2/dW2 is taken to be a2" in cause.message

    @pytest.mark.parametrize(("power", "found"), [(1, True), (2, False)])
    def test_the_diagonal_of_a_softmax(self, causes, power, found):
        problem = TWO_LAYERS.replace(
            "return 1 / (1 + np.exp(-z2))",
            "return np.exp(z2) / np.exp(z2).sum(axis=-1, keepdims=True)",
        )
        text = f"def dc_dW1(W2, a2, a1, t, x):\n    d2 = (a2 - t) * (a2 * (1 - a2))**{power}\n"
        text += "    return np.outer((W2.T @ d2) * (1 - a1**2), x)\n"
        messages = [c.message for c in causes(problem, text).causes]
        told = "of the factor da2/dz2 of dc/da2 da2/dz2 dz2/dW1 it has the diagonal only"
        assert any(told in one for one in messages) == found

    def test_a_path_that_is_left_out(self, causes):
        problem = TWO_LAYERS.replace(
            "def c(a2, t):\n    return ",
            "def p(W1):\n    return (W1**4)"
            ".sum(axis=(-2, -1))\n\ndef c(a2, t, p):\n    return p + ",
        )
        text = (
            "def dc_dW1(W2, a2, t, a1, x):\n"
            "    back = W2.T @ ((a2 - t) * a2 * (1 - a2)) * (1 - a1**2)\n"
            "    return np.outer(back, x)\n"
        )
        result = causes(problem, text)
        assert "the path through p is missing" in result.causes[0].message


class TestSwapped:
    def test_one_array_for_another(self, causes):
        text = "def da2_dz2(i, /, z2):\n    return z2[i] * (1 - z2[i])\n"
        (best, *_) = causes(TWO_LAYERS, text).causes
        assert (best.kind, best.message) == ("layout", "it reads z2 where it should read a2")

    def test_arrays_of_other_lengths_where_entries_are_read(self, causes):
        text = "def dz2_dW2(j, k, /, x):\n    return x[k % len(x)]\n"
        (best, *_) = causes(TWO_LAYERS, text).causes
        assert best.message == "it reads x where it should read a1"

    def test_two_arrays_in_each_others_place(self, causes):
        text = "def dD_dx(A, B, x):\n    return (B @ A + (B @ A).T) @ x\n"
        (best, *_) = causes(FORM, text).causes
        assert best.message == "it reads A and B in each other's place"

    def test_an_array_with_its_entries_shifted(self, causes):
        text = "def dC_dx(A, x, b):\n    return (A + A.T) @ x / 2 + np.roll(b, 1)\n"
        (best, *_) = causes(FORM, text).causes
        assert best.message == "it reads b with its entries shifted by +1"


class TestArgument:
    def test_what_is_missing_from_an_argument(self, causes):
        text = (
            "def dc_dW1(W2, a2, t, a1, x):\n"
            "    back = W2.T @ ((a2 - t) * a2 * (1 - a2)) * (1 - a1**2)\n"
            "    return np.outer(back, x * x)\n"
        )
        (best, *_) = causes(TWO_LAYERS, text).causes
        assert best.kind == "inside"
        assert best.factor == "1/x_i"

    def test_what_is_missing_inside_one_of_several_terms(self, causes):
        problem = '''
"""One example of ridge logistic regression, y = +-1."""
import numpy as np
from gradcheck import normal, uniform

SIZES = {"n": 4}
INPUTS = {"theta": normal("n"), "x": normal("n"), "y": uniform(low=-2, high=2), "mu": uniform()}

def margin(theta, x, y):
    return y * (theta * x).sum(axis=-1)

def L(margin, theta, mu):
    return np.logaddexp(0, -margin) + mu / 2 * (theta**2).sum(axis=-1)
'''
        text = (
            "def dL_dtheta(theta, x, margin, mu):\n"
            "    return -x / (1 + np.exp(margin)) + mu * theta\n"
        )
        (best, *_) = causes(problem, text).causes
        assert best.message == "inside it, multiply x_r by y"


class TestProduct:
    def test_a_missing_matrix(self, causes):
        text = "def dD_dB(A, x):\n    return np.outer(x, x)\n"
        (best, *_) = causes(FORM, text).causes
        assert best.kind == "inside"
        assert best.corrected == "A.T @ formula"


class TestRegional:
    def test_a_factor_within_a_region(self, causes):
        problem = '''
"""A Huber loss."""
import numpy as np
from gradcheck import normal, uniform

SIZES = {"n": 6}
INPUTS = {"r": normal("n"), "delta": uniform(low=0.5, high=1.5)}

def loss(r, delta):
    limit = np.expand_dims(delta, -1)
    return np.where(np.abs(r) <= limit, r**2 / 2, limit * (np.abs(r) - limit / 2)).sum(axis=-1)
'''
        text = "def dloss_dr(r, delta):\n    return np.where(np.abs(r) <= delta, r, np.sign(r))\n"
        (best, *_) = causes(problem, text).causes
        assert (best.kind, best.where) == ("region", "|r_c| > delta")
        assert "multiply by delta" in best.message


class TestIntegrability:
    def test_a_rotation_is_the_gradient_of_no_cost(self, causes):
        text = (
            "def dC_dx(A, x, b):\n"
            "    turn = np.array([[0, .31, 1.7, -.3], [-.31, 0, .9, 2], [-1.7, -.9, 0, .77],\n"
            "                     [.3, -2, -.77, 0]])\n"
            "    n = len(x)\n"
            "    big = np.zeros((n, n))\n"
            "    k = min(n, 4)\n"
            "    big[:k, :k] = turn[:k, :k]\n"
            "    return (A + A.T) @ x / 2 + b + big @ x\n"
        )
        (best, *_) = causes(FORM, text).causes
        assert best.kind == "integrability"
        assert "gradient of no cost: d(dC_dx[" in best.message

    def test_where_more_is_wrong_it_narrows_it_down_and_is_no_cause(self, causes):
        text = "def dC_dx(A, x, b):\n    return np.sin(3 * A @ x) + b\n"
        result = causes(FORM, text)
        assert not result.causes
        assert any("gradient of no cost" in fact for fact in result.facts)

    def test_the_gradient_of_another_cost(self, causes):
        text = "def dC_dx(A, x, b):\n    return np.tan(np.sin(x)) + b**3\n"
        result = causes(FORM, text)
        assert not result.causes
        assert any("gradient of another cost" in fact for fact in result.facts)


class TestNumerics:
    def test_low_precision_inside(self, causes):
        text = (
            "def dC_dx(A, x, b):\n"
            "    A, x = A.astype(np.float16), x.astype(np.float16)\n"
            "    return ((A + A.T) @ x).astype(float) / 2 + b\n"
        )
        (best, *_) = causes(FORM, text).causes
        assert best.kind == "numerics"
        assert "float16" in best.message

    def test_what_overflows_far_out_is_remarked_on(self, tmp_path):
        path = tmp_path / "naive.py"
        path.write_text(
            "import numpy as np\n"
            "def dJ_db(S, T, m):\n"
            "    e = np.exp(S)\n"
            "    return (e / e.sum() * T.sum() - T) / m\n", encoding="utf-8",
        )  # fmt: skip
        (result,) = gradcheck.explain(path).results
        (told,) = [one for one in result.remarks if "overflows" in one]
        assert "from about max(S) > 709" in told

    def test_what_does_not_is_not(self, tmp_path):
        path = tmp_path / "stable.py"
        path.write_text(
            "import numpy as np\n"
            "def dJ_db(S, T, m):\n"
            "    e = np.exp(S - S.max())\n"
            "    return (e / e.sum() * T.sum() - T) / m\n", encoding="utf-8",
        )  # fmt: skip
        (result,) = gradcheck.explain(path).results
        assert not result.remarks


class TestWorked:
    def test_the_smallest_case_is_worked_by_the_cause(self):
        (result,) = gradcheck.explain("asker").results
        case = result.smallest_case
        assert case.steps[0].startswith("ln(10) formula = ")
        assert case.steps[1].startswith(f"+ O_{case.index[0]} x_{case.index[1]} (sum(T) - T_")
        together = float(case.steps[-1].split()[-1])
        assert together == pytest.approx(case.numeric, rel=1e-5)
        assert together != pytest.approx(case.analytic, rel=1e-5)

    def test_what_needs_a_condition_gives_way_to_what_needs_none(self):
        (result,) = gradcheck.explain("asker").results
        assert all(cause.condition is None for cause in result.causes)


def cost(W, x, t):
    return float(((W @ x - t) ** 2).sum() / (2 * len(t)))


def right(W, x, t):
    return np.outer(W @ x - t, x) / len(t)


def draw(rng):
    rows, columns = rng.integers(2, 6, 2)
    return {"W": rng.normal(size=(rows, columns)), "x": rng.normal(size=columns),
            "t": rng.normal(size=rows)}  # fmt: skip


class TestOpaque:
    """check_gradient(...).causes(sample): any two callables, and a way to draw more points."""

    AT = draw(np.random.default_rng(0))

    def found(self, gradient, sample=draw):
        return gradcheck.check_gradient(cost, gradient, self.AT, "W").causes(sample)

    def test_a_size_is_told_from_a_number(self):
        (best, *_) = self.found(lambda W, x, t: right(W, x, t) * len(t))
        assert (best.kind, best.factor) == ("factor", "1/rows_W")

    def test_a_missing_term(self):
        (best, *_) = self.found(lambda W, x, t: np.outer(W @ x, x) / len(t))
        assert best.terms == ("-t_r x_c / rows_W",)

    def test_what_is_right_has_none(self):
        assert self.found(right) == ()

    def test_what_cannot_be_explained_has_none(self):
        assert self.found(lambda W, x, t: np.cos(9 * right(W, x, t)) + W**3) == ()

    def test_one_shape_will_do(self):
        def fixed(rng):
            return {"W": rng.normal(size=(3, 2)), "x": rng.normal(size=2), "t": rng.normal(size=3)}

        (best, *_) = self.found(lambda W, x, t: -right(W, x, t), fixed)
        assert best.factor == "-1"

    def test_an_array_alone(self):
        found = gradcheck.check_gradient(lambda x: (x**3).sum(), lambda x: x**2, np.ones(3))
        (best, *_) = found.causes(lambda rng: rng.normal(size=rng.integers(2, 6)))
        assert best.factor == "3"

    def test_a_sample_without_the_array_is_refused(self):
        with pytest.raises(UsageError, match="a sample has no `W`"):
            self.found(lambda W, x, t: -right(W, x, t), lambda rng: {"x": rng.normal(size=2)})


CANDIDATES = """
import numpy as np

def dJ_dW(O, T, x, m):
    return np.outer(O * T.sum() - T, x) / m

def dJ_dW__alice(O, T, x, m):
    return np.outer(O * T.sum() - T, x)

def dJ_dW__carol(O, T, x, m):
    return -np.outer(O * T.sum() - T, x) / m

def dJ_dW__half(O, T, x, m):
    return np.outer(O * T.sum() - T, x) / m * np.where(x > 0, 1, 2)

def dJ_dW__zero(x, O):
    return 0 * np.outer(O, x)

def dJ_dW__slip(O, T, x, m):
    return np.outer(O * T.sum() - T, x) / m * (1 + 3e-7)

def dJ_dW__kept(O, T, x, m):
    if O.shape not in _KEPT:
        _KEPT[O.shape] = np.outer(O * T.sum() - T, x) / m
    return _KEPT[O.shape]

_KEPT = {}
"""


class TestCompany:
    """Candidates in one file do not explain one another."""

    @pytest.fixture
    def results(self, tmp_path):
        path = tmp_path / "several.py"
        path.write_text(CANDIDATES, encoding="utf-8")
        return {result.label: result for result in gradcheck.explain(path).results}

    def test_each_has_its_own_cause_first(self, results):
        assert results["alice"].causes[0].factor == "1/m"
        assert results["carol"].causes[0].factor == "-1"
        assert results["carol"].causes[-1].kind == "step"

    def test_a_plain_mistake_is_not_told_in_roundabout_ways(self, results):
        assert {cause.kind for cause in results["carol"].causes} <= {"factor", "step", "convention"}

    def test_a_region_says_what_is_to_be_done_where(self, results):
        (best, *_) = results["half"].causes
        assert best.message == "wrong only where x_c <= 0: there it is to be multiplied by 1/2"

    def test_what_is_zero_is_called_so(self, results):
        assert "the formula is 0 everywhere" in results["zero"].facts

    def test_facts_do_not_say_more_than_is_true(self, results):
        assert any("in one or more of" in fact for fact in results["zero"].facts)

    def test_a_tiny_slip_is_not_rounded_away(self, results):
        assert "numeric / formula is 0.9999997 wherever they disagree" in results["slip"].facts

    def test_a_formula_that_keeps_what_it_computed_first_is_suspected(self, results):
        suspicion = "the formula is the same in all draws: does it keep what it computed first?"
        assert suspicion in results["kept"].facts
        assert suspicion not in results["slip"].facts


class TestOddSamples:
    AT = {"W": np.ones((2, 3)), "a b": np.ones(2)}  # noqa: RUF012

    def causes(self, sample):
        def cost(**at):
            return float((at["W"] ** 2).sum() / 2 + at["a b"].sum())

        found = gradcheck.check_gradient(cost, lambda **at: 3 * at["W"], self.AT, "W")
        return found.causes(sample)

    def test_names_that_are_no_identifiers(self):
        def sample(rng):
            rows = rng.integers(2, 5)
            return {"W": rng.normal(size=(rows, 3)), "a b": rng.normal(size=rng.integers(2, 5))}

        assert self.causes(sample)[0].factor == "1/3"

    @pytest.mark.parametrize("point", [None, {"W": "text", "a b": np.ones(2)}, {"W": 1j}])
    def test_what_is_no_point_is_refused(self, point):
        with pytest.raises(UsageError, match=r"real numbers in a sample|a sample has no"):
            self.causes(lambda _: point)


FORGOTTEN = """
import numpy as np
from gradcheck import normal
SIZES = {"n": 6, "p": 8}
INPUTS = {"w": normal("p", std=1e-3), "A": normal("n", "p"), "y": normal("n")}
def J(w, A, y, n):
    off = (A @ w[..., None])[..., 0] - y
    return (off**2).sum(axis=-1) / (2 * n) + 1e-6 * np.abs(w).sum(axis=-1)
def dJ_dw(w, A, y, n):
    return A.T @ (A @ w - y) / n
"""


def test_what_any_step_would_give_is_no_numerical_difference(tmp_path):
    """Of a parabola every central difference is exact, and passes over a faint kink as well."""
    path = tmp_path / "mine.py"
    path.write_text(FORGOTTEN, encoding="utf-8")
    (found,) = gradcheck.run(path).results
    assert found.verdict == "disagree"
    assert not any("numerical difference" in cause.message for cause in found.causes)
