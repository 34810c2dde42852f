"""Wrong: ends the process when it is asked for its parameters."""

EXPECT = ["exit", "raised"]
NEEDS = []


class Formula:
    @property
    def __signature__(self):
        raise SystemExit(0)

    def __call__(self):
        return 0.0


dJ_dW = Formula()
