"""Wrong: five thousand parameters."""

EXPECT = ["protocol", "unknown-parameter", "indices", "raised"]
NEEDS = []

exec(f"def dJ_dW({', '.join(f'a{i}' for i in range(5_000))}): return 0.0")
