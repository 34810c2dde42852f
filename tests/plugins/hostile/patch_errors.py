"""Wrong: makes gradcheck's errors unraisable."""

import gradcheck.errors as errors
import numpy as np

EXPECT = ["disagree", "raised", "exit", "crashed", "protocol", "shape"]
NEEDS = []


def _init(self, *args, **kwargs):
    raise SystemExit(0)


errors.GradcheckError.__init__ = _init
errors.JudgingError.__init__ = _init


def dJ_dW(O, T, x, m):
    return "agree"
