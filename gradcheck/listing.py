"""What `gradcheck list` shows: the catalogue. Problems are run, formulas only read."""

import ast

from tabulate import tabulate

from gradcheck import catalogue
from gradcheck.formula import read_header
from gradcheck.naming import claims_derivative
from gradcheck.problem import Problem
from gradcheck.references import References
from gradcheck.settings import PROBLEM
from gradcheck.source import Source, read_source


def listing() -> str:
    """Return the catalogue as text, ending with a line break."""
    references = References()
    problems = [
        (name, _inputs(problem), ", ".join(problem.declared))
        for name, problem in (
            (n, references.load(catalogue.find_problem(n))) for n in catalogue.problems()
        )
    ]
    formulas = [_formula(name) for name in catalogue.formulas()]
    return (
        tabulate(problems, headers=["problem", "inputs", "quantities"], tablefmt="simple")
        + "\n\n"
        + tabulate(formulas, headers=["formula", "problem", "derivatives"], tablefmt="simple")
        + "\n"
    )


def _inputs(problem: Problem) -> str:
    """Return each input on a line: its shape and its distributions, the default first."""
    lines = []
    for name, declared in problem.inputs.items():
        shape = ", ".join(map(str, declared[0].shape))
        lines.append(f"{name} ({shape}): {', '.join(d.name for d in declared)}")
    return "\n".join(lines)


def _formula(name: str) -> tuple[str, str, str]:
    source = read_source(catalogue.formulas()[name], name)
    header = read_header(source)
    problem = "its own" if header.complete else header.problem or PROBLEM
    return name, problem, "\n".join(_derivatives(source))


def _derivatives(source: Source) -> list[str]:
    functions = [node.name for node in source.tree.body if isinstance(node, ast.FunctionDef)]
    return [name for name in functions if claims_derivative(name)]
