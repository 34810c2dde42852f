"""What the command writes: reports to paths, a starter formula, and nothing by halves."""

from __future__ import annotations

import json
import os
import stat

import pytest


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
