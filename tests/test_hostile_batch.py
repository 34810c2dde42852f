"""Two hundred candidates of which five mean harm; and those that are odd, but mean none."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.hostile.cases import FOLDER
from tests.hostile.runs import Setting, compare

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are counted in /proc")

ODD = Path(__file__).parent / "plugins" / "odd"

HERE = Setting("none", ordinary=False)

ROOMY = ["--timeout", "60", "--memory", "1000"]
"""For those who mean no harm."""

TIGHT = ["--timeout", "5", "--memory", "400", "--cpu-seconds", "10"]

HARMFUL = {
    "hang_sleep.py": {"timeout"},
    "crash_null_pointer.py": {"crashed"},
    "memory_list.py": {"memory"},
    "exit_os_0.py": {"exit"},
    "fork_bomb.py": {"processes", "memory", "raised", "timeout"},
}

CANDIDATES = 200

CANDIDATE = """
import numpy as np


def dJ_dW(O, T, x, m):
    return {factor} * np.outer(O * T.sum() - T, x) / m
"""


def candidates() -> dict[str, bytes]:
    """Return candidates of which every third is right, and the harmful ones among them."""
    files = {}
    for number in range(CANDIDATES - len(HARMFUL)):
        factor = 1 if number % 3 == 0 else 1 + number / 1000
        files[f"c{number:03}.py"] = CANDIDATE.format(factor=factor).encode()
    for place, name in enumerate(HARMFUL):
        files[f"c{place * 40:03}_{name}"] = (FOLDER / name).read_bytes()
    return dict(sorted(files.items()))


def test_two_hundred_candidates_with_five_that_mean_harm():
    files = candidates()
    run = compare(files, files, HERE, TIGHT, trials=2)
    assert list(run.faults()) == []
    rows = run.document["results"]
    assert len(rows) == CANDIDATES
    for name in files:
        found = run.outcomes(name)
        if "_" in name:
            assert HARMFUL[name.partition("_")[2]].issuperset(found), (name, found)
        else:
            assert found == ["agree" if int(name[1:4]) % 3 == 0 else "disagree"], name


def test_the_others_are_judged_as_when_alone():
    files = candidates()
    together = compare(files, list(files)[:60], HERE, TIGHT, trials=2)
    for name in ("c000.py", "c001.py", "c041.py"):
        alone = compare(files, [name], HERE, TIGHT, trials=2)
        assert rows(alone, name) == rows(together, name)


def rows(run, name: str) -> list[dict[str, object]]:
    """Return the rows of a file, but for the name that tells it from the others of its run."""
    return [{**row, "formula": None} for row in run.document["results"]
            if Path(row["path"]).name == name]  # fmt: skip


@pytest.mark.parametrize("sandbox", ["none", "bwrap"])
def test_the_odd_but_right_agree(sandbox):
    from tests.test_hostile import insist_on

    setting = Setting(sandbox, ordinary=False)
    insist_on(setting)
    files = {path.name: path.read_bytes() for path in sorted(ODD.glob("*.py"))}
    names = [name for name in files if not name.startswith("_")]
    assert len(names) >= 15
    run = compare(files, names, setting, ROOMY)
    assert list(run.faults()) == []
    assert {name: run.outcomes(name) for name in names} == {name: ["agree"] for name in names}
    told = {Path(row["path"]).name: row["remarks"] for row in run.document["results"]}
    assert any("float32" in remark for remark in told["in_single_precision.py"])
