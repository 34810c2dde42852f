"""The text of a starter formula, for `gradcheck new`."""

import os
from pathlib import Path

from gradcheck import catalogue
from gradcheck.errors import UsageError
from gradcheck.formula import Vocabulary
from gradcheck.problem import Problem
from gradcheck.records import Name
from gradcheck.reference import Reference
from gradcheck.references import References
from gradcheck.settings import SEED

TEMPLATE = '''"""My derivation of {derivative} for the problem `{problem}`.

{doc}
"""

import numpy as np

PROBLEM = "{problem}"


# The name says what the function claims: {derivative} is the derivative of {numerator} with respect
# to {denominator}. The first parameters are the indices of an entry; the others are asked for by
# name, and you may leave out those that you do not need:
#
{names}
#
# Check it with: gradcheck run {file}
def {derivative}({parameters}):
    return 0.0  # put your formula here{example}
'''


def starter(problem: Problem, asked: str, words: Vocabulary, derivative: Name, file: str) -> str:
    """Return a formula file for a derivative of the problem that runs, and claims it is zero.

    `asked` is the problem as the file should name it, `file` the file's own name.
    """
    axes = words.axes(derivative)
    indices = [name for name in ("r", "c", "i", "j", "k", "l") if name not in words.names]
    indices += [f"i{n}" for n in range(axes)]
    chosen = indices[:axes]
    others = [*words.shapes, *sorted(words.sizes)]
    subscript = f"[{', '.join(chosen)}]" if chosen else ""
    return TEMPLATE.format(
        derivative=derivative, problem=asked, file=file, doc=problem.doc.split("\n\n")[0],
        numerator=derivative.numerator, denominator=derivative.denominator,
        names="\n".join(f"#   {name:<8} {_kind(name, problem, words)}" for name in others),
        parameters=", ".join(chosen + others),
        example=f", for example np.tanh({derivative.denominator}{subscript})",
    )  # fmt: skip


def _kind(name: str, problem: Problem, words: Vocabulary) -> str:
    if name in words.sizes:
        return "size"
    axes = problem.inputs[name][0].shape if name in problem.inputs else words.shapes[name]
    told = f", shape ({', '.join(map(str, axes))})" if axes else ", a number"
    return ("input" if name in problem.inputs else "quantity") + told


def _beside(problem: Path, file: Path) -> str:
    """Return a problem's path as a formula file beside it, or anywhere else, is to name it."""
    found = os.path.relpath(problem.resolve(), file.resolve().parent)
    return Path(found).as_posix()


def starter_text(asked: str, file: Path) -> str:
    """Return a starter formula for a problem, by name or path, to be written to `file`.

    Raises UsageError where there is no such problem, or it has no scalar quantity.
    """
    located = catalogue.find_problem(asked)
    problem = References().load(located)
    sizes = problem.resolve_sizes({}, {}, located.shown)
    words = Reference(problem, sizes, problem.choose_distributions({}), SEED, (0,)).vocabulary
    if words.plain is None:
        raise UsageError(f"problem `{asked}` has no scalar quantity to derive")
    name = asked if located.packaged else _beside(located.path, file)
    return starter(problem, name, words, words.plain, file.name)
