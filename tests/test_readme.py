"""README's examples do what README says: files are written, commands run, outputs compared.

`GRADCHECK_UPDATE=1 python -m pytest tests/test_readme.py` writes the present outputs into README.
"""

import os
import re
import shlex
import tomllib
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from gradcheck.cli import cli
from gradcheck.report import FORMATS

README = Path(__file__).parent.parent / "README.md"
ELSEWHERE = {"--lf", "--gradcheck-seed"}
"""Options of pytest."""

BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
FILE = re.compile(r"# (\w+\.(?:py|toml))\n")


def perform(text: str) -> str:
    """Carry out README's blocks in order, and return it with the outputs that the commands gave."""

    def replace(match: re.Match[str]) -> str:
        language, body = match.groups()
        if language == "console":
            return f"```console\n{run_commands(body)}```"
        if language == "python" or (language == "toml" and FILE.match(body)):
            run_or_write(body)
        elif language == "toml":
            tomllib.loads(body)
        elif language == "yaml":
            yaml.safe_load(body)
        return match[0]

    return BLOCK.sub(replace, text)


def run_commands(body: str) -> str:
    shown = []
    for line in body.splitlines():
        if line.startswith("$ "):
            program, *arguments = shlex.split(line[2:])
            assert program == "gradcheck"
            result = CliRunner().invoke(cli, arguments)
            assert result.exit_code in (0, 1, 3), result.output
            shown.append(f"{line}\n{result.stdout}")
    return "".join(shown)


def run_or_write(body: str) -> None:
    named = FILE.match(body)
    if named is None:
        exec(compile(body, "README.md", "exec"), {})
    else:
        Path(named[1]).write_text(body, encoding="utf-8")


@pytest.fixture
def _empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")


@pytest.mark.usefixtures("_empty_folder")
def test_every_example_gives_the_output_that_readme_shows() -> None:
    written = README.read_text(encoding="utf-8")
    performed = perform(written)
    if os.environ.get("GRADCHECK_UPDATE"):
        README.write_text(performed, encoding="utf-8")
    assert without_times(performed) == without_times(written)


def without_times(text: str) -> str:
    """Leave out how long things took, and the widths of columns that follow from it."""
    return re.sub(r"[ -]{2,}", " ", re.sub(r" +\d+ ms", "", text))


@pytest.mark.usefixtures("_empty_folder")
def test_an_output_that_differs_is_noticed() -> None:
    wrong = "```console\n$ gradcheck run textbook --only dJ_db --quiet\nall is well\n```"
    assert without_times(perform(wrong)) != without_times(wrong)


def test_the_first_two_commands_make_their_own_environment() -> None:
    commands = [body for language, body in BLOCK.findall(README.read_text()) if language == "sh"]
    assert all(command.startswith("python3 -m venv .venv && ") for command in commands[:2])
    assert all(command.count("\n") == 1 for command in commands[:2])


class TestDocumented:
    """Every command and every option has a place in README, and nothing else has."""

    TEXT = README.read_text(encoding="utf-8")

    @pytest.mark.parametrize("name", cli.commands)
    def test_a_command(self, name: str) -> None:
        assert f"`gradcheck {name}`" in self.TEXT

    @pytest.mark.parametrize("name", cli.commands)
    def test_its_options(self, name: str) -> None:
        for option in cli.commands[name].params:
            long = [word for word in option.opts if word.startswith("--")]
            assert not long or any(f"`{word}`" in self.TEXT for word in long), option

    def test_no_option_is_told_that_there_is_not(self) -> None:
        told = set(re.findall(r"`(--[a-z][a-z-]*)", self.TEXT))
        commands = [cli, *cli.commands.values()]
        known = {w for c in commands for p in c.params for w in (*p.opts, *p.secondary_opts)}
        assert told - known <= ELSEWHERE

    @pytest.mark.parametrize("name", sorted(FORMATS))
    def test_a_format(self, name: str) -> None:
        assert f"`{name}`" in self.TEXT

    def test_every_section_is_in_the_list_at_the_top(self) -> None:
        prose = BLOCK.sub("", self.TEXT)
        sections = re.findall(r"^## (.*)$", prose, re.MULTILINE)
        listed = re.findall(r"^\| \[(.*?)\]\(#(.*?)\)", prose, re.MULTILINE)
        assert [title for title, _ in listed] == sections
        for title, anchor in listed:
            assert anchor == re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-")

    def test_it_names_what_is_to_be_put_in(self) -> None:
        """No place is named where the project may not be."""
        assert set(re.findall(r"github\.com/(\w+)/gradcheck", self.TEXT)) == {"OWNER"}
