"""Wrong: stops the process that started it, so that nobody watches any more."""

import os
import signal
import time

EXPECT = ["timeout", "raised"]
NEEDS = ["contained"]


def dJ_dW(O, T, x, m):
    try:
        os.kill(os.getppid(), signal.SIGSTOP)
    except OSError:
        pass
    time.sleep(86_400)
