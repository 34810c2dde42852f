"""Wrong: writes a hundred files, each of which is small enough."""

EXPECT = ["output", "timeout", "raised"]
NEEDS = []


def dJ_dW(O, T, x, m):
    for number in range(100):
        with open(f"large{number}", "wb") as file:
            file.write(bytes(2**20))
    while True:
        pass
