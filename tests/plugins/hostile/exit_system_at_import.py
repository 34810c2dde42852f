"""Wrong: calls sys.exit(0) while the file is run, with a text that looks like a verdict."""

import sys

EXPECT = ["exit"]
NEEDS = []

sys.exit("dJ_dW agrees")
