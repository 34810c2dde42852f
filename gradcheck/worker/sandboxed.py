"""The first program inside a sandbox: limits itself, gives up root, and serves."""

import json
import os
from pathlib import Path

from gradcheck.limits import Limits
from gradcheck.worker import confine
from gradcheck.worker.bwrap import SCRATCH
from gradcheck.worker.warden import serve_descriptor


def main(limits: str, user: str, folder: str) -> None:
    """Serve formulas from descriptor 3, within limits that are given as JSON."""
    os.umask(0o077)
    confine.limit_resources(Limits(**json.loads(limits)), of_nobody=bool(int(user)))
    confine.shut_in(folder or None, Path(SCRATCH))
    if int(user):
        confine.become_nobody(int(user), Path(SCRATCH), reads_all=False)
    confine.end_with_parent()
    try:
        serve_descriptor(3)
    finally:
        os._exit(1)
