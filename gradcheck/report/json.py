"""The report as JSON, in the form of `schema.json`: the same bytes for the same record."""

import json
import math
from typing import TYPE_CHECKING, Any

from gradcheck import __version__
from gradcheck.records import Cause, Entry, Failure, Report, Result, Screened, SmallestCase

if TYPE_CHECKING:
    from gradcheck.report import Style

SCHEMA_VERSION = 1


def write(report: Report, _style: "Style | None" = None) -> str:
    """Return the report as JSON, ending with a line break; the style does not matter."""
    document = {
        "schema_version": SCHEMA_VERSION,
        "gradcheck_version": __version__,
        "seed": report.seed,
        "trials": report.trials,
        "verdict": str(report.verdict),
        "exit_code": report.exit_code,
        "missing": list(report.missing),
        "results": [result_document(result) for result in report.results],
    }
    return json.dumps(document, indent=2, allow_nan=False) + "\n"


def result_document(result: Result) -> dict[str, Any]:
    """Return one result in the form of the schema."""
    context, error = result.context, result.error
    return {
        "formula": context.formula,
        "path": context.path,
        "derivative": result.derivative,
        "label": result.label,
        "problem": context.problem,
        "sizes": dict(context.sizes),
        "inputs": dict(context.inputs),
        "verdict": str(result.verdict),
        "expect": result.expect,
        "counts": {
            "agree": result.counts.agree,
            "disagree": result.counts.disagree,
            "inconclusive": result.counts.inconclusive,
        },
        "entries": [_entry(entry) for entry in result.entries],
        "entries_omitted": result.entries_omitted,
        "worst": _worst(result.worst),
        "resolution": _number(result.resolution),
        "screened": None if result.screened is None else _screened(result.screened),
        "reading": result.reading,
        "given": list(result.given),
        "remarks": list(result.remarks),
        "first_wrong": result.first_wrong,
        "causes": [_cause(cause) for cause in result.causes],
        "facts": list(result.facts),
        "smallest_case": _smallest(result.smallest_case),
        "reproduce": result.reproduce,
        "error": None if error is None else _error(error),
    }


def _error(error: Failure) -> dict[str, Any]:
    return {
        "kind": error.kind,
        "message": error.message,
        "notes": list(error.notes),
        "remedy": error.remedy,
    }


def _cause(cause: Cause) -> dict[str, Any]:
    return {
        "kind": cause.kind,
        "message": cause.message,
        "terms": list(cause.terms),
        "factor": cause.factor,
        "where": cause.where,
        "condition": cause.condition,
        "corrected": cause.corrected,
        "tested_on": list(cause.tested_on),
    }


def _smallest(case: SmallestCase | None) -> dict[str, Any] | None:
    if case is None:
        return None
    return {
        "sizes": dict(case.sizes),
        "inputs": {name: _nested(value) for name, value in case.inputs.items()},
        "quantities": {name: _nested(value) for name, value in case.quantities.items()},
        "index": list(case.index),
        "analytic": _number(case.analytic),
        "numeric": _number(case.numeric),
        "steps": list(case.steps),
    }


def _nested(value: Any) -> Any:
    """Return an array as lists of numbers."""
    return [_nested(one) for one in value] if value.ndim else _number(float(value))


def _entry(entry: Entry) -> dict[str, Any]:
    return {
        "index": list(entry.index),
        "verdict": str(entry.verdict),
        "trials": list(entry.trials),
        "analytic": _number(entry.analytic),
        "numeric": _number(entry.numeric),
        "bound": _number(entry.bound),
        "allowed": _number(entry.allowed),
    }


def _screened(screened: Screened) -> dict[str, Any]:
    return {
        "entries": screened.entries,
        "singly": screened.singly,
        "unresolved": screened.unresolved,
        "evaluations": screened.evaluations,
        "directions": screened.directions,
        "resolution": _number(screened.resolution),
        "relative": _number(screened.relative),
    }


def _worst(entry: Entry | None) -> dict[str, Any] | None:
    if entry is None:
        return None
    return {
        "index": list(entry.index),
        "trial": entry.trial,
        "analytic": _number(entry.analytic),
        "numeric": _number(entry.numeric),
        "difference": _number(entry.difference),
        "allowed": _number(entry.allowed),
    }


def _number(value: float | None) -> float | str | None:
    """Return a number as JSON has it, which knows no infinity and no NaN."""
    if value is None or math.isfinite(value):
        return value
    return str(value)
