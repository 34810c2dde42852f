"""Run the command in this process or in one of its own, and write the files that it reads."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent

import pytest

from gradcheck.cli import cli

PLUGINS = Path(__file__).parent / "plugins"

PROBLEM_IMPORTS = """\
import numpy as np
from gradcheck import affine, constant, integers, label, normal, one_hot, positive, simplex, uniform

"""

MANNERS = ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "PYTHONIOENCODING", "PYTHONUTF8", "PYTHONPATH")
"""Variables that would change how a report looks, or what is imported."""

SETTINGS = {
    variable
    for command in cli.commands.values()
    for option in command.params
    for variable in ([option.envvar] if isinstance(option.envvar, str) else option.envvar or ())
}
"""Variables that set an option."""

SECONDS = 60
"""Patience with a process that hangs; nothing is measured by it."""

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # So it is where a shell runs the tests in the background, and so the commands would inherit it.
    signal.signal(signal.SIGINT, signal.default_int_handler)


@dataclass(frozen=True)
class Outcome:
    """What a command left behind."""

    exit_code: int
    out: str
    err: str

    @property
    def text(self) -> str:
        """Everything that a person sees."""
        return self.out + self.err

    @property
    def errors(self) -> list[str]:
        """The lines that begin an error message, in whatever spelling."""
        return re.findall(r"(?mi)^\s*error: .*$", self.text)

    @property
    def help(self) -> str:
        """The remedy, or nothing."""
        found = re.search(r"(?m)^\s*help: (.*)$", self.text)
        return found[1] if found else ""

    def refused(self, exit_code: int, *words: str, remedy: str = "") -> Outcome:
        """Assert that it told one error, with these words and this remedy, and no traceback."""
        assert self.exit_code == exit_code, self.text
        assert "Traceback" not in self.text
        assert len(self.errors) == 1, self.text
        assert "error: " in self.errors[0], f"the design spells it `error:`: {self.text}"
        for word in words:
            assert word in self.text, f"{word!r} is not in:\n{self.text}"
        assert remedy in self.help, self.text
        return self

    def judged(self, exit_code: int, *words: str) -> Outcome:
        """Assert that it told no error, and all these words."""
        assert self.exit_code == exit_code, self.text
        assert not self.errors, self.text
        for word in words:
            assert word in self.text, f"{word!r} is not in:\n{self.text}"
        return self


@pytest.fixture(autouse=True)
def plain_surroundings(monkeypatch):
    """No variable of the person who runs the tests changes what they see."""
    for name in [*MANNERS, *(n for n in os.environ if n in SETTINGS)]:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "100")


@pytest.fixture
def here(tmp_path, monkeypatch):
    """An empty folder, in which the test is run."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def write(here):
    """Write a file into the folder, its indentation taken off, and return its name."""

    def file(name: str, text: str) -> str:
        (here / name).write_text(dedent(text), encoding="utf-8")
        return name

    return file


@pytest.fixture
def problem(write):
    """Write a problem or a complete file: what it imports stands above the text already."""

    def file(name: str, text: str) -> str:
        return write(name, PROBLEM_IMPORTS + dedent(text))

    return file


@pytest.fixture
def plugins() -> Path:
    """The folder of formula files that are right, or wrong on purpose."""
    return PLUGINS


@pytest.fixture
def command(here, capsys):
    """Run the command in this process, as its console script does."""

    def run(*words: object) -> Outcome:
        with pytest.raises(SystemExit) as stopped:
            cli.main([str(word) for word in words], prog_name="gradcheck")
        told = capsys.readouterr()
        return Outcome(stopped.value.code or 0, told.out, told.err)

    return run


@pytest.fixture
def started(here):
    """Start the command in a process of its own, with `variables` in its environment."""

    def start(
        *words: object, stdin: int | None = None, stdout: int = subprocess.PIPE,
        start_new_session: bool = False, **variables: str,
    ) -> subprocess.Popen:  # fmt: skip
        return subprocess.Popen(
            [sys.executable, "-m", "gradcheck", *map(str, words)], cwd=here, stdin=stdin,
            stdout=stdout, stderr=subprocess.PIPE, env={**os.environ, **variables},
            start_new_session=start_new_session,
        )  # fmt: skip

    return start


@pytest.fixture
def process(started):
    """Run the command in a process of its own to its end."""

    def run(*words: object, **variables: str) -> Outcome:
        with started(*words, **variables) as running:
            out, err = running.communicate(timeout=SECONDS)
        return Outcome(running.returncode, out.decode(), err.decode())

    return run
