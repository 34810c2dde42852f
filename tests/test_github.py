"""Workflow commands and the summary of a step, read as GitHub's runner reads them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gradcheck.report import Style, github
from tests import runner
from tests.findings import (
    CONTEXT,
    HOSTILE,
    agreeing,
    disagreeing,
    everything,
    explained,
    hostile_report,
    report,
)


def commands(text: str) -> list[tuple[str, dict[str, str], str]]:
    """Return the commands that a runner finds in a log: level, properties, message."""
    return [(one.name, one.properties, one.data) for one in runner.commands(text)]


class TestAnnotations:
    """One for each formula that is not as it should be, at its own line."""

    def test_levels_places_and_titles(self):
        found = commands(github.write(everything()))
        assert [(level, properties) for level, properties, _ in found] == [
            ("error", {"file": "formulas/mine.py", "line": "12", "title": "dJ_dW__mine disagrees"}),
            ("warning", {"file": "formulas/mine.py", "line": "20", "title": "dJ_db inconclusive"}),
            ("error", {"file": "formulas/mine.py", "line": "30", "title": "dJ_dx error"}),
        ]

    def test_the_message_says_what_and_why(self):
        message = commands(github.write(report(explained())))[0][2]
        lines = message.split("\n")
        assert "1 of 4 entries disagree" in lines[0]
        assert "cause (term): add the missing term" in message
        assert lines[-1].startswith("reproduce: gradcheck run")

    def test_where_all_is_well_there_is_only_the_tally(self):
        assert github.write(report(agreeing())) == "1 formula: 1 agree\n"

    def test_a_formula_of_the_catalogue_has_no_file(self):
        (found,) = commands(github.write(report(disagreeing(replace(CONTEXT, path=None)))))
        assert found[1] == {"title": "dJ_dW__mine disagrees"}

    def test_a_step_in_another_folder(self):
        (found,) = commands(github.write(report(disagreeing()), Style(root="course")))
        assert found[1]["file"] == "course/formulas/mine.py"

    @pytest.mark.parametrize("count", [9, 10, 11, 40])
    def test_at_most_ten_and_a_note(self, count):
        found = commands(github.write(report(*[disagreeing()] * count)))
        assert sum(level != "notice" for level, _, _ in found) == min(count, 10)
        notes = [message for level, _, message in found if level == "notice"]
        assert [int(note.split()[0]) for note in notes] == ([count - 10] if count > 10 else [])

    def test_what_is_not_as_expected(self):
        found = report(agreeing(), expected=True, unexpected=("there is no such formula",))
        assert commands(github.write(found))[0][2] == "there is no such formula"


class TestHostileText:
    """Nothing in a name, a docstring or an error becomes a command."""

    def test_the_commands_are_ours_alone(self):
        text = github.write(hostile_report())
        found = commands(text)
        assert [properties.keys() - {"file", "line", "title"} for _, properties, _ in found] == [
            set()
        ] * 3
        assert all(properties["title"] != "x" for _, properties, _ in found)
        assert len(text.splitlines()) == 4
        assert not {"\x00", "\x1b", "\r"} & set(text)

    def test_parts_come_back_as_they_were(self):
        """Escaping is undone by the runner, and by nothing less."""
        text = "100%\r\n::error::a,b:c%0A"
        ((_, properties, message),) = commands(github.command("error", text, title=text))
        assert (properties["title"], message) == (text, text)

    def test_unescaped_text_would_be_a_command(self):
        """The twin: a reader of logs does find commands in the text as it is."""
        assert [properties for _, properties, _ in commands(HOSTILE.replace("|", "\n"))] != []
        assert commands("a\n::error title=x::owned") == [("error", {"title": "x"}, "owned")]

    @pytest.mark.parametrize(
        "text",
        ["##[error]x", "##[stop-commands]x", "x ##[set-output name=a;]y", "::stop-commands::x"],
    )
    def test_older_commands_are_not_obeyed_either(self, text):
        """A line that begins with a command of ours is read as that, whatever else is in it."""
        result = replace(disagreeing(), label=text, doc=text, remarks=(text,), reproduce=text)
        found = commands(github.write(report(result)))
        assert [level for level, _, _ in found] == ["error"]
        assert commands(f"note: {text}") != [] or text.startswith("::")

    @pytest.mark.parametrize("sign", ["%", "\r", "\n", ":", ","])
    def test_each_sign_matters(self, sign):
        told = github.command("error", "m", title=f"a{sign}b")
        assert sign not in told.removeprefix("::error title=").removesuffix("::m").replace(
            "%25", ""
        ).replace("%0D", "").replace("%0A", "").replace("%3A", "").replace("%2C", "")


class TestCommandLine:
    """On stdout beside files of other formats; the summary where GitHub wants it."""

    @pytest.fixture
    def step(self, here, monkeypatch):
        summary = here / "summary.md"
        summary.write_text("before\n", encoding="utf-8")
        monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
        monkeypatch.setenv("GITHUB_WORKSPACE", str(here))
        return summary

    def test_beside_other_formats(self, command, write, step, here):
        mine = write("mine.py", "\n\ndef dJ_dW(r, c):\n    return 0.0\n")
        outcome = command("run", mine, "-f", "table=t.txt", "-f", "junit=r.xml", "-f", "github")
        assert commands(outcome.out)[0][1]["line"] == "3"
        assert (here / "t.txt").read_text(encoding="utf-8").startswith("mine.py: dJ_dW disagrees")
        assert "<failure" in (here / "r.xml").read_text(encoding="utf-8")
        text = step.read_text(encoding="utf-8")
        assert text.startswith("before\n### gradcheck\n")
        assert "| ❌ | `mine.py` | `dJ_dW` | disagrees | 12 of 12 |" in text

    def test_no_summary_for_other_formats(self, command, step):
        command("run", "textbook", "-f", "markdown")
        assert step.read_text(encoding="utf-8") == "before\n"

    def test_a_folder_below_the_repository(self, command, write, step, here, monkeypatch):
        (here / "course").mkdir()
        write("course/mine.py", "def dJ_dW(r, c):\n    return 0.0\n")
        monkeypatch.chdir(here / "course")
        assert (
            commands(command("run", "mine.py", "-f", "github").out)[0][1]["file"]
            == "course/mine.py"
        )

    def test_compare_too(self, command, write, step):
        mine = write("mine.py", "def dJ_dW(r, c):\n    return 0.0\n")
        outcome = command("compare", mine, "textbook", "-f", "github")
        assert [properties["file"] for _, properties, _ in commands(outcome.out)] == ["mine.py"]

    def test_a_summary_that_cannot_be_written(self, command, step, here, monkeypatch):
        monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(here / "no" / "folder"))
        command("run", "textbook", "-f", "github").refused(2, "cannot write")
