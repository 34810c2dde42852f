"""The report as the `results.json` of a Gradescope autograder: a point for each formula.

Source: "Autograder Specifications", Gradescope's documentation.
"""

import json
from typing import Any

from gradcheck.records import FileReport, Report, Result
from gradcheck.report import Style
from gradcheck.report.told import details, is_wanted, reason, title, unaccounted, unique_names
from gradcheck.report.verdicts import tally

POINTS = 1.0
"""What a formula is worth; Gradescope scales the sum to what the assignment is."""

VISIBILITY = "visible"


def write(report: Report, _style: Style | None = None) -> str:
    """Return the report as JSON, ending with a line break; the style does not matter."""
    names = unique_names(report.results)
    tests = []
    for file in report.files:
        tests += [_test(file, r, name) for r, name in zip(file.results, names, strict=False)]
        tests += [_case(told, told, points=0.0) for told in unaccounted(file)]
    document = {
        "output": tally(report.results),
        "output_format": "text",
        "visibility": VISIBILITY,
        "tests": [{"number": str(place), **test} for place, test in enumerate(tests, start=1)],
    }
    return json.dumps(document, indent=2, allow_nan=False) + "\n"


def _test(file: FileReport, result: Result, name: str) -> dict[str, Any]:
    if is_wanted(file, result):
        return _case(name, f"{title(result)}: {reason(result)}", POINTS)
    return _case(name, details(result), 0.0)


def _case(name: str, output: str, points: float) -> dict[str, Any]:
    return {
        "name": name,
        "name_format": "text",
        "score": points,
        "max_score": POINTS,
        "status": "passed" if points else "failed",
        "output": output,
        "output_format": "text",
        "visibility": VISIBILITY,
    }
