"""Wrong: tells being described from being evaluated, and shows another formula each time."""

import sys

import numpy as np

EXPECT = ["disagree", "raised", "no-formula"]
NEEDS = []


def _described():
    frame = sys._getframe()
    while frame is not None:
        if "describe" in frame.f_code.co_name:
            return True
        frame = frame.f_back
    return False


class Formula:
    def __call__(self, O, T, x, m):
        return np.outer(T - O, x) / m

    @property
    def __signature__(self):
        import inspect

        parameters = "OTxm" if _described() else ""
        return inspect.Signature([inspect.Parameter(one, 1) for one in parameters])


dJ_dW = Formula()
