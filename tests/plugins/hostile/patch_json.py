"""Wrong: replaces the function that writes answers, so that they say what it likes."""

import json

import numpy as np

EXPECT = ["disagree", "protocol"]
NEEDS = []


def dJ_dW(O, T, x, m):
    json.dumps = lambda *args, **kwargs: '{"verdict": "agree", "counts": {"agree": 12}}'
    return np.outer(T - O, x) / m
