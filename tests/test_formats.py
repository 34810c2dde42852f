"""The registry of formats: any number in one run, each from the same record, extras told."""

from __future__ import annotations

import sys

import pytest

from gradcheck.errors import UsageError
from gradcheck.report import COMPARISONS, EXTRAS, FORMATS, Style, render
from tests.findings import everything

WRONG = "def dJ_dW(r, c):\n    return 0.0\n"


@pytest.mark.parametrize("name", [name for name in FORMATS if name != "table"])
def test_each_ends_with_one_line_break(name):
    text = render(name, everything(), Style())
    assert text.endswith("\n")
    assert not text.endswith("\n\n")


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_record_gives_the_same_text(name):
    assert render(name, everything(), Style()) == render(name, everything(), Style())


@pytest.mark.parametrize("verb", ["run", "compare"])
def test_all_at_once(command, write, here, verb):
    mine = write("mine.py", WRONG)
    wanted = [word for name in FORMATS for word in ("-f", f"{name}={name}.out")]
    assert command(verb, mine, *wanted).judged(1).out == ""
    assert all((here / f"{name}.out").stat().st_size for name in FORMATS)


@pytest.mark.parametrize("name", FORMATS)
def test_each_on_stdout(command, write, name):
    assert command("run", write("mine.py", WRONG), "-f", name).judged(1).out


def test_a_dash_is_stdout(command, here):
    assert command("run", "textbook", "-f", "json=-").out.startswith("{")
    assert not (here / "-").exists()
    command("run", "textbook", "-f", "json=-", "-f", "table").refused(2, "two formats")


def test_two_on_stdout_are_refused(command):
    command("run", "asker", "-f", "junit", "-f", "github").refused(
        2, "two formats", remedy="-f github"
    )


@pytest.mark.parametrize("name", [name for name in EXTRAS if name in FORMATS])
def test_a_missing_extra_is_told_before_any_work(command, monkeypatch, here, name):
    monkeypatch.setitem(sys.modules, EXTRAS[name], None)
    path = here / "out"
    words = ["-f", f"{name}={path}"]
    command("run", "asker", *words).refused(
        2, EXTRAS[name], remedy=f"pip install 'gradcheck[{name}]'"
    )
    assert not path.exists()


@pytest.mark.parametrize("name", [name for name in EXTRAS if name in FORMATS])
def test_a_missing_extra_is_told_to_python_too(monkeypatch, name):
    monkeypatch.setitem(sys.modules, EXTRAS[name], None)
    with pytest.raises(UsageError, match=EXTRAS[name]):
        render(name, everything(), Style())


@pytest.mark.parametrize(
    "name", [name for name in FORMATS if name not in ("table", "json", "jsonl")]
)
def test_what_cannot_be_written_is_told_before_any_work(command, name):
    command("run", "asker", "-f", f"{name}=no/such/folder/out").refused(2, "there is no folder")


def test_help_names_all_formats(command):
    told = " ".join(command("run", "--help").out.split())
    assert all(f"`{name}`" in told for name in FORMATS)


def test_a_comparison_has_the_same_formats():
    assert COMPARISONS.keys() == FORMATS.keys()


LAZY = """
import sys
from gradcheck.cli import cli
cli.main(["run", "textbook"], standalone_mode=False)
extras = {"junitparser", "lxml", "jinja2", "matplotlib"}
print(sorted(extras & {name.split(".")[0] for name in sys.modules}))
"""


def test_no_extra_is_imported_unasked(here):
    import subprocess

    done = subprocess.run(
        [sys.executable, "-c", LAZY], capture_output=True, text=True, check=True, cwd=here
    )
    assert done.stdout.splitlines()[-1] == "[]"
