"""What reaches the terminal: no plugin's words, any encoding, colour where it should be."""

from __future__ import annotations

import json
import sys
from types import SimpleNamespace

import click
import pytest

from gradcheck.cli.console import color

SECONDS = 60
"""Patience with a process that hangs; nothing is measured by it."""

PRINTS = """
    import os
    import sys

    print("hello from the file")


    def dJ_dW(r, c):
        print("hello from the formula")
        sys.stdout.write("and again")
        return 0.0
"""


class TestPrintingPlugins:
    """What a plugin prints never mixes with the report."""

    def test_json_stays_valid(self, process, write):
        outcome = process("run", write("mine.py", PRINTS), "-f", "json")
        assert json.loads(outcome.out)["verdict"] == "disagree"
        assert "hello" not in outcome.text

    def test_it_is_shown_where_that_is_asked_for(self, process, write):
        outcome = process("run", write("mine.py", PRINTS), "-v")
        assert "  it printed: hello from the file" in outcome.out
        assert "  it printed: hello from the formula" in outcome.out

    def test_it_is_shown_of_a_formula_that_fails_as_well(self, process, write):
        text = "def dJ_db(O, T, m):\n    print('so far', O.shape)\n    return 1 / 0\n"
        outcome = process("run", write("mine.py", text), "-v")
        assert outcome.exit_code == 3
        assert "  it printed: so far (4,)" in outcome.out

    def test_a_problem_that_prints(self, process, problem):
        mine = problem(
            "mine.py",
            """
            print("hello from the file")
            INPUTS = {"x": normal(3)}
            def C(x):
                print("hello from the quantity")
                return (x**2).sum()
            def dC_dx(x): return 2 * x
            """,
        )
        outcome = process("run", mine, "-f", "json")
        assert json.loads(outcome.out)["verdict"] == "agree"

    def test_a_problem_that_prints_between_two_layers(self, process, problem):
        mine = problem(
            "mine.py",
            """
            from gradcheck import affine
            INPUTS = {"V": normal(3, 2), "x": normal(2), "W": normal(3, 3)}
            A = affine("V @ x")
            def G(A):
                print("hello from the quantity")
                return np.tanh(A)
            S = affine("W @ G")
            def C(S):
                print("hello from the cost")
                return (S**2).sum(axis=-1)
            def dC_dW(S, G): return 2 * np.outer(S, G)
            """,
        )
        outcome = process("run", mine, "-f", "json")
        assert json.loads(outcome.out)["verdict"] == "agree"

    def test_a_plugin_that_reads_gets_nothing(self, process, write):
        text = "def dJ_dW(r, c):\n    return float(input())\n"
        outcome = process("run", write("mine.py", text))
        assert outcome.exit_code == 3
        assert "Traceback" not in outcome.text


class TestEncodings:
    """A terminal that cannot show a sign gets another; JSON has the same bytes everywhere."""

    @pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-8", "utf-16"])
    def test_the_report_is_shown(self, started, encoding):
        with started("run", "textbook", "-v", PYTHONIOENCODING=encoding) as running:
            out, err = running.communicate(timeout=SECONDS)
        assert (running.returncode, err) == (0, b"")
        assert "textbook: dJ_dW agrees" in out.decode(encoding)

    @pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
    def test_json_has_the_same_bytes(self, started, write, encoding):
        mine = write("naïve.py", "def dJ_dW(r, c):\n    raise ValueError('é·Ω')\n")
        found = []
        for chosen in ("utf-8", encoding):
            with started("run", mine, "-f", "json", PYTHONIOENCODING=chosen) as running:
                found.append(running.communicate(timeout=SECONDS)[0])
        assert found[0] == found[1]
        assert json.loads(found[0])["results"][0]["path"] == mine

    def test_an_error_is_shown(self, process):
        outcome = process("run", "naïve.py", PYTHONIOENCODING="ascii")
        assert outcome.refused(2, "no such file").out == ""


class TestColour:
    """`--color`, then NO_COLOR, then FORCE_COLOR, then whether stdout is a terminal."""

    @pytest.mark.parametrize(
        ("words", "variables", "coloured"),
        [
            ([], {}, False),
            (["--color"], {}, True),
            (["--no-color"], {}, False),
            ([], {"FORCE_COLOR": "1"}, True),
            ([], {"FORCE_COLOR": ""}, False),
            ([], {"FORCE_COLOR": "0"}, False),
            ([], {"NO_COLOR": "1"}, False),
            ([], {"NO_COLOR": "1", "FORCE_COLOR": "1"}, False),
            ([], {"NO_COLOR": "", "FORCE_COLOR": "1"}, True),
            (["--color"], {"NO_COLOR": "1"}, True),
            (["--no-color"], {"FORCE_COLOR": "1"}, False),
        ],
    )
    def test_precedence(self, command, monkeypatch, words, variables, coloured):
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        assert ("\x1b[" in command("run", "asker", *words).out) is coloured

    @pytest.mark.parametrize(("kind", "coloured"), [("xterm", True), ("dumb", False)])
    def test_a_terminal_without_colours(self, monkeypatch, kind, coloured):
        monkeypatch.setattr(sys, "stdout", SimpleNamespace(isatty=lambda: True))
        monkeypatch.setenv("TERM", kind)
        assert color(None) is coloured

    def test_json_is_never_coloured(self, command):
        assert "\x1b" not in command("run", "asker", "--color", "-f", "json").out

    def test_colour_changes_nothing_else(self, command):
        shown = command("run", "asker", "--color").out
        assert click.unstyle(shown) == command("run", "asker", "--no-color").out
