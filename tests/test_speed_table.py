"""The table of speed: that it has every figure, and holds nobody to be fast who is wrong.

Nothing here is timed.
"""

from __future__ import annotations

from contextlib import closing
from functools import partial
from types import SimpleNamespace
from unittest.mock import Mock

import numpy as np
import pytest
from click.testing import CliRunner

from tests.benchmarks.speed import rivals
from tests.benchmarks.speed.__main__ import main
from tests.benchmarks.speed.apart import Apart, timed
from tests.benchmarks.speed.blocks import right, wrong
from tests.benchmarks.speed.line import HEADS, Line
from tests.benchmarks.speed.packaged import same
from tests.benchmarks.speed.readme import quoted, short
from tests.benchmarks.speed.table import rows
from tests.benchmarks.speed.timing import Times, alternate, calls, kept
from tests.benchmarks.speed.work import Work, full_check, gradient, precise_gradient

SMALL = Work(5, 7)

FIGURES = {
    "loop 10x784": ">= 100", "loop 300x300": ">= 1000", "loop 100x1000": ">= 1000",
    "loop 1000x1000": ">= 5000", "torch 10x784": ">= 500", "torch 300x300": ">= 1000",
    "jax 10x784": ">= 50", "jax 300x300": ">= 1000", "floor": "<= 12", "growth": "<= 1.05",
    "opaque numpy loop 10x784": ">= 2", "opaque numpy loop 100x100": ">= 2",
    "opaque numdifftools 10x784": ">= 40", "opaque numdifftools 100x100": ">= 40",
    "opaque loop, no broadcast": "<= 3", "startup 10x784": "<= 2", "startup 300x300": "<= 2",
    "startup 1000x1000": "<= 2", "startup textbook": "<= 1.35", "memory": "<= 120",
}  # fmt: skip
"""What is wanted, by row; the rows about blocks, accuracy and single directions have their own."""


def test_every_figure_has_a_row_and_every_row_another_name():
    found = {row.name: row.arguments.get("wanted") for row in rows()}
    assert {name: found[name] for name in FIGURES} == FIGURES
    assert len(found) == len(rows())
    assert {"accuracy", "directional", "blocks right"} <= found.keys()
    assert sum(name.startswith("blocks") for name in found) == 7


@pytest.mark.parametrize(
    ("wanted", "value", "held"),
    [(">= 100", 100, True), (">= 100", 99, False), ("<= 12", 12, True), ("<= 12", 13, False),
     ("<= 0", float("nan"), False), ("", 5, None), ("<= 12", None, None)],
)  # fmt: skip
def test_a_figure_holds_or_does_not(wanted, value, held):
    line = Line("work", "1x1", "other", value=value, wanted=wanted)
    assert line.held is held
    cells = dict(zip(HEADS, line.cells(), strict=True))
    assert cells[""] == {True: "holds", False: "MISSES", None: ""}[held]
    assert cells["wanted"] == wanted


def test_the_loop_computes_the_same_and_who_does_not_is_refused():
    inputs = SMALL.inputs()
    found = rivals.loop(inputs)()
    assert same(found, inputs) < 1e-4
    assert same(found[:4], inputs) < 1e-4
    found[3] *= 1.01
    with pytest.raises(AssertionError, match="something else"):
        same(found, inputs)


def test_ours_is_checked_against_the_closed_form_in_extended_precision():
    inputs = SMALL.inputs()
    numeric, judgement = full_check(SMALL.reference(), inputs)
    error = np.abs(numeric.values[0] - precise_gradient(inputs))
    assert (error <= numeric.bound[0]).all()
    assert not judgement.disagree.any()
    assert np.allclose(gradient(**inputs), numeric.values[0], rtol=1e-8)


def test_ratios_are_medians_of_pairs(monkeypatch):
    times = {"ours": iter([1, 1, 1, 2, 1]), "theirs": iter([5, 5, 4, 4, 9])}
    told = {who: SimpleNamespace(timed=lambda *_, seen=seen: (next(seen),) * 2, close=lambda: None)
            for who, seen in times.items()}  # fmt: skip
    monkeypatch.setattr("tests.benchmarks.speed.timing.Apart", told.get)
    assert alternate("ours", "theirs", 3) == Times(ours=1, theirs=4, ratio=4, wall=4)
    # Of what is quick there are three times as many pairs.
    quick = dict.fromkeys(
        times, SimpleNamespace(timed=Mock(return_value=(1e-3, 1e-3)), close=Mock())
    )
    monkeypatch.setattr("tests.benchmarks.speed.timing.Apart", quick.get)
    alternate("ours", "theirs", 3)
    assert quick["ours"].timed.call_count == 2 * (2 + 9)
    assert quick["ours"].close.call_count == 2


def test_what_is_timed_has_a_process_of_its_own_that_may_fail():
    inputs = SMALL.inputs()
    with closing(Apart(partial(kept, partial(rivals.loop, inputs)))) as rival:
        assert min(rival.timed(2)) > 0
    broken = Apart(partial(kept, partial(rivals.loop, {})))
    with closing(broken), pytest.raises(RuntimeError, match="has failed"):
        broken.timed()


def test_what_is_quick_is_called_several_times_in_a_row():
    made, called = [], []
    processor, wall = timed(lambda: made.append(len(called)) or (lambda: called.append(1)), 5)
    assert made == [0] * 5  # all are made ready before any is called
    assert len(called) == 5
    assert min(processor, wall) > 0
    assert [calls(seconds) for seconds in (1e-9, 0.001, 0.02, 0.05, 3.0)] == [300, 200, 10, 4, 1]


def test_rows_about_blocks_tell_what_was_missed():
    found, cost = (Line(**one) for one in wrong(60, 2, "sign flipped", 2))
    assert (found.value, found.held, cost.held) == (0, True, True)
    assert "0 of 4 missed in 2 seeds, 0 accused falsely" in found.note
    accused, cost = (Line(**one) for one in right(60, 2))
    assert (accused.value, accused.held, cost.held) == (0, True, True)


def test_rows_can_be_listed_and_chosen():
    listed = CliRunner().invoke(main, ["--list"]).output.splitlines()
    assert listed == [row.name for row in rows()]
    assert CliRunner().invoke(main, ["--only", "nothing"]).exit_code == 2


def test_evaluations_are_counted_and_said_beside_theirs():
    reference, counted = SMALL.counted_reference()
    numeric, _ = full_check(reference, SMALL.inputs())
    plain, _ = full_check(SMALL.reference(), SMALL.inputs())
    assert np.array_equal(numeric.values, plain.values)
    assert counted.values > 0
    shown = dict(zip(HEADS, Line("", "", "", evaluations=(0.5, 2), off=(1e-9, None)).cells(),
                     strict=True))  # fmt: skip
    assert shown["evaluations an entry, ours / theirs"] == "0.5 / 2"
    assert shown["off by, ours / theirs"] == "1e-09 / ?"


def test_readme_quotes_what_has_a_figure_between_its_marks():
    lines = [Line("check", "9x9", "loop", 0.002, 4.0, 2000.0, wanted=">= 100", note="a note"),
             Line("check", "9x9", "other", 0.002, 4.0, 2000.0)]  # fmt: skip
    table = short(lines, "a machine")
    assert "| check  | 9x9    | loop     | 2 ms   | 4 s      | 2,000      |" in table
    assert "at least 100 | holds" in table
    assert "other" not in table
    text = "before\n<!-- the table of speed -->\nof yesterday\n<!-- its end -->\nafter\n"
    assert "of yesterday" not in quoted(text, table)
    assert quoted(quoted(text, "x"), table) == quoted(text, table)
    with pytest.raises(ValueError, match="the table of speed"):
        quoted("before", table)
