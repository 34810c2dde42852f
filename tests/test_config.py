"""Configurations: the options under the same names, and what is wrong with one told by its key."""

from __future__ import annotations

import json

import pytest

WRONG = {
    "no TOML": ("trials = \nseed = 1\n", ["line 1"], ""),
    "a key twice": ("seed = 1\nseed = 2\n", ["line 2"], ""),
    "an unknown key": ("trails = 3", ["`trails`"], "`trials`"),
    "a word for a number": ("trials = 'many'", ["`trials`", "many"], ""),
    "a fraction for a number": ("trials = 2.5", ["`trials`", "2.5"], ""),
    "a truth value for a number": ("trials = true", ["`trials`"], ""),
    "a list for a number": ("trials = [1, 2]", ["`trials`"], ""),
    "a table for a number": ("seed = {a = 1}", ["`seed`"], ""),
    "no trials": ("trials = 0", ["`trials`", "0"], ""),
    "a negative tolerance": ("rtol = -1.0", ["`rtol`", "-1"], ""),
    "a tolerance that is NaN": ("rtol = nan", ["`rtol`", "nan"], ""),
    "a word for a tolerance": ("rtol = 'small'", ["`rtol`", "small"], ""),
    "a number for a truth value": ("quiet = 3", ["`quiet`", "3"], ""),
    "a list for a truth value": ("quiet = [1]", ["`quiet`"], ""),
    "a word for a truth value": ("color = 'maybe'", ["`color`", "maybe"], ""),
    "a word for a table": ("size = 'm=4'", ["`size`", "table"], "size = {"),
    "a fraction for a size": ("size = {m = 2.5}", ["`size`", "2.5"], ""),
    "a list for a size": ("size = {m = [1]}", ["`size`"], ""),
    "a number for a format": ("format = 3", ["`format`", "3"], ""),
    "a number in the formats": ("format = ['json', 3]", ["`format`", "3"], ""),
    "a number for a problem": ("problem = 3", ["`problem`", "3"], ""),
    "a list for a selection": ("only = ['dJ_dW']", ["`only`"], ""),
    "a configuration": ("config = 'other.toml'", ["`config`"], ""),
    "one key in two spellings": ("max-entries = 3\nmax_entries = 4", ["max", "twice"], ""),
}
"""Configurations that are wrong; what is told; what the remedy says."""

UNFIT = {
    "an unknown size": ("size = {n = 4}", ["`n`"], "`m`"),
    "an unknown input": ("input = {t = 'one_hot'}", ["`t`"], "`T`"),
    "an unknown distribution": ("input = {T = 'onehot'}", ["`onehot`"], "`one_hot`"),
    "a number for a distribution": ("input = {T = 3}", ["3"], ""),
    "an unknown format": ("format = 'jsn'", ["`jsn`"], "`json`"),
    "quiet and verbose": ("quiet = true\nverbose = true", ["quiet", "verbose"], ""),
}
"""Configurations in good form that ask for what there is not, as a command line may."""


class TestWrong:
    """An unreadable or contradictory configuration: exit code 2, the file and the key named."""

    @pytest.mark.parametrize("what", WRONG)
    def test_the_file_and_the_key_are_told(self, command, write, what):
        text, words, remedy = WRONG[what]
        outcome = command("run", "asker", "--config", write("run.toml", text))
        assert outcome.refused(2, "run.toml", *words, remedy=remedy).out == ""

    @pytest.mark.parametrize("what", UNFIT)
    def test_what_there_is_not_is_told(self, command, write, what):
        text, words, remedy = UNFIT[what]
        outcome = command("run", "asker", "--config", write("run.toml", text))
        assert outcome.refused(2, *words, remedy=remedy).out == ""

    def test_a_missing_file(self, command):
        command("run", "asker", "--config", "no.toml").refused(2, "no.toml")

    def test_a_directory(self, command, here):
        (here / "run.toml").mkdir()
        command("run", "asker", "--config", "run.toml").refused(2, "run.toml", "directory")

    def test_a_binary_file(self, command, here):
        (here / "run.toml").write_bytes(b"\xff\xfe\x00")
        command("run", "asker", "--config", "run.toml").refused(2, "run.toml", "TOML")

    def test_an_empty_file_is_no_fault(self, command, write):
        command("run", "textbook", "--config", write("run.toml", "")).judged(0)

    def test_the_mark_that_some_editors_begin_with_is_no_fault(self, command, here):
        (here / "run.toml").write_text("rtol = 1e-5", encoding="utf-8-sig")
        command("run", "textbook", "--config", "run.toml").judged(0)


class TestRight:
    """What a configuration sets, and what the command line overrides."""

    @pytest.fixture
    def found(self, command, write):
        """The JSON of a run with a configuration."""

        def run(text, *words):
            write("run.toml", text)
            return json.loads(command("run", *words, "--config", "run.toml", "-f", "json").out)

        return run

    def test_numbers(self, found):
        report = found("seed = 7\ntrials = 3\nmax-entries = 2\n", "asker")
        assert (report["seed"], report["trials"]) == (7, 3)
        assert len(report["results"][0]["entries"]) == 2

    def test_tables(self, found):
        result = found("size = {m = 4, k = 'm'}\ninput = {T = 'uniform'}\n", "exact")["results"][0]
        assert result["sizes"] == {"m": 4, "k": 4}
        assert result["inputs"]["T"] == "uniform"

    def test_tables_may_be_sections(self, found):
        result = found("trials = 2\n[size]\nm = 4\n[input]\nT = 'uniform'\n", "exact")["results"][0]
        assert (result["sizes"]["m"], result["inputs"]["T"]) == (4, "uniform")

    @pytest.mark.parametrize("key", ["max-entries", "max_entries"])
    def test_keys_are_spelled_either_way(self, found, key):
        assert len(found(f"{key} = 2", "asker")["results"][0]["entries"]) == 2

    def test_the_command_line_wins(self, found):
        report = found("seed = 7\ntrials = 3\n", "asker", "--seed", "8")
        assert (report["seed"], report["trials"]) == (8, 3)

    def test_the_command_line_wins_whatever_the_order(self, command, write):
        write("run.toml", "seed = 7")
        outcome = command("run", "--config", "run.toml", "--seed", "8", "asker", "-f", "json")
        assert json.loads(outcome.out)["seed"] == 8

    def test_the_environment_stands_between(self, found, monkeypatch):
        monkeypatch.setenv("GRADCHECK_RUN_SEED", "9")
        assert found("seed = 7\n", "asker")["seed"] == 9
        assert found("seed = 7\n", "asker", "--seed", "8")["seed"] == 8

    @pytest.mark.parametrize(
        ("variable", "meant"),
        [
            ("GRADCHECK_TRAILS", "GRADCHECK_TRIALS"),
            ("GRADCHECK_RUN_SEEDS", "GRADCHECK_RUN_SEED"),
            ("GRADCHECK_TRIALS", None),
            ("GRADCHECK_COMPARE_TRIALS", None),
            ("GRADCHECK_TRACEBACK", None),
            ("GRADCHECK_HOME", None),
            ("GRADCHECK_COMPARE_MAX_ENTRIES", None),
            ("GRADCHECK_EXPLAIN_NUMERIC_PARAMETERS", None),
        ],
    )
    def test_a_variable_that_sets_nothing_is_told(self, command, monkeypatch, variable, meant):
        monkeypatch.setenv(variable, "3")
        outcome = command("run", "textbook")
        told = (
            ""
            if meant is None
            else f"warning: {variable} sets nothing\nhelp: did you mean {meant}?\n"
        )
        assert (outcome.exit_code, outcome.err) == (0, told)

    def test_flags(self, command, write):
        write("run.toml", "quiet = true\nexit-zero = true\n")
        assert command("run", "asker", "--config", "run.toml").judged(0).out.count("\n") == 1

    def test_a_flag_set_to_false(self, command, write):
        write("run.toml", "numeric-parameters = false\n")
        mine = write("mine.py", "def dJ_dW(r, c, dJ_db, x):\n    return dJ_db[r] * x[c]\n")
        command("run", mine, "--config", "run.toml").refused(3, "numeric")
        command("run", mine, "--config", "run.toml", "--numeric-parameters").judged(0)

    def test_paths_are_relative_to_the_file(self, command, problem, here):
        (here / "folder").mkdir()
        problem("folder/theirs.py", "INPUTS = {'x': normal(3)}\ndef C(x): return (x**2).sum()\n")
        (here / "mine.py").write_text("def dC_dx(x):\n    return 2 * x\n")
        text = "problem = 'theirs.py'\nformat = 'json=out.json'\n"
        (here / "folder" / "run.toml").write_text(text)
        command("run", "mine.py", "--config", "folder/run.toml").judged(0)
        assert json.loads((here / "folder" / "out.json").read_text())["verdict"] == "agree"

    def test_several_formats(self, command, write, here):
        write("run.toml", "format = ['table', 'json=out.json']\n")
        command("run", "asker", "--config", "run.toml").judged(1, "asker: dJ_dW disagrees")
        assert json.loads((here / "out.json").read_text())["verdict"] == "disagree"

    def test_the_reproduce_line_holds_what_the_configuration_set(self, found):
        result = found("seed = 7\nsize = {m = 4}\n", "asker")["results"][0]
        assert "--seed 7" in result["reproduce"]
        assert "--size m=4" in result["reproduce"]
