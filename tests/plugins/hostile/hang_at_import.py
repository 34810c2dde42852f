"""Wrong: never comes back while the file is run."""

EXPECT = ["timeout", "cpu"]
NEEDS = []

while True:
    pass
