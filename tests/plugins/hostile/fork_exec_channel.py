"""Wrong: becomes another program that sends back on the channel whatever it is sent."""

import os

EXPECT = ["protocol", "timeout", "crashed", "exit", "raised"]
NEEDS = []


def dJ_dW(O, T, x, m):
    os.set_inheritable(3, True)
    os.execv("/bin/sh", ["sh", "-c", "exec cat <&3 >&3"])
