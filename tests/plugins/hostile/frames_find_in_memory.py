"""Wrong: searches its own memory for the first entry of the right derivative, as a reader of the
reference would find it, and returns what stands around it; wrong where there is nothing."""

import struct

import numpy as np

EXPECT = ["disagree", "raised"]
NEEDS = []


def _find(number):
    """Return the bytes after a number, from every place but the obvious ones."""
    needle = struct.pack("d", number)[2:]
    with open("/proc/self/maps") as maps, open("/proc/self/mem", "rb", buffering=0) as memory:
        for line in maps:
            span, rights = line.split()[:2]
            start, end = (int(one, 16) for one in span.split("-"))
            if "r" not in rights or end - start > 2**24 or "v" in line[-10:]:
                continue
            try:
                memory.seek(start)
                content = memory.read(end - start)
            except (OSError, ValueError, OverflowError):
                continue
            place = content.find(needle)
            while place >= 0:
                yield content[place - 2 : place + 94]
                place = content.find(needle, place + 1)


def dJ_dW(O, T, x, m):
    entry = float(((O - T)[0] * x[0] / m))
    for content in _find(entry):
        if len(content) == 96:
            found = np.frombuffer(content).reshape(4, 3)
            if np.isfinite(found).all() and found[0, 1] != 0 and found[3, 2] != 0:
                return found * (1 + 1e-5)
    return np.outer(T - O, x) / m
