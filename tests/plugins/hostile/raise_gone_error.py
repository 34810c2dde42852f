"""Wrong: raises the error by which a worker knows that nobody listens any more."""

from gradcheck.worker.wire import GoneError

EXPECT = ["raised", "exit"]
NEEDS = []


def dJ_dW(O, T, x, m):
    raise GoneError
