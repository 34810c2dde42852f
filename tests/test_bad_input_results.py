"""What a formula returns or raises and cannot be compared: told as found, and as expected."""

from __future__ import annotations

import pytest

HEAD = "import sys\nimport numpy as np\n\nONE = np.arange(12).reshape(4, 3) == 5\n"
WHOLE = "def dJ_dW(O, T, x, m):\n    return "
ENTRY = "def dJ_dW(r, c, O, T, x, m):\n    return "

RESULTS = {
    "transposed": (WHOLE + "np.outer(x, O - T) / m", ["(3, 4)", "(4, 3)"], "transpose"),
    "an axis too many": (WHOLE + "np.outer(O - T, x)[None]", ["(1, 4, 3)", "(4, 3)"], ""),
    "flat": (WHOLE + "np.outer(O - T, x).ravel()", ["(12,)", "(4, 3)"], "reshape"),
    "of another length": (WHOLE + "np.zeros((4, 4))", ["(4, 4)", "(4, 3)"], ""),
    "a scalar": (WHOLE + "0.5", ["single number", "(4, 3)"], ""),
    "empty": (WHOLE + "np.zeros(0)", ["(0,)", "(4, 3)"], ""),
    "an array for an entry": (ENTRY + "O - T", ["(4,)", "one number"], "entry"),
    "complex": (WHOLE + "np.outer(O - T, x) * 1j", ["complex"], ""),
    "complex entries": (ENTRY + "1j", ["complex"], ""),
    "objects": (WHOLE + "np.outer(O - T, x).astype(object)", ["object", "real numbers"], ""),
    "text": (WHOLE + "'0.5'", ["text", "real numbers"], ""),
    "text entries": (ENTRY + "'0.5'", ["text", "real numbers"], ""),
    "truth values": (WHOLE + "np.outer(O - T, x) > 0", ["truth", "real numbers"], ""),
    "None": ("def dJ_dW(O, T, x, m):\n    np.outer(O - T, x) / m", ["None"], "return"),
    "None for an entry": ("def dJ_dW(r, c, O):\n    O[r]", ["None"], "return"),
    "a dictionary": (WHOLE + "{}", ["dict", "real numbers"], ""),
    "a ragged list": (WHOLE + "[[1.0], [1.0, 2.0]]", ["list"], ""),
    "a coroutine": ("async " + WHOLE + "O - T", ["`async`", "coroutine"], "without `async`"),
    "a masked array": (WHOLE + "np.ma.masked_less(np.outer(O - T, x), 0)", ["masked"], "plain"),
    "a masked entry": (ENTRY + "np.ma.masked", ["masked"], "plain"),
    "a function": (WHOLE + "dJ_dW", ["function"], ""),
}
"""Formulas; what is told; what the remedy says."""

RAISED = {
    "an exception": (ENTRY + "{}['key']", ["KeyError", "'key'", "mine.py:6"], ""),
    "in a helper": (
        "def _help(x):\n    return x.nosuch\n\n\n" + ENTRY + "_help(x)",
        ["AttributeError", "mine.py:6", "return x.nosuch"],
        "",
    ),
    "np forgotten": (
        "def dJ_db(O):\n    return npp.exp(O)",
        ["NameError", "'npp'", "mine.py:6"],
        "",
    ),
    "an index too far": (ENTRY + "O[r + 9]", ["IndexError", "mine.py:6"], ""),
    "an operand of the wrong type": (ENTRY + "O[r] * 'a' + None", ["Error", "mine.py:6"], ""),
    "exit": (ENTRY + "sys.exit(0)", ["exit", "mine.py:6"], ""),
    "recursion": (ENTRY + "dJ_dW(r, c, O, T, x, m)", ["RecursionError", "mine.py:6"], ""),
    "an assertion": ("def dJ_db(O):\n    assert False", ["AssertionError", "mine.py:6"], ""),
}

NOT_FINITE = {
    "NaN": "np.outer(O - T, x) / m * np.nan",
    "infinite": "np.outer(O - T, x) / m * np.inf",
    "NaN in one entry": "np.where(ONE, np.nan, np.outer(O - T, x) / m)",
    "inf in one entry": "np.where(ONE, np.inf, np.outer(O - T, x) / m)",
}


class TestResults:
    """A formula that returns something else than the derivative's real numbers."""

    @pytest.mark.parametrize("result", RESULTS)
    def test_what_was_found_is_told(self, command, write, result):
        text, words, remedy = RESULTS[result]
        outcome = command("run", write("mine.py", HEAD + text + "\n"))
        outcome.refused(3, "mine.py", "`dJ_dW`", *words, remedy=remedy)

    @pytest.mark.parametrize("result", ["transposed", "flat", "None"])
    def test_the_remedy_is_one(self, command, write, result):
        """The twin: the formula with the remedy applied is judged, and right."""
        text = RESULTS[result][0].replace("np.outer(x, O - T)", "np.outer(x, O - T).T")
        text = text.replace(".ravel()", ".ravel().reshape(4, 3) / m")
        text = text.replace("\n    np.outer", "\n    return np.outer")
        command("run", write("mine.py", HEAD + text + "\n")).judged(0, "agrees")

    @pytest.mark.parametrize("kind", ["int", "np.float32", "list", "np.float64"])
    def test_other_real_numbers_are_taken(self, command, problem, kind):
        """Integers, lists and single precision are real numbers too."""
        wrap = "[2.0 * v for v in x]" if kind == "list" else f"({kind}(2) * np.round(x))"
        mine = problem(
            "mine.py",
            f"""
            INPUTS = {{"x": integers(3), "y": normal(3)}}
            def C(x, y): return 2 * (np.round(x) * y).sum()
            def dC_dy(x): return {wrap}
            """,
        )
        command("run", mine).judged(0, "agrees")


class TestRaised:
    """A formula that raises: the error and its last frame in the file are told."""

    @pytest.mark.parametrize("what", RAISED)
    def test_the_exception_and_its_line_are_told(self, command, write, what):
        text, words, remedy = RAISED[what]
        outcome = command("run", write("mine.py", HEAD + text + "\n"))
        outcome.refused(3, "mine.py", *words, remedy=remedy)

    @pytest.mark.parametrize(
        ("module", "remedy"), [("np", "import numpy as np"), ("math", "import math")]
    )
    def test_a_forgotten_import_is_the_remedy(self, command, write, module, remedy):
        text = f"def dJ_dW(r, c, O):\n    return {module}.exp(O[r])\n"
        command("run", write("mine.py", text)).refused(3, "mine.py:2", "NameError", remedy=remedy)
        mended = command("run", write("mine.py", f"{remedy}\n\n{text}"))
        mended.judged(1, "dJ_dW disagrees")

    def test_a_division_by_zero_in_an_entry_is_no_number(self, command, write):
        """Plain Python raises where numpy says inf: no value where J has a slope."""
        mine = write("mine.py", HEAD + ENTRY + "1 / (r - r)\n")
        outcome = command("run", mine)
        assert outcome.exit_code in (1, 3)
        assert "Traceback" not in outcome.text

    def test_a_division_by_zero_is_told_as_such(self, command, write):
        """Nothing is said of a shape that the formula never returned."""
        mine = write("mine.py", HEAD + WHOLE + "1 / (m - 3) * np.outer(O - T, x)\n")
        outcome = command("run", mine)
        assert outcome.exit_code in (1, 3)
        assert "single number" not in outcome.text
        assert "ZeroDivisionError" in outcome.text or "nan" in outcome.out

    def test_a_formula_that_is_right_raises_nothing(self, command, write):
        command("run", write("mine.py", HEAD + ENTRY + "(O[r] - T[r]) * x[c] / m\n")).judged(0)

    def test_one_that_raises_does_not_hide_the_others(self, command, write):
        text = HEAD + WHOLE + "m[0]\n\n\ndef dJ_db(O, T, m):\n    return (O - T) / m\n"
        outcome = command("run", write("mine.py", text))
        assert outcome.exit_code == 3
        assert "dJ_dW error" in outcome.out
        assert "dJ_db agrees" in outcome.out


class TestNotFinite:
    """A formula that is NaN or infinite where the numeric derivative is not."""

    @pytest.mark.parametrize("what", NOT_FINITE)
    def test_it_disagrees(self, command, write, what):
        wrong = 1 if "one entry" in what else 12
        mine = write("mine.py", HEAD + WHOLE + NOT_FINITE[what] + "\n")
        outcome = command("run", mine).judged(1, f"{wrong} of 12 entries disagree")
        assert "formula nan" in outcome.out or "formula inf" in outcome.out or "-inf" in outcome.out

    def test_a_warning_of_numpy_is_not_shown(self, process, write):
        """Warnings about the formula's own infinities are not the person's concern."""
        mine = write("mine.py", HEAD + WHOLE + "np.outer(O - T, x) / (0.0 * x)\n")
        assert process("run", mine).judged(1).err == ""

    @pytest.mark.parametrize("formula", ["asker", "textbook", "exact"])
    def test_a_cost_that_is_infinite_is_inconclusive(self, command, formula):
        """With one neuron m is 0, and J is infinite: nobody is accused."""
        outcome = command("run", formula, "--size", "m=0").judged(3, "inconclusive", "not finite")
        assert "disagree" not in outcome.out.replace("disagrees", "").replace("allowed", "")

    def test_the_same_formula_is_judged_where_the_cost_is_finite(self, command):
        command("run", "asker", "--size", "m=1").judged(1, "dJ_dW disagrees")
