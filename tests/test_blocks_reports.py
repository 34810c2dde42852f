"""Every report on a screened gradient says that it was screened, and what may have been missed."""

from __future__ import annotations

import json

import pytest

from gradcheck.reference import Reference

WRONG = """\
    import numpy as np

    def dJ_dW(O, T, x, m):
        values = np.outer(O - T, x) / m
        values[3, 5] *= -1
        return values
"""
SIZE = ["--size", "m=39", "--size", "k=29", "--trials", "8"]
BLOCKS = [*SIZE, "--method", "blocks"]


@pytest.fixture
def wrong(write):
    return write("wrong.py", WRONG)


@pytest.mark.parametrize("name", ["table", "junit", "github", "markdown", "html", "gradescope"])
def test_a_report_for_people_counts_all_entries_and_says_screened(command, wrong, name):
    shown = command("run", wrong, *BLOCKS, "--no-causes", "-f", name).out
    assert "1 of 1200 entries disagree" in shown
    assert "the others screened" in shown


@pytest.mark.parametrize("name", ["table", "junit", "markdown", "html", "gradescope"])
def test_so_does_one_on_a_right_formula(command, name):
    words = ["run", "exact", "--only", "dJ_dW", *SIZE, "-f", name]
    assert "screened" in command(*words, "--method", "blocks").out
    assert "screened" not in command(*words).out.replace("how_screened", "")


@pytest.mark.parametrize("name", ["table", "markdown", "html", "gradescope"])
def test_what_may_have_been_missed_is_told(command, wrong, name):
    shown = command("run", wrong, *BLOCKS, "--no-causes", "-f", name).out
    assert "evaluations" in shown
    assert "smaller ones may be missed" in shown


def test_a_comparison_says_so_in_the_row(command, wrong):
    shown = command("compare", wrong, "exact", "--only", "dJ_dW", *BLOCKS).out
    assert "agree (screened)" in shown
    assert "disagree (screened)" in shown
    assert "1 of 1200" in shown
    assert "of the largest" in shown


def test_no_map_is_drawn_of_entries_that_were_not_looked_at(command, wrong):
    assert "entries shown" not in command("run", wrong, *BLOCKS, "--no-causes").out
    assert "entries shown" in command("run", wrong, *SIZE, "--no-causes").out


def test_an_interrupted_batch_keeps_it(command, wrong, here):
    words = ["compare", wrong, *BLOCKS, "-f", "jsonl=out.jsonl"]
    command(*words)
    (line,) = (here / "out.jsonl").read_text().splitlines()
    again = command(*words, "--resume", "out.jsonl", "-f", "json")
    assert json.loads(again.out)["results"][0]["screened"] == json.loads(line)["screened"]
    other = command("compare", wrong, *SIZE, "--resume", "out.jsonl", "-f", "json")
    assert json.loads(other.out)["results"][0]["screened"] is None


def test_the_search_for_causes_differentiates_nothing_that_large(command, wrong, monkeypatch):
    sizes = []
    prepare = Reference.prepare

    def noting(self, names):
        names = list(names)
        sizes.extend(self.sample.values[name.denominator][0].size for name in names)
        return prepare(self, names)

    monkeypatch.setattr(Reference, "prepare", noting)
    shown = command("run", wrong, *BLOCKS).judged(1, "cause")
    assert "[3,5]" in shown.out
    assert sizes
    assert max(sizes) < 1200
    command("run", wrong, *SIZE)
    assert max(sizes) == 1200


def test_a_plot_says_that_nothing_was_judged_entry_by_entry(command, wrong):
    pytest.importorskip("matplotlib")
    words = ["run", wrong, *BLOCKS, "--no-causes", "--plot", "out.png"]
    assert "no formula was judged entry by entry" in command(*words).err
