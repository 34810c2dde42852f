"""How far a run is: on a terminal only, after a while, and what Ctrl-C leaves behind."""

from __future__ import annotations

import json
import os
import pty
import re
import select
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

import gradcheck
from gradcheck.cli.meter import duration, line
from gradcheck.interruption import RunInterrupted
from gradcheck.pipeline import Check, run_checks
from gradcheck.progress import EACH, Step, advance, evaluated, listening, step
from gradcheck.settings import Settings

SLOW_PROBLEM = """\
    import time
    from gradcheck import normal

    INPUTS = {"w": normal(40)}


    def C(w):
        time.sleep(0.006)
        return float(w @ w) / 2  # of one w only
"""
RIGHT = "PROBLEM = 'slow.py'\n\n\ndef dC_dw(w):\n    return w\n"
QUICK = "def dJ_db(O, T, m):\n    return (O - T) / m\n"
SLOW = "import time\n\n\ndef dJ_db(O, T, m):\n    time.sleep(0.2)\n    return (O - T) / m\n"
ENDLESS = SLOW.replace("0.2", "999")
PATIENCE = 40
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(Path(gradcheck.__file__).parent.parent)}
"""The package that is tested, wherever the command is run."""


class Terminal:
    """A command whose stderr, at least, is a terminal."""

    def __init__(self, *words: str, stdout: int | None = subprocess.PIPE) -> None:
        self.seen = ""
        self.master, slave = pty.openpty()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "gradcheck", *words], stdin=subprocess.DEVNULL, stderr=slave,
            stdout=slave if stdout is None else stdout, text=True, env=ENVIRONMENT,
        )  # fmt: skip
        os.close(slave)

    def until(self, pattern: str) -> None:
        """Read until it has shown this."""
        end = time.monotonic() + PATIENCE
        while not re.search(pattern, self.seen):
            assert time.monotonic() < end, self.seen
            self._read()

    def finish(self) -> tuple[int, str]:
        """Return its exit code, and what it wrote to stdout if that is no terminal."""
        end = time.monotonic() + PATIENCE
        while self.process.poll() is None:
            if time.monotonic() > end:
                self.process.kill()
            self._read()
        while self._read():
            pass
        os.close(self.master)
        with self.process:
            out = "" if self.process.stdout is None else self.process.stdout.read()
        return self.process.returncode, out

    def _read(self) -> bool:
        if not select.select([self.master], [], [], 0.1)[0]:
            return False
        try:
            data = os.read(self.master, 2**16)
        except OSError:  # nobody holds the other end any more
            return False
        self.seen += data.decode()
        return bool(data)


@pytest.fixture
def slow(write):
    write("slow.py", SLOW_PROBLEM)
    return write("right.py", RIGHT)


class TestSteps:
    """What is done of what, and when it will be over."""

    def test_nothing_is_kept_where_nobody_listens(self):
        with step("file", "files", 3):
            advance("files")
        with listening() as steps:
            assert steps == []

    def test_they_are_nested_and_count_their_own_unit(self):
        with listening() as steps, step("file", "files", 3):
            with step("differentiating", "entries", 10):
                evaluated(EACH)
                advance("files")
                assert [one.done for one in steps] == [0, 1]
            advance("files")
            assert [one.done for one in steps] == [1]

    def test_they_are_closed_by_whatever_ends_them(self):
        with listening() as steps:
            with pytest.raises(ValueError, match="over"), step("file", "files", 3):
                raise ValueError("over")
            assert steps == []

    def test_a_run_tells_of_trials_and_entries(self, monkeypatch):
        met = set()

        def noting(unit, count=1):
            met.add(unit)
            advance(unit, count)

        for module in ("pipeline", "trials", "blocks", "points", "progress"):
            monkeypatch.setattr(f"gradcheck.{module}.advance", noting)
        with listening():
            gradcheck.run("exact", trials=2, only="dJ_dW")
            assert met == {"files", "formulas", "trials", "entries"}
            gradcheck.run("exact", trials=2, only="dJ_dW", method="blocks")
        assert "evaluations" in met

    def test_what_is_left_is_told_by_the_pace(self):
        one = Step("trial", "trials", 10, done=4, started=0, advanced=8)
        assert one.left(8) == 12
        assert one.left(10) == 10
        assert one.left(99) is None  # it was wrong

    @pytest.mark.parametrize(("done", "total"), [(0, 10), (10, 10), (11, 10), (3, 0)])
    def test_nothing_is_told_where_there_is_no_pace(self, done, total):
        assert Step("trial", "trials", total, done=done, started=0, advanced=8).left(9) is None


class TestLine:
    """The line that is shown."""

    def told(self, *steps, now=10.0):
        return line([Step(*one, started=0, advanced=now) for one in steps], now, now)

    def test_the_outermost_step_with_a_pace_tells_what_is_left(self):
        told = self.told(("file", "files", 4, 2), ("trial", "trials", 20, 10))
        assert told == "file 3 of 4, trial 11 of 20, about 10 s left"

    def test_an_estimate_for_a_part_is_called_one(self):
        told = self.told(("file", "files", 4, 0), ("trial", "trials", 20, 10))
        assert told == "file 1 of 4, trial 11 of 20, about 10 s left of this"

    def test_a_single_file_is_not_counted(self):
        told = self.told(("file", "files", 1, 0), ("differentiating", "entries", 1000, 250))
        assert told == "differentiating 25 % of 1000 entries, about 30 s left"

    def test_what_has_no_length_hides_what_happens_in_it(self):
        told = self.told(("looking for causes", "", 0, 0), ("trial", "trials", 8, 7))
        assert told == "looking for causes, 10 s so far"

    @pytest.mark.parametrize(("seconds", "text"), [(0.1, "1 s"), (59, "59 s"), (150, "2 min"),
                                                   (9000, "2.5 h")])  # fmt: skip
    def test_times_are_told_as_people_do(self, seconds, text):
        assert duration(seconds) == text


class TestTerminal:
    """What is seen."""

    def test_a_long_run_shows_how_far_it_is_and_wipes_it_out(self, slow):
        terminal = Terminal("run", slow, "--trials", "2", stdout=None)
        terminal.until(r"differentiating \d+ % of 80 entries, about \d+ (s|min) left")
        code, _ = terminal.finish()
        assert code == 0
        *_, last = terminal.seen.split("\r")[:-1]
        report = terminal.seen[terminal.seen.index("right.py: dC_dw") :]
        assert "differentiating" not in report, last
        assert re.search(r"\r +\rright.py: dC_dw", terminal.seen)

    def test_a_comparison_does_so_too(self, slow, write):
        write("other.py", RIGHT)
        terminal = Terminal("compare", slow, "other.py", "--trials", "2")
        terminal.until(r"file 1 of 2, differentiating")
        assert terminal.finish()[0] == 0

    def test_a_short_run_shows_nothing(self, write):
        terminal = Terminal("run", write("quick.py", QUICK), "--trials", "1")
        code, out = terminal.finish()
        assert (code, terminal.seen) == (0, "")
        assert "agrees" in out

    def test_a_pipe_gets_nothing(self, slow, here):
        done = subprocess.run(
            [sys.executable, "-m", "gradcheck", "run", slow, "--trials", "1"],
            capture_output=True, text=True, check=False, timeout=PATIENCE, env=ENVIRONMENT,
        )  # fmt: skip
        assert done.returncode == 0
        assert done.stderr == ""


class TestInterrupted:
    """Ctrl-C keeps what is finished."""

    WORDS = ("--trials", "1", "--timeout", "900", "--cpu-seconds", "900")

    def interrupted(self, *words):
        terminal = Terminal(*words, *self.WORDS)
        terminal.until(r"of 3")
        terminal.process.send_signal(signal.SIGINT)
        code, out = terminal.finish()
        return code, out, terminal.seen

    @pytest.fixture
    def files(self, write):
        return [write("a.py", QUICK), write("b.py", ENDLESS), write("c.py", QUICK)]

    def test_a_run_writes_every_report_on_what_is_complete(self, files, here):
        code, out, seen = self.interrupted(
            "run", *files, "-f", "table", "-f", "json=out.json", "-f", "jsonl=out.jsonl"
        )
        assert code == 130
        for told in (out, seen):
            assert "interrupted; not judged: b.py" in told
            assert "c.py" in told
        assert "a.py: dJ_db agrees" in out
        document = json.loads((here / "out.json").read_text())
        assert [one["formula"] for one in document["results"]] == ["a.py"]
        assert (document["verdict"], document["exit_code"]) == ("inconclusive", 130)
        assert document["missing"] == ["b.py: dJ_db", "c.py"]
        assert len((here / "out.jsonl").read_text().splitlines()) == 1

    def test_so_does_one_within_a_file(self, write, here):
        text = QUICK + ENDLESS.replace("dJ_db", "dJ_db__slow") + QUICK.replace("db", "db__last")
        terminal = Terminal("run", write("all.py", text), "-f", "json=out.json", *self.WORDS)
        terminal.until(r"formula 2 of 3")
        terminal.process.send_signal(signal.SIGINT)
        assert terminal.finish()[0] == 130
        document = json.loads((here / "out.json").read_text())
        assert [one["label"] for one in document["results"]] == [None]
        assert document["missing"] == ["all.py: dJ_db__slow", "all.py: dJ_db__last"]

    @pytest.mark.parametrize("jobs", ["1", "2"])
    def test_a_comparison_ranks_what_is_complete_and_can_be_resumed(
        self, files, write, command, here, jobs
    ):
        words = [*files, "-j", jobs, "-f", "table", "-f", "jsonl=out.jsonl"]
        terminal = Terminal("compare", *words, *self.WORDS)
        terminal.until(r"file 2 of 3")
        terminal.process.send_signal(signal.SIGINT)
        code, out = terminal.finish()
        assert code == 130
        assert re.search(r"a.py +dJ_db +agree", out)
        assert "interrupted; not judged: b.py" in out
        kept = (here / "out.jsonl").read_text()
        write("b.py", QUICK)
        command("compare", *words, *self.WORDS, "--resume", "out.jsonl").judged(0, "3 agree")
        assert (here / "out.jsonl").read_text().startswith(kept)

    def test_nothing_is_written_where_nothing_is_complete(self, slow, here):
        (here / "out.json").write_text("of yesterday")
        terminal = Terminal("run", slow, "-f", "json=out.json", "--trials", "20")
        terminal.until("differentiating")
        terminal.process.send_signal(signal.SIGINT)
        code, _ = terminal.finish()
        assert code == 130
        assert "interrupted" in terminal.seen
        assert (here / "out.json").read_text() == "of yesterday"

    def test_the_search_for_causes_can_be_cut_short(self, monkeypatch):
        def interrupt(*_):
            raise KeyboardInterrupt

        monkeypatch.setattr("gradcheck.explaining.with_causes", interrupt)
        with pytest.raises(RunInterrupted) as end:
            gradcheck.run(["asker", "exact"], trials=2)
        (result,) = end.value.report.results
        assert result.verdict == "disagree"
        assert end.value.report.missing == ("asker: dJ_dW, its causes", "exact")
        assert end.value.report.exit_code == 130

    def test_what_is_told_file_by_file_is_told_of_the_last_too(self, monkeypatch):
        told = []
        monkeypatch.setattr("gradcheck.pipeline.Checker._check_file", raises_at(2))
        settings = Settings()
        with pytest.raises(RunInterrupted):
            run_checks([Check(n, settings) for n in ("exact", "asker")], settings, told.append)
        assert [one.missing for one in told] == [(), ("asker",)]


def raises_at(count):
    from gradcheck.records import FileReport

    calls = iter(range(1, count))

    def check(self, one):
        if next(calls, None) is None:
            raise KeyboardInterrupt
        return FileReport(())

    return check


def test_the_numbers_are_the_same_with_and_without_a_listener():
    def values():
        result = gradcheck.run("exact", trials=2, only="dJ_dW").results[0]
        return result.analytic.values, result.resolution

    with listening():
        listened = values()
    plain = values()
    assert np.array_equal(listened[0], plain[0])
    assert listened[1] == plain[1]
