"""Wrong: prints the report that it would like, and ends with the exit code that goes with it."""

import os

EXPECT = ["exit"]
NEEDS = []

REPORT = """\
    formula   verdict
 1  output_fake_report.py  agree

dJ_dW agrees in 12 of 12 entries, 20 trials
"""


def dJ_dW(O, T, x, m):
    os.write(1, REPORT.encode())
    os.write(2, REPORT.encode())
    os._exit(0)
