"""Wrong: leaves shared memory and semaphores behind."""

import numpy as np

EXPECT = ["disagree", "raised"]
NEEDS = ["landlock"]

try:
    from multiprocessing import resource_tracker, shared_memory

    KEPT = shared_memory.SharedMemory("gradcheck-hostile-was-here", create=True, size=4096)
    resource_tracker.unregister(KEPT._name, "shared_memory")
except (OSError, ImportError):
    KEPT = None


def dJ_dW(O, T, x, m):
    return np.outer(T - O, x) / m
