"""Wrong: an audit hook, which cannot be removed, refuses whatever happens."""

import sys

import numpy as np

EXPECT = ["disagree", "raised", "exit", "crashed", "protocol"]
NEEDS = []


def _hook(event, arguments):
    if event.startswith(("socket", "open", "os", "compile", "import")):
        raise SystemExit(0)


def dJ_dW(O, T, x, m):
    if len(CALLS) == 0:
        CALLS.append(sys.addaudithook(_hook))
    return np.outer(T - O, x) / m


CALLS = []
