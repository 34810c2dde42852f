"""Wrong: catches whatever might interrupt it, and goes on."""

import signal

EXPECT = ["timeout", "cpu"]
NEEDS = []


def dJ_dW(O, T, x, m):
    while True:
        try:
            while True:
                pass
        except BaseException:
            continue
