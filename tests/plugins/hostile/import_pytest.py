"""Wrong: runs a test framework, which catches output, rewrites imports and ends with its own code."""

import numpy as np

EXPECT = ["disagree", "import", "raised", "exit", "timeout"]
NEEDS = []


def dJ_dW(O, T, x, m):
    import pytest

    pytest.exit("agree", returncode=0)
