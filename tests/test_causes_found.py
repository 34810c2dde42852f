"""The cause of a mistake is found: on a sample of the corpus, or, if asked for, on all of it."""

from __future__ import annotations

import os
from collections import Counter

import pytest

import gradcheck
from tests.benchmarks.causes import outcome
from tests.corpus.cause_trial import file_of
from tests.corpus.causes import CASES

EVERY = 1 if os.environ.get("GRADCHECK_TESTS") == "all" else 8
"""Every how many cases are tried; the sample leaves out no problem that has as many."""

RIGHT, WRONG_SAMPLE, WRONG_ALL = 0.90, 0.0, 0.01
"""The least share of right first causes, and the largest of wrong ones."""


@pytest.fixture(scope="module")
def tried(tmp_path_factory):
    """Return each case of the sample with its outcome and first cause."""
    path = tmp_path_factory.mktemp("causes") / "formula.py"
    found = []
    for case in CASES[::EVERY]:
        path.write_text(file_of(case), encoding="utf-8")
        found.append((case, *outcome(case, gradcheck.run(path, inputs=case.inputs))))
    return found


def names(tried, wanted):
    """Return the cases with an outcome; those held out are counted only."""
    return [
        f"{case.full_name}: {told}" if case.part == "dev" else "(held out)"
        for case, found, told in tried
        if found == wanted
    ]


def test_every_case_of_the_sample_is_judged(tried):
    """Each disagrees, so that there is something to explain."""
    assert len(tried) >= 80
    assert Counter(found for _, found, _ in tried)["not judged"] == 0


def test_hardly_a_first_cause_is_wrong(tried):
    """None in the sample, one in a hundred of all."""
    wrong = names(tried, "wrong")
    assert len(wrong) <= (WRONG_ALL if EVERY == 1 else WRONG_SAMPLE) * len(tried), wrong


def test_most_first_causes_are_right(tried):
    """Nine in ten; silence counts against it here."""
    right = sum(found == "right" for _, found, _ in tried)
    assert right >= RIGHT * len(tried), names(tried, "unknown")
