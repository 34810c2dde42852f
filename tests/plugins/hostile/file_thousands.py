"""Wrong: makes twenty thousand files."""

import time

EXPECT = ["output", "timeout", "raised", "cpu"]
NEEDS = []


def dJ_dW(O, T, x, m):
    for number in range(20_000):
        open(f"small{number}", "w").close()
    time.sleep(86_400)
