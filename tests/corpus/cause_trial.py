"""Try formulas of the corpus: all those of one problem in one file, on one reference."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from gradcheck import catalogue
from gradcheck.formula import is_formula_name
from gradcheck.formula.names import read_name
from gradcheck.pipeline import check
from gradcheck.problem import Problem, load_problem
from gradcheck.records import Result
from gradcheck.reference import Reference
from gradcheck.settings import SEED, Settings
from gradcheck.source import read_source
from tests.corpus.cause_algebra import names_in_code
from tests.corpus.cause_case import Case, asked_for, function, own_problem, source
from tests.corpus.cause_labels import Words

TRIALS = 3
EXACT = 1e-6
"""How well a remedy must restore the numeric derivative, relative to the largest entry."""


def load(problem: str) -> Problem:
    """Return a problem of the corpus or of the package."""
    path = own_problem(problem) or catalogue.find_problem(problem).path
    return load_problem(read_source(path, problem), problem, is_formula_name)


def words(problem: str) -> Words:
    """Return the names of a problem."""
    loaded = load(problem)
    return Words(loaded.names, frozenset(loaded.size_defaults))


def blocks(text: str) -> list[str]:
    """Return the formulas of a text, which a blank line separates."""
    return [block.strip() for block in text.split("\n\n") if block.strip()]


def file_of(case: Case) -> str:
    """Return the formula file of one case."""
    return source(case.problem, blocks(case.text))


def run_text(text: str, inputs: Mapping[str, str], trials: int = TRIALS) -> Sequence[Result]:
    """Check the text of a formula file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "formulas.py"
        path.write_text(text, encoding="utf-8")
        return check([str(path)], Settings(inputs=dict(inputs), trials=trials)).results


def run_together(problem: str, texts: Sequence[str], inputs: Mapping[str, str]) -> list[Result]:
    """Check formulas of one problem, each under a label of its own."""
    functions = [
        function(block, label=f"n{number}") for number, block in enumerate(texts)
    ]  # fmt: skip
    head = f"import numpy as np\n\nPROBLEM = {asked_for(problem)!r}\n\n\n"
    return list(run_text(head + "\n\n\n".join(functions) + "\n", inputs))


@dataclass(frozen=True)
class Drawn:
    """The trials of one problem: every name's value, trial by trial."""

    reference: Reference
    trials: tuple[dict, ...]

    @classmethod
    def of(cls, problem: str, inputs: Mapping[str, str], trials: int = TRIALS) -> Drawn:
        """Draw as a run does."""
        loaded = load(problem)
        sizes = loaded.resolve_sizes({}, {}, problem)
        numbers = tuple(range(trials))
        reference = Reference(loaded, sizes, loaded.choose_distributions(inputs), SEED, numbers)
        return cls(reference, tuple(reference.sample.trial(i) for i in numbers))

    def heals(self, fix: str, result: Result) -> bool:
        """Return whether a remedy turns the values of a formula into the right ones, every time."""
        right = self._numeric(result.derivative)
        return all(
            _restored(fix, result.analytic.values[i], right[i], values | self._partials(fix, i))
            for i, values in enumerate(self.trials)
        )

    def _partials(self, fix: str, trial: int) -> dict[str, np.ndarray]:
        """Return the derivatives that a remedy speaks of."""
        names = {name for name in names_in_code(fix) if name not in self.trials[trial]}
        return {name: self._numeric(name)[trial] for name in names}

    def _numeric(self, name: str) -> np.ndarray:
        derivative = read_name(name, self.reference.vocabulary.shapes)
        return self.reference.numeric(derivative).values


def _restored(fix: str, formula: np.ndarray, right: np.ndarray, values: Mapping) -> bool:
    tools = {"np": np, "ln": np.log, "exp": np.exp, "sqrt": np.sqrt, "entry": _entry}
    names = {**values, **tools, "formula": formula.copy()}
    with np.errstate(all="ignore"):
        found = eval(fix, names)
    size = np.max(np.abs(right), initial=0.0)
    return bool(np.all(np.abs(found - right) <= EXACT * size))


def _entry(values: np.ndarray, index, times) -> np.ndarray:
    """Return the values with some of them multiplied by a factor."""
    values[index] = values[index] * times
    return values
