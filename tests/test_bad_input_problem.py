"""What is wrong with a problem is told in one clear line, and names the problem's file."""

from __future__ import annotations

import pytest

RIGHT = """
SIZES = {"m": 3}
INPUTS = {"x": normal("m")}
def C(x): return (x**2).sum()
"""

CHANGES = {
    "a cycle of one": ("C(x)", "C(C, x)", ["`C`", "itself"], ""),
    "a cycle of two": ("def C(x)", "def D(C): return C\ndef C(D, x)", ["itself"], ""),
    "an unknown size": ('"m")', '"q+1")', ["`q+1`", "unknown size", "`q`"], "`m`"),
    "a size that is near": ('{"m": 3}', '{"mm": 3}', ["unknown size", "`m`"], "`mm`"),
    "a malformed shape": ('"m")', '"m+")', ["`m+`"], "`m+1`"),
    "a shape that calls": ('"m")', '"abs(m)")', ["`abs(m)`"], "`m+1`"),
    "a shape with a fraction": ('"m")', "1.5)", ["1.5"], ""),
    "a shape divided by zero": ('"m")', '"m//0")', ["`m//0`"], ""),
    "an axis of length zero": ('"m")', '"m-3")', ["length 0", "`m-3`", "m = 3"], "at least 1"),
    "an axis below zero": ('"m")', '"m-5")', ["length -2", "`m-5`"], "at least 1"),
    "a circle of sizes": ('{"m": 3}', '{"m": "n", "n": "m"}', ["circle", "`m`", "`n`"], ""),
    "a size of a fraction": ('{"m": 3}', '{"m": 3.5}', ["3.5"], ""),
    "sizes that are no mapping": ('{"m": 3}', "3", ["`SIZES`"], ""),
    "an input that is no distribution": ('normal("m")', "3", ["`x`", "distribution"], "normal"),
    "an input without distributions": ('normal("m")', "[]", ["`x`", "distribution"], "normal"),
    "duplicates": (
        'normal("m")',
        '[normal("m"), normal("m", std=9)]',
        ["two", "`normal`"],
        "name=",
    ),
    "a spread below zero": ('"m")', '"m", std=-1)', ["`x`", "`normal`", "scale < 0"], ""),
    "a mean of text": ('"m")', '"m", mean="a")', ["`x`", "`normal`", "'a'"], ""),
    "a mean that is infinite": ('"m")', '"m", mean=1e999)', ["`x`", "finite"], ""),
    "no classes": ('normal("m")', "label(0, 3)", ["`x`", "`label`"], ""),
    "one-hot without an axis": ('normal("m")', "one_hot()", ["`one_hot`", "axis"], ""),
    "a constant of two": ('normal("m")', "constant([1, 2], 2)", ["`x`", "`constant`"], ""),
    "inputs that are no mapping": ('{"x": normal("m")}', "[normal(3)]", ["`INPUTS`"], ""),
    "an unknown parameter": ("C(x)", "C(xx)", ["`C`", "`xx`"], "`x`"),
    "a star": ("C(x)", "C(*x)", ["`C`", "`*x`"], ""),
    "two underscores": ("C(x)", "C__a(x)", ["`__`", "`C__a`"], ""),
    "an input that is a size": ('{"m": 3}', '{"m": 3, "x": 4}', ["`x`", "size", "input"], ""),
    "an exception": ("(x**2).sum()", "x.nosuch()", ["`C`", "AttributeError", "theirs.py:7"], ""),
    "np forgotten": ("(x**2)", "npp.exp(x)", ["`C`", "NameError", "theirs.py:7"], ""),
    "complex": ("(x**2)", "(1j * x)", ["`C`", "complex"], ""),
    "None": ("return", "_ =", ["`C`", "None"], ""),
    "text": ("(x**2).sum()", "'text'", ["`C`", "real numbers"], ""),
    "a masked array": ("return (x**2)", "return np.ma.array(x, mask=True)", ["masked"], "plain"),
    "a coroutine": ("def C", "async def C", ["`C`", "`async`", "coroutine"], "without `async`"),
    "objects": ("(x**2).sum()", "object()", ["`C`", "real numbers"], ""),
    "affine of another form": (
        "def C",
        "S = affine('x + x')\ndef C",
        ["x + x", "A @ B + c", "theirs.py:7"],
        "",
    ),
    "affine with unknown names": ("def C", "S = affine('W @ x')\ndef C", ["`S`", "`W`"], ""),
    "affine that does not fit": (
        "def C",
        "S = affine('x @ M')\ndef M(): return np.ones((2, 2))\ndef C",
        ["`S`", "(3,)", "(2, 2)"],
        "",
    ),
    "no quantity": ("def C", "def _C", ["no quantity"], ""),
    "an alternative of nothing": (
        "def C",
        "ALTERNATIVES = {'a': {'D': abs}}\ndef C",
        ["`D`"],
        "`C`",
    ),
    "an alternative of the unknown": (
        "def C",
        "ALTERNATIVES = {'squares': {'C': lambda y: (y**2).sum()}}\ndef C",
        ["`C`", "`y`", "squares"],
        "",
    ),
    "an alternative in a circle": (
        "def C",
        "ALTERNATIVES = {'squares': {'C': lambda C: C}}\ndef C",
        ["`C`", "itself", "squares"],
        "",
    ),
    "an import that fails": ("SIZES", "import nosuchmodule\nSIZES", ["import", "nosuchmodule"], ""),
    "a syntax error": ("def C(x):", "def C(x)", ["theirs.py:7"], ""),
}
"""What to replace in the right problem by what; what is told; what the remedy says."""


@pytest.fixture
def mine(write):
    return write("mine.py", "def dC_dx(x):\n    return 2 * x\n")


class TestProblems:
    """A problem file with a fault, to which a formula file is right."""

    @pytest.mark.parametrize("change", CHANGES)
    def test_the_fault_and_its_file_are_told(self, command, problem, mine, change):
        old, new, words, remedy = CHANGES[change]
        text = RIGHT.replace(old, new, 1)
        assert text != RIGHT
        outcome = command("run", mine, "--problem", problem("theirs.py", text))
        outcome.refused(3, "theirs.py", *words, remedy=remedy)

    def test_the_same_problem_without_a_fault(self, command, problem, mine):
        command("run", mine, "--problem", problem("theirs.py", RIGHT)).judged(0, "dC_dx agrees")

    def test_a_wrong_formula_for_it_disagrees(self, command, problem, write):
        wrong = write("mine.py", "def dC_dx(x):\n    return 2.001 * x\n")
        command("run", wrong, "--problem", problem("theirs.py", RIGHT)).judged(1, "dC_dx disagrees")

    def test_a_problem_file_that_is_missing(self, command, mine):
        command("run", mine, "--problem", "missing.py").refused(2, "missing.py", "no such file")

    def test_a_problem_that_is_a_directory(self, command, here, mine):
        (here / "folder.py").mkdir()
        command("run", mine, "--problem", "folder.py").refused(2, "folder.py", "directory")

    def test_a_problem_that_is_not_in_the_catalogue(self, command):
        outcome = command("run", "asker", "--problem", "softmax-crossentropy")
        outcome.refused(2, "`softmax-crossentropy`", remedy="`softmax-cross-entropy`")

    def test_an_empty_problem_file(self, command, write, mine):
        command("run", mine, "--problem", write("theirs.py", "")).refused(
            3, "theirs.py", "`INPUTS`"
        )

    def test_a_problem_by_name_that_a_formula_file_invents(self, command, write):
        mine = write("mine.py", "PROBLEM = 'softmax-cross'\ndef dJ_dW(r, c):\n    return 0.0\n")
        command("run", mine).refused(
            2, "mine.py", "`softmax-cross`", remedy="`softmax-cross-entropy`"
        )

    def test_it_does_not_end_the_run_of_other_files(self, command, write):
        mine = write("mine.py", "PROBLEM = 'softmax-cross'\ndef dJ_dW(r, c):\n    return 0.0\n")
        outcome = command("run", mine, "textbook").refused(3, "`softmax-cross`")
        assert "textbook: dJ_dW agrees" in outcome.out
        command("run", mine, "textbook", "missing.py").refused(2, "no such file: missing.py")

    def test_a_problem_file_that_a_formula_file_invents(self, command, write):
        mine = write("mine.py", "PROBLEM = 'missing.py'\ndef dJ_dW(r, c):\n    return 0.0\n")
        command("run", mine).refused(2, "mine.py", "missing.py")


LITERALS = {
    "a computed problem": ("PROBLEM = 'soft' + NAME", ["mine.py:1", "`PROBLEM`", "literal"], ""),
    "computed sizes": ("SIZES = {'m': 1 + N}", ["mine.py:1", "`SIZES`", "literal"], ""),
    "a problem without a name": ("PROBLEM = ''", ["mine.py", "`PROBLEM`", "string"], ""),
    "a problem of a long name": (
        f"PROBLEM = {'x' * 10**5!r}",
        ["mine.py", "`PROBLEM`", "string"],
        "",
    ),
    "a layout of many digits": (f"LAYOUT = 0x{'f' * 6000}", ["mine.py", "`LAYOUT` must be"], ""),
    "a problem of a number": ("PROBLEM = 3", ["mine.py", "`PROBLEM`", "string"], ""),
    "sizes of a list": ("SIZES = ['m']", ["mine.py", "`SIZES`"], "SIZES ="),
    "sizes of a fraction": ("SIZES = {'m': 1.5}", ["mine.py", "`SIZES`"], "SIZES ="),
    "sizes of a truth value": ("SIZES = {'m': True}", ["mine.py", "`SIZES`"], "SIZES ="),
    "an unknown layout": ("LAYOUT = 'denom'", ["mine.py", "`LAYOUT`", "denom"], "`denominator`"),
    "an unknown size in sizes": ("SIZES = {'m': 'n'}", ["mine.py", "unknown size", "`n`"], ""),
    "sizes in a circle": ("SIZES = {'m': 'k', 'k': 'm'}", ["mine.py", "circle"], ""),
    "a size of no such name": ("SIZES = {'n': 3}", ["mine.py", "`n`"], ""),
    "both": (
        "PROBLEM = 'softmax-cross-entropy'\nINPUTS = {}",
        ["mine.py", "`PROBLEM`"],
        "`INPUTS`",
    ),
}


class TestLiterals:
    """PROBLEM, SIZES and LAYOUT, which are read without running the file."""

    @pytest.mark.parametrize("what", LITERALS)
    def test_a_value_of_another_form_is_refused(self, command, write, what):
        """The fault is the file's, not the command line's: an error of its result."""
        line, words, remedy = LITERALS[what]
        mine = write("mine.py", line + "\ndef dJ_dW(r, c):\n    return 0.0\n")
        outcome = command("run", mine, "textbook").refused(3, *words, remedy=remedy)
        assert "textbook: dJ_dW agrees" in outcome.out

    def test_a_size_that_contradicts_the_file(self, command):
        outcome = command("run", "mlxtend", "--size", "k=7")
        outcome.refused(2, "mlxtend", "k = 7", "contradicts", "k = m")

    def test_a_size_that_does_not_contradict_the_file(self, command):
        command("run", "mlxtend", "--size", "m=4", "--size", "k=4").judged(1, "m = 4, k = 4")

    def test_a_formula_file_with_its_own_problem_is_not_measured_against_another(
        self, command, problem
    ):
        mine = problem("mine.py", RIGHT + "def dC_dx(x): return 2 * x\n")
        outcome = command("run", mine, "--problem", "softmax-cross-entropy")
        outcome.refused(2, "mine.py", "`softmax-cross-entropy`", remedy="--problem")
        command("run", mine).judged(0, "dC_dx agrees")


ENDS = {
    "at the top": "import os\nINPUTS = {'x': normal(3)}\nos._exit(0)\ndef C(x): return x.sum()\n",
    "in a quantity": "import os\nINPUTS = {'x': normal(3)}\ndef C(x): os._exit(0)\n",
}
"""Problem files that end the process."""


@pytest.mark.parametrize("where", ENDS)
@pytest.mark.parametrize("words", [("run",), ("compare", "-j", "2")])
def test_a_file_that_ends_the_process_does_not_end_the_run(command, problem, write, words, where):
    ends = problem("ends.py", ENDS[where] + "def dC_dx(x): return 0 * x + 1\n")
    mine = write("mine.py", "def dJ_db(O, T, m):\n    return (O - T) / m\n")
    told = command(*words, ends, mine)
    assert told.exit_code == 3
    assert "called exit" in told.text
    assert "1 agree, 1 error" in told.text


def test_a_file_that_kills_its_process_is_told_and_nothing_is_left(command, problem, write):
    kills = problem("kills.py", "import os\nINPUTS = {'x': normal(3)}\nos.kill(os.getpid(), 9)\n")
    told = command("compare", kills, kills, write("mine.py", "def dJ_db(:\n"), "-j", "2")
    assert told.exit_code in (2, 3)
    assert "a process ended that was checking this file" in told.text
