"""Derivations: of several formulas for one derivative, the first that does not hold."""

from collections.abc import Iterable

from gradcheck.records import Derivation, Result, Verdict


def derivations(results: Iterable[Result]) -> tuple[Derivation, ...]:
    """Return the derivations among the results of one file.

    Formulas for one derivative, in the order of the file, are the lines of a derivation if an
    earlier one holds and a later one does not; otherwise they are candidates. What could not be
    judged is no line.
    """
    by_derivative: dict[str, list[Result]] = {}
    for result in results:
        if result.derivative is not None and result.verdict is not Verdict.ERROR:
            by_derivative.setdefault(result.derivative, []).append(result)
    found = (_derivation(name, lines) for name, lines in by_derivative.items())
    return tuple(derivation for derivation in found if derivation is not None)


def _derivation(derivative: str, lines: list[Result]) -> Derivation | None:
    held = None
    for position, line in enumerate(lines, start=1):
        if line.verdict is Verdict.AGREE:
            held = line
        elif line.verdict is Verdict.DISAGREE:
            return None if held is None else Derivation(
                derivative=derivative, first_wrong=line.name, doc=line.doc, position=position,
                lines=len(lines), last_held=held.name, last_doc=held.doc,
            )  # fmt: skip
    return None
