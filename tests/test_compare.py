"""`gradcheck compare`: what is ranked, shared, grouped and named, and that nothing ends the run.

`GRADCHECK_UPDATE=1 python -m pytest tests/test_compare.py` writes the present reports into
`tests/golden/compare-*.txt`, without times, widths, and differences that are only rounding.
"""

from __future__ import annotations

import json
import os
import re
from importlib.resources import files
from pathlib import Path

import jsonschema
import pytest

GOLDEN = Path(__file__).parent / "golden"
BATCH = Path(__file__).parent.parent / "configs" / "batch.toml"

REPORTS = {"batch": ["--config", BATCH], "failing": ["a.py", "d.py", "e.py", "f.py", "g.py"]}
"""The reports that are pinned: what stands after `gradcheck compare`; one file is not there."""

PROBLEM = """
INPUTS = {"x": [normal("n"), uniform("n")]}
SIZES = {"n": 3}


def C(x):
    with open(r"FOLDER/calls", "a") as calls:
        calls.write("x")
    return (x**2).sum(axis=-1)
"""
"""A problem that counts how often its quantity is evaluated."""

FORMULA = "import numpy as np\n\n\ndef dC_dx(x):\n    return {}\n"

FAILING = {
    "syntax": ("def dC_dx(x:\n", "never closed"),
    "import": ("import nowhere_to_be_found\n" + FORMULA.format("x"), "nowhere_to_be_found"),
    "raise": ('def dC_dx(x):\n    raise ValueError("boom")\n', "boom"),
    "shape": (FORMULA.format("x[:2]"), "(2,)"),
    "problem": ('PROBLEM = "nothing"\n' + FORMULA.format("x"), "nothing"),
    "exit": ("import sys\nsys.exit(0)\n", "exit"),
    "exit_inside": ("import sys\ndef dC_dx(x):\n    sys.exit(0)\n", "exit"),
    "missing": (None, "no such file"),
    "text": (FORMULA.format("'2 x'"), "text"),
    "endless": ("def dC_dx(x):\n    return dC_dx(x)\n", "RecursionError"),
    "unknown": ("def dC_dx(x, q):\n    return q\n", "`q`"),
    "empty": ("", "no formula"),
    "complete": ("INPUTS = {}\n" + FORMULA.format("x"), "own problem"),
}
"""Files of which each fails in its way; what is told of it."""


@pytest.fixture
def theirs(problem, here):
    """A problem in the folder, and a configuration that names it."""
    problem("theirs.py", PROBLEM.replace("FOLDER", str(here)))
    return "--problem", "theirs.py"


@pytest.fixture
def candidates(write, theirs):
    """Write formulas as files, `a = "2 * x"`, and return what compares them."""

    def compared(**bodies):
        return [*(write(f"{k}.py", FORMULA.format(b)) for k, b in bodies.items()), *theirs]

    return compared


def rows(outcome):
    """Return the rows of the table, as lists of words."""
    lines = outcome.out.split("\n\n")[0].splitlines()
    assert lines[0].split() == ["formula", "derivative", "verdict", "wrong", "worst", "difference",
                                "resolution", "time"]  # fmt: skip
    return [line.split() for line in lines[2:]]


class TestRanking:
    """Best first: verdict, wrong entries, worst difference, resolution."""

    def test_order(self, command, candidates, write, theirs):
        words = candidates(
            zeros="0 * x", shape="x[:2]", far="2 * x + [9, 0, 0]", right="2 * x",
            near="2 * x + [0, 0.1, 0]", two="2 * x + [0.001, 0.001, 0]", nan="x * np.nan",
        )  # fmt: skip
        found = rows(command("compare", *words))
        order = ["right", "near", "far", "two", "zeros", "nan", "shape"]
        assert [row[0] for row in found] == [f"{name}.py" for name in order]
        assert found[1][1:6] == ["dC_dx", "disagree", "1", "of", "3"]
        assert found[1][6] == "1.0e-01"

    def test_the_order_of_the_words_does_not_matter(self, command, candidates):
        words = candidates(a="2 * x + 1", b="2 * x", c="2 * x + 0.5")
        for asked in (words, [*words[2::-1], *words[3:]]):
            assert [row[0] for row in rows(command("compare", *asked))] == ["b.py", "c.py", "a.py"]

    def test_what_cannot_be_decided_stands_between(self, command, problem):
        text = 'INPUTS = {"x": constant(0.0, 2)}\ndef C(x): return abs(x).sum()\n'
        unsure = problem("unsure.py", text + "def dC_dx(x): return np.where(x > 0, 1.0, 0.0)\n")
        found = rows(command("compare", "asker", unsure, "exact"))
        verdicts = [row[2] for row in found]
        assert verdicts == ["agree"] * 4 + ["inconclusive", "disagree"]


class TestShared:
    """The numeric reference is computed once for a problem, sizes, distributions and seed.

    Other draws may take a few evaluations more or fewer.
    """

    @pytest.fixture
    def calls(self, command, here):
        """How often the quantity is evaluated by a comparison."""

        def count(*words):
            (here / "calls").write_text("")
            assert command("compare", *words).exit_code in (0, 1)
            return len((here / "calls").read_text())

        return count

    def test_many_candidates_cost_what_one_does(self, calls, candidates):
        many = candidates(a="2 * x", b="3 * x", c="x + x", d="0 * x")
        assert calls(*many) == calls(many[0], *many[-2:])

    def test_two_processes_compute_it_twice_at_most(self, calls, candidates):
        many = candidates(a="2 * x", b="3 * x", c="x + x", d="0 * x", e="x", f="5 * x")
        assert calls(*many, "-j", "2") < 2.5 * calls(many[0], *many[-2:])

    @pytest.mark.parametrize(
        "other",
        ["size = {n = 4}", 'input = {x = "uniform"}', 'size = {n = 3}\ninput = {x="normal"}'],
    )
    def test_another_size_or_distribution_is_another(self, calls, candidates, write, other):
        one, *_ = candidates(a="2 * x")
        check = f'[[check]]\nformula = "{one}"\nproblem = "theirs.py"\n'
        alone = calls("--config", write("one.toml", check))
        both = calls("--config", write("two.toml", f"{check}{check}{other}\n"))
        assert (both == alone) is ("normal" in other)
        assert both < 2.5 * alone

    def test_one_problem_spelled_from_two_folders(self, calls, here, theirs):
        for name in ("a", "b"):
            (here / name).mkdir()
            text = 'PROBLEM = "../theirs.py"\n' + FORMULA.format("2 * x")
            (here / name / f"{name}.py").write_text(text)
        assert calls("a", "b") == calls("a")


class TestGroups:
    """Candidates that are the same function, or a constant multiple of one another."""

    @pytest.mark.parametrize(
        ("one", "other", "told"),
        [
            ("2 * x", "x + x", "the same on these draws as a.py dC_dx: b.py dC_dx"),
            ("3 * x", "x + x + x * 1.0", "the same on these draws as a.py dC_dx: b.py dC_dx"),
            ("np.sin(2 * x)", "2 * np.sin(x) * np.cos(x)", "the same on these draws as a.py"),
            ("0 * x", "x - x", "the same on these draws as a.py dC_dx: b.py dC_dx"),
            ("2 * x", "-2 * x", "b.py dC_dx is -1 times a.py dC_dx"),
            ("2 * x", "x / 4", "b.py dC_dx is 0.125 times a.py dC_dx"),
            ("x**3", "x**3 * np.log(10)", "b.py dC_dx is 2.302585 times a.py dC_dx"),
            ("2 * x", "2 * x * [1, 1, 1 + 1e-9]", ""),
            ("2 * x", "6 * x * [1, 1, 1 + 1e-9]", ""),
            ("2 * x", "2 * x + 1e-9", ""),
            ("2 * x", "2 * x * abs(x)", ""),
            ("2 * x", "2 * x * np.sign(x.sum())", ""),
            ("2 * x", "2 * x * [1, 0, 1]", ""),
            ("0 * x", "2 * x", ""),
            ("2 * x", "x * np.nan", ""),
        ],
    )
    def test_what_is_told(self, command, candidates, one, other, told):
        out = command("compare", *candidates(a=one, b=other)).out
        if told:
            assert told in out
        else:
            assert " times " not in out
            assert "the same" not in out

    def test_what_is_another_number_each_time_is_nobodys_twin(self, command, candidates):
        counts = "setattr(np, 'n', getattr(np, 'n', 0) + 1) or 2 * x * (1 + 1e-3 * np.n)"
        names = candidates(a=counts, b="2 * x * (1 + 2e-3)", c="2 * x")
        assert "the same" not in command("compare", *names, "--no-causes").out

    def test_another_distribution_is_no_twin(self, command, candidates, write):
        one, *_ = candidates(a="2 * x")
        text = f'problem = "theirs.py"\n[[check]]\nformula = "{one}"\n'
        text += f'[[check]]\nformula = "{one}"\ninput = {{x = "uniform"}}\n'
        assert "the same" not in command("compare", "--config", write("c.toml", text)).out


class TestFiles:
    """Files, folders and patterns; the shortest names that tell them apart."""

    @pytest.fixture
    def tree(self, here, theirs):
        """Three files in folders, two of them of one name."""
        for name in ("ann/mine.py", "bob/mine.py", "bob/other.py", "bob/deep/new.py"):
            (here / name).parent.mkdir(parents=True, exist_ok=True)
            (here / name).write_text(FORMULA.format("2 * x"))
        (here / "bob" / "_helper.py").write_text("raise ValueError\n")
        (here / "none").mkdir()
        return theirs

    @pytest.mark.parametrize(
        ("asked", "names"),
        [
            (["ann", "bob"], ["ann/mine.py", "bob/mine.py", "other.py"]),
            (["bob"], ["mine.py", "other.py"]),
            (["*/mine.py"], ["ann/mine.py", "bob/mine.py"]),
            (["bob/**/*.py"], ["new.py", "mine.py", "other.py"]),
            (["bob", "bob/mine.py", "bob/*.py"], ["mine.py", "other.py"]),
            (["ann/mine.py", "./ann/mine.py"], ["mine.py"]),
            (["bob/mine.py", "exact"], ["mine.py", "exact"]),
        ],
    )
    def test_names(self, command, tree, asked, names):
        results = json.loads(command("compare", *asked, *tree, "-f", "json").out)["results"]
        shown = [r["formula"] for r in results if "_helper" not in r["formula"]]
        assert list(dict.fromkeys(shown)) == names
        assert len(shown) == len(names) or "exact" in names

    @pytest.mark.parametrize("asked", ["none", "none/*.py", "nowhere/*.py"])
    def test_nothing_in_it(self, command, tree, asked):
        command("compare", "ann", asked, *tree).refused(2, asked)

    def test_a_selection_that_leaves_nothing(self, command, candidates):
        told = command("compare", *candidates(a="2 * x", b="x"), "--only", "dC_dy")
        told.refused(2, "dC_dy", remedy="dC_dx")


class TestFailing:
    """A formula that fails is a row, never the end of the run."""

    @pytest.fixture
    def failing(self, write, candidates):
        """Files that fail in every way, between two that do not."""
        for name, (text, _) in FAILING.items():
            if text is not None:
                write(f"{name}.py", text)
        right, wrong, *words = candidates(a_right="2 * x", z_wrong="3 * x")
        return [right, *(f"{name}.py" for name in FAILING), wrong], words

    @pytest.mark.parametrize("jobs", [1, 2])
    def test_all_others_are_judged(self, command, failing, jobs):
        asked, words = failing
        outcome = command("compare", *asked, *words, "-j", jobs)
        found = {row[0]: row for row in rows(outcome)}
        assert outcome.exit_code == 1
        assert set(found) == set(asked)
        assert found["a_right.py"][2] == "agree"
        assert found["z_wrong.py"][2] == "disagree"
        for name, (_, told) in FAILING.items():
            if name != "problem":  # the command line names another
                assert "error" in found[f"{name}.py"]
                assert re.search(rf"(?m)^  {name}\.py: .*{re.escape(told)}", outcome.out)

    @pytest.mark.parametrize("name", FAILING)
    def test_one_alone(self, command, failing, name):
        """Beside one that agrees, whatever fails is no success and no fault."""
        if name == "problem":
            outcome = command("compare", "exact", f"{name}.py")
        else:
            outcome = command("compare", "a_right.py", f"{name}.py", *failing[1])
        assert outcome.exit_code in (2, 3)
        assert [row[-3] for row in rows(outcome) if row[0] == f"{name}.py"] == ["error"]
        assert "agree" in outcome.out
        assert FAILING[name][1] in outcome.out


class TestFormats:
    """Every format of `run`, and the same bytes however many processes work."""

    SCHEMA = json.loads(files("gradcheck.report").joinpath("schema.json").read_text())

    @pytest.fixture
    def words(self, candidates):
        """Some candidates, of which one fails and two are the same."""
        return candidates(a="2 * x", b="x + x", c="3 * x", d="x[:2]", e="2 * x + 1")

    def test_json(self, command, words):
        outcome = command("compare", *words, "-f", "json")
        report = json.loads(outcome.out)
        jsonschema.validate(report, self.SCHEMA)
        assert [r["formula"] for r in report["results"]] == words[:5]
        verdicts = ["agree", "agree", "disagree", "error", "disagree"]
        assert [r["verdict"] for r in report["results"]] == verdicts
        assert report["exit_code"] == outcome.exit_code == 1

    def test_two_processes_find_the_same(self, command, words):
        """The twin: another seed does not."""
        alone = command("compare", *words, "asker", "-f", "json")
        for jobs in (1, 2, 7):
            assert command("compare", *words, "asker", "-f", "json", "-j", jobs) == alone
        assert command("compare", *words, "asker", "-f", "json", "--seed", "1").out != alone.out

    def test_results_are_those_of_run(self, command, words):
        ran, compared = (
            json.loads(command(name, *words, "--no-causes", "-f", "json").out)
            for name in ("run", "compare")
        )
        assert ran == compared

    def test_several_formats(self, command, words, here):
        told = command("compare", *words, "-f", "table", "-f", "json=out.json")
        assert rows(told)[0][0] == "a.py"
        assert json.loads((here / "out.json").read_text())["exit_code"] == 1
        command("compare", *words, "-f", "table=out.txt", "-f", "json=out.json").judged(1)
        assert (here / "out.txt").read_text().startswith("formula")
        command("compare", *words, "-f", "table", "-f", "json").refused(2, "table", "json")
        command("compare", *words, "-f", "tabel").refused(2, "tabel", remedy="`table`")

    def test_exit_codes(self, command, words):
        assert command("compare", *words[:2], *words[5:]).exit_code == 0
        assert command("compare", *words[:2], words[3], *words[5:]).exit_code == 3
        assert command("compare", *words, "--exit-zero").exit_code == 0
        command("compare").refused(2, "formula")
        command("compare", *words, "-j", "0").refused(2, "0")


class TestGolden:
    """Whole reports, as a person sees them, but for times, widths, and rounding."""

    @pytest.mark.parametrize("name", REPORTS)
    def test_the_report_is_the_golden_one(self, command, candidates, name):
        golden = GOLDEN / f"compare-{name}.txt"
        *_, option, problem = candidates(a="2 * x", d="x[:2]", e="2 * x + 1", f="4 * x + 2")
        given = [option, problem] if name == "failing" else []
        text = command("compare", *REPORTS[name], *given).out
        text = re.sub(r"\d+ ms", "T ms", re.sub(r"\d\.\de-1[0-9]", "TINY", text))
        text = re.sub(r"(?m) +$", "", re.sub(r"-{3,}", "---", re.sub(r" {2,}", "  ", text)))
        if os.environ.get("GRADCHECK_UPDATE"):
            golden.write_text(text, encoding="utf-8")
        assert text == golden.read_text(encoding="utf-8")
