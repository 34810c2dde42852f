"""The page: complete without the network, every text in it escaped, nothing but its own script."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import replace

import numpy as np
import pytest
from lxml import etree, html

from gradcheck.records import (
    Cause,
    Counts,
    Derivation,
    FileReport,
    Report,
    Screened,
    Verdict,
    WrongFactors,
)
from gradcheck.report import Style
from gradcheck.report import html as pages
from tests.findings import (
    CAUSE,
    HOSTILE,
    agreeing,
    disagreeing,
    everything,
    explained,
    hostile_report,
    report,
)


def parsed(found: Report, style: Style | None = None) -> html.HtmlElement:
    return html.document_fromstring(pages.write(found, style))


def text(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


class TestContents:
    """What a reader finds, without any script."""

    def test_verdicts_causes_the_case_settings_and_the_line_that_reproduces_it(self):
        shown = text(parsed(everything()))
        for words in ("4 formulas: 1 agree, 1 inconclusive, 1 disagree, 1 error",
                      "1 of 4 entries disagree, 3 agree", "add the missing term",
                      "while sum(T) = 1", "m = 4, k = 3", "The smallest case",
                      "(0.75 - 0) * 2 / 1", "a remark", "m = 1, k = 1", "W normal, T simplex",
                      "gradcheck run formulas/mine.py --seed 0 --trial 2", "raised KeyError",
                      "formulas/mine.py, line 12", "rtol * max"):  # fmt: skip
            assert words in shown

    def test_a_row_and_a_section_for_each_formula(self):
        page = parsed(everything())
        links = page.xpath("//nav//a/@href")
        assert [page.get_element_by_id(link[1:]).tag for link in links] == ["section"] * 4

    def test_what_is_wrong_is_unfolded(self):
        opened = [one.get("open") is not None for one in parsed(everything()).iter("details")]
        assert opened == [False, True, True, True]

    def test_the_first_wrong_line_is_marked(self):
        lines = [replace(agreeing(label="line1"), doc="J"), disagreeing(label="line2")]
        told = Derivation("dJ_dW", "dJ_dW__line2", "", 2, 2, "dJ_dW__line1", "")
        factors = WrongFactors("dO_dS", ("dO_dS", "dS_dW"), {"dJ_dW": "dO_dS"})
        page = parsed(Report(0, 3, (FileReport(tuple(lines), (told,), factors),)))
        first, second = page.xpath("//ol[@class='lines']/li")
        assert "first that does not hold" in text(second)
        assert "first that does not hold" not in text(first)
        assert second.get("aria-current") == "step"
        assert "Line 2 of 2" in text(page)
        assert "dJ_dW inherits the mistake of dO_dS" in text(page)
        assert "dS_dW is wrong for a reason of its own" in text(page)

    def test_an_unknown_cause_is_told_with_what_narrows_it_down(self):
        found = replace(disagreeing(), searched=True, facts=("a fact",), refuted=(CAUSE,))
        shown = text(parsed(report(found)))
        assert "cause unknown" in shown
        assert "a fact" in shown
        assert "refuted on fresh draws: add the missing term" in shown
        assert "cause unknown" not in text(parsed(report(disagreeing())))

    def test_the_best_cause_stands_before_the_others(self):
        other = Cause("step", "line 2 is wrong, while sum(T) = 1", condition="sum(T) = 1")
        page = parsed(report(replace(explained(), causes=(CAUSE, other))))
        (more,) = page.xpath("//details[@class='more']")
        assert "Also true: 1 other explanation" in text(more)
        assert "line 2 is wrong, while sum(T) = 1" in text(more)
        assert "1, while" not in text(more)

    def test_the_case_is_worked_by_the_cause(self):
        shown = text(parsed(report(explained())))
        told = ["[0.25, 0.75]", "formula 0.5, numeric 1.5", "By the cause:", "(0.75 - 0) * 2 / 1"]
        assert sorted(told, key=shown.index) == told

    def test_what_was_screened_says_so_and_has_no_map(self, monkeypatch):
        screened = Screened(
            entries=4, singly=0, unresolved=0, evaluations=74, directions=3, resolution=1e-8,
            relative=2e-8,
        )  # fmt: skip
        blocks = replace(agreeing(), screened=screened, counts=Counts(), resolution=None)
        monkeypatch.setattr(pages, "MOST_ENTRIES", 4)
        page = parsed(report(blocks, agreeing()))
        assert "agrees (screened)" in text(page)
        assert "0 of 4" in text(page)
        assert "screened in 74 evaluations" in text(page)
        assert [bool(one.xpath(".//figure")) for one in page.xpath("//main/section")] == [
            False, True,
        ]  # fmt: skip

    def test_expectations(self):
        wanted = replace(agreeing(), expect="disagree")
        page = parsed(report(wanted, expected=True, unexpected=("mine.py: agree",)))
        assert "not as expected: mine.py: agree" in text(page)
        assert "Expected: disagree." in text(page)

    def test_the_table_has_as_many_rows_as_asked_for(self, command, here):
        command("run", "asker", "--rows", "3", "-f", "html=page.html")
        page = html.document_fromstring((here / "page.html").read_text(encoding="utf-8"))
        assert len(page.xpath("//section//tbody/tr")) == 3
        assert "3 of 12 shown" in text(page)

    def test_the_numbers_of_all_entries_are_there(self):
        page = parsed(report(explained()))
        (data,) = map(json.loads, page.xpath("//script[@type='application/json']/text()"))
        assert data["verdicts"] == "0 0 2 0"
        assert data["difference"].split()[2] == "1.0e+00"
        assert data["shape"] == [2, 2]

    def test_only_so_many_results_have_pictures(self, monkeypatch):
        monkeypatch.setattr(pages, "MOST_FIGURES", 2)
        page = parsed(report(agreeing(), agreeing(), disagreeing()))
        assert [bool(one.xpath(".//figure")) for one in page.xpath("//main/section")] == [
            True, False, True,
        ]  # fmt: skip
        assert text(page).count("Its map is left out") == 1

    def test_only_so_many_entries_are_drawn_the_wrong_ones_first(self, monkeypatch):
        monkeypatch.setattr(pages, "MOST_ENTRIES", 7)
        page = parsed(
            report(
                agreeing(), disagreeing(), replace(agreeing(), map=np.zeros(3, np.int8), cells=None)
            )
        )
        assert [bool(one.xpath(".//figure")) for one in page.xpath("//main/section")] == [
            False, True, True,
        ]  # fmt: skip

    @pytest.mark.parametrize("verdict", Verdict)
    def test_every_verdict_has_a_sign(self, verdict):
        assert len(pages.SIGNS[verdict]) == 1


class TestSelfContained:
    """No network, and no script but the page's own."""

    def test_nothing_is_fetched(self):
        page = parsed(everything())
        for name in ("src", "href", "srcset", "action", "data", "poster"):
            found = {value for value in page.xpath(f"//@{name}") if value[:1] != "#"}
            assert found <= {"data:,"}
        assert not re.search(r"url\(|@import", pages.write(everything()))

    def test_the_policy_admits_its_own_script_alone(self):
        page = parsed(everything())
        (policy,) = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
        (script,) = page.xpath("//script[not(@type)]")
        digest = base64.b64encode(hashlib.sha256(script.text.encode()).digest()).decode()
        assert f"script-src 'sha256-{digest}'" in policy
        assert "default-src 'none'" in policy

    def test_it_is_well_formed(self):
        parser = etree.HTMLParser()
        etree.fromstring(pages.write(everything()), parser)
        unknown = [e.message for e in parser.error_log if "invalid" not in e.message]
        assert unknown == []


class TestHostileText:
    """What comes from a formula file stays text."""

    def test_it_becomes_no_element_and_no_attribute(self):
        page = parsed(hostile_report())
        assert list(page.iter("b")) == []
        assert page.xpath("//@onload") == []
        assert len(page.xpath("//script")) == 2
        assert "<b onload='x'>" in text(page)

    def test_control_characters_are_written_out(self):
        shown = pages.write(hostile_report())
        assert not {"\x00", "\x1b", "\ufffe", "\r"} & set(shown)
        assert "\\x1b" in shown

    def test_a_name_cannot_end_the_numbers(self):
        evil = replace(explained(), derivative="</script><script>alert(1)</script>")
        page = parsed(report(evil))
        assert len(page.xpath("//script")) == 2
        assert "</script><script>" in text(page)

    def test_without_escaping_it_would(self, monkeypatch):
        """The twin: a template does not escape by itself."""
        pages._environment.cache_clear()
        monkeypatch.setattr(
            pages, "Environment", lambda **words: original(**words | {"autoescape": False})
        )
        try:
            page = parsed(hostile_report())
        finally:
            pages._environment.cache_clear()
        assert list(page.iter("b")) != []
        assert "<b onload" in HOSTILE


original = pages.Environment
