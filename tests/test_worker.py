"""The processes that formulas run in: what comes back, how they end, what they leave behind."""

from __future__ import annotations

import ctypes
import errno
import os
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from textwrap import dedent
from time import monotonic, sleep
from types import SimpleNamespace

import numpy as np
import pytest

from gradcheck.errors import JudgingError, UsageError
from gradcheck.limits import Limits
from gradcheck.source import read_source
from gradcheck.worker import Calls, Worker, bwrap, confine, ipc, landlock
from gradcheck.worker.cleaning import descendants, remove
from gradcheck.worker.forked import forked
from gradcheck.worker.inside import serve
from gradcheck.worker.nursery import forget_nursery, nursery, prepare_nursery
from gradcheck.worker.process import why_ended
from gradcheck.worker.replies import read_precisions
from gradcheck.worker.wire import GoneError, LateError, Reader, send

QUICK = Limits(timeout=2)

NOBODY = 65533


@pytest.fixture
def worker(tmp_path):
    """Start the worker of a formula file; end all of them afterwards."""
    started = []

    def start(text: str, limits: Limits = QUICK) -> Worker:
        path = tmp_path / "mine.py"
        path.write_text("import numpy as np\n" + dedent(text))
        found = Worker(read_source(path, "mine.py"), limits)
        started.append(found)
        return found

    yield start
    for one in started:
        one.close()


def value(worker: Worker, x: float = 2.0, **calls: object) -> np.ndarray:
    """Call `f` with a number and return its result."""
    return worker.evaluate(Calls("f", 16, **calls), [{"x": np.full(3, x)}]).arrays[0]


def kind_of(worker: Worker, **calls: object) -> str:
    with pytest.raises(JudgingError) as error:
        value(worker, **calls)
    return error.value.kind


class TestAnswers:
    def test_functions_are_described(self, worker):
        functions = worker('def f(r, /, x, m=1):\n    "What it does."\n').describe()
        assert [(f.name, f.line, f.doc) for f in functions] == [("f", 2, "What it does.")]
        told = [(p.name, p.positional_only, p.optional) for p in functions[0].parameters]
        assert told == [("r", True, False), ("x", False, False), ("m", False, True)]

    def test_values_come_back_to_the_bit(self, worker):
        mine = worker("def f(x):\n    return np.sqrt(x) * np.pi\n")
        assert (value(mine, 3.0) == np.sqrt(np.full(3, 3.0)) * np.pi).all()

    @pytest.mark.parametrize("draw", ["np.random.normal(size=3)", "[random.random()] * 3"])
    def test_what_is_drawn_without_a_seed_is_the_same_in_every_run(self, worker, draw):
        text = f"import random\ndef f(x):\n    return np.array({draw}) + x\n"
        one, other = worker(text), worker(text)
        first = [value(one), value(one)]
        assert (first[0] == value(other)).all()
        assert (first[0] != first[1]).all()

    def test_many_sets_are_answered_in_order(self, worker):
        mine = worker("def f(x):\n    return x.sum()\n")
        found = mine.evaluate(Calls("f", 1), [{"x": np.full(3, i)} for i in range(50)])
        assert [float(one) for one in found.arrays] == [3.0 * i for i in range(50)]

    def test_numbers_arrive_as_numbers_and_sizes_as_ints(self, worker):
        mine = worker("def f(x, m):\n    return float(type(m) is int and np.ndim(x) == 0)\n")
        found = mine.evaluate(Calls("f", 1), [{"x": np.float64(2.0), "m": 3}])
        assert float(found.arrays[0]) == 1.0

    def test_single_precision_is_told(self, worker):
        mine = worker("def f(x):\n    return x.astype(np.float32)\n")
        assert value(mine).dtype == np.float32
        assert value(worker("def f(x):\n    return x\n")).dtype == np.float64

    def test_each_result_has_its_own_precision(self, worker):
        mine = worker("def f(x):\n    return x.astype(np.float32) if x[0] < 2 else x\n")
        sets = [{"x": np.full(3, value)} for value in (0.1, 1e60, 0.1)]
        found = mine.evaluate(Calls("f", 3), sets).arrays
        assert [one.dtype for one in found] == [np.float32, np.float64, np.float32]
        assert [float(one[0]) for one in found] == [np.float32(0.1), 1e60, np.float32(0.1)]

    def test_a_result_of_another_shape_ends_the_message(self, worker):
        mine = worker("def f(x):\n    return x[: int(x[0])] if x[0] else 1 // 0\n")
        sets = [{"x": np.full(3, value)} for value in (2.0, 1.0, 0.0)]
        with pytest.raises(JudgingError, match=r"shape \(2,\), and in another call \(1,\)"):
            mine.evaluate(Calls("f", 3), sets)
        with pytest.raises(JudgingError, match=r"shape \(3,\), and in another call \(2,\)"):
            mine.evaluate(Calls("f", 3, shape=(3,)), sets)

    def test_nothing_comes_back_as_nothing(self, worker):
        mine = worker("def f(x):\n    return np.zeros((0, 3))\n")
        found = mine.evaluate(Calls("f", 3), [{"x": np.ones(3)}, {"x": np.zeros(3)}])
        assert [one.shape for one in found.arrays] == [(0, 3), (0, 3)]

    def test_changed_arguments_are_told(self, worker):
        mine = worker("def f(x):\n    x *= 2\n    return x\n")
        assert mine.evaluate(Calls("f", 3), [{"x": np.ones(3)}]).changed == ("x",)
        other = worker("def f(x):\n    return x * 2\n")
        assert other.evaluate(Calls("f", 3), [{"x": np.ones(3)}]).changed == ()

    def test_entries_by_one_and_by_all_indices(self, worker):
        mine = worker("def f(i, x):\n    return x[i] * i\n")
        singly, together = value(mine, entries=(3,)), value(mine, entries=(3,), grid=True)
        assert singly.tolist() == together.tolist() == [0.0, 2.0, 4.0]
        assert value(mine, entries=(3,), indices=((2,), (0,))).tolist() == [4.0, 0.0]


class TestStarting:
    """A file is run ahead of the question what is in it."""

    def test_what_was_started_is_described(self, worker):
        mine = worker("def f(x):\n    return x\n")
        mine.start()
        assert [f.name for f in mine.describe()] == ["f"]
        assert value(mine).tolist() == [2.0, 2.0, 2.0]

    def test_what_goes_wrong_is_told_when_it_is_asked_for(self, worker):
        mine = worker("import os\nos._exit(3)\n")
        mine.start()
        with pytest.raises(JudgingError, match="exit code 3"):
            mine.describe()

    def test_time_runs_from_the_start(self, worker):
        mine = worker("import time\ntime.sleep(60)\n", Limits(timeout=0.5))
        mine.start()
        sleep(0.5)
        began = monotonic()
        with pytest.raises(JudgingError, match=r"within 0\.5 s"):
            mine.describe()
        assert monotonic() - began < 0.4

    def test_an_answer_is_read_however_late(self, worker):
        mine = worker("def f(x):\n    return x\n", Limits(timeout=1))
        mine.start()
        sleep(1.2)
        assert [f.name for f in mine.describe()] == ["f"]

    @pytest.mark.skipif(not confine.LINUX, reason="/proc tells which processes there are")
    def test_one_that_is_not_wanted_after_all_is_ended(self, worker):
        mine = worker("import time\ntime.sleep(60)\n")
        mine.start()
        mine.close()
        deadline = monotonic() + 5
        while descendants(os.getpid()) != [nursery().number]:
            assert monotonic() < deadline

    def test_a_nursery_that_takes_no_order_is_replaced(self, worker):
        mine = worker("def f(x):\n    return x\n")
        os.kill(nursery().number, signal.SIGSTOP)
        mine.start()
        os.kill(nursery().number, signal.SIGKILL)
        assert [f.name for f in mine.describe()] == ["f"]
        assert value(mine).tolist() == [2.0, 2.0, 2.0]

    def test_but_only_once(self, worker, monkeypatch):
        """Where every order is lost, that is told, and not blamed on the formula."""
        forget_nursery()
        monkeypatch.setattr("gradcheck.worker.process.start_warden", lambda *_: None)
        with pytest.raises(JudgingError, match=r"^no process could be started for mine\.py$"):
            worker("def f(x):\n    return x\n").describe()

    def test_the_start_of_a_nursery_does_not_count(self, worker):
        mine = worker("def f(x):\n    return x\n", Limits(timeout=0.5))
        os.kill(nursery().number, signal.SIGSTOP)
        mine.start()
        late = threading.Timer(1.0, os.kill, (nursery().number, signal.SIGCONT))
        late.start()
        assert [f.name for f in mine.describe()] == ["f"]
        late.join()

    @pytest.mark.skipif(not hasattr(os, "fork"), reason="the nursery is forked")
    @pytest.mark.filterwarnings("ignore::DeprecationWarning")  # BLAS threads only wait
    @pytest.mark.parametrize("who", ["nursery", "warden"])
    def test_a_system_without_room_is_not_the_formula_s_fault(self, worker, monkeypatch, who):
        forget_nursery()
        nurseries = os.getpid()

        def full(child):
            if who == "nursery" or os.getppid() != nurseries:
                raise BlockingIOError(errno.EAGAIN, "no room for a process")
            return forked(child)

        with monkeypatch.context() as only:
            only.setattr("gradcheck.worker.warden.forked", full)
            only.setattr(threading, "active_count", lambda: 1)  # the others have nothing to do
            prepare_nursery()
        mine = worker("def f(x):\n    return x\n")
        with pytest.raises(JudgingError) as error:
            mine.describe()
        told = "no process could be started for mine.py: no room for a process"
        assert (error.value.kind, error.value.message) == ("crashed", told)
        forget_nursery()
        assert value(mine).tolist() == [2.0, 2.0, 2.0]


ENDS = {
    "exit": "import os\ndef f(x):\n    os._exit(0)\n",
    "crashed": "import ctypes\ndef f(x):\n    ctypes.string_at(0)\n",
    "timeout": "def f(x):\n    while True: pass\n",
    "raised": "def f(x):\n    return 1 / 0\n",
    "shape": "def f(x):\n    return np.broadcast_to(1.0, 10**15)\n",
    "dtype": "def f(x):\n    return x.astype(np.float16)\n",
    "memory": "def f(x):\n    return np.ones(10**12)\n",
    "output": "def f(x):\n    while True: print('a' * 10**6)\n",
}


class TestEnds:
    @pytest.mark.parametrize("kind", ENDS)
    def test_each_end_has_its_kind(self, worker, kind):
        assert kind_of(worker(ENDS[kind])) == kind

    def test_the_next_formula_gets_a_new_process(self, worker):
        mine = worker("import os\ndef g(x):\n    os._exit(3)\ndef f(x):\n    return x\n")
        with pytest.raises(JudgingError, match="exit code 3"):
            mine.evaluate(Calls("g", 3), [{"x": np.ones(3)}])
        assert value(mine).tolist() == [2.0, 2.0, 2.0]

    def test_processor_time_is_limited_apart_from_the_clock(self, worker):
        mine = worker("def f(x):\n    while True: pass\n", Limits(timeout=30, cpu_seconds=1))
        assert kind_of(mine) == "cpu"

    def test_what_was_printed_is_shown_and_harmless(self, worker):
        mine = worker("def f(x):\n    print('::error::\\x1b[31m')\n    raise KeyError\n")
        with pytest.raises(JudgingError):
            value(mine)
        assert mine.printed() == ("|::error::\\x1b[31m",)

    @pytest.mark.skipif(not confine.LINUX, reason="/proc tells which processes there are")
    def test_nothing_is_left_behind(self, worker, tmp_path, monkeypatch):
        forget_nursery()
        monkeypatch.setenv("TMPDIR", str(tmp_path / "tmp"))
        (tmp_path / "tmp").mkdir()
        mine = worker("""
            import os, time
            def f(x):
                open("file", "w").write("a")
                if os.fork() == 0:
                    os.setsid()
                    time.sleep(60)
                return x
        """)
        assert value(mine).tolist() == [2.0, 2.0, 2.0]
        family = descendants(os.getpid())
        mine.close()
        assert len(family) == 4, "nursery, warden, worker and its child"
        deadline = monotonic() + 10
        while descendants(os.getpid()) != [nursery().number]:
            assert monotonic() < deadline, "the warden ends last"
        assert list((tmp_path / "tmp").glob("gradcheck-*")) == []
        forget_nursery()

    def test_no_socket_is_left_to_the_end_of_python(self, tmp_path):
        (tmp_path / "mine.py").write_text("def dJ_dW(O): return O")
        text = "import gradcheck; gradcheck.run('mine.py', trials=1)"
        words = [sys.executable, "-W", "error::ResourceWarning", "-c", text]
        found = subprocess.run(words, cwd=tmp_path, capture_output=True, text=True, check=True)
        assert found.stderr == ""

    @pytest.mark.filterwarnings("ignore::DeprecationWarning")  # BLAS threads only wait
    def test_a_forked_process_has_a_nursery_of_its_own(self):
        before = nursery()
        number = os.fork()
        if not number:
            mine = nursery()
            right = mine.owner == os.getpid() and before._orders.fileno() == -1
            mine.close()
            os._exit(0 if right else 1)
        assert os.waitpid(number, 0)[1] == 0
        assert nursery() is before

    def test_a_nursery_that_was_killed_is_replaced(self, worker):
        nursery()._orders.shutdown(socket.SHUT_RDWR)
        assert value(worker("def f(x):\n    return x\n")).tolist() == [2.0, 2.0, 2.0]

    def test_an_interrupt_leaves_no_answer_that_is_waited_for(self, worker, monkeypatch):
        assert value(worker("def f(x):\n    return x\n")).tolist() == [2.0, 2.0, 2.0]
        orders = nursery()._orders

        def interrupted(size):
            orders.recv(size)
            raise KeyboardInterrupt

        monkeypatch.setattr(
            nursery(), "_orders", SimpleNamespace(recv=interrupted, close=orders.close)
        )
        mine = worker("def f(x):\n    return x\n")
        with pytest.raises(KeyboardInterrupt):
            mine.start()
        assert value(mine).tolist() == [2.0, 2.0, 2.0]

    @pytest.mark.parametrize(
        ("told", "kind"),
        [({"status": -9, "cpu": 500.0}, "cpu"), ({"status": -9, "cpu": 0.1}, "crashed"),
         ({"status": 1}, "exit"), ({"killed": "memory"}, "memory"),
         ({"killed": "processes"}, "processes"), ({}, "crashed"), ({"killed": "asked"}, "crashed"),
         ({"status": -99, "cpu": 0.0}, "crashed")],
    )  # fmt: skip
    def test_what_a_warden_reports_is_told(self, told, kind):
        assert why_ended(told, "`f`", Limits()).kind == kind

    def test_a_sandbox_tells_signals_as_shells_do(self):
        told = {"status": 139, "cpu": 0.0}
        assert why_ended(told, "`f`", Limits(sandbox="bwrap")).kind == "crashed"
        assert why_ended(told, "`f`", Limits()).kind == "exit"


SEES = """
    import os
    def f(x):
        try:
            {attempt}
        except OSError:
            return x * 0
        return x
"""


class TestWalls:
    """What a formula can reach; twins that it may show that the wall is what stops the others."""

    @pytest.mark.parametrize(
        ("attempt", "reached"),
        [
            ("open('own', 'w').write('a')", True),
            ("os.listdir('.')", True),
            ("open('/tmp/gradcheck-was-here', 'w')", False),
            ("os.kill(os.getppid(), 0)", False),
            ("open(f'/proc/{os.getppid()}/environ').read()", False),
            ("open(f'/proc/{os.getppid()}/mem', 'r+b')", False),
        ],
    )
    def test_files_and_processes(self, worker, attempt, reached):
        if not landlock.version() >= 6 and not reached:
            pytest.skip("this kernel keeps no signals and files from a process")
        found = value(worker(SEES.format(attempt=attempt)))
        assert (found == 2.0).all() == reached

    def test_the_environment_is_scrubbed(self, worker, monkeypatch):
        forget_nursery()
        monkeypatch.setenv("A_SECRET", "hidden")
        mine = worker("import os\ndef f(x):\n    return x * ('A_SECRET' in os.environ)\n")
        assert value(mine).tolist() == [0.0, 0.0, 0.0]
        other = worker("import os\ndef f(x):\n    return x * bool(os.environ['PATH'])\n")
        assert value(other).tolist() == [2.0, 2.0, 2.0]
        forget_nursery()

    def test_standard_input_is_closed_and_the_folder_empty(self, worker):
        mine = worker("""
            import os, sys
            def f(x):
                return x * (sys.stdin.read() == "" and os.listdir() == [])
        """)
        assert value(mine).tolist() == [2.0, 2.0, 2.0]

    def test_two_files_do_not_see_each_other(self, worker):
        first = worker("import builtins\nbuiltins.shared = 1\ndef f(x):\n    return x\n")
        assert value(first).tolist() == [2.0, 2.0, 2.0]
        second = worker("import builtins\ndef f(x):\n    return x * hasattr(builtins, 'shared')\n")
        assert value(second).tolist() == [0.0, 0.0, 0.0]

    def test_allowed_variables(self, monkeypatch):
        monkeypatch.setenv("LC_ALL", "C")
        monkeypatch.setenv("GITHUB_TOKEN", "hidden")
        assert confine.allowed_environment()["LC_ALL"] == "C"
        assert "GITHUB_TOKEN" not in confine.allowed_environment()


class TestSandbox:
    def test_without_bubblewrap_it_is_refused(self, monkeypatch, worker):
        bwrap._bubblewrap.cache_clear()
        bwrap.probe.cache_clear()
        monkeypatch.setenv("PATH", "")
        with pytest.raises(UsageError, match="no bubblewrap"):
            worker("def f(x):\n    return x\n", Limits(sandbox="bwrap"))
        bwrap._bubblewrap.cache_clear()
        bwrap.probe.cache_clear()

    def test_one_that_does_not_work_is_refused(self, monkeypatch, worker, tmp_path):
        fake = tmp_path / "bwrap"
        fake.write_text("#!/bin/sh\necho no user namespaces >&2\nexit 1\n")
        fake.chmod(0o755)
        bwrap._bubblewrap.cache_clear()
        bwrap.probe.cache_clear()
        monkeypatch.setenv("PATH", str(tmp_path))
        with pytest.raises(UsageError, match="cannot make a sandbox") as error:
            worker("def f(x):\n    return x\n", Limits(sandbox="bwrap"))
        assert error.value.notes == ("no user namespaces",)
        bwrap._bubblewrap.cache_clear()
        bwrap.probe.cache_clear()

    def test_the_command_binds_what_is_read_and_no_more(self, monkeypatch, tmp_path):
        monkeypatch.setattr(bwrap, "_bubblewrap", lambda: "bwrap")
        command = bwrap.sandbox_command(Limits(), str(tmp_path), None)
        bound = {command[i + 1] for i, word in enumerate(command) if word == "--ro-bind"}
        assert str(tmp_path) in bound
        assert "/" not in bound
        assert "--unshare-net" in command
        assert "--unshare-user" in command
        assert "--unshare-user" not in bwrap.sandbox_command(Limits(), str(tmp_path), 7)


class TestLimits:
    @pytest.mark.parametrize(
        "wrong", [{"timeout": 0}, {"cpu_seconds": -1}, {"memory": 0}, {"output_limit": 0},
                  {"open_files": 3}, {"sandbox": "vm"}, {"timeout": float("inf")}]
    )  # fmt: skip
    def test_limits_under_which_nothing_runs_are_refused(self, wrong):
        with pytest.raises(UsageError):
            Limits(**wrong)

    def test_those_of_the_default_are_not(self):
        assert Limits().timeout > 0


class TestInside:
    """The inside of a worker, served from a thread: the same code without the walls."""

    @pytest.fixture
    def ask(self):
        ours, theirs = socket.socketpair()
        thread = threading.Thread(target=serve, args=(theirs,), daemon=True)
        thread.start()

        def ask(head: dict, *arrays: np.ndarray) -> dict:
            send(ours, {"arrays": [], **head}, arrays)
            reader = Reader(ours)
            found, count = reader.head(None)
            for shape in found.get("shapes", [])[:count]:
                reader.fill([np.empty(shape).reshape(-1).data], None)
            return found

        yield ask
        ours.close()
        thread.join(timeout=10)
        theirs.close()
        assert not thread.is_alive()

    def test_it_describes_and_evaluates(self, ask):
        text = "import numpy as np\ndef f(x): return x\ndef g(i, x): return x[i]\n"
        told = ask({"do": "describe", "path": "mine.py", "shown": "mine.py", "text": text})
        assert [one["name"] for one in told["functions"]] == ["f", "g"]
        request = {"do": "evaluate", "function": "f", "calls": 1, "sizes": {},
                   "entries": None, "grid": False, "indices": [], "room": 3, "shape": None,
                   "arrays": [["x", [2], "<f8"]]}  # fmt: skip
        assert ask(request, np.ones(2))["shapes"] == [[2]]
        one_by_one = {**request, "function": "g", "entries": [2]}
        assert ask(one_by_one, np.ones(2))["shapes"] == [[2]]
        assert ask({**one_by_one, "grid": True}, np.ones(2))["shapes"] == [[2]]
        assert ask({**one_by_one, "indices": [[0]]}, np.ones(2))["shapes"] == [[1]]

    @pytest.mark.parametrize(
        ("text", "kind"),
        [("import nothing_of_that_name", "import"), ("raise SystemExit", "exit"),
         ("1 / 0", "raised"), ("raise MemoryError", "memory"), ("def (", "syntax"),
         ("import errno\nraise OSError(errno.EFBIG, 'a')", "output")],
    )  # fmt: skip
    def test_what_goes_wrong_is_told(self, ask, text, kind):
        told = ask({"do": "describe", "path": "mine.py", "shown": "mine.py", "text": text})
        assert told["error"]["kind"] == kind

    def test_a_signature_that_is_code_may_fail(self, ask):
        text = (
            "class F:\n    def __call__(self): pass\n"
            "    @property\n    def __signature__(self): raise RuntimeError('no')\n"
            "dJ_dW = F()\n"
        )
        told = ask({"do": "describe", "path": "mine.py", "shown": "mine.py", "text": text})
        assert told["error"]["kind"] == "raised"


class TestReplies:
    def test_precisions_are_one_for_each_result(self):
        told = ["float32", "float64"]
        assert read_precisions({"precisions": told}, 2) == told

    @pytest.mark.parametrize(
        "told",
        [None, "float64", [], ["float64"], ["float64"] * 3, ["float64", "float16"],
         ["float64", ["float64"]], ["float64", None], {"0": "float64", "1": "float64"}],
    )  # fmt: skip
    def test_nothing_else_is_read_as_precisions(self, told):
        with pytest.raises(JudgingError) as error:
            read_precisions({"precisions": told}, 2)
        assert error.value.kind == "protocol"


class TestWire:
    @pytest.fixture
    def pair(self):
        pair = socket.socketpair()
        yield pair
        for one in pair:
            one.close()

    def test_a_message_that_never_comes(self, pair):
        ours, theirs = pair
        with pytest.raises(LateError):
            Reader(ours).head(0.0)
        theirs.close()
        with pytest.raises(GoneError):
            Reader(ours).head(None)
        with pytest.raises(GoneError):
            send(ours, {})

    def test_a_reader_that_never_reads(self, pair):
        ours = pair[0]
        ours.settimeout(0.05)
        with pytest.raises(LateError):
            send(ours, {}, [np.zeros(2**24)])

    @pytest.mark.parametrize("text", [b"", b"[]", b"{", b"[" * 10**5, b"\xff"])
    def test_what_is_no_head(self, pair, text):
        ours, theirs = pair
        theirs.sendall(len(text).to_bytes(4, "big") + bytes(4) + text)
        with pytest.raises(JudgingError) as error:
            Reader(ours).head(None)
        assert error.value.kind == "protocol"

    def test_a_head_of_gigabytes_is_not_read(self, pair):
        ours, theirs = pair
        theirs.sendall(b"\xff" * 8)
        with pytest.raises(JudgingError, match="4294967295 bytes"):
            Reader(ours).head(None)


@pytest.mark.skipif(os.geteuid() != 0, reason="root starts it as somebody else")
def test_a_folder_too_deep_to_be_named_is_removed_by_others_than_root():
    folder = Path(tempfile.mkdtemp(prefix="deep-"))

    def fill_and_remove() -> None:
        os.setresuid(NOBODY, NOBODY, NOBODY)
        os.chdir(folder)
        for _ in range(1500):
            Path("deeper").mkdir()
            os.chdir("deeper")
        Path("last").touch()
        Path().chmod(0)
        os.chdir("/")
        remove(folder)

    try:
        os.chown(folder, NOBODY, NOBODY)
        _, status = os.waitpid(forked(fill_and_remove), 0)
        assert status == 0
        assert list(folder.parent.glob(folder.name)) == []
    finally:
        subprocess.run(["rm", "-rf", "--", str(folder)], check=False)


def test_what_a_folder_is_in_keeps_its_rights_where_the_folder_is_gone(tmp_path):
    tmp_path.chmod(0o1777)
    remove(tmp_path / "gone")
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o1777


SHARES = """
    import ctypes

    def share(mib):
        libc = ctypes.CDLL(None)
        libc.shmat.restype = ctypes.c_void_p
        libc.shmdt.argtypes = [ctypes.c_void_p]
        made = libc.shmget(0, ctypes.c_size_t(mib << 20), 0o1600)
        if made < 0:
            raise OSError("no shared memory")
        held = libc.shmat(made, None, 0)
        ctypes.memset(ctypes.c_void_p(held), 1, mib << 20)
        libc.shmdt(held)

    def f(x):
        for _ in range(int(x[0])):
            share(20)
        time.sleep(x[1])
        return x
"""
"""Makes so many pieces of 20 MiB that no process holds, and waits."""


@pytest.mark.skipif(not Path("/proc/sysvipc/shm").exists(), reason="there is no such memory")
class TestSharedMemory:
    """What no process holds is counted, and removed."""

    @staticmethod
    def pieces():
        return Path("/proc/sysvipc/shm").read_text().count("\n")

    def share(self, worker, count, limits=QUICK):
        shares = worker("import time\n" + dedent(SHARES), limits)
        handed = {"x": np.array([count, 1.0, 0.0])}
        try:
            shares.evaluate(Calls("f", 16), [handed])
        finally:
            shares.close()

    def test_it_is_removed(self, worker):
        before = self.pieces()
        self.share(worker, 2.0)
        end = monotonic() + 10
        while self.pieces() > before and monotonic() < end:
            sleep(0.02)
        assert self.pieces() == before

    def test_of_one_s_own_only_what_some_processes_have_made(self):
        """Where a worker has the user of others, their memory is none of its business."""
        libc, size, mine = ctypes.CDLL(None), 1 << 20, {os.getpid()}
        before = ipc.shared_bytes(os.getuid(), mine)
        assert libc.shmget(0, ctypes.c_size_t(size), 0o1600) >= 0
        assert ipc.shared_bytes(os.getuid(), mine) == before + size
        pieces = self.pieces()
        ipc.remove_shared(os.getuid(), {1})
        assert self.pieces() == pieces
        ipc.remove_shared(os.getuid(), mine)
        assert ipc.shared_bytes(os.getuid(), mine) == 0

    def test_it_counts(self, worker):
        limits = Limits(timeout=10, memory=100)
        with pytest.raises(JudgingError, match="more memory than allowed"):
            self.share(worker, 20.0, limits)
