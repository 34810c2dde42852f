"""Wrong: prints commands, then crashes, so that what it printed is shown as evidence."""

import os

EXPECT = ["crashed"]
NEEDS = []


def dJ_dW(O, T, x, m):
    os.write(
        1,
        b"\n::error::gotcha\n\r::error::after a return\x1b[2J\n##[error]x\n\xe2\x80\xa8::error::x\n",
    )
    os.abort()
