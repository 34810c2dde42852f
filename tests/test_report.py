"""The report for the screen, pinned by golden files; the map, the tables and the numbers in them.

`GRADCHECK_UPDATE=1 python -m pytest tests/test_report.py` writes the present reports into
`tests/golden/`. They hold no number that depends on how numpy was built: seven digits of what is
exact to twelve, two digits of differences.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import numpy as np
import pytest

from gradcheck.records import Doubt, Entry, Verdict
from gradcheck.report.map import draw_map
from gradcheck.report.tables import entry_table, index_text, number, small

GOLDEN = Path(__file__).parent / "golden"

REPORTS = {
    "asker": ["asker"],
    "asker-one-entry": ["asker", "--only", "dJ_dW[1,2]", "--trial", "3"],
    "asker-one-hot": ["asker", "--input", "T=one_hot", "--size", "m=2"],
    "textbook": ["textbook"],
    "textbook-uniform": ["textbook", "--input", "T=uniform"],
    "error": ["raises.py"],
    "inconclusive": ["undecided.py"],
    "infinite-cost": ["exact", "--size", "m=0", "--rows", "2"],
    "nan": ["nan.py"],
    "lines": ["lines.py", "--rows", "2"],
    "large": ["wide.py", "--trials", "1"],
    "large-all-wrong": ["asker", "--size", "k=40", "--size", "m=24", "--rows", "1", "--trial", "0"],
    "quiet": ["asker", "textbook", "raises.py", "undecided.py", "-q"],
    "verbose": ["exact", "lines.py", "-v", "--trials", "3"],
}
"""The reports that are pinned: what stands after `gradcheck run`, in the folder of the plugins."""


@pytest.fixture
def shown(command, plugins, monkeypatch):
    """Run the command where the plugins are, and return its report."""

    def run(*words):
        monkeypatch.chdir(plugins)
        return command("run", *words).out

    return run


class TestGolden:
    """Whole reports, as a person sees them."""

    @pytest.mark.parametrize("name", REPORTS)
    def test_the_report_is_the_golden_one(self, shown, name):
        report, golden = shown(*REPORTS[name]), GOLDEN / f"{name}.txt"
        if os.environ.get("GRADCHECK_UPDATE"):
            golden.write_text(report, encoding="utf-8")
        assert report == golden.read_text(encoding="utf-8")

    def test_no_golden_file_is_left_over(self):
        found = {path.stem for path in GOLDEN.iterdir() if not path.stem.startswith("compare-")}
        assert found == set(REPORTS)

    @pytest.mark.parametrize("name", [name for name in REPORTS if "large" not in name])
    def test_another_seed_gives_another_report(self, shown, name):
        """The twin: the numbers in a report are those of its draws."""
        other = shown(*REPORTS[name], "--seed", "1")
        assert (other != shown(*REPORTS[name])) is (name != "quiet")


class TestOrder:
    """Count first, worst entry second, map third, table fourth, then how to see it again."""

    def test_of_a_disagreement(self, shown):
        report = shown("asker")
        parts = ["asker: dJ_dW disagrees", "12 of 12 entries disagree", "worst: dJ_dW[", "0 1 2",
                 "  0 x x x", "x disagrees", "entry ", "10 of 12 shown", "allowed = bound",
                 "reproduce: gradcheck run asker", "checked against"]  # fmt: skip
        places = [report.find(part) for part in parts]
        assert -1 not in places
        assert places == sorted(places)

    def test_the_seed_the_sizes_and_the_distributions_are_told(self, shown):
        told = shown("textbook", "--seed", "3", "--size", "m=2", "--input", "T=uniform")
        for words in ("m = 2", "k = 2", "T uniform", "W normal", "seed 3"):
            assert words in told.splitlines()[-2]

    def test_the_number_of_inconclusive_entries_is_always_told(self, shown):
        for words in (["asker"], ["textbook"], ["undecided.py"]):
            assert re.search(r"\d+ inconclusive", shown(*words))

    def test_the_resolution_is_told(self, shown):
        assert "a relative mistake of 1.0e-07 would show" in shown("textbook")
        assert "a relative mistake of 1.0e-04 would show" in shown("textbook", "--rtol", "1e-4")

    def test_the_worst_entry_heads_the_table(self, shown):
        report = shown("asker")
        worst = re.search(r"worst: dJ_dW(\[\S+\]) in trial (\d+)", report)
        first = re.search(r"---\n\s+(\[\S+\]) .* (\d+)\n", report)
        assert worst.groups() == first.groups()

    def test_nothing_ends_in_blanks(self, shown):
        for words in [*REPORTS.values(), ["broken.py"], ["broken.py", "broken.py"]]:
            report = shown(*words)
            assert report.endswith("\n")
            assert not report.endswith("\n\n")
            assert not re.search(r"[ \t]$", report, re.MULTILINE)

    def test_quiet_is_one_line_each(self, shown):
        assert shown("asker", "textbook", "-q").splitlines() == [
            "asker: dJ_dW disagrees", "textbook: dJ_dW agrees", "textbook: dJ_db agrees",
        ]  # fmt: skip


class TestMap:
    """One sign for each entry, rows and columns numbered."""

    def test_signs(self):
        drawn = draw_map(np.array([[0, 1], [2, -1]], dtype=np.int8), 80)
        assert drawn == ["    0 1", "  0 · ?", "  1 x", "  · agrees, ? inconclusive, x disagrees"]

    def test_a_vector_has_no_row_number(self):
        assert draw_map(np.array([2, 0], dtype=np.int8), 80)[1].split() == ["x", "·"]

    def test_more_axes_are_rows(self):
        drawn = draw_map(np.zeros((2, 2, 3), dtype=np.int8), 80)
        assert [line.split()[0] for line in drawn[1:5]] == ["0,0", "0,1", "1,0", "1,1"]

    def test_a_number_has_no_map(self):
        assert draw_map(np.zeros((), dtype=np.int8), 80) == []
        assert draw_map(np.zeros((0, 3), dtype=np.int8), 80) == []

    @pytest.mark.parametrize("shape", [(100, 5), (5, 100), (100, 100), (1000,), (30, 30, 30)])
    def test_a_large_array_is_cut_with_a_note(self, shape):
        drawn = draw_map(np.zeros(shape, dtype=np.int8), 80)
        assert len(drawn) < 30
        note = re.fullmatch(r"\s+(\d+) of (\d+) entries shown", drawn[-1])
        assert int(note[2]) == np.prod(shape)
        assert int(note[1]) == sum(line.count("·") for line in drawn[1:-2])

    @pytest.mark.parametrize("width", [1, 20, 40, 80, 200])
    def test_no_line_is_wider_than_the_screen(self, width):
        drawn = draw_map(np.full((9, 99), 2, dtype=np.int8), width)
        assert all(len(line) <= max(width, 8) for line in drawn[:-2])
        assert any("x" in line for line in drawn[1:-2])

    def test_a_small_array_is_not_cut(self):
        assert "shown" not in draw_map(np.zeros((20, 25), dtype=np.int8), 80)[-1]


class TestNumbers:
    """Numbers as short as their digits allow."""

    @pytest.mark.parametrize(
        ("value", "text"),
        [(0.0, "0"), (1.0, "1"), (-0.5, "-0.5"), (1 / 3, "0.3333333"), (1e-30, "1e-30"),
         (123456789.0, "1.234568e+08"), (float("nan"), "nan"), (float("inf"), "inf"),
         (float("-inf"), "-inf")],
    )  # fmt: skip
    def test_values(self, value, text):
        assert number(value) == text

    @pytest.mark.parametrize(
        ("value", "text"),
        [(0.0, "0"), (1.26e-9, "1.3e-09"), (123.0, "1.2e+02"), (float("inf"), "inf")],
    )
    def test_errors(self, value, text):
        assert small(value) == text

    def test_indices(self):
        assert (index_text((1, 2)), index_text((3,)), index_text(())) == ("[1,2]", "[3]", "")

    def test_a_table_tells_in_how_many_trials(self):
        entry = Entry((1, 2), Verdict.DISAGREE, (3, 4), 4, 1.0, 2.0, 1e-12, 1e-7)
        assert "2 of 5" in "\n".join(entry_table([entry], 5, 100))
        kink = Entry((1, 2), Verdict.INCONCLUSIVE, (3,), 3, 1.0, 2.0, 1e-12, 1e-7, Doubt.KINK)
        assert "kink" in "\n".join(entry_table([entry, kink], 5, 100))
        assert "kink" not in "\n".join(entry_table([entry], 5, 100))
