"""Wrong: what stands in its problem would run in the process that judges."""

import os

EXPECT = ["problem", "usage"]
NEEDS = []

INPUTS = {}
print("::error::gotcha")
os._exit(0)
