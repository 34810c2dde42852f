"""The commands and their options, run in this process."""

from __future__ import annotations

import json
import re
import shlex

import click
import pytest

import gradcheck
from gradcheck.cli import cli
from gradcheck.settings import RULE

USAGE = {
    "no formula": (["run"], ["formula"]),
    "an unknown command": (["rum", "asker"], ["rum"]),
    "an unknown option": (["run", "asker", "--trails", "3"], ["--trails", "--trials"]),
    "trials of a word": (["run", "asker", "--trials", "many"], ["trials", "many"]),
    "no trials": (["run", "asker", "--trials", "0"], ["trials", "0"]),
    "a negative seed": (["run", "asker", "--seed", "-1"], ["seed", "-1"]),
    "a negative trial": (["run", "asker", "--trial", "-1"], ["trial", "-1"]),
    "a negative tolerance": (["run", "asker", "--rtol", "-1"], ["rtol", "-1"]),
    "a tolerance that is NaN": (["run", "asker", "--rtol", "nan"], ["rtol", "nan"]),
    "an infinite tolerance": (["run", "asker", "--rtol", "inf"], ["rtol", "inf"]),
    "a size without value": (["run", "asker", "--size", "m"], ["size", "`m`"]),
    "a size of a word": (["run", "asker", "--size", "m=four"], ["m", "four"]),
    "an unknown size": (["run", "asker", "--size", "n=4"], ["`n`", "`m`"]),
    "two values for a size": (["run", "asker", "--size", "m=4", "--size", "m=5"], ["m", "4", "5"]),
    "an unknown input": (["run", "asker", "--input", "t=one_hot"], ["`t`", "`T`"]),
    "an unknown distribution": (["run", "asker", "--input", "T=onehot"], ["`onehot`", "`one_hot`"]),
    "an unknown problem": (["run", "asker", "--problem", "nosuch"], ["nosuch"]),
    "only what is not there": (["run", "asker", "--only", "dJ_db"], ["dJ_db", "dJ_dW"]),
    "only an entry too far": (["run", "asker", "--only", "dJ_dW[4,0]"], ["dJ_dW", "(4, 3)"]),
    "only half an entry": (["run", "asker", "--only", "dJ_dW[1]"], ["dJ_dW", "(4, 3)"]),
    "only what is malformed": (["run", "asker", "--only", "dJ_dW[1"], ["dJ_dW[1", "dJ_dW[1,2]"]),
    "an unknown format": (["run", "asker", "-f", "jsn"], ["jsn", "json"]),
    "two formats for one place": (["run", "asker", "-f", "json", "-f", "table"], ["json", "table"]),
    "a format without its path": (["run", "asker", "-f", "json="], ["json="]),
    "quiet and verbose": (["run", "asker", "-q", "-v"], ["quiet", "verbose"]),
    "a missing configuration": (["run", "asker", "--config", "no.toml"], ["no.toml"]),
    "no file for new": (["new"], ["FILE"]),
    "an unknown problem for new": (["new", "mine.py", "--problem", "nosuch"], ["nosuch"]),
}
"""Command lines that are wrong, and what is told."""


class TestUsage:
    """A wrong command line exits with 2 and says what is wrong, in the one shape of errors."""

    @pytest.mark.parametrize("what", USAGE)
    def test_it_is_told(self, command, what):
        words, told = USAGE[what]
        assert command(*words).refused(2, *told).out == ""

    @pytest.mark.parametrize("words", [["run", "asker"], ["list"], ["new", "a.py"], ["--version"]])
    def test_a_right_one_is_not_refused(self, command, words):
        assert command(*words).exit_code == (1 if "asker" in words else 0)

    def test_a_missing_file_is_told_before_any_report(self, command):
        assert command("run", "asker", "missing.py").refused(2, "missing.py").out == ""

    @pytest.mark.parametrize(
        ("words", "remedy"),
        [
            (["rum", "asker"], "`run`"),
            (["conpare", "asker"], "`compare`"),
            (["asker"], "`gradcheck run asker`"),
            (["mine.py"], "`gradcheck run mine.py`"),
            (["nothing-like-it"], "known: "),
            (["run", "aksre"], "`asker`"),
            (["run", "asker", "--trails", "3"], "`--trials`"),
            (["run", "asker", "--colour"], "`--color`"),
            (["run", "asker", "--problem", "softmax-crossentropy"], "`softmax-cross-entropy`"),
            (["--versoin"], "`--version`"),
            (["run", "asker", "--method", "bloks"], "`blocks`"),
            (["run", "asker", "--method", "quick"], "`gradcheck run --help`"),
        ],
    )
    def test_what_may_have_been_meant(self, command, words, remedy):
        command(*words).refused(2, remedy=remedy)

    def test_the_versions(self, command):
        import platform

        import numpy as np

        told = command("--version").judged(0).out.split(", ")
        assert told == [f"gradcheck {gradcheck.__version__}", f"numpy {np.__version__}",
                        f"Python {platform.python_version()}\n"]  # fmt: skip


class TestExitCodes:
    """0 agree, 1 disagree, 2 usage, 3 not judged; and which goes before which."""

    @pytest.fixture(autouse=True)
    def files(self, write):
        write("raises.py", "def dJ_dW(r, c):\n    return [][0]\n")

    @pytest.mark.parametrize(
        ("words", "code"),
        [
            (["textbook"], 0),
            (["exact"], 0),
            (["asker"], 1),
            (["mlxtend"], 1),
            (["raises.py"], 3),
            (["asker", "--size", "m=0"], 3),
            (["raises.py", "textbook"], 3),
            (["raises.py", "asker"], 1),
            (["textbook", "asker"], 1),
            (["asker", "missing.py"], 2),
            (["textbook", "--input", "T=uniform"], 1),
            (["exact", "--input", "T=uniform"], 0),
            (["exact", "--input", "T=one_hot"], 0),
        ],
    )
    def test_precedence(self, command, words, code):
        assert command("run", *words).exit_code == code

    @pytest.mark.parametrize("words", [["asker"], ["raises.py"], ["asker", "--size", "m=0"]])
    def test_exit_zero_forgives_the_verdict(self, command, words):
        assert command("run", *words, "--exit-zero").exit_code == 0

    def test_exit_zero_does_not_forgive_the_command_line(self, command):
        command("run", "missing.py", "--exit-zero").refused(2)

    def test_a_fault_of_its_own_is_4(self, command, monkeypatch):
        monkeypatch.setattr("gradcheck.pipeline.run_checks", lambda *_: 1 / 0)
        command("run", "asker").refused(4, "ZeroDivisionError")

    def test_a_fault_of_its_own_is_not_forgiven(self, command, monkeypatch):
        monkeypatch.setattr("gradcheck.pipeline.run_checks", lambda *_: 1 / 0)
        assert command("run", "asker", "--exit-zero").exit_code == 4


class TestOptions:
    """What the options of `run` do."""

    def drawn(self, command, *words):
        """The result of one formula as JSON."""
        return json.loads(command("run", *words, "-f", "json").out)["results"][0]

    def test_trial_draws_what_the_full_run_drew(self, command):
        full = self.drawn(command, "asker")
        trial = full["worst"]["trial"]
        alone = self.drawn(command, "asker", "--trial", trial)
        assert alone["worst"] == full["worst"]
        assert alone["worst"] != self.drawn(command, "asker", "--trial", trial + 1)["worst"]

    def test_trial_may_lie_beyond_trials(self, command):
        assert self.drawn(command, "asker", "--trial", 1000)["worst"]["trial"] == 1000

    def test_seed_changes_the_draws(self, command):
        first, second = (self.drawn(command, "asker", "--seed", s)["worst"] for s in (1, 2))
        assert first != second

    def test_only_one_entry(self, command):
        result = self.drawn(command, "asker", "--only", "dJ_dW[1,2]")
        assert result["counts"] == {"agree": 0, "disagree": 1, "inconclusive": 0}
        assert [entry["index"] for entry in result["entries"]] == [[1, 2]]

    def test_only_one_derivative(self, command):
        command("run", "textbook", "--only", "dJ_db").judged(0, "dJ_db agrees")
        assert "dJ_dW" not in command("run", "textbook", "--only", "dJ_db").out

    def test_only_one_label(self, command, write):
        mine = write("mine.py", "def dJ_db__a(r):\n    return 0.0\n\n\ndef dJ_db__b(O, T, m):\n"
                     "    return (O - T) / m\n")  # fmt: skip
        command("run", mine).judged(1, "dJ_db__a disagrees", "dJ_db__b agrees")
        command("run", mine, "--only", "dJ_db__b").judged(0, "dJ_db__b agrees")
        command("run", mine, "--only", "dJ_db__a[2]").judged(1, "1 of 1 entries disagree")

    def test_rtol_forgives(self, command):
        command("run", "asker", "--rtol", "10").judged(0)
        command("run", "asker", "--rtol", "0").judged(1)

    def test_rows(self, command):
        assert "3 of 12 shown" in command("run", "asker", "--rows", 3).out
        assert "shown" not in command("run", "asker", "--rows", 12).out

    def test_max_entries(self, command):
        result = self.drawn(command, "asker", "--max-entries", 5)
        assert len(result["entries"]) == 5
        assert result["entries_omitted"] == 7
        assert result["counts"]["disagree"] == 12

    def test_sizes(self, command):
        result = self.drawn(command, "asker", "--size", "m=4", "--size", "k=1")
        assert result["sizes"] == {"m": 4, "k": 1}
        assert result["counts"]["disagree"] == 10

    def test_a_size_may_be_an_expression(self, command):
        assert self.drawn(command, "asker", "--size", "k=m+1")["sizes"] == {"m": 3, "k": 4}

    def test_one_hot_rows_without_their_target_are_zero(self, command):
        """Issue 2: asker's entries in rows where T_r = 0 are zero where J's are not."""
        entries = self.drawn(command, "asker", "--input", "T=one_hot", "--trial", 0)["entries"]
        zero_rows = {entry["index"][0] for entry in entries if entry["analytic"] == 0}
        assert len(zero_rows) == 3
        assert all(entry["numeric"] != 0 for entry in entries)

    def test_the_reproduce_line_reproduces(self, command):
        result = self.drawn(command, "asker", "--input", "T=uniform", "--size", "m=2", "--seed", 3)
        words = shlex.split(result["reproduce"])
        assert words[:3] == ["gradcheck", "run", "asker"]
        again = self.drawn(command, *words[2:])
        assert again["worst"] == result["worst"]
        assert again["counts"]["disagree"] == 1


class TestHelp:
    """Every command says what it does, and every option is told."""

    @pytest.mark.parametrize("name", [None, *cli.commands])
    def test_help_tells_every_option(self, command, name):
        words = [name] if name else []
        shown = command(*words, "--help").judged(0).out
        told = cli.commands[name] if name else cli
        assert told.help
        assert "\b" not in shown
        assert "\\b" not in shown, "a sign for click's formatting is shown"
        for option in (p for p in told.params if isinstance(p, click.Option)):
            assert option.help, option
            assert all(word in shown for word in option.opts)

    @pytest.mark.parametrize("name", cli.commands)
    def test_help_has_examples(self, command, name):
        shown = command(name, "--help").judged(0).out
        assert re.search(rf"(?s)Examples?:\n.*gradcheck {name}", shown)

    def test_the_rule_is_quoted(self, command):
        assert RULE in " ".join(command("run", "--help").out.split())

    def test_list_shows_the_lead_problem_and_its_formulas(self, command):
        shown = command("list").judged(0, "softmax-cross-entropy", "W (m+1, k+1): normal").out
        assert "T (m+1): simplex, one_hot, uniform" in shown
        assert "S, O, H, J" in shown
        for name in ("asker", "mlxtend", "textbook", "exact"):
            assert f"\n{name} " in shown
        assert "dJ_dx" in shown

    def test_nothing_is_a_request_for_help(self, command):
        outcome = command()
        assert "Usage" in outcome.text
        assert outcome.exit_code in (0, 2)
