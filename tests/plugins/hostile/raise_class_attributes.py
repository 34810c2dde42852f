"""Wrong: an exception whose attributes are properties that raise."""

EXPECT = ["raised", "import", "exit", "crashed"]
NEEDS = []


class Own(ImportError, NameError, OSError):
    @property
    def errno(self):
        raise SystemExit(0)

    @property
    def name(self):
        raise SystemExit(0)

    def __getattribute__(self, name):
        raise SystemExit(0)


def dJ_dW(O, T, x, m):
    raise Own("odd")
