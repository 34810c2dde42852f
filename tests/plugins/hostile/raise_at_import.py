"""Wrong: raises while the file is run."""

EXPECT = ["raised"]
NEEDS = []

1 / 0
