"""Where formulas run: in processes of their own, apart from the verdict.

`client` is the judging side, `inside` the other one; `wire` and `replies` are what passes between
them. `nursery` and `warden` start a process and end it; `confine`, `landlock` and `bwrap` shut it
in.
"""

from gradcheck.worker.client import Calls, Values, Worker
from gradcheck.worker.confine import guard_memory
from gradcheck.worker.nursery import prepare_nursery

__all__ = ["Calls", "Values", "Worker", "guard_memory", "prepare_nursery"]
