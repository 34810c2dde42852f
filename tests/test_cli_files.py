"""What the command writes: reports to paths, a starter formula, and nothing by halves."""

from __future__ import annotations

import json
import os
import shlex
import stat
import subprocess

import pytest

from tests.conftest import SECONDS, Outcome


class TestFormats:
    """`-f NAME[=PATH]`."""

    def test_screen_and_json_in_one_run(self, command, here):
        outcome = command("run", "asker", "-f", "table", "-f", "json=report.json").judged(1)
        assert outcome.out.startswith("asker: dJ_dW disagrees")
        assert json.loads((here / "report.json").read_text())["verdict"] == "disagree"

    def test_a_path_alone_leaves_stdout_empty(self, command, here):
        assert command("run", "asker", "-f", "json=report.json").judged(1).out == ""
        assert (here / "report.json").is_file()

    def test_two_files(self, command, here):
        paths = ["json=a.json", "table=a.txt", "json=b.json"]
        command("run", "asker", *(word for path in paths for word in ("-f", path))).judged(1)
        assert (here / "a.json").read_bytes() == (here / "b.json").read_bytes()
        assert (here / "a.txt").read_text().startswith("asker")

    def test_a_file_is_never_coloured(self, command, here):
        command("run", "asker", "--color", "-f", "table=a.txt").judged(1)
        assert "\x1b" not in (here / "a.txt").read_text()

    def test_an_existing_file_is_replaced(self, command, here):
        (here / "a.json").write_text("old " * 100_000)
        command("run", "asker", "-f", "json=a.json").judged(1)
        assert json.loads((here / "a.json").read_text())["exit_code"] == 1

    def test_the_mode_of_an_existing_file_is_kept(self, command, here):
        (here / "a.json").write_text("old")
        (here / "a.json").chmod(0o600)
        command("run", "asker", "-f", "json=a.json").judged(1)
        assert stat.S_IMODE((here / "a.json").stat().st_mode) == 0o600

    def test_a_link_stays_a_link(self, command, here):
        (here / "real.json").write_text("old")
        (here / "link.json").symlink_to("real.json")
        command("run", "asker", "-f", "json=link.json").judged(1)
        assert (here / "link.json").is_symlink()
        assert json.loads((here / "real.json").read_text())["exit_code"] == 1

    @pytest.mark.parametrize("path", ["nosuch/report.json", "folder"])
    def test_a_path_that_cannot_be_written_is_told(self, command, here, path):
        (here / "folder").mkdir()
        assert command("run", "asker", "-f", f"json={path}").refused(2, path).out == ""
        assert sorted(p.name for p in here.rglob("*")) == ["folder"]

    def test_it_is_told_before_the_formulas_run(self, command, write, here):
        mine = write("mine.py", "open('ran', 'w').close()\ndef dJ_dW(r, c):\n    return 0.0\n")
        command("run", mine, "-f", "json=nosuch/report.json").refused(2)
        assert not (here / "ran").exists()

    @pytest.mark.parametrize("option", [("-f", "json=mine.py"), ("--plot", "mine.py")])
    def test_a_formula_file_is_not_replaced_by_a_report(self, command, write, here, option):
        write("mine.py", "def dJ_dW(r, c):\n    return 0.0\n")
        command("run", "mine.py", *option).refused(2, "mine.py")
        assert (here / "mine.py").read_text().startswith("def dJ_dW")

    @pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write")
    def test_a_folder_without_permission_is_told(self, command, here):
        (here / "folder").mkdir(mode=0o500)
        command("run", "asker", "-f", "json=folder/report.json").refused(2, "permission")
        assert list((here / "folder").iterdir()) == []

    def test_nothing_is_left_of_a_write_that_fails(self, command, here, monkeypatch):
        def fail(*_):
            raise OSError(28, "No space left on device")

        monkeypatch.setattr("pathlib.Path.replace", fail)
        monkeypatch.setattr("os.replace", fail)
        (here / "a.json").write_text("old")
        command("run", "asker", "-f", "json=a.json").refused(2, "a.json", "No space left")
        assert [p.name for p in here.iterdir()] == ["a.json"]
        assert (here / "a.json").read_text() == "old"

    def test_nothing_is_written_where_the_command_line_is_wrong(self, command, here):
        command("run", "asker", "missing.py", "-f", "json=a.json").refused(2, "missing.py")
        assert list(here.iterdir()) == []

    @pytest.mark.parametrize("name", ["with space.py", "ünï.py", "q'.py", "-dash.py", "a[0].py"])
    def test_odd_file_names(self, command, write, name):
        mine = write(name, "def dJ_dW(r, c):\n    return 0.0\n")
        outcome = command("run", "--rows", 1, "--", mine).judged(1, f"{name}: dJ_dW disagrees")
        assert "reproduce: " in outcome.out

    def test_the_reproduce_line_quotes_spaces(self, command, write):
        mine = write("with space.py", "def dJ_dW(r, c):\n    return 0.0\n")
        assert "gradcheck run 'with space.py'" in command("run", mine).out

    def test_a_file_in_a_folder_with_a_dot_is_not_a_catalogue_name(self, command, write):
        """`./asker` is a path, wherever the catalogue has that name."""
        write("asker", "def dJ_db(O, T, m):\n    return (O - T) / m\n")
        command("run", "./asker").judged(0, "dJ_db agrees")


RIGHT = "def dJ_db(O, T, m):\n    return (O - T) / m\n"


NAMES = {
    "a command": "cmd\n::error title=no::hacked\nz.py",
    "a verdict": "evil\nexact.py: dJ_dW agrees\nz.py",
    "a cursor": "esc\x1b[2J\x1b[31mred.py",
    "a line over": "cr\rgood.py: dJ_dW agrees .py",
}


@pytest.mark.skipif(os.name != "posix", reason="names cannot have such signs")
class TestNames:
    """Names of files are other people's words: none moves a cursor or starts a line."""

    @pytest.mark.parametrize("text", [RIGHT, RIGHT.replace("T)", "T[:2])"), "def dJ_db(:\n"])
    @pytest.mark.parametrize("words", [("run",), ("run", "-q"), ("compare",), ("run", "-v")])
    @pytest.mark.parametrize("name", NAMES)
    def test_they_are_shown_and_do_nothing(self, command, here, name, words, text):
        (here / NAMES[name]).write_text(text)
        outcome = command(*words, NAMES[name])
        told = outcome.text
        assert outcome.exit_code == (0 if text == RIGHT else 3)
        assert NAMES[name].encode("unicode_escape").decode() in told
        assert "\x1b" not in told
        assert "\r" not in told
        starts = ("::error", "exact.py: ", "good.py: ", "z.py")
        assert not any(line.lstrip().startswith(starts) for line in told.splitlines())


class TestFolders:
    """Folders and patterns stand for the formula files in them."""

    @pytest.fixture(autouse=True)
    def files(self, here):
        (here / "formulas").mkdir()
        for name in ("b.py", "a.py", "_helpers.py", "notes.txt"):
            (here / "formulas" / name).write_text(RIGHT)

    @pytest.mark.parametrize("asked", ["formulas", "formulas/", "formulas/[ab].py", "form*"])
    def test_they_are_run_in_order(self, command, asked):
        lines = command("run", asked, "--quiet").judged(0).out.splitlines()
        assert lines == ["formulas/a.py: dJ_db agrees", "formulas/b.py: dJ_db agrees"]

    def test_a_file_is_checked_once(self, command):
        shown = command("run", "formulas", "./formulas/a.py", "--quiet").judged(0).out
        assert shown.count("agrees") == 2

    @pytest.mark.parametrize("asked", ["empty", "formulas/c*.py"])
    def test_nothing_in_it_is_a_mistake(self, command, here, asked):
        (here / "empty").mkdir()
        command("run", asked).refused(2, asked, "no formula file")

    @pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with names")
    def test_a_pipe_in_a_folder_is_passed_over(self, command, here):
        (here / "folder").mkdir()
        os.mkfifo(here / "folder" / "endless.py")
        (here / "folder" / "mine.py").write_text("def dJ_db(O, T, m):\n    return (O - T) / m\n")
        command("run", "folder").judged(0)

    def test_a_name_of_the_catalogue_is_no_folder(self, command, here):
        (here / "textbook").mkdir()
        command("run", "textbook").judged(0, "textbook: dJ_dW agrees")


class TestStandardInput:
    """`-` is the formula on standard input; `--stdin-filename` says what it is called."""

    @pytest.fixture
    def piped(self, started):
        def run(text, *words):
            with started(*words, stdin=subprocess.PIPE) as running:
                out, err = running.communicate(text.encode(), timeout=SECONDS)
            return Outcome(running.returncode, out.decode(), err.decode())

        return run

    def test_it_is_checked(self, piped):
        piped(RIGHT, "run", "-").judged(0, "stdin: dJ_db agrees")
        piped(RIGHT.replace("-", "+"), "run", "-").judged(1, "stdin: dJ_db disagrees")

    def test_it_has_the_name_that_it_is_given(self, piped):
        wrong = RIGHT.replace("-", "+")
        outcome = piped(wrong, "run", "-", "--stdin-filename", "mine.py").judged(1)
        assert "mine.py: dJ_db disagrees" in outcome.out
        assert "reproduce: gradcheck run mine.py" in outcome.out

    def test_what_is_on_disk_under_its_name_is_not_read(self, piped, write):
        write("mine.py", "this is no Python\n")
        piped(RIGHT, "run", "-", "--stdin-filename", "mine.py").judged(0, "mine.py: dJ_db agrees")

    def test_a_line_that_fails_is_the_one_that_was_piped(self, piped, write):
        write("mine.py", "# another\n# file\n")
        outcome = piped("def dJ_db(T):\n    return T[9]\n", "run", "-", "--stdin-filename",
                        "mine.py")  # fmt: skip
        outcome.refused(3, "mine.py:2: return T[9]")

    def test_paths_in_it_are_relative_to_its_name(self, piped, problem, here):
        (here / "folder").mkdir()
        problem("folder/theirs.py", "INPUTS = {'x': normal(3)}\ndef C(x): return (x**2).sum()\n")
        text = "PROBLEM = './theirs.py'\ndef dC_dx(x):\n    return 2 * x\n"
        piped(text, "run", "-", "--stdin-filename", "folder/mine.py").judged(0, "dC_dx agrees")
        piped(text, "run", "-").refused(2, "theirs.py")

    def test_it_may_be_complete(self, piped):
        text = "from gradcheck import normal\nINPUTS = {'x': normal(3)}\n"
        text += "def C(x): return (x**2).sum()\ndef dC_dx(x): return 2 * x\n"
        piped(text, "run", "-").judged(0, "dC_dx agrees")

    def test_it_may_be_compared(self, piped):
        assert "stdin" in piped(RIGHT, "compare", "-", "exact", "--only", "dJ_db").judged(0).out

    def test_what_is_no_formula_is_told(self, piped):
        piped("def f(:\n", "run", "-").refused(3, "syntax")
        piped("", "run", "-").refused(3, "no formula")

    def test_a_name_without_it_is_a_mistake(self, command):
        command("run", "asker", "--stdin-filename", "mine.py").refused(2, "--stdin-filename")

    def test_a_file_may_be_called_so(self, command, write):
        command("run", "./" + write("-", RIGHT)).judged(0, "dJ_db agrees")


class TestNew:
    """`gradcheck new` writes a formula that runs."""

    def test_it_runs(self, command, here):
        assert command("new", "mine.py").judged(0, "mine.py").exit_code == 0
        command("run", "mine.py").judged(1, "dJ_dW disagrees")

    def test_it_is_commented(self, command, here):
        command("new", "mine.py")
        text = (here / "mine.py").read_text()
        assert '"""' in text
        for name in ("W", "x", "b", "T", "S", "O", "H", "J", "m", "k"):
            assert f"#   {name} " in text

    def test_it_can_be_filled_in(self, command, here):
        command("new", "mine.py")
        text = (here / "mine.py").read_text()
        (here / "mine.py").write_text(text.replace("return 0.0", "return (O[r] - T[r]) * x[c] / m"))
        command("run", "mine.py").judged(0, "dJ_dW agrees")

    def test_it_overwrites_nothing(self, command, here):
        (here / "mine.py").write_text("precious")
        command("new", "mine.py").refused(2, "mine.py", "exists", remedy="name")
        assert (here / "mine.py").read_text() == "precious"

    def test_for_a_problem_file(self, command, problem, here):
        theirs = problem(
            "theirs.py",
            """
            SIZES = {"n": 3}
            INPUTS = {"r": normal("n"), "c": normal("n", "n")}
            def E(r, c): return r @ c @ r
            """,
        )
        command("new", "mine.py", "--problem", theirs).judged(0)
        command("run", "mine.py").judged(1, "dE_dr disagrees")

    @pytest.mark.parametrize("path", ["nosuch/mine.py", "folder"])
    def test_a_path_that_cannot_be_written(self, command, here, path):
        (here / "folder").mkdir()
        command("new", path).refused(2, path)
        assert [p.name for p in here.rglob("*")] == ["folder"]

    def test_for_a_problem_without_a_number(self, command, problem, here):
        theirs = problem("theirs.py", "INPUTS = {'x': normal(3)}\ndef y(x): return x * x\n")
        command("new", "mine.py", "--problem", theirs).refused(2, "theirs.py", "scalar")
        assert not (here / "mine.py").exists()


class TestFoldersInFolders:
    """A folder stands for the files in it, and for no more than is told."""

    RIGHT = "def dJ_db(O, T, m):\n    return (O - T) / m\n"

    def test_a_folder_in_it_is_not_passed_over_silently(self, command, here):
        (here / "all" / "more").mkdir(parents=True)
        for path in ("all/one.py", "all/more/two.py"):
            (here / path).write_text(self.RIGHT)
        outcome = command("run", "all").judged(0)
        assert "note: all/more is not looked into; 'all/**/*.py' does" in outcome.err
        assert "2 formulas: 2 agree" in command("run", "all/**/*.py").judged(0).out

    def test_what_is_hidden_or_of_the_inside_is_not_told_of(self, command, here):
        for folder in (".git", "__pycache__", "data"):
            (here / "all" / folder).mkdir(parents=True)
        for path in ("all/one.py", "all/.git/two.py", "all/.three.py", "all/_four.py"):
            (here / path).write_text(self.RIGHT)
        outcome = command("run", "all").judged(0)
        assert outcome.err == ""
        assert outcome.out.count("agrees") == 1

    def test_patterns_take_what_a_folder_does(self, command, here):
        (here / "all").mkdir()
        for name in ("one.py", "_two.py"):
            (here / "all" / name).write_text(self.RIGHT)
        assert command("run", "all/*.py").judged(0).out.count("agrees") == 1
        assert command("run", "all/_*.py").judged(0).out.count("agrees") == 1

    def test_where_only_a_folder_in_it_has_files_it_says_how(self, command, here):
        (here / "all" / "more").mkdir(parents=True)
        (here / "all" / "more" / "one.py").write_text(self.RIGHT)
        command("run", "all").refused(2, "'all/**/*.py' looks into the folders in it as well")

    def test_an_empty_text_is_not_this_folder(self, command, here):
        """As `"$UNSET"` is."""
        (here / "one.py").write_text(self.RIGHT)
        command("run", "").refused(2, "an empty text names no formula")

    def test_a_pipe_is_not_waited_for(self, command, here):
        os.mkfifo(here / "one.py")
        command("run", "one.py").refused(2, "one.py is no regular file")


class TestOddNames:
    def test_what_begins_with_a_dash_is_shown_again_as_a_file(self, command, here):
        (here / "-d.py").write_text("def dJ_db(O, T, m):\n    return 2 * (O - T) / m\n")
        out = command("run", "--", "-d.py").judged(1).out
        line = next(one for one in out.splitlines() if "reproduce:" in one)
        words = shlex.split(line.split("reproduce: gradcheck ")[1])
        command(*words).judged(1)

    def test_a_starter_finds_its_problem_where_both_are_moved(self, command, here):
        (here / "a").mkdir()
        (here / "a" / "mine.py").write_text(
            "from gradcheck import *\nINPUTS = {'x': normal(3)}\n"
            "def J(x): return (x**2).sum(axis=-1)\n"
        )
        command("new", "--problem", "a/mine.py", "a/formula.py").judged(0)
        (here / "a").rename(here / "b")
        assert 'PROBLEM = "mine.py"' in (here / "b" / "formula.py").read_text()
        command("run", "b/formula.py").judged(1)
