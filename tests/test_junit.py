"""JUnit XML, as junitparser, lxml and an XSD read it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import junitparser
import pytest
from lxml import etree

from gradcheck.records import Verdict
from gradcheck.report import junit
from tests.findings import (
    HOSTILE,
    agreeing,
    disagreeing,
    everything,
    explained,
    failing,
    hostile_report,
    inconclusive,
    report,
)

SCHEMA = etree.XMLSchema(etree.parse(Path(__file__).with_name("junit.xsd")))


def parsed(text: str) -> dict[str, junitparser.TestCase]:
    document = junitparser.JUnitXml.fromstring(text.encode())
    return {case.name: case for suite in document for case in suite}


def kind(case: junitparser.TestCase) -> str:
    return type(case.result[0]).__name__ if case.result else "passed"


class TestVerdicts:
    """A test case for each formula, with what its verdict is to CI."""

    def test_each_has_its_own(self):
        found = {name: kind(case) for name, case in parsed(junit.write(everything())).items()}
        assert found == {
            "mine.py: dJ_dW": "passed",
            "mine.py: dJ_dW__mine": "Failure",
            "mine.py: dJ_db": "Error",
            "mine.py: dJ_dx": "Error",
        }

    def test_the_reason_is_told(self):
        cases = parsed(junit.write(everything()))
        failure = cases["mine.py: dJ_dW__mine"].result[0]
        assert "1 of 4 entries disagree" in failure.message
        assert "worst: dJ_dW[1,0] in trial 2" in failure.message
        assert "reproduce: gradcheck run" in failure.text
        assert "raised KeyError" in cases["mine.py: dJ_dx"].result[0].message

    def test_causes_and_remarks_are_told(self):
        text = parsed(junit.write(report(explained())))["mine.py: dJ_dW__mine"].result[0].text
        for words in ("cause: add the missing term", "draws: m = 4", "a remark"):
            assert words in text

    def test_names_are_unique(self):
        cases = parsed(junit.write(report(agreeing(), agreeing(), disagreeing(label=None))))
        assert list(cases) == ["mine.py: dJ_dW", "mine.py: dJ_dW (2)", "mine.py: dJ_dW (3)"]

    def test_the_counts_add_up(self):
        document = junitparser.JUnitXml.fromstring(junit.write(everything()).encode())
        assert (document.tests, document.failures, document.errors) == (4, 1, 2)


class TestExpectations:
    """Where a configuration says what is expected, that is what passes."""

    def test_an_expected_disagreement_passes(self):
        wanted = replace(disagreeing(), expect="disagree")
        assert kind(*parsed(junit.write(report(wanted, expected=True))).values()) == "passed"

    def test_an_unexpected_agreement_fails(self):
        wanted = replace(agreeing(), expect="disagree")
        found = report(wanted, expected=True, unexpected=("told of the result",))
        cases = parsed(junit.write(found))
        assert [kind(case) for case in cases.values()] == ["Failure"]
        assert "expected: disagree" in cases["mine.py: dJ_dW"].result[0].message

    def test_what_no_result_tells_is_a_case_of_its_own(self):
        found = report(agreeing(), expected=True, unexpected=("there is no such formula",))
        assert kind(parsed(junit.write(found))["there is no such formula"]) == "Failure"

    @pytest.mark.parametrize("result", [agreeing(), disagreeing(), inconclusive(), failing()])
    @pytest.mark.parametrize("expect", [None, *Verdict])
    def test_it_fails_where_the_exit_code_does(self, result, expect):
        result = replace(result, expect=None if expect is None else str(expect))
        wrong = expect not in (None, result.verdict)
        found = report(result, expected=expect is not None, unexpected=("no",) if wrong else ())
        (case,) = parsed(junit.write(found)).values()
        assert (kind(case) == "passed") is (found.exit_code == 0)


class TestSchema:
    """Readers of the format that we did not write accept it."""

    @pytest.mark.parametrize("found", [everything(), hostile_report(), report()])
    def test_it_is_valid(self, found):
        SCHEMA.assertValid(etree.fromstring(junit.write(found).encode()))

    @pytest.mark.parametrize(
        ("old", "new"),
        [("classname=", "class="), ('time="0.0"', 'time="1e-05"'), ("testcase", "case"),
         ("dJ_dW__mine", "dJ_dW"), ("<failure", "<fault"), ('tests="4"', 'tests="four"')],
    )  # fmt: skip
    def test_another_document_is_not(self, old, new):
        """The twin: the schema refuses what readers would trip over."""
        text = junit.write(everything())
        assert old in text
        changed = text.replace(old, new).replace(
            "</failure", "</fault" if "fault" in new else "</failure"
        )
        assert not SCHEMA.validate(etree.fromstring(changed.encode()))

    def test_hostile_text_stays_text(self):
        cases = parsed(junit.write(hostile_report()))
        assert len(cases) == 3
        assert all(
            "</failure>]]>" in case.name or "KeyError" in case.name for case in cases.values()
        )
        assert not {"\x00", "\x1b", "\ufffe"} & set(junit.write(hostile_report()))

    def test_without_care_hostile_text_is_no_xml(self, monkeypatch):
        """The twin: what the library does not do by itself."""
        for module in ("gradcheck.report.junit", "gradcheck.report.told"):
            monkeypatch.setattr(f"{module}.harmless", lambda text: text)
        with pytest.raises((ValueError, etree.XMLSyntaxError)):
            etree.fromstring(junit.write(hostile_report()).encode())
        assert "\x00" in HOSTILE
