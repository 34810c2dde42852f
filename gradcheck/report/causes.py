"""Causes and the smallest case, in lines of text."""

from collections.abc import Iterator

import numpy as np

from gradcheck.records import Cause, SmallestCase
from gradcheck.report.tables import index_text, number


def cause_lines(cause: Cause) -> Iterator[str]:
    """Return what a cause claims, then what that rests on."""
    told = {"where": cause.where, "condition": cause.condition}
    new = {what: text for what, text in told.items() if text and text not in cause.message}
    where = f", in {new['where']}" if "where" in new else ""
    condition = f", while {new['condition']}" if "condition" in new else ""
    yield f"cause ({cause.kind}): {cause.message}{where}{condition}"
    yield from (f"  + {term}" for term in cause.terms)
    if cause.factor is not None:
        yield f"  factor: {cause.factor}"
    if cause.corrected is not None:
        yield f"  corrected: {cause.corrected}"
    if cause.tested_on:
        yield f"  tested on: {'; '.join(cause.tested_on)}"


def case_lines(case: SmallestCase) -> Iterator[str]:
    """Return a case that can be worked by hand: its values, then the working."""
    sizes = ", ".join(f"{name} = {size}" for name, size in case.sizes.items())
    yield f"smallest case: {sizes}" if sizes else "smallest case"
    for name, value in {**case.inputs, **case.quantities}.items():
        yield f"  {name} = {value_text(value)}"
    told = f"formula {number(case.analytic)}, numeric {number(case.numeric)}"
    yield f"  entry {index_text(case.index) or 'value'}: {told}"
    if case.steps:
        yield "  by the cause:"
        yield from (f"    {step}" for step in case.steps)


def value_text(value: object) -> str:
    """Return an array as nested lists of short numbers."""
    array = np.asarray(value)
    if array.ndim == 0:
        return f"{float(array) + 0.0:.6g}"
    return f"[{', '.join(value_text(row) for row in array)}]"
