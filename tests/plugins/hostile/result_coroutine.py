"""Wrong: returns a coroutine that nobody awaits."""

EXPECT = ["dtype"]
NEEDS = []


async def dJ_dW(O, T, x, m):
    return O - T
