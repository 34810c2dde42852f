"""Formula files: what a name claims, which parameters are indices, and what else a file may say."""

from __future__ import annotations

import json

import pytest

RIGHT = "(O[r] - T[r]) * x[c] / m"

INDICES = {
    "r and c": ("dJ_dW(r, c, O, T, x, m)", RIGHT),
    "words": ("dJ_dW(row, col, O, T, x, m)", "(O[row] - T[row]) * x[col] / m"),
    "one letter that is known": ("dJ_dW(r, k, O, T, x, m)", "(O[r] - T[r]) * x[k] / m"),
    "marked": ("dJ_dW(r, c, /, O, T, x, m)", RIGHT),
    "marked, all known": ("dJ_dW(m, k, /, O, T, x)", "(O[m] - T[m]) * x[k] / 3"),
    "marked, and asked for again": ("dJ_dW(r, b, /, O, T, x, m)", "(O[r] - T[r]) * x[b] / m"),
    "keyword only": ("dJ_dW(r, c, *, O, T, x, m)", RIGHT),
    "with a default": ("dJ_dW(r, c, O, T, x, m, scale=1.0)", f"scale * {RIGHT}"),
    "in another order": ("dJ_dW(r, c, m, x, T, O)", RIGHT),
    "whole": ("dJ_dW(O, T, x, m)", "np.outer(O - T, x) / m"),
    "whole, by other words": ("dJ_dW(S, T, x, m)", "np.outer(_soft(S) - T, x) / m"),
    "annotated": ("dJ_dW(r: int, c: int, O, T, x, m) -> float", RIGHT),
    "of a vector": ("dJ_db(r, O, T, m)", "(O[r] - T[r]) / m"),
    "of a vector, one letter that is known": ("dJ_db(k, /, O, T, m)", "(O[k] - T[k]) / m"),
    "of a Jacobian": ("dO_dS(i, j, O)", "O[i] * ((i == j) - O[j])"),
    "of a Jacobian with three axes": ("dS_dW(i, r, c, x)", "(i == r) * x[c]"),
    "of a number by a number": ("dJ_dH(m)", "1 / m"),
    "of a size only": ("dS_db(m)", "np.eye(m + 1)"),
    "of itself": ("dS_dS(i, j)", "float(i == j)"),
    "of what does not depend": ("dS_dT(i, j)", "0.0"),
}
"""Formulas, all right, whose parameters are read in different ways."""

TEMPLATE = """\
import numpy as np


def _soft(S):
    e = np.exp(S - S.max())
    return e / e.sum()


def {}:
    return {}
"""


class TestParameters:
    """Indices by name or by `/`, and everything else by name."""

    @pytest.mark.parametrize("how", INDICES)
    def test_a_right_formula_agrees(self, command, write, how):
        head, body = INDICES[how]
        command("run", write("mine.py", TEMPLATE.format(head, body))).judged(0, "agrees")

    @pytest.mark.parametrize("how", INDICES)
    def test_the_same_a_millionth_off_disagrees(self, command, write, how):
        head, body = INDICES[how]
        body = f"({body}) * (1 + 1e-6)" if how != "of what does not depend" else "1e-6"
        command("run", write("mine.py", TEMPLATE.format(head, body))).judged(1, "disagrees")

    def test_indices_are_numbers_of_python(self, command, write):
        """They index lists too, and are compared by `is`."""
        body = "1 / 0 if type(r) is not int else (O[r] - T[r]) * x.tolist()[c] / m"
        mine = write("mine.py", TEMPLATE.format("dJ_dW(r, c, O, T, x, m)", body))
        command("run", mine).judged(0)

    def test_a_formula_that_changes_its_arguments_changes_nobody_else_s(self, command, write):
        text = (
            "import numpy as np\n\n\ndef dJ_dW__spoils(O, T, x, m):\n    O -= T\n    O /= m\n"
            "    return np.outer(O, x)\n\n\ndef dJ_db(O, T, m):\n    return (O - T) / m\n"
        )
        command("run", write("mine.py", text)).judged(0, "dJ_dW__spoils agrees", "dJ_db agrees")
        wrong = write("mine.py", text.replace("O -= T", "O -= 1.001 * T"))
        command("run", wrong).judged(1, "dJ_dW__spoils disagrees", "dJ_db agrees")


class TestNames:
    """Labels, synonyms, helpers, and what is imported."""

    def test_labels_keep_the_order_of_the_file(self, command, write):
        names = ["dJ_db__z", "dJ_db__a", "dJ_db", "dJ_db__m"]
        text = "".join(f"def {name}(O, T, m):\n    return (O - T) / m\n\n\n" for name in names)
        report = json.loads(command("run", write("mine.py", text), "-f", "json").out)
        found = [(result["derivative"], result["label"]) for result in report["results"]]
        assert found == [("dJ_db", "z"), ("dJ_db", "a"), ("dJ_db", None), ("dJ_db", "m")]

    @pytest.mark.parametrize("name", ["gradient", "grad"])
    def test_the_plain_synonym(self, command, write, name):
        mine = write("mine.py", TEMPLATE.format(f"{name}(r, c, O, T, x, m)", RIGHT))
        command("run", mine).judged(0, "dJ_dW agrees", "read as dJ_dW")
        command("run", mine, "--only", "dJ_dW").judged(0, "dJ_dW agrees")

    def test_a_wrong_one_is_caught_under_its_synonym(self, command, write):
        mine = write("mine.py", TEMPLATE.format("gradient(r, c, O, T, x, m)", f"-{RIGHT}"))
        command("run", mine).judged(1, "dJ_dW disagrees", "read as dJ_dW")

    def test_a_labelled_synonym(self, command, write):
        mine = write("mine.py", TEMPLATE.format("gradient__mine(r, c, O, T, x, m)", RIGHT))
        command("run", mine).judged(0, "dJ_dW__mine agrees", "read as dJ_dW")

    def test_helpers_are_left_alone(self, command, write):
        text = TEMPLATE.format("helper(q)", "q") + "\n\ndef _dJ_dW(O):\n    return O\n"
        text += "\n\ndef difference_of(O, T):\n    return O - T\n"
        text += "\n\ndef dJ_db(O, T, m):\n    return difference_of(O, T) / m\n"
        outcome = command("run", write("mine.py", text)).judged(0, "dJ_db agrees")
        assert "helper" not in outcome.out

    def test_an_imported_callable_is_a_formula(self, command, write):
        write("theirs.py", "def theirs(O, T, m):\n    return (O - T) / m\n")
        command("run", write("mine.py", "from theirs import theirs as dJ_db\n")).judged(0, "dJ_db")
        write("theirs2.py", "def dJ_db(O, T, m):\n    return (O - T) / (m + 1)\n")
        command("run", write("mine.py", "from theirs2 import dJ_db\n")).judged(1, "dJ_db disagrees")

    @pytest.mark.parametrize(
        "text",
        ["dJ_db = lambda O, T, m: (O - T) / m",
         "from functools import partial\ndJ_db = partial(lambda O, T, m, s: s * (O - T) / m, s=1)",
         "class _Formula:\n    def __call__(self, O, T, m): return (O - T) / m\ndJ_db = _Formula()",
         "import functools\ndef _f(g): return functools.wraps(g)(lambda **k: g(**k))\n@_f\n"
         "def dJ_db(O, T, m): return (O - T) / m"],
    )  # fmt: skip
    def test_any_callable_is_a_formula(self, command, write, text):
        command("run", write("mine.py", text)).judged(0, "dJ_db agrees")

    def test_a_class_is_no_formula_and_told_where_it_has_the_name_of_one(self, command, write):
        right = TEMPLATE.format("dJ_db(r, O, T, m)", "(O[r] - T[r]) / m")
        mine = write("mine.py", right + "\n\nclass Helper:\n    pass\n")
        command("run", mine).judged(0, "dJ_db agrees")
        mine = write("mine.py", right + "\n\nclass dJ_dW__mine:\n    pass\n")
        told = command("run", mine)
        assert told.exit_code == 3
        assert "dJ_db agrees" in told.out
        assert "error: mine.py:13: `dJ_dW__mine` is a class, not a function" in told.out
        mine = write("mine.py", "class dJ_db:\n    def __call__(self, O, T, m):\n"
                     "        return (O - T) / m\n\n\ndJ_db = dJ_db()\n")  # fmt: skip
        command("run", mine).judged(0, "dJ_db agrees")

    def test_what_is_imported_and_no_derivative_is_no_formula(self, command, write):
        """Numpy has a `gradient` of its own, which claims nothing about this problem."""
        text = "from math import *\nfrom numpy import *\n\n\n"
        text += "def dJ_db(O, T, m):\n    return (O - T) / m\n"
        command("run", write("mine.py", text)).judged(0, "dJ_db agrees")

    def test_a_neighbouring_file_can_be_imported(self, command, write, here):
        (here / "folder").mkdir()
        write("folder/part.py", "def soft(O, T):\n    return O - T\n")
        text = "import part\n\n\ndef dJ_db(O, T, m):\n    return part.soft(O, T) / m\n"
        command("run", write("folder/mine.py", text)).judged(0, "dJ_db agrees")

    def test_a_file_is_run_once_and_not_as_the_main_program(self, command, write):
        text = (
            "print('the file runs')\n"
            "if __name__ == '__main__': raise RuntimeError\n"
            "def dJ_db(O, T, m):\n    return (O - T) / m\n"
        )
        outcome = command("run", write("mine.py", text), "-v").judged(0)
        assert outcome.text.count("the file runs") == 1
