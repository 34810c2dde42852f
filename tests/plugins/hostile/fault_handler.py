"""Wrong: crashes, with a handler that writes whatever it can find to the output."""

import ctypes
import faulthandler
import sys

EXPECT = ["crashed", "exit"]
NEEDS = []

faulthandler.enable(sys.__stderr__, all_threads=True)
faulthandler.dump_traceback_later(0.5, repeat=True, exit=True)


def dJ_dW(O, T, x, m):
    ctypes.string_at(1)
