"""Wrong: raises an exception whose text takes for ever."""

EXPECT = ["timeout"]
NEEDS = []


class Own(Exception):
    def __str__(self):
        while True:
            pass


def dJ_dW(O, T, x, m):
    raise Own
