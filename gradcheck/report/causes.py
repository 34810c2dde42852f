"""Causes, in lines of text, and the numbers of a case."""

from collections.abc import Iterator

import numpy as np

from gradcheck.records import Cause


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


def value_text(value: object) -> str:
    """Return an array as nested lists of short numbers."""
    array = np.asarray(value)
    if array.ndim == 0:
        return f"{float(array) + 0.0:.6g}"
    return f"[{', '.join(value_text(row) for row in array)}]"
