"""Wrong: says that it takes what it does not take."""

import inspect

EXPECT = ["raised", "unknown-parameter", "indices"]
NEEDS = []


def dJ_dW(whatever):
    return whatever


dJ_dW.__signature__ = inspect.Signature([inspect.Parameter(one, 1) for one in "OTx"])
