"""Results as they come, and an interrupted batch that goes on."""

from __future__ import annotations

import json

import pytest

from gradcheck.report.jsonl import BEGINS, read

RIGHT = "def dJ_db(O, T, m):\n    return (O - T) / m\n"
WRONG = "def dJ_db(O, T, m):\n    return (T - O) / m\n"


@pytest.fixture
def batch(write):
    return [write("a.py", RIGHT), write("b.py", WRONG), write("c.py", "def dJ_db(:\n")]


def documents(path):
    return [json.loads(line) for line in path.read_text().splitlines()]


def test_a_line_for_each_result(command, batch, here):
    command("compare", *batch, "-f", "jsonl=out.jsonl", "-f", "table")
    found = documents(here / "out.jsonl")
    assert [one["verdict"] for one in found] == ["agree", "disagree", "error"]
    lines = (here / "out.jsonl").read_text().splitlines()
    assert all(line.startswith(BEGINS) for line in lines)
    shown = command("run", *batch[:2], "--no-causes", "-f", "jsonl").out
    assert [json.loads(line)["verdict"] for line in shown.splitlines()] == ["agree", "disagree"]


def test_what_is_judged_is_kept_and_what_changed_is_not(command, batch, write, here):
    words = [*batch, "-f", "jsonl=out.jsonl", "--resume", "out.jsonl", "-f", "table"]
    first = command("compare", *words)
    before = (here / "out.jsonl").read_text()
    again = command("compare", *words)
    assert again.exit_code == first.exit_code == 1
    kept = [one for one in documents(here / "out.jsonl") if one["formula"] != "c.py"]
    assert len(kept) == 2
    assert (here / "out.jsonl").read_text().startswith(before)
    write("b.py", RIGHT)
    assert command("compare", *words[:1], *words[1:2], *words[3:]).exit_code == 0


@pytest.mark.parametrize("helper", ["helper.py", "helper/__init__.py", "helper/inner.py"])
def test_what_a_file_imports_counts_too(command, write, here, helper):
    (here / "helper").mkdir()
    if helper.endswith("inner.py"):
        write("helper/__init__.py", "from .inner import half\n")
    write(helper, "def half(m):\n    return m\n")
    mine = write("a.py", "from helper import half\n\n" + RIGHT.replace("/ m", "/ half(m)"))
    words = [mine, "-f", "jsonl=out.jsonl", "--resume", "out.jsonl", "-f", "table"]
    assert command("compare", *words).exit_code == 0
    assert command("compare", *words).exit_code == 0
    assert len(documents(here / "out.jsonl")) == 1
    write(helper, "def half(m):\n    return m / 2\n")
    assert command("compare", *words).exit_code == 1


def test_what_cannot_be_parsed_beside_a_file_does_no_harm(command, write, here):
    write("deep.py", "x = " + "-" * 200_000 + "1\n")
    mine = write("a.py", "try:\n    import deep\nexcept BaseException:\n    pass\n\n" + RIGHT)
    words = [mine, "-f", "jsonl=out.jsonl", "--resume", "out.jsonl", "-f", "table"]
    assert command("compare", *words).exit_code == 0
    assert command("compare", *words).exit_code == 0
    assert len(documents(here / "out.jsonl")) == 1


@pytest.mark.parametrize(
    ("old", "new"),
    [('"agree": 4', '"agree": "x"'), ('"agree": 4', '"agree": 5'), ('"agree"', '"disagree"'),
     ('"sizes": {', '"sizes": {"q": 1, '), ('"label": null', '"label": -1'),
     ('"results": 1', '"results": "x"'), ('"results": 1', '"results": 0'),
     ('"trials": [0', '"trials": [7')],
)  # fmt: skip
def test_a_line_that_was_changed_is_judged_again(command, batch, here, old, new):
    words = [batch[0], "-f", "jsonl=out.jsonl", "-f", "table"]
    first = command("compare", *words)
    path = here / "out.jsonl"
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new, 1))
    assert not read(path.read_text().splitlines())
    again = command("compare", *words, "--resume", "out.jsonl")
    assert again.exit_code == first.exit_code == 0
    assert len(documents(path)) == 2


def test_a_line_that_was_cut_off_is_judged_again(command, batch, here):
    words = [*batch[:2], "-f", "jsonl=out.jsonl", "-f", "table"]
    command("compare", *words)
    path = here / "out.jsonl"
    path.write_text(path.read_text()[:-40] + "\nnonsense\n[1]\n")
    assert len(read(path.read_text().splitlines())) == 1
    told = command("compare", *batch[:2], "--resume", "out.jsonl", "-f", "jsonl=new.jsonl")
    assert told.exit_code == 1
    assert [one["formula"] for one in documents(here / "new.jsonl")] == ["a.py", "b.py"]


def test_nothing_to_resume_from(command, batch):
    command("compare", *batch, "--resume", "none.jsonl").refused(2, "no such file to resume from")


@pytest.mark.parametrize("text", ["garbage\n", '{"formulas": []}\n'])
def test_what_is_not_ours_is_refused(command, batch, here, text):
    (here / "out.jsonl").write_text(text)
    words = [*batch, "--resume", "out.jsonl", "-f", "jsonl=out.jsonl"]
    command("compare", *words).refused(2, "cannot resume from out.jsonl")
    assert (here / "out.jsonl").read_text() == text


@pytest.mark.parametrize("text", ["", '{"che'])
def test_what_was_cut_off_at_once_is_not(command, batch, here, text):
    (here / "out.jsonl").write_text(text)
    words = [*batch[:1], "--resume", "out.jsonl", "-f", "jsonl=out.jsonl", "-f", "table"]
    assert command("compare", *words).exit_code == 0
    kept = read((here / "out.jsonl").read_text().splitlines())
    assert len(kept) == 1
    assert command("compare", *words).exit_code == 0
    assert read((here / "out.jsonl").read_text().splitlines()).keys() == kept.keys()


def test_a_folder_cannot_be_written(command, batch, here):
    (here / "out.jsonl").mkdir()
    command("compare", *batch, "-f", "jsonl=out.jsonl").refused(2, "out.jsonl")


def test_what_an_error_advises_is_kept(command, write, here):
    """In JSON as well; the report on what was resumed is that on what was judged."""
    lacks = write("lacks.py", "def dJ_db(O, T, m):\n    return np.subtract(O, T) / m\n")
    words = [lacks, "-f", "jsonl=out.jsonl", "--resume", "out.jsonl", "-f", "table"]
    first, again = (command("compare", *words).out for _ in range(2))
    assert "add `import numpy as np` at the top" in again
    assert again == first
    (found,) = documents(here / "out.jsonl")
    assert found["error"]["remedy"].startswith("add `import numpy as np`")
