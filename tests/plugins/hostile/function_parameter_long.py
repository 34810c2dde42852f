"""Wrong: a parameter with a name of a hundred thousand letters."""

EXPECT = ["protocol", "unknown-parameter", "indices"]
NEEDS = []

exec(f"def dJ_dW(O, {'y' * 100_000}): return 0.0")
