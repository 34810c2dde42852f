"""Wrong: ignores every signal that can be ignored, and blocks the rest."""

import signal
import time

EXPECT = ["timeout", "cpu"]
NEEDS = []

for one in signal.valid_signals() - {signal.SIGKILL, signal.SIGSTOP}:
    try:
        signal.signal(one, signal.SIG_IGN)
    except (OSError, ValueError):
        pass
signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())


def dJ_dW(O, T, x, m):
    while True:
        time.sleep(1)
