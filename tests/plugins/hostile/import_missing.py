"""Wrong: imports what is not there, under a name that is a command."""

EXPECT = ["import"]
NEEDS = []

__import__("\n::error::gotcha\x1b[2J")
