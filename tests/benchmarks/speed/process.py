"""Processes to measure in: one thread each, nothing inherited that chooses kernels."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from statistics import median
from typing import Any

ONE_THREAD = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "NUMEXPR_NUM_THREADS": "1",
    "VECLIB_MAXIMUM_THREADS": "1",
    "XLA_FLAGS": "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1",
    "JAX_PLATFORMS": "cpu",
}

DROPPED = ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE", "PYTHONDONTWRITEBYTECODE")
"""The first two make one BLAS reproduce another's rounding, the last has every module compiled
again in every process: prices that users do not pay."""


def environment() -> dict[str, str]:
    """Return the environment of a process that is measured."""
    kept = {name: value for name, value in os.environ.items() if name not in DROPPED}
    return {**kept, **ONE_THREAD}


def call(function: str, **arguments: Any) -> Any:
    """Call `module:function` of this package in a process of its own; what it returns is JSON."""
    command = [sys.executable, "-m", "tests.benchmarks.speed.child", function]
    done = subprocess.run(
        [*command, json.dumps(arguments)], env=environment(), stdout=subprocess.PIPE, text=True,
        check=False,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(f"{function} ended with {done.returncode}")
    return json.loads(done.stdout.splitlines()[-1])


def alternate(ours: Sequence[str], theirs: Sequence[str], pairs: int) -> tuple[float, float, float]:
    """Run two commands in turn; return their median seconds and the median ratio of a pair."""
    times = [(_run(ours), _run(theirs)) for _ in range(pairs + 1)][1:]  # the first warms the disk
    return (
        median(mine for mine, _ in times),
        median(other for _, other in times),
        median(mine / other for mine, other in times),
    )


def _run(command: Sequence[str]) -> float:
    started = time.perf_counter()
    subprocess.run(command, env=environment(), stdout=subprocess.DEVNULL, check=False)
    return time.perf_counter() - started
