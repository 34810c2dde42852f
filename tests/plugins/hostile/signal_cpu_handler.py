"""Wrong: goes on when it is told that its processor time is over."""

import signal

EXPECT = ["timeout", "cpu"]
NEEDS = []

signal.signal(signal.SIGXCPU, signal.SIG_IGN)


def dJ_dW(O, T, x, m):
    while True:
        pass
