"""Wrong: waits for a child that never ends."""

import os
import time

EXPECT = ["timeout", "raised"]
NEEDS = []


def dJ_dW(O, T, x, m):
    child = os.fork()
    if not child:
        time.sleep(300)
        os._exit(0)
    os.waitpid(child, 0)
