"""Wrong: writes a gigabyte into its folder."""

EXPECT = ["output"]
NEEDS = []


def dJ_dW(O, T, x, m):
    with open("large", "wb") as file:
        for _ in range(2**10):
            file.write(bytes(2**20))
    return 0 * x
