"""Wrong: sleeps for a day."""

import time

EXPECT = ["timeout"]
NEEDS = []


def dJ_dW(O, T, x, m):
    time.sleep(86_400)
