"""Wrong: returns something that says it has 10^18 elements."""

EXPECT = ["memory", "dtype", "raised", "timeout", "cpu", "shape"]
NEEDS = []


class Long:
    def __len__(self):
        return 10**18

    def __getitem__(self, index):
        return float(index)


def dJ_dW(O, T, x, m):
    return Long()
