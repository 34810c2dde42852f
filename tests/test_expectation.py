"""What a configuration's `[[check]]` tables expect, and what is told where it is not so."""

from __future__ import annotations

import json

import pytest

PROBLEM = """
INPUTS = {"x": [normal("n"), uniform("n")]}
SIZES = {"n": 3}


def C(x):
    return (x**2).sum(axis=-1)
"""

MINE = '''
def dC_dx__line1(x):
    """right"""
    return 2 * x


def dC_dx__line2(x):
    """wrong"""
    return 3 * x


def dC_dx__line3(n, x):
    """right where n = 4"""
    return n * x / 2


def dC_dx__line4(x):
    """a wrong shape"""
    return x[:2]
'''

AS_IT_IS = """first_wrong = "dC_dx__line2"
expect = {dC_dx__line2 = "disagree", dC_dx__line3 = "disagree", dC_dx__line4 = "error"}
"""

UNEXPECTED = {
    "a verdict": ('line2 = "disagree"', 'line2 = "agree"', "line2", "disagree, expected agree"),
    "one not named": (', dC_dx__line3 = "disagree"', "", "line3", "disagree, expected agree"),
    "better": ("{", '{dC_dx__line1 = "disagree", ', "line1", "agree, expected disagree"),
    "an error": ('line4 = "error"', 'line4 = "inconclusive"', "line4", "error, expected inconcl"),
    "no error": ('line3 = "disagree"', 'line3 = "error"', "line3", "disagree, expected error"),
    "no such formula": ("{", '{dC_dx__line9 = "error", ', "line9", "there is no such formula"),
    "no such agreeing": ("{", '{dC_dx__line9 = "agree", ', "line9", "there is no such formula"),
    "a later line": ('= "dC_dx__line2"\n', '= "dC_dx__line3"\n', "line3", "is dC_dx__line2"),
    "an earlier line": ('= "dC_dx__line2"\n', '= "dC_dx__line1"\n', "line1", "is dC_dx__line2"),
}  # fmt: skip
"""What is put in place of what in the right expectation; the formula; what is told of it."""

MALFORMED = {
    "an unknown key": ('sizes = {n = 3}', ["check 1", "`sizes`"], "`size`"),
    "an unknown word": ('expects = "agree"', ["check 1", "`expects`"], "`expect`"),
    "no verdict": ('expect = "agrees"', ["check 1", "`expect`", "agrees"], "`agree`"),
    "no verdict in a table": ('expect = {dC_dx = "wrong"}', ["check 1", "`expect`", "wrong"], ""),
    "a number": ("expect = 1", ["check 1", "`expect`"], ""),
    "a truth value": ("expect = true", ["check 1", "`expect`"], ""),
    "a list": ('expect = ["agree"]', ["check 1", "`expect`"], ""),
    "a table in a table": ('expect = {a = {b = "agree"}}', ["check 1", "`expect`"], ""),
    "no line's name": ("first_wrong = 2", ["check 1", "`first_wrong`"], ""),
    "no problem's name": ("problem = 2", ["check 1", "`problem`"], ""),
    "no table of sizes": ("size = 3", ["`size`", "table"], ""),
    "a fraction for a size": ("size = {n = 2.5}", ["`size`", "`n`", "2.5"], ""),
    "a word for the inputs": ('input = "normal"', ["`input`", "table"], ""),
}  # fmt: skip
"""What stands in a check that cannot be read; what is told; the remedy."""


@pytest.fixture
def checks(command, problem, write):
    """Compare with a configuration of these checks of `mine.py`, each given by what it adds."""
    problem("theirs.py", PROBLEM)
    write("mine.py", MINE)

    def run(*bodies, words=()):
        head = '[[check]]\nformula = "mine.py"\n'
        text = 'problem = "theirs.py"\ntrials = 3\n' + "".join(head + f"{b}\n" for b in bodies)
        return command("compare", "--config", write("checks.toml", text), *words)

    return run


class TestExpectations:
    """As expected is exit code 0, whatever the verdicts; anything else is 1 and a line for it."""

    def test_as_expected(self, checks):
        outcome = checks(AS_IT_IS).judged(0, "4 of 4 as expected")
        assert "not as expected" not in outcome.text

    @pytest.mark.parametrize("what", UNEXPECTED)
    def test_not_as_expected(self, checks, what):
        """The twins: one thing is other than it is expected to be."""
        old, new, name, told = UNEXPECTED[what]
        assert old in AS_IT_IS
        outcome = checks(AS_IT_IS.replace(old, new, 1))
        lines = [one for one in outcome.out.splitlines() if one.startswith("not as expected")]
        assert outcome.exit_code == 1
        assert len(lines) == 1
        for words in ("mine.py", f"dC_dx__{name} ", told, "n=3", "x=normal"):
            assert words in lines[0]

    def test_several_lines(self, checks):
        out = checks('expect = "agree"').out
        assert out.count("not as expected") == 3
        assert "1 of 4 as expected" in out

    def test_one_word_is_for_all(self, checks, write):
        write("mine.py", "def dC_dx(x): return 3 * x\ndef dC_dx__more(x): return 4 * x\n")
        checks('expect = "disagree"').judged(0, "2 of 2 as expected")
        assert checks('expect = "inconclusive"').exit_code == 1

    def test_no_derivation_has_no_first_wrong(self, checks, write):
        write("mine.py", "def dC_dx__line2(x): return 3 * x\n")
        told = checks('expect = "disagree"\nfirst_wrong = "dC_dx__line2"')
        assert told.exit_code == 1
        assert "which is none" in told.out

    def test_without_expectation_the_verdicts_decide(self, checks, write):
        assert checks("").exit_code == 1
        write("mine.py", "def dC_dx(x): return 2 * x\n")
        assert checks("").exit_code == 0
        write("mine.py", "def dC_dx(x): return x[:2]\n")
        assert checks("").exit_code == 3

    def test_an_expected_mistake_does_not_hide_another_file(self, checks):
        assert checks(AS_IT_IS, "").exit_code == 1

    def test_a_missing_file_may_not_be_expected_to_agree(self, checks, here):
        (here / "mine.py").unlink()
        outcome = checks('expect = "agree"')
        assert outcome.exit_code not in (0, 4)
        assert "mine.py" in outcome.text

    def test_exit_zero(self, checks):
        assert checks('expect = "agree"', words=["--exit-zero"]).exit_code == 0

    def test_json_has_what_was_expected(self, checks):
        outcome = checks(AS_IT_IS, words=["-f", "json"])
        report = json.loads(outcome.out)
        assert [r["expect"] for r in report["results"]] == [
            "agree",
            "disagree",
            "disagree",
            "error",
        ]
        assert (report["exit_code"], report["verdict"]) == (0, "disagree")

    def test_run_tells_what_is_not_as_expected_too(self, checks, command):
        """An exit code of 1 is never left without its reason."""
        checks(AS_IT_IS.replace('line2 = "disagree"', 'line2 = "inconclusive"'))
        outcome = command("run", "--config", "checks.toml")
        assert outcome.exit_code == 1
        assert "expected inconclusive" in outcome.text

    def test_what_is_not_there_counts_among_what_is_expected(self, checks):
        outcome = checks(AS_IT_IS.replace("dC_dx__line3 =", "dC_dx__line9 ="))
        assert outcome.exit_code == 1
        told = next(one for one in outcome.out.splitlines() if one.endswith("as expected"))
        expected, of = (int(word) for word in told.split() if word.isdigit())
        assert of - expected == outcome.out.count("not as expected: ")

    def test_a_selection_that_leaves_nothing(self, checks):
        outcome = checks(AS_IT_IS, words=["--only", "dC_dy"])
        assert outcome.exit_code == 2
        assert "dC_dy" in outcome.text


class TestChecks:
    """Each check has a problem, sizes and inputs of its own."""

    def test_size_and_input(self, checks):
        right = AS_IT_IS.replace(', dC_dx__line3 = "disagree"', "")
        of_four = f"size = {{n = 4}}\n{right}"
        checks(AS_IT_IS, of_four, f'input = {{x = "uniform"}}\n{AS_IT_IS}').judged(0, "12 of 12")
        told = checks(AS_IT_IS, f"size = {{n = 4}}\n{AS_IT_IS}").out
        assert "dC_dx__line3 (theirs.py, n=4, x=normal): agree, expected disagree" in told

    def test_problem(self, checks, problem):
        problem("other.py", PROBLEM.replace("x**2", "3 * x**2 / 2"))
        lines = AS_IT_IS.replace("line2 =", "line1 =").splitlines()
        other = "\n".join(line for line in lines if not line.startswith("first_wrong"))
        checks(f'problem = "other.py"\n{other}', AS_IT_IS).judged(0, "8 of 8 as expected")
        assert checks(f'problem = "other.py"\n{AS_IT_IS}').exit_code == 1

    def test_paths_are_beside_the_file(self, checks, command, here):
        checks(AS_IT_IS)
        (here / "sub").mkdir()
        text = (here / "checks.toml").read_text().replace('y"', 'y"').replace(' = "m', ' = "../m')
        (here / "sub" / "c.toml").write_text(text.replace('"theirs', '"../theirs'))
        command("compare", "--config", "sub/c.toml").judged(0, "4 of 4 as expected")


class TestMalformed:
    """A check that cannot be read: exit code 2, and the check and the key are told."""

    @pytest.mark.parametrize("what", MALFORMED)
    def test_what_is_wrong_is_told(self, checks, what):
        text, words, remedy = MALFORMED[what]
        assert checks("", text).refused(2, "checks.toml", remedy=remedy).out == ""
        checks(text).refused(2, *words)

    def test_the_number_of_the_check_is_told(self, checks):
        checks(AS_IT_IS, 'expect = "agrees"').refused(2, "check 2")

    @pytest.mark.parametrize("text", ["[[check]]\nexpect = 'agree'\n", "[[check]]\n"])
    def test_no_formula(self, command, write, text):
        command("compare", "--config", write("c.toml", text)).refused(2, "check 1", "`formula`")

    @pytest.mark.parametrize(
        "text", ["[check]\nformula = 'asker'\n", "check = 3\n", "check = [1]\n"]
    )
    def test_no_tables(self, command, write, text):
        told = command("compare", "--config", write("c.toml", text))
        told.refused(2, "`check`", remedy="[[check]]")

    def test_no_check_and_no_formula(self, command, write):
        command("compare", "--config", write("c.toml", "trials = 3\n")).refused(2, "formula")
