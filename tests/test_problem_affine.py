"""`affine("A @ B + c")` against plain `@` and `+`, in all its forms, alone and along stacks."""

from __future__ import annotations

import numpy as np
import pytest

from gradcheck.errors import ProblemError
from gradcheck.problem import affine

FORMS = {
    "W @ x + b": ((3, 2), (2,), (3,)),
    "W @ x": ((3, 2), (2,), None),
    "W.T @ x + b": ((2, 3), (2,), (3,)),
    "x @ W + b": ((2, 3), (2,), (3,)),
    "x @ W.T + b": ((3, 2), (2,), (3,)),
    "x @ W": ((2, 3), (2,), None),
    "x @ W, numbers": ((2,), (2,), ()),
    "W @ x, matrices": ((3, 2), (2, 4), (4,)),
    "W @ x, b a matrix": ((3, 2), (2, 4), (3, 4)),
    "W @ x, b a column": ((3, 2), (2, 4), (3, 1)),
    "W @ x, b a number": ((3, 2), (2, 4), ()),
    "W @ x.T, matrices": ((3, 2), (4, 2), (4,)),
    "W.T @ x, matrices": ((2, 3), (2, 4), (4,)),
    "W.T @ x.T, matrices": ((2, 3), (4, 2), (4,)),
    "x.T @ W, a vector and its transpose": ((2, 3), (2,), (3,)),
    "W @ x, square": ((2, 2), (2, 2), (2,)),
    "W @ x, stacks of matrices": ((2, 3, 2), (2, 4), (4,)),
}
"""Expressions; the shapes of W, of x and of b. What stands after a comma is a remark."""

SHAPES = {"W": 0, "x": 1, "b": 2}


def written(what):
    """The expression of a form, with `+ b` where there is a b."""
    expression = what.split(",")[0]
    return expression if FORMS[what][2] is None or "+" in expression else f"{expression} + b"


def arrays(what):
    rng = np.random.default_rng(len(what))
    return {
        name: rng.normal(size=FORMS[what][place])
        for name, place in SHAPES.items()
        if FORMS[what][place] is not None
    }


def plain(expression, values):
    """What Python makes of the expression."""
    return eval(expression, {}, values)


class TestAffine:
    """`affine("A @ B + c")` is what `@` and `+` are, alone and along stacks."""

    @pytest.mark.parametrize("what", FORMS)
    def test_it_is_plain_multiplication(self, what):
        values = arrays(what)
        found = affine(written(what)).evaluate(values, frozenset())
        expected = plain(written(what), values)
        assert np.shape(found) == np.shape(expected)
        np.testing.assert_allclose(found, expected, rtol=1e-13)

    @pytest.mark.parametrize("what", FORMS)
    @pytest.mark.parametrize("stacked", ["W", "x", "b", "Wx", "Wb", "xb", "Wxb"])
    def test_a_stack_is_each_of_its_members(self, what, stacked):
        values = arrays(what)
        names = frozenset(stacked) & values.keys()
        rng = np.random.default_rng(1)
        stacks = {n: rng.normal(size=(5, *values[n].shape)) for n in names}
        found = affine(written(what)).evaluate({**values, **stacks}, names)
        for i in range(5 if names else 0):
            member = {**values, **{n: stacks[n][i] for n in names}}
            np.testing.assert_allclose(found[i], plain(written(what), member), rtol=1e-13)
        assert names or found.shape == np.shape(plain(written(what), values))

    @pytest.mark.parametrize(
        "expression",
        ["x + x", "W @ x @ y", "W @ x + b + c", "b + W @ x", "W @ x - b", "2 * W @ x", "W", "",
         "W @ (x + y)", "f(W) @ x", "W @ x + 1", "W.t @ x", "W[0] @ x", "W @", None, 3],
    )  # fmt: skip
    def test_any_other_form_is_refused(self, expression):
        with pytest.raises(ProblemError, match="A @ B"):
            affine(expression)

    @pytest.mark.parametrize("what", FORMS)
    def test_it_is_differentiated_like_plain_python(self, command, problem, what):
        """By every array, as an input and as a quantity."""
        shapes = {name: values.shape for name, values in arrays(what).items()}
        inputs = ", ".join(f"'{n}0': normal(*{shape})" for n, shape in shapes.items())
        text = f"INPUTS = {{{inputs}}}\nS = affine('{written(what)}')\n"
        text += f"def P({', '.join(shapes)}): return {written(what)}\n"
        text += "def C(S): return np.sum(S**3)\ndef D(P): return np.sum(P**3)\n"
        for n in shapes:
            text += f"def {n}({n}0): return 1 * {n}0\n"
            text += f"def dC_d{n}0(dD_d{n}0): return dD_d{n}0\n"
            text += f"def dS_d{n}(dP_d{n}): return dP_d{n}\n"
        command("run", problem("mine.py", text), "--trials", "2").judged(0, "agrees")
