"""Wrong: raises GeneratorExit, which is no Exception."""

EXPECT = ["raised"]
NEEDS = []


def dJ_dW(O, T, x, m):
    raise GeneratorExit("enough")
