"""The plot: what is in the figures, what is left out of them, and the files they become."""

from __future__ import annotations

import re
import subprocess
import sys
import zlib
from dataclasses import replace

import matplotlib as mpl
import numpy as np
import pytest
from lxml import etree

from gradcheck.records import Closeup, Curve, Verdict
from gradcheck.report import plot
from gradcheck.report.plot.file import plain_settings
from gradcheck.report.plot.heat import SIGNED, WIDEST
from gradcheck.report.plot.page import LONGEST, draw_page
from tests.findings import HOSTILE, agreeing, disagreeing, failing, report

CURVE = Curve(
    np.array([1e-8, 1e-5, 1e-2]), np.array([2.1, 2.0, 2.4]), np.array([0.1, 0.0, 0.4]), 1e-5, 1e-12
)
ANALYTIC = np.array([[1.0, -1.0], [1.0, 1.0]])
NUMERIC = np.array([[1.0, -1.0], [2.0, np.nan]])
EXCESS = np.array([[1e-3, 0.0], [1e7, np.nan]])
CLOSEUP = Closeup(2, ANALYTIC, NUMERIC, EXCESS, CURVE)


def wrong(**changes):
    closeup = replace(CLOSEUP, **changes)
    return replace(disagreeing(), closeup=closeup, map=np.array([[0, 0], [2, 1]], np.int8))


def right():
    closeup = Closeup(2, NUMERIC * 0, NUMERIC * 0, EXCESS * 0, CURVE)
    return replace(agreeing(), closeup=closeup)


def drawn(result):
    """Return the axes of a page by their titles."""
    with plain_settings():
        figure = draw_page(result)
        figure.draw_without_rendering()
    return {axes.get_title(): axes for axes in figure.axes}


def cells(axes):
    (image,) = axes.images
    return image.get_array().filled(np.nan).tolist()


class TestHeatMaps:
    def test_formula_and_numeric_have_their_values_and_one_scale(self):
        axes = drawn(wrong())
        formula, numeric = axes["formula, trial 2"], axes["numeric, trial 2"]
        np.testing.assert_equal(cells(formula), ANALYTIC.tolist())
        np.testing.assert_equal(cells(numeric), NUMERIC.tolist())
        assert {image.get_clim() for one in (formula, numeric) for image in one.images} == {(-2, 2)}
        assert formula.images[0].get_cmap().name == SIGNED

    def test_values_of_one_sign_have_a_scale_from_zero(self):
        axes = drawn(wrong(analytic=abs(ANALYTIC), numeric=abs(NUMERIC)))
        (image,) = axes["numeric, trial 2"].images
        assert image.get_clim() == (0, 2)
        assert image.get_cmap().name == "cividis"

    def test_the_difference_is_by_powers_of_ten_of_what_is_allowed(self):
        axes = drawn(wrong())["log10(difference / allowed), worst of all trials"]
        np.testing.assert_allclose(cells(axes), [[-3, -WIDEST], [7, np.nan]])
        assert axes.images[0].get_clim() == (-WIDEST, WIDEST)

    def test_verdicts_are_marked_by_signs(self):
        axes = drawn(wrong())["log10(difference / allowed), worst of all trials"]
        marks = {line.get_label(): line.get_xydata().tolist() for line in axes.lines}
        assert marks == {"disagrees": [[0, 1]], "inconclusive": [[1, 1]]}

    def test_what_was_not_checked_is_grey(self):
        result = replace(wrong(), map=np.array([[-1, -1], [2, -1]], np.int8))
        assert np.isnan(cells(drawn(result)["formula, trial 2"])).tolist() == [
            [True, True], [False, True],
        ]  # fmt: skip

    @pytest.mark.parametrize("shape", [(), (7,), (2, 3, 4), (10_000,), (300, 200)])
    def test_every_shape_is_drawn(self, shape):
        ones, codes = np.ones(shape), np.zeros(shape, np.int8)
        result = replace(right(), closeup=Closeup(0, ones, ones, ones * 0, None), map=codes)
        shown = np.array(cells(drawn(result)["formula, trial 0"]))
        assert np.isfinite(shown).sum() == min(ones.size, 40_000)

    @pytest.mark.parametrize(
        "values",
        [
            [1e308, -1e308, np.inf, np.nan],
            [5e-324, -5e-324, 0, 0],
            [np.inf] * 4,
            [1e308] * 4,
            [0] * 4,
        ],
    )
    def test_extreme_values_are_drawn_without_a_complaint(self, values):
        array = np.array(values, float).reshape(2, 2)
        extreme = np.array([5e-324, 1.0, 1e308])
        curve = Curve(extreme, extreme, extreme[::-1], 1e308, 5e-324)
        found = wrong(analytic=array, numeric=array[::-1], excess=abs(array), curve=curve)
        assert plot.write(report(found), "svg")


class TestCurve:
    def find(self, result):
        return next(axes for title, axes in drawn(result).items() if title.startswith("worst"))

    def test_the_errors_stand_over_the_steps_on_logarithmic_axes(self):
        axes = self.find(wrong())
        assert (axes.get_xscale(), axes.get_yscale()) == ("log", "log")
        assert axes.lines[0].get_xydata().tolist() == [[1e-8, 0.1], [1e-2, 0.4]]

    def test_the_chosen_step_the_bound_and_the_mistake_are_lines(self):
        axes = self.find(wrong())
        lines = {line.get_label(): line for line in axes.lines}
        assert set(lines["bound 1.0e-12"].get_ydata()) == {1e-12}
        assert set(lines["chosen step 1.0e-05, extrapolated from"].get_xdata()) == {1e-5}
        assert set(lines["the formula's difference 1.0e+00"].get_ydata()) == {1.0}

    @pytest.mark.parametrize(
        ("curve", "told"),
        [
            (None, "does not depend"),
            (replace(CURVE, errors=np.zeros(3)), "every step gives"),
            (replace(CURVE, errors=np.full(3, np.nan)), "is not known"),
        ],
    )
    def test_where_there_is_none_it_is_said_why(self, curve, told):
        axes = self.find(wrong(curve=curve))
        assert told in axes.texts[0].get_text()
        assert list(axes.lines) == []


class TestChoice:
    """Which formulas are shown, and what is said of the others."""

    def test_a_page_for_each_in_a_pdf(self):
        found = report(right(), wrong(), failing())
        assert plot.chosen(found, "pdf") == found.results[:2]
        assert plot.left_out(found, "pdf") == "shows 2 of 3 formulas"
        assert plot.left_out(report(right(), wrong()), "pdf") is None

    def test_the_first_that_does_not_agree_elsewhere(self):
        found = report(right(), wrong(), wrong())
        assert plot.chosen(found, "png") == found.results[1:2]
        assert "which does not agree, of 3 formulas" in plot.left_out(found, "png")
        assert plot.left_out(report(wrong()), "svg") is None

    def test_the_closest_call_where_all_agree(self):
        near = replace(right(), worst=replace(disagreeing().worst, numeric=1.00000005))
        far = replace(right(), worst=replace(disagreeing().worst, numeric=1.0))
        found = report(far, near)
        assert plot.chosen(found, "svg") == found.results[1:]
        assert "the closest call" in plot.left_out(found, "svg")

    def test_only_so_many_pages(self, monkeypatch):
        monkeypatch.setattr(plot, "MOST_PAGES", 2)
        found = report(right(), right(), wrong())
        assert plot.chosen(found, "pdf") == (found.results[0], found.results[2])

    def test_nothing_could_be_judged(self):
        found = report(failing())
        assert plot.NOTHING in plot.left_out(found, "pdf")
        assert plot.NOTHING.encode() in plot.write(found, "svg")


class TestFiles:
    @pytest.mark.parametrize(
        ("kind", "magic"), [("png", b"\x89PNG"), ("svg", b"<?xml"), ("pdf", b"%PDF")]
    )
    def test_the_same_record_is_the_same_file(self, kind, magic):
        once, twice = (plot.write(report(wrong(), right()), kind) for _ in range(2))
        assert once == twice
        assert once.startswith(magic)

    def test_no_time_and_no_place_is_in_them(self):
        text = plot.write(report(wrong()), "pdf") + plot.write(report(wrong()), "svg")
        assert b"CreationDate" not in text
        assert b"<dc:date>" not in text

    def test_an_svg_is_well_formed_and_needs_nothing_else(self):
        root = etree.fromstring(plot.write(report(wrong()), "svg"))
        linked = root.xpath("//@*[local-name()='href']")
        assert all(link.startswith(("#", "data:")) for link in linked)
        assert any("worst entry: dJ_dW[1,0]" in "".join(t.itertext()) for t in root.iter("{*}text"))

    def test_a_pdf_has_its_pages(self):
        text = plot.write(report(wrong(), right(), failing()), "pdf")
        assert re.search(rb"/Count 2\b", text)
        assert zlib.decompress(re.search(rb"stream\r?\n(.*?)\r?\nendstream", text, re.DOTALL)[1])

    def test_settings_of_the_user_change_nothing(self, monkeypatch):
        before = plot.write(report(wrong()), "svg")
        monkeypatch.setitem(mpl.rcParams, "lines.linewidth", 9)
        assert plot.write(report(wrong()), "svg") == before
        assert mpl.rcParams["lines.linewidth"] == 9

    def test_hostile_names_are_only_text(self):
        result = replace(wrong(), label=HOSTILE + "$\\frac{", derivative="$x_{$")
        root = etree.fromstring(plot.write(report(result), "svg"))
        shown = ["".join(text.itertext()) for text in root.iter("{*}text")]
        assert max(map(len, shown)) <= LONGEST
        assert any("<b onload='x'>" in text for text in shown)


class TestCommand:
    def test_a_plot_is_written_beside_the_report(self, command, here):
        found = command("run", "asker", "--plot", "asker.SVG", "--trials", "3")
        assert found.exit_code == 1
        assert "asker: dJ_dW disagrees" in found.out
        assert found.err == ""
        assert b"worst entry: dJ_dW[" in (here / "asker.SVG").read_bytes()

    def test_what_is_left_out_is_a_note(self, command, here):
        found = command("run", "exact", "asker", "--plot", "p.png", "--trials", "3", "--no-causes")
        assert re.fullmatch(
            "note: p.png shows asker: dJ_dW, which does not agree, of .* formulas; a .pdf has a "
            "page for each\n", found.err,
        )  # fmt: skip

    @pytest.mark.parametrize("words", [["explain", "textbook"], ["compare", "textbook", "asker"]])
    def test_other_commands_have_it(self, command, here, words):
        command(*words, "--plot", "p.pdf", "--trials", "2")
        assert (here / "p.pdf").read_bytes().startswith(b"%PDF")

    @pytest.mark.parametrize("name", ["p.gif", "p", "png"])
    def test_another_suffix_is_refused(self, command, name):
        found = command("run", "asker", "--plot", name)
        found.refused(2, f"`{name}` must end in .png, .svg or .pdf")

    def test_a_folder_that_is_not_there_is_refused_before_any_work(self, command):
        command("run", "nothing.py", "--plot", "no/p.png").refused(2, "there is no folder no")

    def test_without_matplotlib_the_extra_is_named(self, command, monkeypatch, here):
        monkeypatch.setitem(sys.modules, "matplotlib", None)
        found = command("run", "asker", "--plot", "p.png")
        found.refused(2, "`plot`", "matplotlib", remedy="pip install 'gradcheck[plot]'")
        assert list(here.iterdir()) == []

    def test_without_a_plot_it_is_not_imported(self):
        text = (
            "import sys; import gradcheck.cli.checking, gradcheck.pipeline, gradcheck.report.plot"
        )
        words = [sys.executable, "-c", f"{text}; sys.exit('matplotlib' in sys.modules)"]
        assert subprocess.run(words, check=False).returncode == 0

    def test_what_is_screened_by_blocks_has_no_entries_to_show(self, command, here):
        words = ["--only", "dJ_dW", "--method", "blocks", "--trials", "2"]
        found = command("run", "textbook", *words, "--plot", "p.png")
        assert found.exit_code == 0
        assert found.err == f"note: p.png shows nothing: {plot.NOTHING}\n"

    def test_a_configuration_names_it_from_its_own_folder(self, command, here, write):
        (here / "conf").mkdir()
        write("conf/c.toml", 'plot = "p.svg"\ntrials = 2\n')
        command("run", "textbook", "--config", "conf/c.toml")
        assert (here / "conf/p.svg").exists()
        write("conf/c.toml", 'plot = "p.gif"\n')
        command("run", "textbook", "--config", "conf/c.toml").refused(2, "must end in .png")

    def test_the_report_for_machines_is_the_same_with_a_plot(self, command, here):
        words = ["run", "asker", "--trials", "3", "--no-causes", "-f", "json"]
        assert command(*words).out == command(*words, "--plot", "p.svg").out


def test_a_verdict_has_a_page_for_each():
    for verdict in (Verdict.AGREE, Verdict.INCONCLUSIVE, Verdict.DISAGREE):
        assert drawn(replace(wrong(), verdict=verdict))
