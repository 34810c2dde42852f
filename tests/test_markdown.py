"""Markdown, as a reader of Markdown that we did not write sees it."""

from __future__ import annotations

import pytest
from markdown_it import MarkdownIt

from gradcheck.records import Verdict
from gradcheck.report import Style, github, markdown
from tests.findings import (
    HOSTILE,
    agreeing,
    disagreeing,
    everything,
    explained,
    hostile_report,
    report,
)

READER = MarkdownIt("commonmark").enable("table")


def rows(text: str) -> list[list[str]]:
    """Return the texts of the table's cells."""
    tokens, found = READER.parse(text), []
    for place, token in enumerate(tokens):
        if token.type == "tr_open":
            found.append([])
        elif token.type in ("td_open", "th_open"):
            inline = tokens[place + 1]
            found[-1].append("".join(part.content for part in inline.children or ()))
    return found


def kinds(text: str) -> set[str]:
    """Return what a reader finds: blocks and inline parts."""
    return {part.type for token in READER.parse(text) for part in (token, *(token.children or ()))}


class TestTable:
    """A row for each formula, what is wrong first."""

    def test_verdicts(self):
        head, *body = rows(markdown.write(everything()))
        assert head[1:5] == ["formula", "derivative", "verdict", "wrong"]
        assert [row[2:5] for row in body] == [
            ["dJ_dW__mine", "disagrees", "1 of 4"],
            ["dJ_db", "inconclusive", "0 of 1"],
            ["dJ_dx", "error", ""],
            ["dJ_dW", "agrees", "0 of 4"],
        ]

    def test_details_of_what_fails_alone(self):
        text = markdown.write(report(agreeing(), explained()))
        assert text.count("```text") == 1
        assert "cause: add the missing term" in text
        assert "`softmax-cross-entropy with m = 1, k = 1; W normal, T simplex; seed 0`" in text

    def test_verbose_and_quiet(self):
        found = report(agreeing(), disagreeing())
        assert markdown.write(found, Style(verbosity=1)).count("```text") == 2
        assert "```" not in markdown.write(found, Style(verbosity=-1))

    def test_a_long_table_is_cut_with_a_note(self):
        text = markdown.write(report(*[disagreeing()] * 600))
        assert "500 of 600 shown." in text
        assert "50 of 600 shown." in text
        assert len(github.summary(report(*[disagreeing()] * 600))) < 2**20

    def test_each_verdict_has_a_sign(self):
        assert set(markdown.SIGNS) == set(Verdict)


class TestHostileText:
    """What comes from a formula file stays text."""

    def test_the_table_keeps_its_shape(self):
        found = rows(markdown.write(hostile_report()))
        assert [len(row) for row in found] == [7, 7, 7]

    def test_nothing_becomes_markup(self):
        assert not {"link_open", "image", "html_block"} & kinds(markdown.write(hostile_report()))

    @pytest.mark.parametrize(
        "text",
        ["a|b", "`a`", "a\\|b", "``", "*a*", "<b>", "[x](y)", "@team", "&lt;", "$a$", "|", "`"],
    )
    def test_a_cell_shows_the_text_itself(self, text):
        shown = READER.render(f"| a | b |\n|---|---|\n| {markdown.code(text)} | b |\n")
        assert shown.count("<td>") == 2
        plain = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        assert f"<code>{plain}</code>" in shown

    @pytest.mark.parametrize("text", ["a|b", "`a`", "a\\|b"])
    def test_plain_code_spans_would_not(self, text):
        """The twin: a code span alone does not hold these."""
        shown = READER.render(f"| a | b |\n|---|---|\n| `{text}` | b |\n")
        assert f"<td><code>{text}</code></td>" not in shown

    def test_a_fence_is_longer_than_any_in_it(self):
        shown = READER.render(markdown.fence("```\n# no heading\n````"))
        assert "<h1>" not in shown
        assert "<h1>" in READER.render("```\n```\n# no heading\n````\n```")

    def test_control_characters_are_gone(self):
        assert not {"\x00", "\x1b", "\r"} & set(markdown.write(hostile_report()))
        assert "\x1b" in HOSTILE
