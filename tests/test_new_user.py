"""From an empty repository to a failing annotation, with the ten lines that README shows."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests import runner

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
SECTION = README[README.index("## CI in five lines") :]

SECONDS = 600
"""Patience with what installs packages; nothing is measured by it."""

pytestmark = pytest.mark.skipif(
    not (shutil.which("bash") and shutil.which("git")), reason="bash and git are not installed"
)

PUSH = """
git init --quiet --initial-branch main .
mkdir -p formulas .github/workflows
printf '%s' "$FORMULA" > formulas/mine.py
printf '%s' "$WORKFLOW" > .github/workflows/gradients.yml
git add --all
git commit --quiet --message "A formula of mine"
"""
"""What the user does."""

CHECKOUT = 'git clone --quiet "$REPOSITORY" "$GITHUB_WORKSPACE"'
"""What `actions/checkout` comes to."""

ANYBODY = {
    f"GIT_{who}_{what}": f"{what.lower()}@localhost"
    for who in ("AUTHOR", "COMMITTER")
    for what in ("NAME", "EMAIL")
}


def block(language: str) -> str:
    """Return the first block of a language in README's section on CI."""
    return re.search(rf"(?s)```{language}\n(.*?)```", SECTION)[1]


def bash(script: str, cwd: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a script as a runner does: it ends at the first command that fails."""
    words = ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", script]
    environment = {**os.environ, **ANYBODY, **variables}
    return subprocess.run(
        words, cwd=cwd, env=environment, capture_output=True, text=True, timeout=SECONDS,
        check=False,
    )  # fmt: skip


def test_the_lines_of_their_own_are_ten_at_most():
    assert len((block("yaml") + block("python")).strip().splitlines()) <= 10


class TestRun:
    """The workflow's steps, carried out by bash in the order of the workflow."""

    @pytest.fixture
    def repository(self, here):
        folder = here / "repository"
        folder.mkdir()
        done = bash(PUSH, folder, FORMULA=block("python"), WORKFLOW=block("yaml"))
        assert done.returncode == 0, done.stderr
        return folder

    @pytest.fixture
    def machine(self, here):
        """What a runner sets for every step."""
        (here / "temp").mkdir()
        return {
            "RUNNER_TEMP": str(here / "temp"), "GITHUB_WORKSPACE": str(here / "workspace"),
            "GITHUB_ACTION_PATH": str(ROOT), "GITHUB_OUTPUT": str(here / "output"),
            "GITHUB_STEP_SUMMARY": str(here / "summary.md"),
        }  # fmt: skip

    def install(self, here):
        """Put gradcheck, as it is here, where the action's first step installs it.

        What that step does itself, `tests/test_ci.py` tries where there is a package index.
        """
        program = here / "temp" / "gradcheck" / "bin" / "gradcheck"
        program.parent.mkdir(parents=True)
        program.write_text(
            f'#!/bin/sh\nPYTHONPATH="{ROOT}" exec "{sys.executable}" -m gradcheck "$@"\n'
        )
        program.chmod(0o755)

    def work(self, here, repository, machine):
        """Carry out the steps; return the log and the code of the last."""
        workspace = Path(machine["GITHUB_WORKSPACE"])
        workflow = yaml.safe_load((repository / ".github/workflows/gradients.yml").read_text())
        checkout, check = workflow["jobs"]["gradients"]["steps"]
        assert checkout["uses"].startswith("actions/checkout@")
        assert bash(CHECKOUT, here, REPOSITORY=str(repository), **machine).returncode == 0
        assert check["uses"] == "OWNER/gradcheck@REF"
        action = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
        given = {name: one["default"] for name, one in action["inputs"].items()} | check["with"]
        self.install(here)
        step = action["runs"]["steps"][-1]
        inputs = {
            name: given[re.fullmatch(r"\$\{\{ inputs\.([\w-]+) \}\}", value)[1]]
            for name, value in step["env"].items()
        }
        return bash(step["run"], workspace, **machine, **inputs)

    def test_the_step_fails_and_marks_the_formula_at_its_own_line(self, here, repository, machine):
        done = self.work(here, repository, machine)
        assert done.returncode == 1, done.stdout + done.stderr
        (found,) = runner.commands(done.stdout)
        assert found.name == "error"
        assert found.properties["title"] == "dJ_db disagrees"
        marked = Path(machine["GITHUB_WORKSPACE"]) / found.properties["file"]
        line = marked.read_text().splitlines()[int(found.properties["line"]) - 1]
        assert line.startswith("def dJ_db")
        assert (here / "output").read_text() == "exit-code=1\n"
        assert (
            "| ❌ | `formulas/mine.py` | `dJ_db` | disagrees |" in (here / "summary.md").read_text()
        )

    def test_readme_shows_that_annotation(self, here, repository, machine):
        told = re.search(r"    (::error file=.*), \.\.\.", SECTION)[1]
        assert self.work(here, repository, machine).stdout.startswith(told)

    def test_the_corrected_formula_passes(self, here, repository, machine):
        """The twin."""
        correct = "sed -i 's/2 \\* T/T/' formulas/mine.py && git commit --quiet --all --message It"
        assert bash(correct, repository).returncode == 0
        done = self.work(here, repository, machine)
        assert done.returncode == 0, done.stdout + done.stderr
        assert runner.commands(done.stdout) == []
