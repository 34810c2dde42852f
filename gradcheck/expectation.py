"""What a configuration expects of a formula file, and what is not so."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from gradcheck.dataclass import dataclass
from gradcheck.records import FileReport, Result, Verdict


@dataclass(frozen=True)
class Expectation:
    """The verdicts that are expected of the formulas of a file."""

    verdicts: Mapping[str, Verdict] | Verdict | None = Verdict.AGREE
    """One for all; or by name, and all that are not named must agree; None for any."""
    first_wrong: str | None = None
    """The first wrong line of a derivation."""

    def applied_to(self, report: FileReport) -> FileReport:
        """Return the report with what is expected, and what is not as expected."""
        results = report.results
        if self.verdicts is not None:
            results = tuple(replace(r, expect=str(self._of(r))) for r in results)
        report = replace(report, results=results, expected=True)
        return replace(report, unexpected=tuple(self._unexpected(report)))

    def _of(self, result: Result) -> Verdict:
        if isinstance(self.verdicts, Mapping):
            return self.verdicts.get(result.name, Verdict.AGREE)
        return self.verdicts or result.verdict

    def _unexpected(self, report: FileReport) -> Iterator[str]:
        for result in report.results:
            if result.expect not in (None, str(result.verdict)):
                yield f"{_where(result)}: {result.verdict}, expected {result.expect}"
        if isinstance(self.verdicts, Mapping):
            names = {result.name for result in report.results}
            for name in self.verdicts:
                if name not in names:
                    yield f"{_where(report.results[0], name)}: there is no such formula"
        if self.first_wrong is not None:
            yield from self._unexpected_first(report)

    def _unexpected_first(self, report: FileReport) -> Iterator[str]:
        """Compare the first wrong line, of whichever derivation of the file has it first."""
        wrong = {derivation.first_wrong for derivation in report.derivations}
        order = [result.name for result in report.results if result.name in wrong]
        found = order[0] if order else None
        if found != self.first_wrong:
            where = _where(report.results[0], self.first_wrong or "")
            yield f"{where}: expected to be the first wrong line, which is {found or 'none'}"


def _where(result: Result, name: str | None = None) -> str:
    """Say which formula is meant, and what it was checked against."""
    context = result.context
    against = [context.problem]
    against += [f"{k}={v}" for k, v in {**context.sizes, **context.inputs}.items()]
    return f"{context.formula} {name or result.name} ({', '.join(against)})"
