"""Wrong: raises KeyboardInterrupt while the file is run."""

EXPECT = ["raised", "crashed", "exit"]
NEEDS = []

raise KeyboardInterrupt
