"""What reports for machines and pages say of a result in words, and whether it is as wanted."""

from collections.abc import Iterator, Sequence

from gradcheck.harmless import harmless
from gradcheck.records import Entry, FileReport, Report, Result, Verdict
from gradcheck.report import Style
from gradcheck.report.table import VERBS, counted, result_text
from gradcheck.report.tables import index_text, number, small


def is_wanted(file: FileReport, result: Result) -> bool:
    """Return whether a verdict is as the configuration expects, or else whether it is `agree`.

    Where a configuration expects something of a file, but nothing of this verdict, any will do: so
    does the exit code.
    """
    if file.expected:
        return result.expect in (None, str(result.verdict))
    return result.verdict is Verdict.AGREE


def unwanted(report: Report) -> list[Result]:
    """Return the results that are not as wanted, in order."""
    return [r for file in report.files for r in file.results if not is_wanted(file, r)]


def unaccounted(file: FileReport) -> tuple[str, ...]:
    """Return what is not as expected of a file, or missing, and is no result's verdict."""
    of_results = sum(result.expect not in (None, str(result.verdict)) for result in file.results)
    left = (f"interrupted; not judged: {name}" for name in file.missing)
    return tuple(map(harmless, (*file.unexpected[of_results:], *left)))


def unique_names(results: Sequence[Result]) -> Iterator[str]:
    """Return a name for each result within its run, numbered from the second of the same name."""
    seen: dict[str, int] = {}
    for result in results:
        name = harmless(full_name(result))
        seen[name] = seen.get(name, 0) + 1
        yield name if seen[name] == 1 else f"{name} ({seen[name]})"


def full_name(result: Result) -> str:
    """Return the file and the formula in it."""
    formula = result.context.formula
    return f"{formula}: {result.name}" if result.derivative else formula


def title(result: Result) -> str:
    """Return the formula's name and verdict, such as `dJ_dW disagrees`."""
    told = f"{result.name} {VERBS[result.verdict]}" if result.derivative else "error"
    return harmless(told)


def reason(result: Result) -> str:
    """Return in one line why the verdict is what it is."""
    if result.error is not None:
        told = result.error.message
    else:
        told = counted(result)
        if result.worst is not None and result.verdict is not Verdict.AGREE:
            told += f"; {worst_text(result, result.worst)}"
    if result.expect not in (None, str(result.verdict)):
        told += f"; expected: {result.expect}"
    return harmless(" ".join(told.split()))


def worst_text(result: Result, worst: Entry) -> str:
    """Return the worst entry in one line."""
    return (
        f"worst: {result.derivative}{index_text(worst.index)} in trial {worst.trial}: "
        f"formula {number(worst.analytic)}, numeric {number(worst.numeric)}, "
        f"difference {small(worst.difference)}, allowed {small(worst.allowed)}"
    )


def details(result: Result) -> str:
    """Return what the screen says of one result, harmless, its lines as they are there."""
    return "\n".join(map(harmless, result_text(result, Style()).split("\n")))


def checked_against(report: Report, result: Result) -> str:
    """Return the problem, its sizes and distributions and the seed, in one line."""
    context = result.context
    sizes = ", ".join(f"{name} = {size}" for name, size in context.sizes.items())
    inputs = ", ".join(f"{name} {chosen}" for name, chosen in context.inputs.items())
    problem = f"{context.problem} with {sizes}" if sizes else context.problem
    return harmless(f"{problem}; {inputs}; seed {report.seed}" if inputs else problem)
