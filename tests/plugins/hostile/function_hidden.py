"""Wrong: deletes its functions while they are described, so that nothing is left to be judged."""

EXPECT = ["no-formula"]
NEEDS = []


def dJ_dW(O, T, x, m):
    return T


del dJ_dW
