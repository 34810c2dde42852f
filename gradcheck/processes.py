"""Check files in several processes, of which none is left behind, however that ends."""

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager

from gradcheck.concluding import unfinished_file
from gradcheck.errors import UsageError
from gradcheck.pipeline import Check
from gradcheck.records import FileReport
from gradcheck.worker import end_with_parent

Found = FileReport | UsageError

GONE = "a process ended that was checking this file, or another at the same time"


def in_processes(
    check: Callable[[Check], Found], start: Callable[[], None], checks: Sequence[Check], jobs: int
) -> Iterator[Found]:
    """Check one file after another in so many processes, each of which is told to `start` first.

    After an interruption, say of each file that is left that it is missing. Where a process ends,
    whatever a file has done to it, the files that have no result yet are refused.
    """
    count = max(1, min(jobs, len(checks)))
    pool = ProcessPoolExecutor(count, _context(), _start_apart, (os.getpid(), start))
    futures: list[Future[Found]] = []
    done = 0
    try:
        # Ctrl-C waits until all have started, and again while they are ended: in between, it could
        # leave a process behind that nobody knows of, or a lock that nobody opens.
        with _held_back():
            futures += [pool.submit(check, one) for one in checks]
        for future in futures:
            yield _result(future)
            done += 1
        pool.shutdown()
    except KeyboardInterrupt:
        with _held_back():
            rest = list(zip(checks, futures, strict=True))[done:]
            left = [_result(f) if f.done() else unfinished_file(one) for one, f in rest]
            _end(pool)
        yield from left
    except BaseException:
        _end(pool)
        raise


def _result(future: "Future[Found]") -> Found:
    try:
        return future.result()
    except BrokenProcessPool:
        return UsageError(GONE, remedy="check it by itself")


def _end(pool: ProcessPoolExecutor) -> None:
    """End all processes, whatever they do."""
    pool.shutdown(wait=False, cancel_futures=True)
    for process in multiprocessing.active_children():
        process.terminate()


@contextmanager
def _held_back() -> Iterator[None]:
    """Hold SIGINT back, where the platform can and this is its only thread; it comes afterwards."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _context() -> multiprocessing.context.BaseContext:
    """Return how processes are started: forked where the platform can, for that is fast."""
    methods = multiprocessing.get_all_start_methods()
    return multiprocessing.get_context("fork" if "fork" in methods else "spawn")


def _start_apart(starter: int, start: Callable[[], None]) -> None:
    """Begin in a process of the pool, which ends when the one that started it does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches all; who began them ends them
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    end_with_parent(starter)
    start()
