"""Where settings come from: files, variables, options; and `gradcheck config`, which tells."""

from __future__ import annotations

import json
import os
import tomllib

import pytest

PROJECT = "[tool.gradcheck]\nseed = 1\ntrials = 3\n"


@pytest.fixture
def drawn(command):
    """The seed and the trials of a run with these words."""

    def run(*words):
        report = json.loads(command("run", "textbook", "-f", "json", *words).judged(0).out)
        return report["seed"], report["trials"]

    return run


@pytest.fixture
def origins(command):
    """Each setting of `gradcheck config`: its value and its origin, as printed."""

    def run(*words):
        lines = command("config", *words).judged(0).out.splitlines()
        found = {}
        for line in (line for line in lines if "  # " in line):
            assignment, _, origin = line.partition("  # ")
            name, _, value = assignment.removeprefix("# ").replace(":", " =").partition(" = ")
            found[name] = value.strip(), origin.strip()
        return found

    return run


class TestProject:
    """`[tool.gradcheck]` of the nearest pyproject.toml."""

    def test_it_sets_defaults(self, drawn, write):
        write("pyproject.toml", PROJECT)
        assert drawn() == (1, 3)

    def test_it_is_found_upwards(self, drawn, write, here, monkeypatch):
        write("pyproject.toml", PROJECT)
        (here / "a" / "b").mkdir(parents=True)
        monkeypatch.chdir(here / "a" / "b")
        assert drawn() == (1, 3)

    def test_the_nearest_with_our_section_wins(self, drawn, write, here, monkeypatch):
        write("pyproject.toml", PROJECT)
        for folder, text in {"a": "[tool.gradcheck]\nseed = 2\n", "a/b": "[tool.ruff]\n"}.items():
            (here / folder).mkdir()
            (here / folder / "pyproject.toml").write_text(text)
        monkeypatch.chdir(here / "a" / "b")
        assert drawn() == (2, 20)

    def test_one_without_our_section_sets_nothing(self, drawn, write):
        write("pyproject.toml", "[project]\ndependencies = ['gradcheck']\n[tool.other]\nseed = 5\n")
        assert drawn() == (0, 20)

    @pytest.mark.parametrize(
        "text",
        ["[tool]\ngradcheck.seed = 5\n", "tool.gradcheck.seed = 5\n",
         "[ tool . 'gradcheck' ]\nseed = 5\n", "tool = {gradcheck = {seed = 5}}\n",
         '[ "tool" ]\n"gradcheck" = {seed = 5}\n', '["tool" ."gradcheck"]\nseed = 5\n',
         '["to\\u006fl".gradcheck]\nseed = 5\n', '[tool."\\U00000067radcheck"]\nseed = 5\n'],
    )  # fmt: skip
    def test_however_the_section_is_written(self, drawn, write, text):
        write("pyproject.toml", text)
        assert drawn() == (5, 20)

    @pytest.mark.parametrize("text", ["[project\n", "[project]\ndependencies = ['gradcheck'\n"])
    def test_one_that_is_not_about_us_may_be_malformed(self, drawn, write, text):
        write("pyproject.toml", text)
        assert drawn() == (0, 20)

    def test_one_that_is_about_us_may_not(self, command, write):
        write("pyproject.toml", "[tool.gradcheck\nseed = 1\n")
        command("run", "textbook").refused(2, "pyproject.toml", "TOML")

    @pytest.mark.skipif(os.name != "posix", reason="modes of POSIX")
    def test_it_is_not_looked_for_where_everybody_may_write(self, drawn, write, here, monkeypatch):
        """As in /tmp: it names a problem file, which would be run."""
        write("pyproject.toml", PROJECT)
        (here / "mine").mkdir()
        monkeypatch.chdir(here / "mine")
        assert drawn() == (1, 3)
        here.chmod(0o1777)
        assert drawn() == (0, 20)

    def test_an_unknown_key_is_told_with_the_nearest(self, command, write):
        write("pyproject.toml", "[tool.gradcheck]\ntrails = 3\n")
        command("run", "textbook").refused(2, "pyproject.toml", "`trails`", remedy="`trials`")

    def test_a_value_of_another_kind_is_told(self, command, write):
        write("pyproject.toml", "[tool.gradcheck]\ntrials = 'many'\n")
        command("run", "textbook").refused(2, "pyproject.toml", "`trials`")

    def test_a_section_that_is_no_table(self, command, write):
        write("pyproject.toml", "[tool]\ngradcheck = 3\n")
        command("run", "textbook").refused(2, "pyproject.toml", "table")

    def test_a_setting_of_another_command_is_no_mistake(self, drawn, write):
        write("pyproject.toml", "[tool.gradcheck]\njobs = 2\nseed = 4\n")
        assert drawn() == (4, 20)

    def test_paths_are_relative_to_it(self, command, problem, here, monkeypatch):
        problem("theirs.py", "INPUTS = {'x': normal(3)}\ndef C(x): return (x**2).sum()\n")
        (here / "pyproject.toml").write_text("[tool.gradcheck]\nproblem = './theirs.py'\n")
        (here / "a").mkdir()
        (here / "a" / "mine.py").write_text("def dC_dx(x):\n    return 2 * x\n")
        monkeypatch.chdir(here / "a")
        command("run", "mine.py").judged(0, "dC_dx agrees")

    def test_it_may_name_the_formulas(self, command, write, here):
        write("pyproject.toml", "[tool.gradcheck]\nformulas = ['formulas/*.py']\n")
        (here / "formulas").mkdir()
        (here / "formulas" / "a.py").write_text("def dJ_db(O, T, m):\n    return (O - T) / m\n")
        command("run").judged(0, "formulas/a.py: dJ_db agrees")

    def test_it_may_hold_checks(self, command, write):
        write("pyproject.toml", "[[tool.gradcheck.check]]\nformula = 'asker'\nexpect = 'disagree'")
        command("compare").judged(0, "1 of 1 as expected")
        command("run", "asker").judged(1)


class TestOrder:
    """pyproject.toml below --config below variables below options."""

    @pytest.fixture(autouse=True)
    def files(self, write):
        write("pyproject.toml", PROJECT)
        write("run.toml", "seed = 2\n")

    def test_config_wins_over_the_project_key_by_key(self, drawn):
        assert drawn("--config", "run.toml") == (2, 3)

    def test_a_variable_wins_over_files(self, drawn, monkeypatch):
        monkeypatch.setenv("GRADCHECK_SEED", "7")
        assert drawn("--config", "run.toml") == (7, 3)

    def test_a_variable_for_the_command_wins_over_one_for_all(self, drawn, monkeypatch):
        monkeypatch.setenv("GRADCHECK_SEED", "7")
        monkeypatch.setenv("GRADCHECK_RUN_SEED", "8")
        monkeypatch.setenv("GRADCHECK_COMPARE_SEED", "9")
        assert drawn() == (8, 3)

    def test_an_option_wins_over_all(self, drawn, monkeypatch):
        monkeypatch.setenv("GRADCHECK_SEED", "7")
        assert drawn("--config", "run.toml", "--seed", "9") == (9, 3)

    def test_a_variable_may_name_the_configuration(self, drawn, monkeypatch):
        monkeypatch.setenv("GRADCHECK_CONFIG", "run.toml")
        assert drawn() == (2, 3)

    @pytest.mark.parametrize("words", [[], ["--seed", "9"]])
    def test_isolated_ignores_files(self, drawn, monkeypatch, words):
        monkeypatch.setenv("GRADCHECK_CONFIG", "run.toml")
        assert drawn("--isolated", *words) == (9 if words else 0, 20)

    def test_isolated_does_not_ignore_variables(self, drawn, monkeypatch):
        monkeypatch.setenv("GRADCHECK_SEED", "7")
        assert drawn("--isolated") == (7, 20)

    def test_a_variable_may_isolate_and_an_option_name_a_file(self, drawn, monkeypatch):
        monkeypatch.setenv("GRADCHECK_ISOLATED", "1")
        assert drawn() == (0, 20)
        assert drawn("--config", "run.toml") == (2, 20)

    @pytest.mark.parametrize("words", [["--isolated", "--config", "run.toml"],
                                       ["--config", "run.toml", "--isolated"]])  # fmt: skip
    def test_both_contradict_each_other(self, command, words):
        command("run", "textbook", *words).refused(2, "--config", "--isolated")

    def test_a_wrong_variable_is_told(self, command, monkeypatch):
        monkeypatch.setenv("GRADCHECK_TRIALS", "many")
        command("run", "textbook").refused(2, "trials", "many")


class TestConfig:
    """`gradcheck config`: every setting, its value, and where that came from."""

    def test_without_anything_all_are_defaults(self, origins):
        found = origins()
        assert found["trials"] == ("20", "default")
        assert {origin for _, origin in found.values()} == {"default"}

    def test_every_option_is_told(self, origins, command):
        from gradcheck.cli import cli
        from gradcheck.layers import NO_SETTINGS

        for name in ("run", "compare"):
            names = {p.name.replace("_", "-") for p in cli.commands[name].params}
            assert set(origins(name)) == names - {n.replace("_", "-") for n in NO_SETTINGS}

    def test_each_layer_is_told(self, origins, write, monkeypatch):
        write("pyproject.toml", PROJECT)
        write("run.toml", "rtol = 1e-6\nsize = {m = 4}\n")
        monkeypatch.setenv("GRADCHECK_ROWS", "3")
        found = origins("run", "--config", "run.toml", "--trials", "9", "asker")
        assert found["seed"] == ("1", "pyproject.toml")
        assert found["rtol"] == ("1e-06", "run.toml")
        assert found["size"] == ('{m = "4"}', "run.toml")
        assert found["rows"] == ("3", "GRADCHECK_ROWS")
        assert found["trials"] == ("9", "option")
        assert found["formulas"] == ('["asker"]', "argument")
        assert found["timeout"][1] == "default"

    def test_the_variable_that_won_is_told(self, origins, monkeypatch):
        monkeypatch.setenv("GRADCHECK_SEED", "7")
        monkeypatch.setenv("GRADCHECK_RUN_SEED", "8")
        assert origins()["seed"] == ("8", "GRADCHECK_RUN_SEED")
        assert origins("compare")["seed"] == ("7", "GRADCHECK_SEED")

    def test_checks_are_counted(self, command, write):
        write("run.toml", "[[check]]\nformula = 'asker'\n")
        command("config", "--config", "run.toml").judged(0, "1 [[check]] from run.toml")

    def test_what_is_printed_is_a_configuration(self, command, drawn, here):
        """And one that changes nothing."""
        words = ["--seed", "5", "--size", "m=4", "--input", "T=one_hot", "--trials", "2"]
        printed = command("config", "run", *words).judged(0).out
        assert tomllib.loads(printed)["seed"] == 5
        (here / "again.toml").write_text(printed)
        assert command("config", "--config", "again.toml").out.count("again.toml") > 10
        assert drawn("--config", "again.toml") == (5, 2)

    def test_a_wrong_option_is_told(self, command):
        command("config", "--trails", "3").refused(2, "--trails", remedy="`--trials`")

    def test_a_wrong_file_is_told(self, command, write):
        write("run.toml", "sed = 1\n")
        command("config", "--config", "run.toml").refused(2, "`sed`", remedy="`seed`")

    def test_nothing_is_run(self, command):
        command("config", "run", "missing.py").judged(0, "missing.py")
