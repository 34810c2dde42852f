"""Wrong: sets an alarm and a handler that comes back with something else."""

import signal

import numpy as np

EXPECT = ["raised", "disagree", "exit"]
NEEDS = []


def _ring(*args):
    raise SystemExit(0)


signal.signal(signal.SIGALRM, _ring)
signal.setitimer(signal.ITIMER_REAL, 0.001, 0.001)


def dJ_dW(O, T, x, m):
    return np.outer(T - O, x) / m
