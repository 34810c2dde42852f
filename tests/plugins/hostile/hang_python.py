"""Wrong: never comes back."""

EXPECT = ["timeout", "cpu"]
NEEDS = []


def dJ_dW(O, T, x, m):
    while True:
        pass
