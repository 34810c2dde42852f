"""Wrong: every single call is quick enough, all together are not."""

import time

EXPECT = ["timeout"]
NEEDS = []


def dJ_dW(r, c, O, T, x, m):
    time.sleep(0.1)
    return (T[r] - O[r]) * x[c] / m
