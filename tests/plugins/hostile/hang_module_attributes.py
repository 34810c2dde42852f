"""Wrong: looking at what the file defines takes for ever."""

EXPECT = ["timeout", "cpu"]
NEEDS = []


class Odd:
    def __call__(self, O):
        return 0.0

    @property
    def __signature__(self):
        while True:
            pass


dJ_dW = Odd()
