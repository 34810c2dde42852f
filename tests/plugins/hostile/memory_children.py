"""Wrong: spreads its memory over children, each of which has little enough."""

import os
import time

import numpy as np

EXPECT = ["memory", "timeout", "raised", "processes"]
NEEDS = []


def dJ_dW(O, T, x, m):
    for _ in range(20):
        if not os.fork():
            kept = np.ones(100 * 2**17)
            time.sleep(20)
            os._exit(int(kept[0]))
    time.sleep(20)
