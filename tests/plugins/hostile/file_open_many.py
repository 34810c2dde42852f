"""Wrong: opens files until it may not."""

EXPECT = ["raised", "disagree", "exit", "crashed"]
NEEDS = []


def dJ_dW(O, T, x, m):
    kept = [open("/dev/null") for _ in range(10_000)]
    return 0 * x[len(kept) :]
