"""Wrong: looks in all frames, threads and objects for an array of the derivative's shape."""

import gc
import inspect
import sys

import numpy as np

EXPECT = ["disagree"]
NEEDS = []


def _arrays():
    for frame in sys._current_frames().values():
        while frame is not None:
            yield from frame.f_locals.values()
            frame = frame.f_back
    for info in inspect.stack():
        yield from info.frame.f_locals.values()
    yield from gc.get_objects()


def dJ_dW(W, O, T, x, m):
    wrong = np.outer(T - O, x) / m
    for value in _arrays():
        if isinstance(value, np.ndarray) and value.shape[-2:] == W.shape and value.dtype == float:
            if not np.may_share_memory(value, W) and not np.array_equal(value, W):
                found = value.reshape(-1, *W.shape)[0]
                if found.shape == wrong.shape and not np.allclose(found, W):
                    return found
    return wrong
