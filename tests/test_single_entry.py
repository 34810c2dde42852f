"""`--only dJ_dW[i,j]` evaluates the cost for that entry, and says what a whole run says of it."""

import numpy as np
import pytest

import gradcheck

COST = """
    import numpy as np
    from pathlib import Path

    from gradcheck import normal

    SIZES = {"m": 6, "k": 8}
    INPUTS = {"W": normal("m", "k"), "x": normal("k")}

    def J(W, x):
        with Path("count").open("a") as file:
            file.write(".")
        if W.ndim > 2:
            raise ValueError("one matrix, please")
        return BODY
    """
SMOOTH, FLAT = "np.sin(W * x).sum()", "np.round(np.sin(W * x).sum(), 3)"
SLOPE = "    def dJ_dW(W, x):\n        return np.cos(W * x) * x"
SKEWED = SLOPE + " * np.where(np.arange(8) == 4, 1.001, 1)"


@pytest.fixture
def counted(write, here):
    """Write a complete file; return what runs it, with the result and the number of evaluations."""

    def file(body, formula=SLOPE):
        name = write("mine.py", COST.replace("BODY", body) + "\n" + formula + "\n")

        def run(**settings):
            (here / "count").write_text("")
            report = gradcheck.run(name, trials=2, **settings)
            return report.results[0], len((here / "count").read_text())

        return run

    return file


def test_one_entry_takes_the_evaluations_of_one(counted):
    run = counted(SMOOTH)
    whole, many = run()
    single, few = run(only="dJ_dW[3,4]")
    assert (str(whole.verdict), str(single.verdict)) == ("agree", "agree")
    assert single.counts.agree == 1
    assert many > 2 * 3 * 6 * 8
    assert few < 2 * 70


def test_a_wrong_entry_is_found_alone_and_a_right_one_beside_it_passes(counted):
    run = counted(SMOOTH, SKEWED)
    whole, _ = run()
    assert whole.counts.disagree == 6
    wrong, few = run(only="dJ_dW[3,4]")
    right, _ = run(only="dJ_dW[3,5]")
    assert (str(wrong.verdict), str(right.verdict)) == ("disagree", "agree")
    assert few < 2 * 70
    known = next(entry for entry in whole.entries if entry.index == (3, 4))
    assert wrong.worst.index == (3, 4)
    assert np.isclose(wrong.worst.numeric, known.numeric, rtol=1e-8)


def test_what_is_in_doubt_alone_is_differentiated_among_the_others(counted):
    """How coarsely a cost is rounded that does not move, only the other entries show."""
    run = counted(FLAT)
    whole, many = run()
    single, as_many = run(only="dJ_dW[3,4]")
    assert str(single.verdict) == str(whole.verdict) == "inconclusive"
    assert as_many >= many


def test_a_trial_alone_is_that_trial(counted):
    run = counted(SMOOTH, SKEWED)
    whole, _ = run()
    single, _ = run(only="dJ_dW[3,4]", trial=whole.worst.trial)
    assert (single.worst.trial, str(single.verdict)) == (whole.worst.trial, "disagree")


def test_through_a_layer_one_entry_is_what_it_is_among_all():
    whole = gradcheck.run("asker", trials=2).results[0]
    single = gradcheck.run("asker", trials=2, only="dJ_dW[1,2]").results[0]
    known = next(entry for entry in whole.entries if entry.index == (1, 2))
    assert (single.entries[0].numeric, single.entries[0].bound) == (known.numeric, known.bound)
