"""Where formulas run: in processes of their own, apart from the verdict.

`client` is the judging side, `inside` the other one; `requests`, `replies` and `wire` are what
passes between them. `process` is a process seen from the judging side; `nursery` and `warden` start
and end it, with `cleaning`; `confine`, `landlock` and `bwrap` shut it in.
"""

from gradcheck.worker.client import Values, Worker
from gradcheck.worker.confine import end_with_parent, guard_memory
from gradcheck.worker.nursery import prepare_nursery
from gradcheck.worker.requests import Calls

__all__ = ["Calls", "Values", "Worker", "end_with_parent", "guard_memory", "prepare_nursery"]
