"""What is wrong with a formula file is told in one clear line, and its remedy is a remedy."""

from __future__ import annotations

import pytest

RIGHT = "    return (O[r] - T[r]) * x[c] / m\n"

NAMES = {
    "lower case": ("def dj_dw(r, c, O, T, x, m):\n", ["mine.py", "`dj_dw`"], "`dJ_dW`"),
    "no underscore": ("def dJdW(r, c, O, T, x, m):\n", ["mine.py", "`dJdW`"], "`dJ_dW`"),
    "in words": ("def my_gradient(r, c, O, T, x, m):\n", ["mine.py", "`my_gradient`"], "`dJ_dW`"),
    "lower case, labelled": ("def dj_dw__a(r, c, O, T, x, m):\n", ["mine.py", "`dj_dw"], "`dJ_dW"),
    "one half unknown": ("def dJ_dw(r, c, O, T, x, m):\n", ["`dJ_dw`", "`w`"], "`dJ_dW`"),
    "the other half unknown": ("def dj_dW(r, c, O, T, x, m):\n", ["mine.py", "`j`"], "`dJ_dW`"),
}
"""First lines with a slip in the name; what is found, and the name that is suggested."""

PARAMETERS = {
    "typo": ("def dJ_dW(r, c, OO, T, x, m):\n", ["`OO`"], "`O`"),
    "lower case": ("def dJ_dW(r, c, O, t, x, m):\n", ["`t`"], "`T`"),
    "typo, whole array": ("def dJ_dW(O, T, xs, m):\n", ["`xs`"], "`x`"),
    "longer name": ("def dJ_dW(r, c, O, T, x, mm):\n", ["`mm`"], "`m`"),
}
"""First lines with a slip in a parameter."""

COUNTS = {
    "too many": ("def dJ_dW(r, c, n, O, T, x, m):\n", "`n`"),
    "too many, marked": ("def dJ_dW(r, c, n, /, O, T, x, m):\n", "`n`"),
    "too few": ("def dJ_dW(r):\n", "`r`"),
    "of a number": ("def dJ_dJ(r, O, T, x, m):\n", "`r`"),
}
"""First lines with another number of indices than the derivative has, and the one that is told."""


def around(first_line):
    return "import numpy as np\n\n\n" + first_line + RIGHT


class TestNames:
    """A function that is not called by a derivative's name."""

    @pytest.mark.parametrize("slip", NAMES)
    def test_the_nearest_derivative_is_suggested(self, command, write, slip):
        first_line, words, remedy = NAMES[slip]
        command("run", write("mine.py", around(first_line))).refused(3, *words, remedy=remedy)

    def test_the_remedy_is_one(self, command, write):
        """The twin: the same file under the suggested name is judged."""
        mine = write("mine.py", around("def dJ_dW(r, c, O, T, x, m):\n"))
        command("run", mine).judged(0, "dJ_dW agrees")

    def test_a_name_with_two_readings_is_refused_with_both(self, command, problem):
        mine = problem(
            "mine.py",
            """
            INPUTS = {"c": normal(), "b_dc": normal(), "x": normal()}
            def a(c, b_dc, x): return c * b_dc * x
            def a_db(c, x): return c * x
            def da_db_dc(x): return x
            """,
        )
        command("run", mine).refused(
            3, "mine.py", "`da_db_dc`", "d(a)/d(b_dc)", "d(a_db)/d(c)", remedy="rename"
        )

    def test_a_name_with_one_reading_is_not_refused(self, command, problem):
        mine = problem(
            "mine.py",
            """
            INPUTS = {"c": normal(), "b_dc": normal(), "x": normal()}
            def a(c, b_dc, x): return c * b_dc * x
            def da_db_dc(c, x): return c * x
            """,
        )
        command("run", mine).judged(0, "da_db_dc agrees")

    def test_a_helper_is_no_formula(self, command, write):
        """A name of which no half is known is a helper; alone it leaves no formula."""
        mine = write("mine.py", "def distance_doubled(r):\n    return 0\n")
        command("run", mine).refused(3, "no formula in mine.py", "`distance_doubled`")

    @pytest.mark.parametrize("text", ["", "\n\n", '"""Only words."""\n', "x = 3\n"])
    def test_a_file_without_functions(self, command, write, text):
        command("run", write("mine.py", text)).refused(3, "no formula in mine.py", remedy="`dJ_dW`")


class TestParameters:
    """A formula that asks for what the problem does not have."""

    @pytest.mark.parametrize("slip", PARAMETERS)
    def test_the_nearest_name_is_suggested(self, command, write, slip):
        first_line, words, remedy = PARAMETERS[slip]
        mine = write("mine.py", around(first_line))
        command("run", mine).refused(3, "mine.py", "`dJ_dW`", *words, remedy=remedy)

    def test_the_line_is_named(self, command, write):
        mine = write("mine.py", around(PARAMETERS["typo"][0]))
        command("run", mine).refused(3, "mine.py:4")

    def test_what_is_known_is_listed_where_nothing_is_near(self, command, write):
        mine = write("mine.py", around("def dJ_dW(r, c, targets, zz):\n"))
        command("run", mine).refused(3, "mine.py", "`targets`", remedy="`T`")

    @pytest.mark.parametrize("slip", COUNTS)
    def test_a_wrong_number_of_indices(self, command, write, slip):
        first_line, culprit = COUNTS[slip]
        command("run", write("mine.py", around(first_line))).refused(3, "mine.py", culprit)

    def test_the_number_of_indices_is_told(self, command, write):
        mine = write("mine.py", around(COUNTS["too many, marked"][0]))
        command("run", mine).refused(3, "3 index", "has 2", "`r`, `c`, `n`", remedy="2")

    def test_its_own_derivative_is_refused(self, command, write):
        mine = write("mine.py", "def dJ_dW(dJ_dW):\n    return dJ_dW\n")
        command("run", mine).refused(3, "mine.py", "its own derivative")

    def test_its_own_derivative_is_refused_by_its_plain_name(self, command, write):
        """`gradient` is dJ_dW, and dJ_dW would answer for itself."""
        mine = write("mine.py", "def gradient(dJ_dW):\n    return dJ_dW\n")
        command("run", mine).refused(3, "mine.py", "its own derivative")

    def test_its_own_derivative_under_a_label_is_refused(self, command, write):
        mine = write("mine.py", "def dJ_dW__a(dJ_dW__b):\n    return dJ_dW__b\n")
        command("run", mine).refused(3, "mine.py", "its own derivative")

    def test_another_derivative_is_not_refused(self, command, write):
        mine = write("mine.py", "def dJ_dW(r, c, dJ_db, x):\n    return dJ_db[r] * x[c]\n")
        command("run", mine).judged(0, "given the numeric dJ_db")

    def test_numeric_parameters_can_be_refused(self, command, write):
        mine = write("mine.py", "def dJ_dW(r, c, dJ_db, x):\n    return dJ_db[r] * x[c]\n")
        command("run", mine, "--no-numeric-parameters").refused(3, "mine.py", "numeric")


class TestFiles:
    """A file that cannot be read, parsed or run."""

    def test_a_missing_file(self, command):
        command("run", "missing.py").refused(2, "missing.py", "no such file")

    def test_a_missing_catalogue_name(self, command):
        command("run", "textbok").refused(2, "`textbok`", remedy="`textbook`")

    def test_a_directory(self, command, here):
        (here / "folder").mkdir()
        command("run", "folder").refused(2, "folder", "directory")

    def test_a_directory_with_the_name_of_a_file(self, command, here):
        (here / "folder.py").mkdir()
        command("run", "folder.py").refused(2, "folder.py", "directory")

    def test_a_binary_file(self, command, here):
        (here / "mine.py").write_bytes(b"\x7fELF\x00\xff\xfe\x80")
        command("run", "mine.py").refused(3, "mine.py", "not a text file")

    def test_the_encoding_is_the_one_that_it_declares(self, command, here):
        text = "# coding: {}\n# é\n" + around("def dJ_dW(r, c, O, T, x, m):\n")
        (here / "mine.py").write_bytes(text.format("latin-1").encode("latin-1"))
        command("run", "mine.py").judged(0, "dJ_dW agrees")
        (here / "mine.py").write_bytes(text.format("ascii").encode("latin-1"))
        command("run", "mine.py").refused(3, "mine.py", "not a text file")
        unfit_ones = "of-nobody", "utf-7", "utf-16", "rot13", "unicode_escape", "iso2022_jp"
        for unfit in (*unfit_ones, "raw_unicode_escape"):
            (here / "mine.py").write_bytes(text.format(unfit).encode("latin-1"))
            command("run", "mine.py").refused(3, "mine.py", "not a text file")

    def test_a_null_byte(self, command, here):
        (here / "mine.py").write_bytes(b"def dJ_dW(r, c):\n    return '\x00'\n")
        command("run", "mine.py").refused(3, "mine.py", "null bytes")

    def test_a_byte_order_mark_is_no_fault(self, command, here):
        text = around("def dJ_dW(r, c, O, T, x, m):\n")
        (here / "mine.py").write_bytes(b"\xef\xbb\xbf" + text.encode())
        command("run", "mine.py").judged(0)

    def test_a_syntax_error(self, command, write):
        mine = write("mine.py", "import math\n\ndef dJ_dW(r, c)\n    return 0\n")
        command("run", mine).refused(3, "mine.py:3", "def dJ_dW(r, c)")

    def test_an_indentation_error(self, command, write):
        mine = write("mine.py", "def dJ_dW(r, c):\nreturn 0\n")
        command("run", mine).refused(3, "mine.py:2")

    def test_an_import_that_fails_is_not_a_missing_file(self, command, write):
        mine = write("mine.py", "import nosuchmodule\n\ndef dJ_dW(r, c):\n    return 0\n")
        outcome = command("run", mine).refused(3, "mine.py:1", "import", "nosuchmodule")
        assert "no such file" not in outcome.text

    def test_an_import_from_a_module_that_lacks_the_name(self, command, write):
        mine = write("mine.py", "\nfrom math import nosuchname\n")
        command("run", mine).refused(3, "mine.py:2", "import", "nosuchname")

    def test_an_exception_while_the_file_runs(self, command, write):
        mine = write("mine.py", "x = 1\ny = {}['a']\n")
        command("run", mine).refused(3, "mine.py:2", "KeyError", "y = {}['a']")

    def test_an_exit_while_the_file_runs(self, command, write):
        mine = write("mine.py", "import sys\nsys.exit(0)\n")
        command("run", mine).refused(3, "mine.py:2", "exit")

    def test_an_interrupt_of_the_file_s_own_is_not_a_traceback(self, command, write):
        mine = write("mine.py", "raise BaseException('stop')\n")
        command("run", mine).refused(3, "mine.py:1")

    def test_one_bad_file_does_not_hide_the_others(self, command, write):
        bad = write("bad.py", "import nosuchmodule\n")
        outcome = command("run", bad, "textbook", "asker")
        assert outcome.exit_code == 1
        assert "asker: dJ_dW disagrees" in outcome.out
        assert "textbook: dJ_dW agrees" in outcome.out
        assert len(outcome.errors) == 1


def test_a_formula_that_is_defined_twice_is_told(command, write):
    """Python keeps the last one without a word."""
    right = "def dJ_db(O, T, m):\n    return (O - T) / m\n"
    twice = write("mine.py", right.replace("O - T", "T - O") + "\n\n" + right)
    command("run", twice).judged(0, "`dJ_db` is defined more than once; the last one counts")
    assert "more than once" not in command("run", write("mine.py", right)).text


@pytest.mark.parametrize("trials", [10**6 + 1, 10**20])
def test_more_trials_than_anybody_can_draw_are_refused(command, trials):
    command("run", "exact", "--trials", trials).refused(2, "at most 1,000,000")
