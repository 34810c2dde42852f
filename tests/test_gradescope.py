"""results.json, in the form that Gradescope publishes."""

from __future__ import annotations

import json

import jsonschema
import pytest

from gradcheck.report import gradescope
from tests.findings import agreeing, everything, hostile_report, report

FORMATS = {"enum": ["text", "html", "simple_format", "md", "ansi"]}
VISIBILITY = {"enum": ["hidden", "after_due_date", "after_published", "visible"]}

SCHEMA = {
    "type": "object",
    "properties": {
        "score": {"type": "number"},
        "execution_time": {"type": "number"},
        "output": {"type": "string"},
        "output_format": FORMATS,
        "test_output_format": FORMATS,
        "test_name_format": FORMATS,
        "visibility": VISIBILITY,
        "stdout_visibility": VISIBILITY,
        "extra_data": {"type": "object"},
        "leaderboard": {"type": "array"},
        "tests": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "properties": {
                    "score": {"type": "number", "minimum": 0},
                    "max_score": {"type": "number", "exclusiveMinimum": 0},
                    "status": {"enum": ["passed", "failed"]},
                    "name": {"type": "string", "minLength": 1},
                    "name_format": FORMATS,
                    "number": {"type": "string"},
                    "output": {"type": "string"},
                    "output_format": FORMATS,
                    "tags": {"type": "array", "items": {"type": "string"}},
                    "visibility": VISIBILITY,
                    "extra_data": {"type": "object"},
                },
                "required": ["score", "max_score", "name", "output", "visibility"],
                "additionalProperties": False,
            },
        },
    },
    "required": ["tests"],
    "additionalProperties": False,
}
"""What Gradescope's "Autograder Specifications" says of the file; `required` is what we promise."""


def test_a_point_for_each_formula_that_agrees():
    tests = json.loads(gradescope.write(everything()))["tests"]
    assert [(test["score"], test["max_score"], test["status"]) for test in tests] == [
        (1, 1, "passed"), (0, 1, "failed"), (0, 1, "failed"), (0, 1, "failed"),
    ]  # fmt: skip
    assert "cause: " in tests[1]["output"]


def test_what_is_expected_and_not_there_costs_a_point():
    found = report(agreeing(), expected=True, unexpected=("there is no such formula",))
    tests = json.loads(gradescope.write(found))["tests"]
    assert [test["score"] for test in tests] == [1, 0]


@pytest.mark.parametrize("found", [everything(), hostile_report()])
def test_it_is_as_published(found):
    text = gradescope.write(found)
    jsonschema.validate(json.loads(text), SCHEMA)
    assert not {"\x00", "\x1b", "\\u001b", "\\u0000"} & {*text, *text.split("\\")}
    assert "\\u001b" not in text


@pytest.mark.parametrize("change", [{"score": "1"}, {"visibility": "all"}, {"output": None}])
def test_another_document_is_not(change):
    """The twin: the schema refuses what Gradescope would."""
    document = json.loads(gradescope.write(everything()))
    document["tests"][0] |= change
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(document, SCHEMA)


def test_from_the_command_line(command, here):
    command("run", "textbook", "asker", "-f", "gradescope=results.json").judged(1)
    document = json.loads((here / "results.json").read_text(encoding="utf-8"))
    assert [test["score"] for test in document["tests"]] == [1, 1, 0]
