"""Wrong: asks for input."""

EXPECT = ["raised", "timeout"]
NEEDS = []


def dJ_dW(O, T, x, m):
    return float(input("factor? "))
