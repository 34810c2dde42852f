"""Terminal manners: slips of the pen, narrow terminals, other encodings, names that are no text."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import html5lib
import pytest
from lxml import etree

from gradcheck.catalogue import find_problem
from gradcheck.report import FORMATS

SECONDS = 60
"""Patience with a process that hangs; nothing is measured by it."""

RIGHT = "def dJ_db(O, T, m):\n    return (O - T) / m\n"

SLIPS = {
    "a command": (["rnu", "asker"], "`run`"),
    "a formula for a command": (["asker"], "`gradcheck run asker`"),
    "a file for a command": (["mine.py"], "`gradcheck run mine.py`"),
    "an option": (["run", "asker", "--trails", "3"], "`--trials`"),
    "an option of another command": (["compare", "asker", "--resum", "x"], "`--resume`"),
    "a formula": (["run", "askr"], "`asker`"),
    "a formula to explain": (["explain", "textbok"], "`textbook`"),
    "a problem": (["run", "asker", "--problem", "sigmod"], "`sigmoid`"),
    "a problem for a new file": (["new", "a.py", "--problem", "sigmod"], "`sigmoid`"),
    "a size": (["run", "asker", "--size", "mm=3"], "`m`"),
    "an input": (["run", "asker", "--input", "TT=one_hot"], "`T`"),
    "a distribution": (["run", "asker", "--input", "T=onehot"], "`one_hot`"),
    "a derivative": (["run", "asker", "--only", "dJ_dX"], "`dJ_dW`"),
    "a format": (["run", "asker", "-f", "htlm"], "`html`"),
    "a word for help": (["help", "kin"], "`kink`"),
    "a setting": (["run", "asker", "--config", "slip.toml"], "`trials`"),
    "a file to write": (["new", "mine"], "`mine.py`"),
}

FILES = {
    "a quantity as a parameter": ("def dJ_dW(OO): return OO", "`O`"),
    "a quantity in a name": ("def dJJ_dW(O): return O", "`dJ_dW`"),
    "an input in a name": ("def dJ_dWW(O): return O", "`dJ_dW`"),
    "a problem": ('PROBLEM = "sigmod"\ndef dJ_dW(O): return O', "`sigmoid`"),
    "a size": ('SIZES = {"mm": 3}\ndef dJ_dW(O): return O', "`m`"),
}


class TestSlips:
    """What is nearly right gets the name that was meant, whatever it is the name of."""

    @pytest.mark.parametrize("slip", SLIPS)
    def test_on_the_command_line(self, command, write, slip):
        write("slip.toml", "trails = 3\n")
        write("mine.py", RIGHT)
        words, meant = SLIPS[slip]
        found = command(*words)
        found.refused(2, remedy=f"did you mean {meant}?")
        assert found.out == ""

    @pytest.mark.parametrize("slip", FILES)
    def test_in_a_formula_file(self, command, write, slip):
        text, meant = FILES[slip]
        found = command("run", write("mine.py", text))
        assert found.exit_code in (2, 3)
        assert f"help: did you mean {meant}?" in found.text

    def test_among_others_that_are_compared(self, command):
        found = command("compare", "asker", "textbok").out
        assert "no formula of the catalogue is called `textbok`; did you mean `textbook`?" in found

    def test_what_is_like_nothing_gets_no_guess(self, command):
        assert "did you mean" not in command("run", "asker", "--problem", "xyzzy").text


class TestWidth:
    """Tables fit; what they leave out is said."""

    @pytest.fixture
    def narrow(self, command, monkeypatch):
        def run(columns, *words):
            monkeypatch.setenv("COLUMNS", str(columns))
            return command(*words).out.splitlines()

        return run

    @pytest.mark.parametrize("columns", [40, 60, 80])
    @pytest.mark.parametrize("words", [["run", "asker"], ["compare", "asker", "exact"], ["list"]])
    def test_a_table_is_no_wider_than_the_terminal(self, narrow, columns, words):
        lines = narrow(columns, *words, *([] if words == ["list"] else ["--no-causes"]))
        rule = next(place for place, line in enumerate(lines) if re.match(r"\s*---", line))
        table = lines[rule - 1 : lines.index("", rule) if "" in lines[rule:] else None]
        rows = [line for line in table if not re.search(r"shown|note:|reproduce|left out", line)]
        assert len(rows) > 3
        assert max(map(len, rows)) <= columns

    def test_what_is_left_out_is_named(self, narrow):
        lines = narrow(40, "run", "asker", "--no-causes")
        assert "  left out of so narrow a table: worst in, in trials, allowed, difference" in lines
        assert "cut to 40 columns" in narrow(40, "list")

    @pytest.mark.parametrize("columns", ["0", "1", "-3", "abc", ""])
    def test_an_odd_width_is_no_error(self, narrow, columns):
        assert "asker: dJ_dW disagrees" in narrow(columns, "run", "asker", "--no-causes")

    def test_a_pipe_has_no_width(self, command, monkeypatch):
        monkeypatch.delenv("COLUMNS")
        assert "left out" not in command("run", "asker", "--no-causes").out
        assert "cut to" not in command("list").out


class TestDocuments:
    """A document that says that it is UTF-8 is that, whatever stdout is used to."""

    @pytest.fixture
    def bytes_of(self, started, here):
        (here / "naïve.py").write_text(RIGHT)

        def run(*words, **variables):
            with started(*words, **variables) as running:
                return running.communicate(timeout=SECONDS)[0]

        return run

    @pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-16"])
    def test_xml(self, bytes_of, encoding):
        found = bytes_of("run", "naïve.py", "-f", "junit", PYTHONIOENCODING=encoding)
        assert etree.fromstring(found)[0].get("name") == "naïve.py"

    @pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
    def test_html(self, bytes_of, encoding):
        found = bytes_of("run", "naïve.py", "-f", "html", PYTHONIOENCODING=encoding)
        html5lib.HTMLParser(strict=True).parse(found, transport_encoding="utf-8")
        assert "naïve.py" in found.decode()
        assert "✓" in found.decode()

    def test_the_table_is_in_the_signs_of_the_terminal(self, bytes_of):
        found = bytes_of("run", "naïve.py", "-v", PYTHONIOENCODING="latin-1").decode("latin-1")
        assert "naïve.py: dJ_db agrees" in found
        assert "·" in found

    @pytest.mark.skipif(os.name != "posix", reason="devices of POSIX")
    def test_a_full_disk(self, started):
        words = ["run", "textbook", "-f", "html"]
        with Path("/dev/full").open("wb") as full, started(*words, stdout=full) as running:
            _, err = running.communicate(timeout=SECONDS)
        assert (running.returncode, b"Traceback" in err) == (2, False)
        assert b"No space left" in err

    @pytest.mark.skipif(os.name != "posix", reason="pipes of POSIX")
    @pytest.mark.parametrize("name", FORMATS)
    def test_a_reader_of_one_line(self, here, name):
        words = f"'{sys.executable}' -m gradcheck run asker -f {name} | head -1"
        done = subprocess.run(
            ["bash", "-c", f'{words}; echo "${{PIPESTATUS[0]}}"'], capture_output=True, text=True,
            check=True, timeout=SECONDS,
        )  # fmt: skip
        assert done.stdout.splitlines()[-1] == "1"
        assert done.stderr == ""


@pytest.mark.skipif(sys.platform != "linux", reason="file names of bytes")
class TestNamesThatAreNoText:
    """A file may be called by bytes that are no text."""

    @pytest.mark.parametrize("name", FORMATS)
    def test_every_report_can_be_written(self, command, here, name):
        mine = here / os.fsdecode(b"\xff.py")
        mine.write_text(RIGHT)
        found = command("run", mine.name, "-f", f"{name}=out").judged(0)
        assert found.text == ""
        (here / "out").read_text(encoding="utf-8")

    def test_json_has_the_name_itself(self, command, here):
        mine = here / os.fsdecode(b"\xff.py")
        mine.write_text(RIGHT)
        (result,) = json.loads(command("run", mine.name, "-f", "json").out)["results"]
        assert result["path"] == mine.name


class TestConfigShows:
    def test_the_settings_of_each_command_that_has_some(self, command, monkeypatch):
        monkeypatch.setenv("GRADCHECK_EXPLAIN_TRIALS", "7")
        assert "trials = 7 " in command("config", "explain").out
        assert "trials = 20 " in command("config", "run").out
        assert "formulas = []" in command("config", "explain").out


@pytest.mark.parametrize(
    "words",
    [("-f", "json=a.out", "-f", "table=./a.out"), ("-f", "json=a.png", "--plot", "a.png")],
)
def test_two_outputs_for_one_file_are_refused(command, here, words):
    command("run", "textbook", *words).refused(2, "two outputs for one file")


READ = {
    "the formula": ("run", "mine.txt", "-f", "json=mine.txt"),
    "the formula, by a link": ("run", "mine.txt", "-f", "table=link"),
    "the formula, by a picture": ("run", "mine.txt", "--plot", "mine.png"),
    "the problem": ("run", "mine.txt", "--problem", "problem.txt", "-f", "html=problem.txt"),
    "the configuration": ("run", "mine.txt", "--config", "own.toml", "-f", "json=./own.toml"),
    "what is resumed": ("compare", "mine.txt", "--resume", "kept.jsonl", "-f", "json=kept.jsonl"),
}


@pytest.mark.parametrize("what", READ)
def test_a_file_that_the_run_reads_is_not_replaced(command, here, write, what):
    write("mine.txt", RIGHT)
    write("own.toml", "seed = 1\n")
    write("problem.txt", find_problem("softmax-cross-entropy").path.read_text(encoding="utf-8"))
    (here / "link").symlink_to("mine.txt")
    (here / "mine.png").symlink_to("mine.txt")
    command("compare", "mine.txt", "-f", "jsonl=kept.jsonl").judged(0)
    before = {path.name: path.read_bytes() for path in here.iterdir()}
    command(*READ[what]).refused(2, "it is read in this run")
    assert {path.name: path.read_bytes() for path in here.iterdir()} == before


def test_what_is_resumed_is_written_on(command, here, write):
    """The twin: that is what it is for."""
    write("mine.txt", RIGHT)
    words = ("compare", "mine.txt", "-f", "jsonl=kept.jsonl")
    command(*words).judged(0)
    command(*words, "--resume", "kept.jsonl").judged(0)
    assert len((here / "kept.jsonl").read_text(encoding="utf-8").splitlines()) == 1
