"""Shell completion: the scripts, and what they get when they ask."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from gradcheck import catalogue
from gradcheck.cli import cli

SECONDS = 60
"""Patience with a process that hangs; nothing is measured by it."""

BASH = shutil.which("bash")


@pytest.fixture
def completed(command, here, monkeypatch):
    """What bash is told to complete the last of these words with."""

    def ask(*words):
        monkeypatch.setenv("COMP_WORDS", " ".join(["gradcheck", *words]))
        monkeypatch.setenv("COMP_CWORD", str(len(words)))
        monkeypatch.setenv("_GRADCHECK_COMPLETE", "bash_complete")
        outcome = command()
        assert (outcome.exit_code, outcome.err) == (0, "")
        return [line.partition(",")[2] for line in outcome.out.splitlines()
                if line.startswith("plain,")]  # fmt: skip

    return ask


class TestWords:
    """What is completed, and with what."""

    def test_commands(self, completed):
        assert completed("") == list(cli.commands)
        assert completed("co") == ["compare", "config", "completion"]

    def test_options(self, completed):
        assert completed("run", "--tri") == ["--trials", "--trial"]

    def test_formulas_of_the_catalogue(self, completed):
        assert completed("run", "") == list(catalogue.formulas())
        assert completed("compare", "text") == ["textbook"]

    def test_files_beside_them(self, completed, write):
        write("texture.py", "")
        assert completed("run", "text") == ["textbook", "texture.py"]

    def test_other_files_are_left_to_the_shell(self, completed, command, here):
        (here / "folder").mkdir()
        assert completed("run", "fol") == []
        assert command().out == "file,\n"

    def test_problems(self, completed):
        assert completed("run", "--problem", "") == list(catalogue.problems())
        assert completed("new", "--problem", "sigm") == ["sigmoid", "sigmoid-squared-error"]

    def test_sizes_of_the_problem_that_is_asked_for(self, completed):
        assert completed("run", "asker", "--size", "") == ["m=", "k="]
        assert completed("run", "--problem", "sigmoid", "--size", "") != ["m=", "k="]
        assert completed("run", "002-derivation", "--size", "") != ["m=", "k="]

    def test_inputs_with_their_distributions(self, completed):
        assert completed("run", "asker", "--input", "T") == ["T=simplex", "T=one_hot", "T=uniform"]
        assert completed("run", "asker", "--input", "T=o") == ["T=one_hot"]

    def test_formats(self, completed):
        assert {"table", "json"} <= set(completed("run", "-f", ""))
        assert completed("run", "-f", "jso")[0] == "json"

    def test_what_help_explains(self, completed):
        assert completed("help", "ki") == ["kink"]

    def test_shells(self, completed):
        assert completed("completion", "") == ["bash", "zsh", "fish"]

    def test_a_file_of_the_user_is_not_run(self, completed, write, here):
        mine = write("mine.py", "open('ran', 'w').close()\nINPUTS = {}\n")
        assert completed("run", mine, "--size", "") == ["m=", "k="]
        assert completed("run", "--problem", mine, "--size", "") == []
        assert not (here / "ran").exists()

    def test_a_broken_project_file_disturbs_nobody_who_types(self, completed, write):
        write("pyproject.toml", "[tool.gradcheck\n")
        assert completed("run", "text") == ["textbook"]

    def test_what_fails_completes_nothing(self, completed, monkeypatch):
        monkeypatch.setattr("gradcheck.completing.complete_formula", lambda *_: 1 / 0)
        assert completed("run", "text") == []


class TestScripts:
    """`gradcheck completion SHELL`."""

    @pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
    def test_it_asks_gradcheck(self, command, shell):
        script = command("completion", shell).judged(0).out
        assert f"_GRADCHECK_COMPLETE={shell}_complete" in script
        assert "gradcheck" in script

    def test_another_shell_is_told(self, command):
        command("completion", "tcsh").refused(2, "tcsh", "bash", "zsh", "fish")

    @pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
    def test_the_shell_can_read_it(self, command, here, shell):
        program = shutil.which(shell)
        if program is None:
            pytest.skip(f"there is no {shell} here")
        (here / "script").write_text(command("completion", shell).out)
        subprocess.run([program, "-n", "script"], check=True, timeout=SECONDS)

    @pytest.mark.skipif(BASH is None, reason="there is no bash here")
    @pytest.mark.parametrize(("begun", "replies"), [("text", "textbook"), ("nosuch", "")])
    def test_bash_itself_completes(self, command, here, begun, replies):
        (here / "script").write_text(command("completion", "bash").out)
        programs = here / "bin"
        programs.mkdir()
        (programs / "gradcheck").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m gradcheck "$@"')
        (programs / "gradcheck").chmod(0o755)
        asked = (
            "compopt() { :; }; . ./script; "
            f"COMP_WORDS=(gradcheck run {begun}); COMP_CWORD=2; "
            "complete -p gradcheck >/dev/null && _gradcheck_completion gradcheck; "
            'echo "${COMPREPLY[*]}"'
        )
        path = f"{programs}{os.pathsep}{os.environ['PATH']}"
        done = subprocess.run(
            [str(BASH), "--norc", "-c", asked], env={**os.environ, "PATH": path}, check=True,
            capture_output=True, text=True, timeout=SECONDS, cwd=Path.cwd(),
        )  # fmt: skip
        assert (done.stdout.strip(), done.stderr) == (replies, "")
