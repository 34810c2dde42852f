"""`gradcheck help`: every kind of error, doubt and cause is explained, with an example."""

from __future__ import annotations

import ast
import json
import re
import shlex
from pathlib import Path
from textwrap import dedent

import pytest

import gradcheck
from gradcheck.records import Doubt
from gradcheck.topics import GROUPS, HERE, topics
from tests.test_architecture import MODULES

TOPICS = topics()

EXAMPLE = re.compile(r"^Example, mine\.py:\n\n((?: {4}.*\n|\n)+)", re.MULTILINE)
RUN = re.compile(r"^Run: gradcheck (.*)$", re.MULTILINE)

WITHOUT_EXAMPLE = {
    "fault": "there is none that we know of",
    "processes": "how many there may be depends on the machine, and trying costs as many",
    "protocol": "a file has to know how its process talks to the judging one",
}

WHOLE_PROCESS = {"output"}
"""What a test that captures output would change."""

WIDTH = 88
"""Characters of a line, but for those of examples."""


def kinds(trees, call, keyword):
    """Return the literal kinds that calls of `call` are made with, first or as `keyword`."""
    found = set()
    for tree in trees:
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and _name(node.func) == call:
                told = [*node.args[:1], *(k.value for k in node.keywords if k.arg == keyword)]
                values = {_value(one, tree) for one in told}
                found |= {one for one in values if isinstance(one, str)}
    return found


def _value(node, tree):
    """Return the value of a literal, or of a name that this or another module gives a literal."""
    if isinstance(node, ast.Name):
        for statement in (one for module in (tree, *MODULES.values()) for one in module.body):
            match statement:
                case ast.Assign(targets=[ast.Name(id=node.id)], value=ast.Constant(value=value)):
                    return value
    return node.value if isinstance(node, ast.Constant) else None


def _name(node):
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def super_kinds(trees):
    """Return the kinds that subclasses of JudgingError hand to it."""
    return {
        node.args[0].value
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and _name(node.func) == "__init__" and node.args
        and isinstance(node.args[0], ast.Constant)
    }  # fmt: skip


def produced():
    """Return every kind of error that the code can produce, read from the syntax trees."""
    return kinds(MODULES.values(), "JudgingError", "kind") | super_kinds([MODULES["errors"]])


def of(group):
    return [code for code, topic in TOPICS.items() if topic.group == group]


@pytest.fixture
def example(write):
    """Write the example of a topic, and return the words that run it."""

    def words(code):
        text = TOPICS[code].text
        write("mine.py", dedent(EXAMPLE.search(text)[1]))
        run = RUN.search(text)
        return shlex.split(run[1]) if run else ["run", "mine.py"]

    return words


class TestCompleteness:
    """What the code can say is explained, and nothing else."""

    def test_every_kind_of_error_is_explained(self):
        assert produced() - set(of("error")) == set()

    def test_every_error_explained_is_one(self):
        killed = {"processes"}  # the warden tells it by name, and it becomes the kind
        assert set(of("error")) - produced() <= killed

    def test_every_doubt_is_explained_and_no_other(self):
        told = {doubt.name.lower().replace("_", "-") for doubt in Doubt if doubt is not Doubt.NONE}
        assert set(of("doubt")) == told

    def test_every_kind_of_cause_is_explained(self):
        assert kinds(MODULES.values(), "Cause", "kind") - set(of("cause")) == set()

    @pytest.mark.parametrize(
        ("text", "found"),
        [
            ("raise JudgingError('new', 'told')", {"new"}),
            ("errors.JudgingError(kind='new', message='told')", {"new"}),
            ("NEW = 'new'\nJudgingError(NEW, 'told')", {"new"}),
            ("JudgingError(error.kind, 'told')", set()),
            ("JudgingError(kind, 'told')", set()),
            ("JudgementError('new', 'told')", set()),
        ],
    )
    def test_a_new_kind_would_be_noticed(self, text, found):
        assert kinds([ast.parse(text)], "JudgingError", "kind") == found


class TestTexts:
    """Each text has a title, an example and a remedy, and fits a terminal."""

    @pytest.mark.parametrize("code", TOPICS)
    def test_its_form(self, code):
        topic = TOPICS[code]
        assert topic.text.startswith(f"{code} ({topic.group}): {topic.title}\n\n")
        assert topic.group in GROUPS
        assert not topic.title.endswith(".")
        assert "What to do: " in topic.text
        assert (EXAMPLE.search(topic.text) is None) is (code in WITHOUT_EXAMPLE)
        prose = EXAMPLE.sub("", topic.text)
        assert max(len(line) for line in prose.splitlines()) <= WIDTH
        assert topic.text.isascii()

    def test_nothing_else_lies_there(self):
        assert {Path(path).suffix for path in HERE.iterdir()} <= {".py", ".txt", ""}


class TestExamples:
    """The examples are what they are examples of."""

    @pytest.mark.parametrize("code", [code for code in of("error") if code not in WITHOUT_EXAMPLE])
    def test_an_error(self, command, process, example, code):
        outcome = (process if code in WHOLE_PROCESS else command)(*example(code))
        outcome.refused(3, f"gradcheck help {code}")

    @pytest.mark.parametrize("code", of("doubt"))
    def test_a_doubt(self, example, here, code):
        example(code)
        (result,) = gradcheck.run("mine.py").results
        assert str(result.verdict) == "inconclusive"
        assert {entry.doubt.name.lower().replace("_", "-") for entry in result.entries} == {code}

    @pytest.mark.parametrize("code", of("cause"))
    def test_a_cause(self, command, example, code):
        document = json.loads(command(*example(code), "-f", "json").judged(1).out)
        kinds = {cause["kind"] for result in document["results"] for cause in result["causes"]}
        assert code in kinds


class TestCommand:
    """`gradcheck help`."""

    def test_without_a_word_all_are_listed(self, command):
        shown = command("help").judged(0).out
        for topic in TOPICS.values():
            assert re.search(rf"^  {topic.code} +{re.escape(topic.title)}$", shown, re.MULTILINE)

    @pytest.mark.parametrize("word", ["not-finite", "not finite", "NOT_FINITE"])
    def test_a_word_in_any_spelling(self, command, word):
        assert command("help", word).judged(0).out == TOPICS["not-finite"].text

    def test_a_command(self, command):
        assert command("help", "run").judged(0).out == command("run", "--help").out

    def test_a_slip_of_the_pen(self, command):
        assert command("help", "rised").refused(2, "`rised`", remedy="`raised`").out == ""

    def test_the_report_names_the_word(self, command, write):
        mine = write("mine.py", "def dJ_db(T):\n    return T[9]\n")
        command("run", mine).refused(3, "`gradcheck help raised`")
        assert "gradcheck help" not in command("run", mine, "--quiet").out
