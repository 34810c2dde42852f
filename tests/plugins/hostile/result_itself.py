"""Wrong: returns a list that contains itself."""

EXPECT = ["dtype", "raised", "memory", "shape", "timeout"]
NEEDS = []


def dJ_dW(O, T, x, m):
    circle = []
    circle.append(circle)
    return circle
