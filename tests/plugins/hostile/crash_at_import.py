"""Wrong: crashes while the file is run."""

import ctypes

EXPECT = ["crashed"]
NEEDS = []

ctypes.string_at(0)
