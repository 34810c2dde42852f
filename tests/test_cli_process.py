"""The command in a process of its own: what it imports, pipes and signals."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from gradcheck.worker.cleaning import descendants

SECONDS = 60
"""Patience with a process that hangs; nothing is measured by it."""

SLEEPS = """
    import time


    def dJ_dW(r, c):
        time.sleep(60)
        return 0.0
"""

NURSERY_WARDEN_WORKER = 3
"""The processes between a run and a formula, the formula's own included."""

needs_posix = pytest.mark.skipif(os.name != "posix", reason="pipes and signals of POSIX")


def python(code: str) -> str:
    """Run code in a fresh interpreter and return what it printed."""
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=SECONDS
    ).stdout


class TestEnding:
    """The process ends at once, but not before all is done."""

    END = "from gradcheck.cli.ending import end\n"

    @staticmethod
    def ended(code: str) -> tuple[int, str, str]:
        """Run code to its end; return exit code, stdout and stderr."""
        held_back = {k: v for k, v in os.environ.items() if k != "PYTHONUNBUFFERED"}
        done = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, timeout=SECONDS,
            env=held_back,
        )  # fmt: skip
        return done.returncode, done.stdout, done.stderr

    @pytest.mark.parametrize("code", [0, 1, 3])
    def test_what_is_printed_arrives_and_what_is_registered_is_done(self, code):
        said = "import atexit; atexit.register(print, 'registered'); print('printed')\n"
        told = self.ended(f"{self.END}{said}end({code})")
        assert told == (code, "printed\nregistered\n", "")

    def test_threads_are_waited_for(self):
        threads = "import threading, time\nthreading.Thread(target=late).start()\n"
        late = "def late():\n    time.sleep(0.2)\n    print('late')\n"
        assert self.ended(f"{self.END}{late}{threads}end(2)") == (2, "late\n", "")

    def test_a_message_is_told(self):
        assert self.ended(f"{self.END}end('why')") == (1, "", "why\n")

    @needs_posix
    def test_what_cannot_be_written_is_told(self):
        closed = "import os; print('x'); os.close(1)\n"
        code, _, told = self.ended(f"{self.END}{closed}end(0)")
        assert code != 0
        assert "Bad file descriptor" in told

    SAID = "import os, sys\nos._exit = lambda _: print('at once')\n"

    @pytest.mark.parametrize(
        ("watch", "seen"),
        [
            ("", "at once\n"),
            ("sys.settrace(None)", "at once\n"),
            ("sys.settrace(lambda *_: None)", ""),
            ("sys.setprofile(lambda *_: None)", ""),
            pytest.param(
                "sys.monitoring.use_tool_id(sys.monitoring.PROFILER_ID, 'mine')",
                "",
                marks=pytest.mark.skipif(not hasattr(sys, "monitoring"), reason="Python 3.12"),
            ),
        ],
    )
    def test_who_looks_on_sees_the_end(self, watch, seen):
        assert self.ended(f"{self.END}{self.SAID}{watch}\nend(0)") == (0, seen, "")

    def test_who_calls_the_command_is_returned_to(self):
        end = "from gradcheck.cli.ending import end\ntry: end(3)\nfinally: print('back')"
        assert self.ended(f"exec({end!r}, {{'__name__': 'other'}})") == (3, "back\n", "")

    def test_the_command_itself_ends_at_once(self, here):
        (here / "sitecustomize.py").write_text(self.SAID)
        words = [sys.executable, "-m", "gradcheck", "list"]
        done = subprocess.run(
            words, capture_output=True, text=True, timeout=SECONDS, cwd=here,
            env={**os.environ, "PYTHONPATH": str(here)},
        )  # fmt: skip
        assert done.stdout.endswith("at once\n")

    @pytest.mark.parametrize(
        "words",
        [["cProfile", "-o", "seen", "-m"],
         ["coverage", "run", "--data-file=seen", "--source=.", "-m"],
         ["trace", "--count", "--file=seen", "--coverdir=.", "--module"]],
    )  # fmt: skip
    def test_what_measures_a_run_is_written(self, here, words):
        pytest.importorskip(words[0])
        words = [sys.executable, "-m", *words, "gradcheck", "list"]
        done = subprocess.run(words, capture_output=True, text=True, timeout=SECONDS, cwd=here)
        assert done.returncode == 0, done.stderr
        assert "textbook" in done.stdout
        assert (here / "seen").stat().st_size > 0

    def test_a_debugger_that_continues_is_returned_to(self, here):
        words = [sys.executable, "-m", "pdb", "-c", "continue", "-m", "gradcheck", "list"]
        done = subprocess.run(
            words, capture_output=True, text=True, timeout=SECONDS, cwd=here, input="quit\n"
        )
        assert "The program exited via sys.exit(). Exit status: 0" in done.stdout


class TestImports:
    """What need not be loaded is not."""

    def test_the_package_alone_loads_neither_numpy_nor_click(self):
        loaded = "import gradcheck, sys; print(*{'numpy', 'click', 'tabulate'} & {*sys.modules})"
        assert python(loaded).strip() == ""

    def test_a_name_of_the_library_loads_it(self):
        loaded = "import gradcheck, sys; gradcheck.check_gradient; print('numpy' in sys.modules)"
        assert python(loaded).strip() == "True"

    def test_nothing_is_imported_from_the_folder_of_the_user(self, here):
        (here / "numpy.py").write_text("raise SystemExit('not this one')")
        done = subprocess.run(
            [sys.executable, "-m", "gradcheck", "run", "textbook"], capture_output=True, text=True,
            timeout=SECONDS, cwd=here,
        )  # fmt: skip
        assert (done.returncode, done.stderr) == (0, "")

    @pytest.mark.parametrize("words", [["--help"], ["run", "--help"], ["--version"], ["run"]])
    def test_help_does_not_load_numpy(self, words):
        code = f"""if True:
            import sys
            from gradcheck.cli import cli
            try:
                cli.main({words!r}, prog_name="gradcheck")
            except SystemExit:
                print("numpy" in sys.modules, "tabulate" in sys.modules)
        """
        assert python(code).splitlines()[-1] == "False False"

    @needs_posix
    def test_a_formula_that_agrees_loads_only_what_it_needs(self, here):
        """Each of these has its own price at every start; they are for other runs."""
        needless = {
            "tabulate", "tomllib", "subprocess", "urllib.request", "importlib.metadata",
            *(f"gradcheck.{name}" for name in (
                "api", "blocks", "callables", "closeups", "compare", "config", "costs", "diagnose",
                "explaining",
                "probing", "resume", "differences.curve", "differences.screen", "report.json",
                "report.jsonl", "worker.bwrap", "worker.inside", "worker.warden",
            )),
        }  # fmt: skip
        code = f"""if True:
            import sys
            from gradcheck.cli import cli
            cli.main(["run", "textbook"], standalone_mode=False)
            print(*{needless!r} & sys.modules.keys())
        """
        assert python(code).splitlines()[-1] == ""

    def test_every_public_name_can_be_had(self):
        code = "import gradcheck; print(all(getattr(gradcheck, n) for n in gradcheck.__all__))"
        assert python(code).strip() == "True"


@needs_posix
class TestPipes:
    """A reader who goes away is no error, and changes no verdict."""

    @pytest.mark.parametrize(
        ("words", "code"),
        [
            (["run", "asker"], 1),
            (["run", "textbook"], 0),
            (["run", "asker", "-f", "json"], 1),
            (["run", "asker", "--size", "m=60", "--trials", "1", "-f", "json"], 1),
            (["list"], 0),
            (["--help"], 0),
            (["run", "--help"], 0),
            (["--version"], 0),
        ],
    )
    def test_a_reader_who_has_gone(self, started, words, code):
        reader, writer = os.pipe()
        os.close(reader)
        with started(*words, stdout=writer) as running:
            os.close(writer)
            _, err = running.communicate(timeout=SECONDS)
        assert (running.returncode, err) == (code, b"")

    def test_a_reader_of_one_line(self, started):
        """As `| head -1` does."""
        with started("run", "asker", "--size", "m=60", "--trials", "1", "-f", "json") as running:
            assert running.stdout.readline() == b"{\n"
            running.stdout.close()
            assert running.stderr.read() == b""
        assert running.returncode == 1

    def test_a_full_disk_is_no_fault_of_gradcheck(self, started):
        with Path("/dev/full").open("wb") as full, started("run", "asker", stdout=full) as running:
            _, err = running.communicate(timeout=SECONDS)
        assert b"No space left" in err
        assert b"Traceback" not in err
        assert b"fault" not in err
        assert running.returncode == 2

    @pytest.mark.parametrize("words", [("--help",), ("run", "--help"), ("--version",)])
    def test_a_full_disk_is_no_fault_where_click_prints(self, started, words):
        with Path("/dev/full").open("wb") as full, started(*words, stdout=full) as running:
            _, err = running.communicate(timeout=SECONDS)
        assert err == b"error: cannot write to stdout: No space left on device\n"
        assert running.returncode == 2

    @pytest.mark.parametrize("words", [("run", "nope"), ("run", "--trials", "x", "exact"),
                                       ("help", "nope")])  # fmt: skip
    def test_the_exit_code_is_right_where_nothing_can_be_told(self, here, words):
        """1 would say that a formula disagrees."""
        command = f"'{sys.executable}' -m gradcheck {' '.join(words)} 2>/dev/full"
        done = subprocess.run(["/bin/sh", "-c", command], timeout=SECONDS, check=False)
        assert done.returncode == 2

    def test_a_closed_stdout_is_no_fault_of_gradcheck(self, here):
        words = f"'{sys.executable}' -m gradcheck run asker >&-"
        done = subprocess.run(
            ["/bin/sh", "-c", words], capture_output=True, timeout=SECONDS, check=False
        )
        assert b"fault" not in done.stderr
        assert b"Traceback" not in done.stderr
        assert done.returncode in (1, 2)

    def test_a_pipe_as_the_path_of_a_report(self, process, here):
        outcome = process("run", "asker", "-f", "json=/dev/stdout")
        assert json.loads(outcome.out)["exit_code"] == 1


def gone(process: int) -> bool:
    """Return whether a process is over, or is within a second: the system takes its own time.

    A zombie is over, whoever it is that buries it late.
    """
    return any(state(process) in ("", "Z") or time.sleep(0.01) for _ in range(100))


def state(process: int) -> str:
    """Return the letter of a process' state, as /proc has it; none where there is none."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return ""


@needs_posix
class TestInterrupts:
    """Ctrl-C ends the run with 130 and a word, not with a traceback."""

    @pytest.mark.parametrize("text", [SLEEPS, SLEEPS + "    time.sleep(60)\n"])
    def test_interrupting_a_formula_and_a_file(self, started, write, here, text):
        mine = write("mine.py", text)
        with started("run", mine, "-f", "json=report.json") as running:
            while len(family := descendants(running.pid)) < NURSERY_WARDEN_WORKER:
                assert running.poll() is None
                time.sleep(0.01)
            running.send_signal(signal.SIGINT)
            out, err = running.communicate(timeout=SECONDS)
        assert running.returncode == 130
        assert all(gone(process) for process in family[1:])
        assert out == b""
        assert b"Traceback" not in err
        assert b"interrupted" in err
        assert [path.name for path in here.iterdir() if path.suffix == ".json"] == []

    @pytest.mark.parametrize("family", range(1, 2 * NURSERY_WARDEN_WORKER + 2))
    def test_interrupting_the_start_of_many_processes(self, started, family):
        """However many have started: never is anybody left waiting."""
        words = ["asker", "textbook", "exact", "mlxtend", "-j", "2"]
        with started("compare", *words, start_new_session=True) as running:
            while len(descendants(running.pid)) < family and running.poll() is None:
                time.sleep(0.001)
            with contextlib.suppress(ProcessLookupError):
                os.killpg(running.pid, signal.SIGINT)
            running.communicate(timeout=SECONDS)
        assert running.returncode in (1, 130)  # it may be over, or be gone before it can say so

    @pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGKILL])
    def test_nobody_outlives_the_one_that_started_them(self, started, write, ending):
        mine = write("mine.py", SLEEPS)
        with started("compare", mine, "asker", "-j", "2") as running:
            while len(family := descendants(running.pid)) < 2 * NURSERY_WARDEN_WORKER:
                assert running.poll() is None
                time.sleep(0.01)
            running.send_signal(ending)
            running.communicate(timeout=SECONDS)
        end = time.monotonic() + SECONDS
        while not all(gone(process) for process in family[1:]):
            assert time.monotonic() < end
            time.sleep(0.05)

    def test_interrupting_a_problem(self, started, problem):
        mine = problem(
            "mine.py",
            """
            import sys, time
            INPUTS = {"x": normal(3)}
            def C(x):
                print("running", file=sys.stderr, flush=True)
                time.sleep(60)
            def dC_dx(x): return x
            """,
        )
        with started("run", mine) as running:
            assert running.stderr.readline() == b"running\n"
            running.send_signal(signal.SIGINT)
            _, err = running.communicate(timeout=SECONDS)
        assert running.returncode == 130
        assert b"Traceback" not in err
