"""More data for the diagnosis: a formula and the truth on draws at other sizes, or as given."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from gradcheck.errors import GradcheckError
from gradcheck.judge import judge
from gradcheck.problem import Problem
from gradcheck.records import Doubt, Draws, Formula, Numeric, Sizes, Subject
from gradcheck.reference import Reference
from gradcheck.settings import Settings
from gradcheck.sizes import Expression
from gradcheck.trials import evaluate_trials
from gradcheck.worker import Worker

VAGUE = 1e-4
"""A bound above this fraction of the largest entry is too wide to test a claim with."""


@dataclass(frozen=True, eq=False)
class Prober:
    """Evaluates one formula, and differentiates its problem, wherever it is asked to."""

    worker: Worker
    formula: Formula
    problem: Problem
    denominator_first: bool
    settings: Settings

    def probe(self, sizes: Sizes, inputs: Mapping[str, str], seed: int, trials: int) -> Draws:
        """Return the formula and the truth on random draws.

        Raises GradcheckError where there is none to be had.
        """
        distributions = self.problem.choose_distributions(inputs)
        reference = Reference(
            self.problem, sizes, distributions, seed, tuple(range(trials)),
            self.settings.limits.timeout,
        )  # fmt: skip
        return self._drawn(reference, distributions)

    def probe_at(self, sizes: Sizes, inputs: Mapping[str, npt.NDArray[Any]]) -> Draws:
        """Return the formula and the truth at inputs that are given."""
        trials = len(next(iter(inputs.values())))
        reference = Reference(
            self.problem, sizes, self.problem.choose_distributions({}), 0, tuple(range(trials)),
            self.settings.limits.timeout, inputs,
        )  # fmt: skip
        return self._drawn(reference, {})

    def _drawn(self, reference: Reference, distributions: Mapping[str, Any]) -> Draws:
        numeric = reference.numeric(self.formula.derivative)
        self.worker.begin(self.formula.function)
        evaluation = evaluate_trials(
            self.formula, self.worker, reference, self.denominator_first, self.settings.seed
        )
        judgement = judge(evaluation.analytic, numeric, self.settings.rtol)
        with np.errstate(all="ignore"):
            largest = np.max(np.abs(numeric.values), initial=0.0, where=np.isfinite(numeric.values))
            certain = (numeric.doubt == Doubt.NONE) | (numeric.doubt == Doubt.FLAT)
            known = np.isfinite(numeric.values) & certain
            known &= numeric.bound <= VAGUE * largest
        if evaluation.checked is not None:
            known &= evaluation.checked

        def alternative(label: str) -> Numeric:
            other = Reference(
                self.problem.alternatives[label], reference.sizes,
                self.problem.choose_distributions({}), 0, reference.sample.trials,
                self.settings.limits.timeout,
                {name: reference.sample.values[name] for name in self.problem.inputs},
            )  # fmt: skip
            return other.numeric(self.formula.derivative)

        told = [f"{k} = {v}" for k, v in reference.sizes.items()]
        several = [k for k in self.problem.inputs if len(self.problem.inputs[k]) > 1]
        told += [f"{k} {distributions[k].name}" for k in several if k in distributions]
        return Draws(
            sizes=reference.sizes, values=reference.sample.values,
            analytic=evaluation.analytic.values, slack=evaluation.analytic.slack,
            numeric=numeric.values, bound=numeric.bound, known=known,
            disagree=judgement.disagree, partial=reference.numeric, alternative=alternative,
            told=", ".join(told),
        )  # fmt: skip


def subject(
    prober: Prober, sizes: Sizes, inputs: Mapping[str, str], required: Mapping[str, Expression]
) -> Subject:
    """Return what the diagnosis needs to know about a formula that disagrees."""
    problem = prober.problem
    free = tuple(
        name for name, value in problem.size_defaults.items()
        if isinstance(value, int) and name not in required
    )  # fmt: skip

    def at(chosen: Sizes) -> dict[str, int]:
        """Return all sizes, where some depend on others that were varied."""
        return problem.resolve_sizes(required, {n: chosen[n] for n in free}, "")

    def probe(chosen: Sizes, names: Mapping[str, str], seed: int, trials: int) -> Draws:
        return prober.probe(at(chosen), names, seed, trials)

    def probe_at(chosen: Sizes, values: Mapping[str, npt.NDArray[Any]]) -> Draws:
        return prober.probe_at(at(chosen), values)

    return Subject(
        formula=prober.formula, sizes=sizes, free=free,
        least={name: _least(problem, at, sizes, name) for name in free}, inputs=inputs,
        declared={k: tuple(d.name for d in v) for k, v in problem.inputs.items()},
        dependencies={q.name: q.parameters for q in problem.quantities.values()},
        alternatives=tuple(problem.alternatives), probe=probe, probe_at=probe_at,
        seed=prober.settings.seed, rtol=prober.settings.rtol,
    )  # fmt: skip


def _least(problem: Problem, at: Any, sizes: Sizes, name: str) -> int:
    """Return the smallest value of a size with which every array has at least one entry."""
    for value in range(1, sizes[name]):
        try:
            found = at({**sizes, name: value})
            for declared in problem.inputs.values():
                declared[0].dimensions(found)
        except GradcheckError:
            continue
        return value
    return sizes[name]
