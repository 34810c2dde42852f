"""Compare many candidates: rank them, and tell which are the same function or a multiple of one."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from gradcheck.concluding import Refusals, cut_short
from gradcheck.errors import UsageError
from gradcheck.pipeline import Check, Checker
from gradcheck.processes import in_processes
from gradcheck.progress import advance, step
from gradcheck.records import Analytic, FileReport, Result, Twin
from gradcheck.resume import digest, kept_report
from gradcheck.worker import prepare_nursery

SAME, ROUNDED = 1e-12, 1e-6
"""Relative difference up to which two formulas are the same function, beyond their rounding; that
excuses no more than so much: noise as large says nothing about functions."""


def check_all(
    checks: Sequence[Check], jobs: int, kept: Mapping[str, tuple[Result, ...]],
    tell: Callable[[FileReport], None],
) -> Iterator[FileReport]:  # fmt: skip
    """Check one file after another, in order, in so many processes.

    What makes one file impossible to check, such as a problem that it names and that is not there,
    becomes its result; raises UsageError where all are impossible. What is `kept` from an earlier
    run, by the digests of checks, is not checked again. `tell` is told of each file that is done.
    Where the user interrupts it, what is left is said to be missing.
    """
    refusals = Refusals(len(checks))
    with step("file", "files", len(checks)):
        for found in _all(checks, jobs, kept, refusals):
            tell(found)
            advance("files")
            yield found
    refusals.insist()


def _all(
    checks: Sequence[Check], jobs: int, kept: Mapping[str, tuple[Result, ...]],
    refusals: Refusals,
) -> Iterator[FileReport]:  # fmt: skip
    digests = [digest(one) for one in checks]
    new = [one for one, told in zip(checks, digests, strict=True) if told not in kept]
    results = _each(new, jobs)
    for one, told in zip(checks, digests, strict=True):
        found = kept_report(one, kept[told]) if told in kept else next(results)
        if isinstance(found, UsageError):
            found = refusals.report(one, found)
        yield replace(found, digest=told)


def _each(checks: Sequence[Check], jobs: int) -> Iterator[FileReport | UsageError]:
    """Check one file after another; after an interruption, say of each that it is missing."""
    if jobs > 1:
        yield from in_processes(_check_one, _start, checks, jobs)
        return
    _start()
    for place, one in enumerate(checks):
        try:
            found = _check_one(one)
        except KeyboardInterrupt as end:
            yield from cut_short(end, checks[place:])
            return
        yield found


_CHECKERS: list[Checker] = []
"""The checker of this process, which keeps its references from one file to the next."""


def _start() -> None:
    prepare_nursery()
    _CHECKERS.append(Checker())


def _check_one(check: Check) -> FileReport | UsageError:
    try:
        return _CHECKERS[-1].check_file(check)
    except UsageError as error:
        return error


def twins(results: Sequence[Result]) -> tuple[Twin, ...]:
    """Return which results are the same function as an earlier one, or a constant multiple.

    The lines of a derivation, which are the same function in one file, are not told.
    """
    found: list[Twin] = []
    groups: dict[tuple[object, ...], list[Result]] = {}
    for result in results:
        if result.analytic is None:
            continue
        context = result.context
        against = (context.problem, *context.sizes.items(), *context.inputs.items())
        group = groups.setdefault((result.derivative, *against), [])
        for earlier in group:
            factor = _factor(result.analytic, earlier.analytic)
            if factor == 1 and result.verdict != earlier.verdict:
                continue
            if factor is not None:
                same_line = factor == 1 and earlier.context.formula == context.formula
                if not same_line:
                    found.append(Twin(_full_name(result), _full_name(earlier), factor))
                break
        else:
            group.append(result)
    return tuple(found)


def _full_name(result: Result) -> str:
    return f"{result.context.formula} {result.name}"


def _factor(candidate: Analytic, other: Analytic | None) -> float | None:
    """Return the constant c with candidate = c other in every entry of every trial, if any."""
    if other is None:
        return None
    mine, theirs = candidate.values, other.values
    if not (np.isfinite(mine).all() and np.isfinite(theirs).all()):
        return None
    largest = np.unravel_index(int(np.argmax(np.abs(theirs))), theirs.shape)
    with np.errstate(all="ignore"):
        multiple = [mine[largest] / theirs[largest]] if theirs[largest] and mine[largest] else []
    for factor in (1.0, *map(float, multiple)):
        size = np.maximum(np.abs(mine), np.abs(factor * theirs))
        slack = np.minimum(candidate.slack + abs(factor) * other.slack, ROUNDED * size.max())
        if (np.abs(mine - factor * theirs) <= slack + SAME * size).all():
            return factor
    return None
