"""Whole runs in every format at once, each read by a consumer that we did not write."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import html5lib
import jsonschema
import junitparser
import pytest
from lxml import etree
from markdown_it import MarkdownIt

from gradcheck.report import FORMATS, Style, render
from tests import runner
from tests.findings import hostile_report
from tests.test_gradescope import SCHEMA as GRADESCOPE

SCHEMA = json.loads(files("gradcheck.report").joinpath("schema.json").read_text(encoding="utf-8"))
LINE = {"$defs": SCHEMA["$defs"], "$ref": "#/$defs/result"}
CHECK = {
    "type": "object",
    "additionalProperties": False,
    "required": ["digest", "results", "trials", "crc32"],
    "properties": {
        "digest": {"type": "string"},
        "results": {"type": "integer", "minimum": 1},
        "crc32": {"type": "integer", "minimum": 0},
        "trials": {"type": "array", "items": {"type": "integer", "minimum": 0}},
    },
}
XSD = etree.XMLSchema(etree.parse(Path(__file__).with_name("junit.xsd")))

RUNS = {
    "right": ["run", "textbook", "exact"],
    "wrong": ["run", "asker", "textbook"],
    "explained": ["explain", "mlxtend"],
    "of every kind": ["run", "nan.py", "raises.py", "undecided.py", "lines.py", "broken.py"],
    "large": ["run", "wide.py", "--trials", "1"],
    "compared": ["compare", "asker", "textbook", "exact", "broken.py"],
    "quiet": ["run", "asker", "textbook", "-q"],
    "verbose": ["run", "textbook", "lines.py", "-v"],
}


@pytest.fixture(scope="module", params=RUNS)
def written(request, tmp_path_factory):
    """Run a command once, and return what it wrote in each format, with its exit code."""
    plugins = Path(__file__).parent / "plugins"
    folder = tmp_path_factory.mktemp("reports")
    targets = [f"--format={name}={folder / name}" for name in FORMATS]
    words = [sys.executable, "-m", "gradcheck", *RUNS[request.param], "--trials", "3", *targets]
    code = subprocess.run(words, cwd=plugins, check=False, capture_output=True).returncode
    assert code in (0, 1)
    texts = {name: (folder / name).read_text(encoding="utf-8") for name in FORMATS}
    return code, texts


def verdicts(texts):
    return [result["verdict"] for result in json.loads(texts["json"])["results"]]


def test_json_by_jsonschema(written):
    code, texts = written
    document = json.loads(texts["json"], parse_constant=pytest.fail)
    jsonschema.Draft202012Validator(SCHEMA).validate(document)
    assert document["exit_code"] == code


def test_each_line_of_jsonl_by_jsonschema(written):
    _, texts = written
    found = [json.loads(line, parse_constant=pytest.fail) for line in texts["jsonl"].splitlines()]
    for one in found:
        jsonschema.validate(one.pop("check"), CHECK)
        jsonschema.Draft202012Validator(LINE).validate(one)
    assert found == json.loads(texts["json"])["results"]


def test_junit_by_junitparser_and_a_schema(written):
    code, texts = written
    XSD.assertValid(etree.fromstring(texts["junit"].encode()))
    document = junitparser.JUnitXml.fromstring(texts["junit"].encode())
    cases = [case for suite in document for case in suite]
    assert len({case.name for case in cases}) == len(cases) == document.tests
    expected = {"agree": None, "disagree": junitparser.Failure}
    for case, verdict in zip(cases, verdicts(texts), strict=True):
        kind = type(case.result[0]) if case.result else None
        assert kind is expected.get(verdict, junitparser.Error)
    assert (document.failures + document.errors == 0) == (code == 0)


def test_annotations_by_the_runners_grammar(written):
    _, texts = written
    log = texts["github"]
    wrong = [verdict for verdict in verdicts(texts) if verdict != "agree"]
    found = runner.commands(log)
    assert [one.name for one in found] == [
        "warning" if verdict == "inconclusive" else "error" for verdict in wrong
    ]
    for one in found:
        assert one.properties.keys() <= {"file", "line", "title"}
        assert int(one.properties.get("line", 1)) > 0
        assert one.properties["title"]
        assert one.data
    *lines, tally = log.splitlines()
    assert len(lines) == len(found)
    assert runner.command(tally) is None


def test_markdown_by_markdown_it(written):
    _, texts = written
    tokens = MarkdownIt("commonmark").enable("table").parse(texts["markdown"])
    assert {"html_block", "link_open", "image"} & {
        part.type for token in tokens for part in (token, *(token.children or ()))
    } == set()
    assert sum(token.type == "tr_open" for token in tokens) == 1 + len(verdicts(texts))
    assert next(token.tag for token in tokens if token.type == "heading_open") == "h1"


def test_gradescope_by_its_published_form(written):
    _, texts = written
    document = json.loads(texts["gradescope"])
    jsonschema.validate(document, GRADESCOPE)
    assert [test["score"] > 0 for test in document["tests"]] == [
        verdict == "agree" for verdict in verdicts(texts)
    ]


def test_the_page_by_html5lib(written):
    _, texts = written
    parser = html5lib.HTMLParser(strict=True)  # it raises where HTML is not as it should be
    page = parser.parse(texts["html"])
    name = "{http://www.w3.org/1999/xhtml}"
    sections = [one for one in page.iter(f"{name}section") if "result" in one.get("class")]
    assert len(sections) == len(verdicts(texts))
    ids = [one.get("id") for one in page.iter() if one.get("id")]
    assert len(set(ids)) == len(ids)


def test_a_page_of_hostile_text_by_html5lib():
    html5lib.HTMLParser(strict=True).parse(render("html", hostile_report(), Style()))


def test_html5lib_does_complain():
    """The twin."""
    with pytest.raises(html5lib.html5parser.ParseError):
        html5lib.HTMLParser(strict=True).parse("<!DOCTYPE html><title>x</title><p></b>")


def test_text_for_people_has_no_escape_sequences(written):
    _, texts = written
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f]", texts["table"])
