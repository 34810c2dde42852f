"""The numbers of every entry at its worst trial."""

from __future__ import annotations

import numpy as np
import pytest

from gradcheck.judge import cells, judge, summarise
from gradcheck.pipeline import check
from gradcheck.records import Analytic, Numeric
from gradcheck.settings import Settings


def summary(analytic, numeric, **more):
    numeric = np.asarray(numeric, float)
    zero = np.zeros(numeric.shape)
    values = Analytic(np.asarray(analytic, float), zero)
    found = judge(values, Numeric(numeric, zero, zero.astype(np.int64)), 1e-7)
    return summarise(found, range(5, 5 + len(numeric)), None, 1000)


def test_each_entry_is_at_its_worst_trial():
    found = summary([[1, 1], [1, 4], [1, 2]], [[1, 1], [1, 1], [1, 1]]).cells
    assert found.trial.tolist() == [5, 6]
    assert found.analytic.tolist() == [1, 4]
    assert found.numeric.tolist() == [1, 1]
    assert found.allowed == pytest.approx([1e-7, 4e-7])


@pytest.mark.parametrize("words", [["asker"], ["exact"], ["mlxtend"]])
def test_they_are_those_of_the_entries_that_are_listed(words):
    (result, *_) = check(words, Settings()).results
    for entry in [*result.entries, *([result.worst] if result.worst else [])]:
        numbers = [getattr(result.cells, name)[entry.index]
                   for name in ("trial", "analytic", "numeric", "allowed", "doubt")]  # fmt: skip
        assert numbers == [entry.trial, entry.analytic, entry.numeric, entry.allowed, entry.doubt]


def test_a_number_has_one():
    assert summary([1, 3], [1, 2]).cells.analytic.shape == ()


def test_of_too_many_there_are_none(monkeypatch):
    monkeypatch.setattr(cells, "MOST", 1)
    assert summary([[1, 1]], [[1, 1]]).cells is None
