"""The report as JUnit XML: a suite for each file, a test case for each formula and derivative."""

from collections.abc import Iterator

from junitparser import Error, Failure, JUnitXml, TestCase, TestSuite

from gradcheck.harmless import harmless
from gradcheck.records import FileReport, Report, Result, Verdict
from gradcheck.report import Style
from gradcheck.report.told import (
    checked_against,
    details,
    is_wanted,
    reason,
    title,
    unaccounted,
    unique_names,
)

DECLARATION = '<?xml version="1.0" encoding="utf-8"?>\n'


def write(report: Report, _style: Style | None = None) -> str:
    """Return the report as XML, ending with a line break; the style does not matter.

    A formula that disagrees is a failure; one that could not be judged, or not decided, an error.
    """
    names = unique_names(report.results)
    document = JUnitXml("gradcheck")
    for file in report.files:
        document.add_testsuite(_suite(report, file, names))
    document.update_statistics()  # type: ignore[no-untyped-call]
    found: bytes = document.tostring()  # type: ignore[no-untyped-call]
    text = found.decode("utf-8")
    # The declaration is the library's or not, as lxml is installed or not.
    return DECLARATION + text[text.index("<testsuites") :].rstrip("\n") + "\n"


def _suite(report: Report, file: FileReport, names: Iterator[str]) -> TestSuite:
    suite = TestSuite(harmless(file.results[0].context.formula) if file.results else "gradcheck")
    if file.results:
        suite.add_property("checked against", checked_against(report, file.results[0]))
        suite.add_property("trials", str(report.trials))
    for result, name in zip(file.results, names, strict=False):
        suite.add_testcase(_case(file, result, name))
    for told in unaccounted(file):
        case = TestCase(told, suite.name)
        case.result = [Failure(told, "unexpected")]
        suite.add_testcase(case)
    return suite


def _case(file: FileReport, result: Result, name: str) -> TestCase:
    # Thousandths: a time in powers of ten is none to those who read these files.
    case = TestCase(name, harmless(result.context.formula), round(result.seconds, 3))
    if result.screened is not None:
        case.system_out = reason(result)
    if not is_wanted(file, result):
        kind = result.error.kind if result.error is not None else str(result.verdict)
        sort = Failure if result.verdict in (Verdict.DISAGREE, Verdict.AGREE) else Error
        found = sort(f"{title(result)}: {reason(result)}", harmless(kind))
        found.text = details(result)
        case.result = [found]
    return case
