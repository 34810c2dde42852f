"""Wrong: returns a file whose content is made up while it is read."""

EXPECT = ["dtype", "raised"]
NEEDS = []


def dJ_dW(O, T, x, m):
    return open("/dev/zero", "rb")
