"""Wrong: replaces gradcheck's rule and verdicts, wherever they are imported."""

import numpy as np

EXPECT = ["disagree", "raised", "exit", "crashed", "protocol"]
NEEDS = []


def dJ_dW(O, T, x, m):
    import gradcheck.judge
    import gradcheck.judge.rule as rule
    from gradcheck.records import Verdict

    for name in ("judge", "verdict_of", "codes", "count"):
        setattr(rule, name, lambda *args, **kwargs: Verdict.AGREE)
    gradcheck.judge.judge = rule.judge
    rule.DISAGREES = rule.INCONCLUSIVE = rule.AGREES
    return np.outer(T - O, x) / m
