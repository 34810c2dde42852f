"""Wrong: prints commands that terminals and CI services obey."""

import os
import sys

import numpy as np

EXPECT = ["disagree"]
NEEDS = []

COMMANDS = """
::error file=app.py,line=1::gotcha
  ::add-mask::a
::set-output name=verdict::agree
::stop-commands::pause
##[error]gotcha
##vso[task.complete result=Succeeded]
\x1b[2J\x1b[1;1H\x1b]0;title\x07\x1b[31magree\x9b0m
first\rsecond\x08\x0b\x0c
\u202eeerga\u2066\u200b\ufeff\u2028::error::line separator
\x85::error::next line
"""


def dJ_dW(O, T, x, m):
    print(COMMANDS)
    print(COMMANDS, file=sys.stderr)
    os.write(1, COMMANDS.encode())
    os.write(2, b"\xff\xfe::error::\xc3\n::error::bytes\n\x00")
    return np.outer(T - O, x) / m
