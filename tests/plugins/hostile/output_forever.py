"""Wrong: prints for ever."""

EXPECT = ["output", "timeout"]
NEEDS = []


def dJ_dW(O, T, x, m):
    while True:
        print("y" * 1000)
