"""Wrong: waits for a lock that it holds itself."""

import threading

EXPECT = ["timeout"]
NEEDS = []


def dJ_dW(O, T, x, m):
    lock = threading.Lock()
    lock.acquire()
    lock.acquire()
