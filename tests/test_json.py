"""The report as JSON: its schema, its bytes, and that it says what the run found."""

from __future__ import annotations

import json
import math
from importlib.resources import files

import jsonschema
import pytest

import gradcheck
from gradcheck.report import Style, render

SCHEMA = json.loads(files("gradcheck.report").joinpath("schema.json").read_text(encoding="utf-8"))

RUNS = {
    "asker": ["asker"],
    "asker, one entry": ["asker", "--only", "dJ_dW[1,2]"],
    "textbook": ["textbook", "exact", "mlxtend"],
    "another distribution": ["textbook", "--input", "T=uniform", "--seed", "3"],
    "an infinite cost": ["asker", "--size", "m=0"],
    "few entries": ["asker", "--max-entries", "2"],
    "no entries": ["asker", "--max-entries", "0"],
    "a formula that raises": ["raises.py"],
    "a formula that is NaN": ["nan.py"],
    "an undecided one": ["undecided.py"],
    "a derivation": ["lines.py"],
    "a large one": ["wide.py", "--trials", "1"],
    "a file that cannot be run": ["broken.py"],
    "many": ["asker", "raises.py", "undecided.py", "textbook", "broken.py"],
}


@pytest.fixture
def report(command, plugins, monkeypatch):
    """Run the command where the plugins are, and return the text of its JSON."""

    def run(*words):
        monkeypatch.chdir(plugins)
        return command("run", *words, "-f", "json").out

    return run


def strict(text):
    """Parse JSON as the standard has it: without NaN and Infinity."""

    def refuse(name):
        raise ValueError(name)

    return json.loads(text, parse_constant=refuse)


class TestSchema:
    """What is written is what the schema says."""

    def test_the_schema_is_one(self):
        jsonschema.Draft202012Validator.check_schema(SCHEMA)

    @pytest.mark.parametrize("name", RUNS)
    def test_a_report_is_valid(self, report, name):
        jsonschema.validate(strict(report(*RUNS[name])), SCHEMA)

    @pytest.mark.parametrize(
        "change",
        [{"schema_version": 2}, {"seed": "0"}, {"verdict": "maybe"}, {"exit_code": 2}, {"more": 1},
         {"results": {}}, {"trials": 0}],
    )  # fmt: skip
    def test_another_document_is_not(self, report, change):
        """The twin: the schema refuses what no report may be."""
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(strict(report("asker")) | change, SCHEMA)

    @pytest.mark.parametrize("key", ["counts", "entries", "worst", "reproduce", "error", "given"])
    def test_every_key_of_a_result_is_required(self, report, key):
        document = strict(report("asker"))
        del document["results"][0][key]
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(document, SCHEMA)

    def test_the_keys_are_those_of_the_design(self, report):
        document = strict(report("asker"))
        assert list(document) == [
            "schema_version", "gradcheck_version", "seed", "trials", "verdict", "exit_code",
            "missing", "results",
        ]  # fmt: skip
        assert list(document["results"][0]) == [
            "formula", "path", "derivative", "label", "problem", "sizes", "inputs", "verdict",
            "expect", "counts", "entries", "entries_omitted", "worst", "resolution", "screened",
            "reading", "given", "remarks", "first_wrong", "causes", "facts", "smallest_case",
            "reproduce", "error",
        ]  # fmt: skip


class TestBytes:
    """Same seed, same bytes, on any terminal."""

    @pytest.mark.parametrize("name", ["asker", "another distribution", "many", "a derivation"])
    def test_two_runs_in_one_process(self, report, name):
        assert report(*RUNS[name]) == report(*RUNS[name])

    def test_two_processes_and_two_terminals(self, started):
        found = set()
        for variables in (
            {"PYTHONHASHSEED": "1"},
            {"PYTHONHASHSEED": "2", "COLUMNS": "20", "FORCE_COLOR": "1", "LC_ALL": "C"},
            {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"},
        ):
            with started("run", "asker", "textbook", "-f", "json", **variables) as running:
                found.add(running.communicate(timeout=60)[0])
        assert len(found) == 1

    @pytest.mark.parametrize("style", [Style(), Style(True, 20, 1, -1), Style(False, 200, 99, 1)])
    def test_the_style_does_not_matter(self, style):
        found = gradcheck.run("asker", trials=2)
        assert render("json", found, style) == render("json", found, Style())

    @pytest.mark.parametrize("words", [["--color"], ["-q"], ["-v"], ["--rows", "1"]])
    def test_the_options_of_the_screen_do_not_matter(self, report, words):
        assert report("asker", *words) == report("asker")

    def test_another_seed_gives_other_bytes(self, report):
        assert report("asker", "--seed", "1") != report("asker")

    def test_a_file_has_the_bytes_of_the_screen(self, command, here):
        shown = command("run", "asker", "-f", "json").out
        command("run", "asker", "-f", "json=out.json")
        assert (here / "out.json").read_bytes() == shown.encode()


class TestContent:
    """The numbers are those of the run."""

    def test_of_a_disagreement(self, report):
        document = strict(report("asker"))
        (result,) = document["results"]
        assert (document["verdict"], document["exit_code"]) == ("disagree", 1)
        assert (result["formula"], result["path"]) == ("asker", None)
        assert (result["derivative"], result["label"]) == ("dJ_dW", None)
        assert result["problem"] == "softmax-cross-entropy"
        assert result["sizes"] == {"m": 3, "k": 2}
        assert result["inputs"] == {"W": "normal", "x": "normal", "b": "normal", "T": "simplex"}
        assert result["counts"] == {"agree": 0, "disagree": 12, "inconclusive": 0}
        assert sorted(entry["index"] for entry in result["entries"]) == [
            [r, c] for r in range(4) for c in range(3)
        ]

    def test_entries_carry_what_the_rule_needs(self, report):
        for entry in strict(report("asker"))["results"][0]["entries"]:
            assert entry["verdict"] == "disagree"
            assert abs(entry["analytic"] - entry["numeric"]) > entry["allowed"] > entry["bound"]
            assert entry["trials"] == list(range(20))

    def test_the_worst_is_one_of_the_entries(self, report):
        result = strict(report("asker"))["results"][0]
        worst = result["worst"]
        (entry,) = [e for e in result["entries"] if e["index"] == worst["index"]]
        assert {k: entry[k] for k in ("analytic", "numeric", "allowed")} == {
            k: worst[k] for k in ("analytic", "numeric", "allowed")
        }
        assert worst["difference"] == abs(worst["analytic"] - worst["numeric"])

    def test_what_agrees_lists_no_entries(self, report):
        result = strict(report("exact", "--only", "dJ_dW"))["results"][0]
        assert (result["entries"], result["entries_omitted"]) == ([], 0)
        assert math.isclose(result["resolution"], 1e-7, rel_tol=0.1)

    def test_what_is_not_finite_is_a_word(self, report):
        result = strict(report("nan.py"))["results"][0]
        assert [entry["index"] for entry in result["entries"]] == [[2, 1]]
        assert result["entries"][0]["analytic"] == "nan"
        undecided = strict(report("undecided.py", "--only", "dC_dx"))["results"][0]
        assert {entry["bound"] for entry in undecided["entries"]} == {"inf"}

    def test_an_error_is_told_by_its_kind(self, report):
        result = strict(report("raises.py"))["results"][0]
        assert (result["verdict"], result["error"]["kind"]) == ("error", "raised")
        assert "KeyError" in result["error"]["message"]
        assert (result["path"], result["derivative"]) == ("raises.py", "dJ_dW")
        assert (result["worst"], result["counts"]["agree"]) == (None, 0)

    @pytest.mark.parametrize("name", RUNS)
    def test_verdicts_and_exit_codes_are_those_of_the_command(
        self, report, command, plugins, monkeypatch, name
    ):
        document = strict(report(*RUNS[name]))
        monkeypatch.chdir(plugins)
        assert command("run", *RUNS[name]).exit_code == document["exit_code"]

    def test_one_result_for_each_formula_in_their_order(self, report):
        results = strict(report("textbook", "lines.py"))["results"]
        assert [(r["derivative"], r["label"]) for r in results] == [
            ("dJ_dW", None), ("dJ_db", None), ("dJ_db", "line1"), ("dJ_db", "line2"),
            ("dJ_dW", None),
        ]  # fmt: skip
        assert "read as dJ_dW" in results[-1]["reading"]
        assert results[-1]["given"] == ["dJ_db"]
