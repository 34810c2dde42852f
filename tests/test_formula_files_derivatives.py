"""Derivatives as parameters, literals, repeated indices, and files that bring their own problem."""

from __future__ import annotations

import json

import pytest

LAYER = """
    SIZES = {"n": 3, "k": 2}
    INPUTS = {"W": normal("n", "k"), "a": normal("k"), "b": normal("n")}
    z = affine("W @ a + b")
    def y(z): return 1 / (1 + np.exp(-z))
    def O(z):
        e = np.exp(z - z.max(axis=-1, keepdims=True))
        return e / e.sum(axis=-1, keepdims=True)
    def C(y): return (y**2).sum(axis=-1) / 2
"""


class TestGiven:
    """Another derivative, handed over numerically with its bound."""

    @pytest.mark.parametrize(
        ("head", "body"),
        [
            ("dC_db(dC_dz)", "dC_dz"),
            ("dC_dW(dC_dz, a)", "np.outer(dC_dz, a)"),
            ("dC_dW(r, c, dC_dz, a)", "dC_dz[r] * a[c]"),
            ("dC_db(dC_dy, dy_dz)", "dC_dy @ dy_dz"),
            ("dC_db(dC_dy__any, dy_dz)", "dC_dy__any @ dy_dz"),
        ],
    )
    def test_a_chain_of_them_agrees(self, command, problem, head, body):
        mine = problem("mine.py", LAYER + f"    def {head}: return {body}\n")
        command("run", mine).judged(0, "agrees", "given the numeric dC_d")

    @pytest.mark.parametrize("wrong", ["1.0005 * dC_dz", "dC_dz[::-1]", "0 * dC_dz"])
    def test_a_wrong_use_of_them_disagrees(self, command, problem, wrong):
        mine = problem("mine.py", LAYER + f"    def dC_db(dC_dz): return {wrong}\n")
        command("run", mine).judged(1, "disagrees")

    def test_the_bound_is_propagated(self, command, problem):
        """What magnifies the given derivative's error a million times is allowed that much."""
        allowed = []
        for body in ("dC_dz", "dC_dz + 1e6 * (dC_dz - y * y * (1 - y))"):
            mine = problem("mine.py", LAYER + f"    def dC_db(dC_dz, y): return {body}\n")
            result = json.loads(command("run", mine, "-f", "json").out)["results"][0]
            assert result["verdict"] != "disagree"
            allowed.append(max(entry["allowed"] for entry in [result["worst"], *result["entries"]]))
        assert allowed[1] > 10 * allowed[0]

    def test_it_is_listed(self, command, problem):
        mine = problem("mine.py", LAYER + "    def dC_db(dC_dy, dy_dz): return dC_dy @ dy_dz\n")
        result = json.loads(command("run", mine, "-f", "json").out)["results"][0]
        assert result["given"] == ["dC_dy", "dy_dz"]

    def test_a_kink_in_what_is_given_accuses_nobody(self, command, problem):
        mine = problem(
            "mine.py",
            """
            INPUTS = {"x": constant(0.0, 2), "y": normal(2)}
            def K(x, y): return np.abs(x).sum(axis=-1) + (y**2).sum(axis=-1)
            def dK_dy(dK_dx, y): return 2 * y + 0 * dK_dx
            """,
        )
        command("run", mine).judged(3, "inconclusive")


class TestRepeatedIndices:
    """Hand derivations with fewer axes than the Jacobian has."""

    @pytest.mark.parametrize(
        "formula",
        [
            "dz_db(): return 1.0",
            "dz_db(j, /): return 1.0",
            "dz_db(n): return np.ones(n)",
            "dy_dz(y): return y * (1 - y)",
            "dy_dz(j, /, y): return y[j] * (1 - y[j])",
            "dz_dW(a, n): return np.tile(a, (n, 1))",
            "dz_dW(j, i, /, a): return a[i]",
        ],
    )
    def test_they_are_read_and_told(self, command, problem, formula):
        mine = problem("mine.py", LAYER + f"    def {formula}\n")
        assert "repeated" in command("run", mine).judged(0, "agrees").out

    @pytest.mark.parametrize(
        "formula",
        ["dz_db(): return 1.001", "dy_dz(y): return y * (1 + y)",
         "dz_dW(a, n): return np.ones((n, 2))",
         "dO_dz(O): return O * (1 - O)", "dO_dz(j, /, O): return O[j] * (1 - O[j])"],
    )  # fmt: skip
    def test_a_wrong_one_disagrees(self, command, problem, formula):
        mine = problem("mine.py", LAYER + f"    def {formula}\n")
        assert "repeated" in command("run", mine).judged(1, "disagrees").out

    def test_softmax_has_no_diagonal_and_is_told_so(self, command, problem):
        mine = problem("mine.py", LAYER + "    def dO_dz(O): return O * (1 - O)\n")
        command("run", mine).judged(1, "dO_dz disagrees", "not zero elsewhere")

    def test_of_a_function_of_each_entry_of_a_batch(self, command, problem):
        mine = problem(
            "mine.py",
            """
            INPUTS = {"Z": normal(2, 3)}
            def A(Z): return np.tanh(Z)
            def dA_dZ(A): return 1 - A**2
            """,
        )
        command("run", mine).judged(0, "dA_dZ agrees")


class TestLayout:
    """`LAYOUT = "denominator"`: the denominator's axes first."""

    @pytest.mark.parametrize(
        "formula",
        ["dz_da(W): return W{}", "dz_dW(a, n): return np.einsum('jk,i->jki', np.eye(n), a){}"],
    )
    def test_the_layouts_differ(self, command, problem, formula):
        turned = ".T" if "W{}" in formula else ".transpose(1, 2, 0)"
        for layout, turn, code in [("numerator", "", 0), ("denominator", turned, 0)]:
            text = f'    LAYOUT = "{layout}"\n' + LAYER + f"    def {formula.format(turn)}\n"
            command("run", problem("mine.py", text)).judged(code, "agrees")

    def test_element_wise_indices_are_turned_too(self, command, problem):
        text = LAYER + '    LAYOUT = "denominator"\n    def dz_da(i, j, W): return W[j, i]\n'
        command("run", problem("mine.py", text)).judged(0, "dz_da agrees")
        wrong = text.replace("W[j, i]", "W[i % 3, j % 2]")
        command("run", problem("mine.py", wrong)).judged(1, "dz_da disagrees")

    def test_a_gradient_is_the_same_in_both(self, command, problem):
        text = LAYER + '    LAYOUT = "denominator"\n'
        text += "    def dC_dW(dC_dz, a): return np.outer(dC_dz, a)\n"
        command("run", problem("mine.py", text)).judged(0)


class TestComplete:
    """A file that defines its own problem too."""

    def test_it_is_checked_against_its_own(self, command, problem):
        formulas = "    def dC_dy(y): return y\n    def dC_dz(y): return 0 * y\n"
        outcome = command("run", problem("mine.py", LAYER + formulas))
        outcome.judged(1, "dC_dy agrees", "dC_dz disagrees")
        assert "checked against mine.py with n = 3, k = 2" in outcome.out

    def test_its_sizes_can_be_set(self, command, problem):
        mine = problem("mine.py", LAYER + "    def dC_dy(y): return y\n")
        command("run", mine, "--size", "n=5").judged(0, "5 of 5 entries agree")

    def test_without_sizes_the_draws_are_told_all_the_same(self, command, problem):
        text = "INPUTS = {'x': normal(3)}\ndef C(x): return (x**2).sum()\n"
        text += "def dC_dx(x): return 2 * x\n"
        outcome = command("run", problem("mine.py", text), "--seed", "5").judged(0)
        assert "x normal" in outcome.out
        assert "seed 5" in outcome.out

    def test_formulas_and_quantities_are_told_apart(self, command, problem):
        """`dose` is a quantity, `ddose_dx` a formula, `_dose` a helper."""
        text = """
            INPUTS = {"x": normal(3)}
            def _dose(x): return (x**3).sum(axis=-1)
            def dose(x): return _dose(x)
            def ddose_dx(x): return 3 * x**2
            """
        outcome = command("run", problem("mine.py", text)).judged(0, "ddose_dx agrees")
        assert outcome.out.count("agrees") == 1

    def test_its_formulas_may_take_anything_of_it(self, command, problem):
        formula = "    def dC_da(W, y, z, n, k): return W.T @ (y**2 * (1 - y))\n"
        command("run", problem("mine.py", LAYER + formula)).judged(0, "dC_da agrees")

    @pytest.mark.parametrize("annotation", ["", ": dict"])
    def test_the_literals_may_be_annotated(self, command, write, annotation):
        text = f"SIZES{annotation} = {{'m': 2, 'k': 'm+1'}}\n\n\n"
        text += "def dJ_db(O, T, m):\n    return (O - T) / m\n"
        command("run", write("mine.py", text)).judged(0, "m = 2, k = 3")
