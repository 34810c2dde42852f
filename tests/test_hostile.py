"""Formula files that crash, hang, cheat and eat the machine: none of them agrees, nothing is left.

By default the whole corpus runs without a sandbox, as whoever runs the tests, and every third file
in each of the other settings; with GRADCHECK_TESTS=all the whole corpus runs in all of them.
GRADCHECK_REQUIRE=bwrap makes a missing sandbox a failure rather than a reason for skipping.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator

import pytest

from gradcheck.worker import landlock
from tests.hostile import keeper
from tests.hostile.cases import SHARE, Case, corpus, neighbours
from tests.hostile.runs import LIMITS, UNHURRIED, Run, Setting, compare, playground

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are counted in /proc")

SETTINGS = [
    Setting("none", ordinary=False),
    Setting("none", ordinary=True),
    Setting("bwrap", ordinary=False),
    Setting("bwrap", ordinary=True),
]

CHUNK = 30
"""Files that are run by one command: enough to share its start, few enough to spread over cores."""

SIGNALS_SCOPED = 6
"""The version of Landlock since which no signal leaves a process that it shuts in."""

ALL = os.environ.get("GRADCHECK_TESTS") == "all"

CORPUS = corpus()


def fair(case: Case, setting: Setting) -> bool:
    """Return whether a setting promises to hold a file at all."""
    shut_in = setting.sandbox == "bwrap"
    root = os.geteuid() == 0 and not setting.ordinary
    given = {
        "contained": shut_in or root or landlock.version() >= SIGNALS_SCOPED,
        "bounded": shut_in or root,
        "landlock": shut_in or landlock.version() > 0,
    }
    return all(given.get(need, True) for need in case.needs)


def chosen(setting: Setting) -> list[Case]:
    whole = ALL or setting == SETTINGS[0]
    cases = CORPUS if whole else CORPUS[SETTINGS.index(setting) - 1 :: SHARE]
    return [case for case in cases if fair(case, setting)]


def chunks() -> Iterator[object]:
    for setting in SETTINGS:
        cases = chosen(setting)
        for number, start in enumerate(range(0, len(cases), CHUNK)):
            yield pytest.param(setting, cases[start : start + CHUNK], id=f"{setting}-{number}")


def insist_on(setting: Setting) -> None:
    """Skip, with a reason, where a setting cannot be had here; fail where it is required."""
    required = setting.sandbox in os.environ.get("GRADCHECK_REQUIRE", "").split(",")
    with playground(setting) as folder:
        command = [sys.executable, "-m", "gradcheck", "run", "exact", "--trials", "1",
                   "--sandbox", setting.sandbox]  # fmt: skip
        user = "-" if setting.user is None else str(setting.user)
        words = [sys.executable, keeper.__file__, str(folder / "kept.json"), user, "60", *command]
        done = subprocess.run(
            words, cwd=folder / "work", capture_output=True, text=True, check=False
        )
    if done.returncode or "agree" not in done.stdout:
        reason = f"{setting} cannot be had here: {done.stderr.strip()[-300:]}"
        pytest.fail(reason) if required else pytest.skip(reason)


def run_files(cases: list[Case], setting: Setting, limits: list[str] = LIMITS) -> Run:
    files = {case.name: case.content for case in CORPUS if case.name.startswith("import")}
    files |= {case.name: case.content for case in cases} | neighbours()
    return compare(files, [case.name for case in cases], setting, limits)


def unexpected(run: Run, case: Case) -> list[str] | None:
    """Return what came of a file, if that is not what is expected."""
    found = run.outcomes(case.name)
    return None if found and case.expect.issuperset(found) else found


def faults_of(cases: list[Case], setting: Setting) -> Iterator[str]:
    """Yield what is wrong with a run of some files; where it broke off, with runs of its halves."""
    run = run_files(cases, setting)
    if not run.document and len(cases) > 1:
        yield f"broke off with exit code {run.code}: {run.err.strip()[-300:]}"
        middle = len(cases) // 2
        yield from faults_of(cases[:middle], setting)
        yield from faults_of(cases[middle:], setting)
        return
    about = f"{cases[0].name}: " if len(cases) == 1 else ""
    yield from (about + fault for fault in run.faults())
    for case in cases:
        found = unexpected(run, case)
        if found == ["timeout"]:  # other things may have been going on
            again = run_files([case], setting, UNHURRIED)
            found = unexpected(again, case)
            yield from (f"{case.name}: {fault}" for fault in again.faults())
        if found is not None:
            yield f"{case.name}: {found or 'no row'}, not {sorted(case.expect)}"


def test_the_corpus_is_large_and_expects_no_agreement():
    assert len(CORPUS) >= 80
    known = {"contained", "bounded", "landlock", "slow"}
    for case in CORPUS:
        assert case.expect, case.name
        assert "agree" not in case.expect, case.name
        assert case.needs <= known, case.name


@pytest.mark.parametrize(("setting", "cases"), list(chunks()))
def test_nothing_agrees_and_nothing_is_left(setting, cases):
    insist_on(setting)
    faults = list(faults_of(cases, setting))
    assert not faults, "\n".join(faults)
