"""The catalogue of the seeds, and the configurations that come with the source.

What is expected here is copied from the independent verdicts on the seeds, not from `configs/`.
"""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
import tomllib
from fnmatch import fnmatch
from pathlib import Path

import pytest

from gradcheck import catalogue

ROOT = Path(__file__).parent.parent
CONFIGS = ROOT / "configs"
PRINTED = [*catalogue.formulas()]

PATIENCE = 900
"""Seconds for a process that hangs; nothing is measured by it."""

WRONG = """
asker dJ_dW
mlxtend dJ_dW
003-2-1-squared-error dc_da2__*
003-5-1-1-element dc_da2__row2
003-5-1-1-element dc_dz2__row4_form[23]
003-5-1-1-element dc_dW2__row6_form2
003-5-1-1-element dc_da1__row3_form2
003-5-1-1-element dz1_dW1__row5
003-5-1-1-element dc_dW1__row6_form2
003-5-1-2-matrix dc_dW2__row[23]
003-appendix-b-softmax da2_dz2__column_of_sums
003-appendix-b-softmax da2_dz2__*_scaling_columns
004-output dLpre_dS__printed_*
004-output dSy_df__i_is_y_form2
004-output dSy_df__i_not_y_form1
004-hidden dLpre_dS__printed_*
004-hidden dSy_df__i_is_y_form2
004-hidden dSy_df__i_not_y_form1
004-hidden dSy_df__i_is_y_form1
004-hidden dLpre_dV__chain
004-hidden df_dsigma__*
004-hidden dL_dV__summary_*
004-hidden-general df_dsigma__element
004-hidden-general dLpre_dV__product_summed
"""
"""Wrong for any target: the file, and its formulas."""

NORMALISED = """
textbook dJ_d[Wb]
mlxtend-examples dJ_dW
002-derivation dJ_dTheta__line1[12]
003-5-2-1-element dc_dz2__row8
003-5-2-1-element dc_dz2__row9_*
003-5-2-1-element dc_dz2__row10
003-5-2-1-element dc_dW2__row12_form3
003-5-2-2-matrix dc_dz2__row5_*
003-5-2-2-matrix dc_dW2__row7_form2
003-5-2-2-matrix dc_dW2__row8
"""
"""Right only when the targets sum to 1."""

SHAPE = """
003-4-matrix dz2_d*__literal
003-4-matrix-denominator-layout dz2_da1__printed
003-5-1-2-matrix dc_dW2__row1_jacobians
003-5-1-2-matrix dc_dW1__row1_literal
003-5-2-2-matrix dc_dW2__row*_literal
003-appendix-b-softmax* da2_dz2__*_literal
003-appendix-b-softmax da2_dz2__*_matrix_product
004-hidden-general df_dsigma__vector
"""
"""Wrong in shape as printed, or a product that does not conform: error, or disagree if it fits."""

NATURAL = {"softmax-cross-entropy", "softmax-regression", "softmax-cross-entropy-batch"}
"""Problems with the natural logarithm, which have another by another name."""

COUNTS = {
    "asker": 1, "mlxtend": 1, "002-derivation": 15, "003-2-1-squared-error": 2,
    "003-2-2-cross-entropy": 2, "003-3-1-sigmoid": 2, "003-3-2-softmax": 2, "003-4-element": 3,
    "003-4-matrix": 3, "003-5-1-1-element": 12, "003-5-1-2-matrix": 7, "003-5-2-1-element": 12,
    "003-5-2-2-matrix": 8, "003-appendix-a-cross-entropy": 3, "003-appendix-b-softmax": 18,
    "004-sigmoid": 5, "004-output": 16, "004-hidden": 15,
}  # fmt: skip
"""How many formulas the seeds print, at least, and thus each file has."""


def compare(*words, cwd=ROOT):
    """Run the real command in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "gradcheck", "compare", *map(str, words)], cwd=cwd,
        capture_output=True, text=True, timeout=PATIENCE,
    )  # fmt: skip


def listed(table, result):
    """Return whether a result is among the formulas of a table."""
    name = "__".join(part for part in (result["derivative"], result["label"]) if part)
    pairs = (line.split() for line in table.splitlines() if line)
    return any(fnmatch(result["formula"], file) and fnmatch(name, one) for file, one in pairs)


@pytest.fixture(scope="module")
def seeds(tmp_path_factory):
    """One run of the whole catalogue: what the command left, and its JSON results."""
    path = tmp_path_factory.mktemp("seeds") / "seeds.json"
    words = ("--config", CONFIGS / "seeds.toml", "-j", "2")
    done = compare(*words, "-f", f"json={path}", "-f", "table", cwd=path.parent)
    return done, json.loads(path.read_text())["results"]


class TestSeeds:
    """`configs/seeds.toml`: everything is as expected, and everything is there."""

    def test_all_is_as_expected(self, seeds):
        done, results = seeds
        assert (done.returncode, done.stderr) == (0, "")
        assert "not as expected" not in done.stdout
        assert f"{len(results)} of {len(results)} as expected" in done.stdout

    def test_every_file_occurs(self, seeds):
        assert {r["formula"] for r in seeds[1]} == set(catalogue.formulas())

    def test_every_problem_occurs(self, seeds):
        assert {r["problem"] for r in seeds[1]} == set(catalogue.problems())

    @pytest.mark.parametrize("name", COUNTS)
    def test_every_printed_formula_occurs(self, seeds, name):
        found = {(r["derivative"], r["label"]) for r in seeds[1] if r["formula"] == name}
        assert len(found) >= COUNTS[name]

    def test_what_is_wrong_for_any_target(self, seeds):
        """An index that there is not, as in 5.1.1's row 5, is an error where sizes differ so."""
        found = [r for r in seeds[1] if listed(WRONG, r)]
        assert len(found) > 60
        assert {r["verdict"] for r in found} <= {"disagree", "error"}
        for error in (r["error"]["message"] for r in found if r["error"]):
            assert "IndexError" in error

    def test_what_is_wrong_in_shape(self, seeds):
        found = [r for r in seeds[1] if listed(SHAPE, r)]
        assert {r["verdict"] for r in found} <= {"disagree", "error"}
        assert all(any(listed(row, r) for r in found) for row in SHAPE.strip().splitlines())

    @pytest.mark.parametrize("row", WRONG.strip().splitlines() + NORMALISED.strip().splitlines())
    def test_every_row_is_a_formula(self, seeds, row):
        assert any(listed(row, r) for r in seeds[1])

    def test_what_needs_normalised_targets(self, seeds):
        found = [r for r in seeds[1] if listed(NORMALISED, r)]
        natural = [r for r in found if not r["problem"].endswith("log10")]
        verdicts = {(r["inputs"].get("t") or r["inputs"].get("T") or r["inputs"].get("y"),
                     r["verdict"]) for r in natural}  # fmt: skip
        assert verdicts == {("uniform", "disagree"), ("simplex", "agree"), ("one_hot", "agree")}

    def test_all_else_that_is_printed_is_right(self, seeds):
        """With the logarithm that is meant; what is not printed is not in the table."""
        others = re.compile(r"-corrected|^textbook$|^exact$|^mlxtend")
        rest = [
            r for r in seeds[1]
            if not (listed(WRONG + NORMALISED + SHAPE, r) or others.search(r["formula"]))
            and not r["problem"].endswith("log10")
        ]  # fmt: skip
        assert len(rest) > 300
        assert [r for r in rest if r["verdict"] != "agree"] == []

    @pytest.mark.parametrize(
        ("formula", "first"),
        [("002-derivation", "dJ_dTheta__line11"), ("003-5-2-1-element", "dc_dz2__row8")],
    )
    def test_the_first_wrong_line_is_expected(self, formula, first):
        tables = tomllib.loads((CONFIGS / "seeds.toml").read_text())["check"]
        assert first in {t.get("first_wrong") for t in tables if t["formula"] == formula}


class TestExamples:
    """`configs/ci.toml` and `configs/batch.toml`, as they come and changed."""

    @pytest.fixture
    def changed(self, here):
        """Compare with a configuration in which something is put in place of something else."""

        def run(name, old, new):
            text = (CONFIGS / name).read_text()
            assert old in text
            (here / "changed.toml").write_text(text.replace(old, new, 1))
            return compare("--config", "changed.toml", cwd=here)

        return run

    def test_ci(self, here):
        done = compare("--config", CONFIGS / "ci.toml", cwd=here)
        assert (done.returncode, done.stderr) == (0, "")
        assert "1 of 1 as expected" in done.stdout

    @pytest.mark.parametrize(
        ("old", "new"),
        [('"one_hot"', '"uniform"'), ('"disagree"', '"agree"'), ('"exact"', '"asker"')],
    )
    def test_the_twin_of_ci(self, changed, old, new):
        assert changed("ci.toml", old, new).returncode == 1

    def test_batch(self, here):
        """Every formula of the catalogue for one problem is ranked, and none is hidden."""
        done = compare("--config", CONFIGS / "batch.toml", "-f", "json", cwd=here)
        found = {r["formula"] for r in json.loads(done.stdout)["results"]}
        fits = {name for name, path in catalogue.formulas().items() if _is_for_softmax(path)}
        assert (done.returncode, found) == (1, fits)
        assert all(r["error"] is None for r in json.loads(done.stdout)["results"])

    @pytest.mark.parametrize("name", ["seeds", "ci", "batch"])
    def test_each_is_commented_and_documented(self, name):
        assert (CONFIGS / f"{name}.toml").read_text().startswith("# ")
        assert f"configs/{name}.toml" in (ROOT / "README.md").read_text()


class TestFormulas:
    """Every packaged formula file says where each of its formulas is printed."""

    @pytest.mark.parametrize("name", PRINTED)
    def test_document_and_section(self, name):
        doc = ast.get_docstring(ast.parse(catalogue.formulas()[name].read_text()))
        own = ("textbook", "exact", "mlxtend-library")
        assert re.search(r"[Ss]eeds? 00\d", doc) or name.startswith(own)
        assert name[:3] not in ("002", "003", "004") or f"Seed {name[:3]}," in doc

    @pytest.mark.parametrize("name", PRINTED)
    def test_every_formula_is_quoted(self, name):
        tree = ast.parse(catalogue.formulas()[name].read_text())
        made = [n for n in tree.body if isinstance(n, ast.FunctionDef) and n.name[0] != "_"]
        lacking = [n.name for n in made if not ast.get_docstring(n)]
        assert lacking == [] or ast.get_docstring(tree).count("=") > 0


def _is_for_softmax(path):
    """Return whether a packaged formula file is for `softmax-cross-entropy`."""
    names = re.search(r'(?m)^PROBLEM = "(.*)"', path.read_text())
    return names is None or names[1] == "softmax-cross-entropy"
