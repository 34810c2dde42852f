"""Waiting for a function of the user's own, but not for ever."""

from __future__ import annotations

import signal
from contextlib import nullcontext
from time import monotonic

import pytest

from gradcheck.patience import OverdueError, watched, within

pytestmark = pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="alarms of POSIX")


@pytest.fixture(params=[nullcontext, watched], ids=["alone", "watched"])
def around(request):
    """What a command does around everything, or nothing."""
    return request.param


def spend(seconds, allowed):
    """Spend some time where so much is allowed."""
    began = monotonic()
    with within(allowed, "`J`"):
        while monotonic() - began < seconds:
            pass


def test_what_does_not_come_back_is_interrupted(around):
    began = monotonic()
    with around(), pytest.raises(OverdueError, match=r"`J` did not come back within 0\.05 s"):
        spend(10, 0.05)
    assert monotonic() - began < 5


def test_what_does_is_not_and_nothing_rings_later(around):
    with around():
        for _ in range(3):
            spend(0, 0.02)
        began = monotonic()
        while monotonic() - began < 0.05:
            pass


def test_the_answer_to_an_alarm_is_restored(around):
    before = signal.getsignal(signal.SIGALRM)
    with around(), within(1.0, "`J`"):
        assert signal.getsignal(signal.SIGALRM) is not before
    assert signal.getsignal(signal.SIGALRM) is before


def test_an_alarm_that_is_set_is_left_alone(around):
    signal.setitimer(signal.ITIMER_REAL, 60.0)
    try:
        with around():
            spend(0.05, 0.01)
        assert signal.getitimer(signal.ITIMER_REAL)[0] > 50
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


@pytest.mark.parametrize("answer", [signal.SIG_IGN, signal.SIG_DFL])
def test_a_quantity_that_changed_the_answer_is_waited_for_no_longer(around, answer):
    with around():
        signal.signal(signal.SIGALRM, answer)
        with pytest.raises(OverdueError):
            spend(10, 0.05)
