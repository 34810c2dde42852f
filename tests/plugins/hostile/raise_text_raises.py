"""Wrong: raises an exception whose text raises."""

EXPECT = ["raised", "exit"]
NEEDS = []


class Own(Exception):
    def __str__(self):
        raise SystemExit(0)


def dJ_dW(O, T, x, m):
    raise Own
