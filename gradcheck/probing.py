"""More data for the diagnosis: a formula and the truth on draws at other sizes, or as given."""

from collections.abc import Mapping, Sequence
from dataclasses import field
from functools import partial
from math import prod
from typing import Any

import numpy as np
import numpy.typing as npt

from gradcheck.dataclass import dataclass
from gradcheck.errors import GradcheckError
from gradcheck.evaluation import Evaluation
from gradcheck.judge import judge
from gradcheck.problem import Evaluator, Problem
from gradcheck.records import (
    Analytic,
    BoolArray,
    Doubt,
    Draws,
    FloatArray,
    Formula,
    Name,
    Numeric,
    Sizes,
    Subject,
    Substituted,
)
from gradcheck.reference import Reference
from gradcheck.settings import Settings
from gradcheck.sizes import Expression
from gradcheck.trials import evaluate_trials
from gradcheck.worker import Worker

LARGEST = 2**12
"""Entries of a quantity beyond which it is differentiated by only where asked for."""

FEW, STEP, ALIKE = 3, 1e-5, 1e-4
"""Trials, step and tolerance of the quick look at neighbouring problems."""

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
    evaluations: dict[Reference, Evaluation] = field(default_factory=dict)
    """How the formula is called, by what it was compared with."""

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
        return self._drawn(self._at(sizes, inputs), {})

    def values_at(
        self, sizes: Sizes, inputs: Mapping[str, npt.NDArray[Any]]
    ) -> Mapping[str, npt.NDArray[Any]]:
        """Return every input and quantity at inputs that are given."""
        return self._at(sizes, inputs).sample.values

    def _at(self, sizes: Sizes, inputs: Mapping[str, npt.NDArray[Any]]) -> Reference:
        trials = len(next(iter(inputs.values())))
        return Reference(
            self.problem, sizes, self.problem.choose_distributions({}), 0, tuple(range(trials)),
            self.settings.limits.timeout, inputs,
        )  # fmt: skip

    def _drawn(self, reference: Reference, distributions: Mapping[str, Any]) -> Draws:
        evaluation = self.evaluations[reference] = self._evaluated(reference)
        return self.draws(reference, evaluation.analytic, evaluation.checked, distributions)

    def _evaluated(self, reference: Reference) -> Evaluation:
        self.worker.begin(self.formula.function)
        return evaluate_trials(
            self.formula, self.worker, reference, self.denominator_first, self.settings.seed
        )

    def draws(
        self, reference: Reference, analytic: Analytic, checked: BoolArray | None,
        distributions: Mapping[str, Any],
    ) -> Draws:  # fmt: skip
        """Return a formula that has been evaluated, with the truth and the ways to more of it."""
        numeric = reference.numeric(self.formula.derivative)
        told = [f"{k} = {v}" for k, v in reference.sizes.items()]
        several = [k for k in self.problem.inputs if len(self.problem.inputs[k]) > 1]
        told += [f"{k} {reference.distributions[k]}" for k in several if k in distributions]
        return Draws(
            sizes=reference.sizes, values=reference.sample.values, analytic=analytic.values,
            slack=analytic.slack, numeric=numeric.values, bound=numeric.bound,
            known=certain(numeric, checked),
            disagree=judge(analytic, numeric, self.settings.rtol).disagree,
            partial=partial(self._partial, reference),
            alternative=partial(self._alternative, reference),
            resembles=partial(self._resembles, reference, analytic),
            called=partial(self._called, reference), told=", ".join(told),
        )  # fmt: skip

    def _called(
        self, reference: Reference, substituted: Sequence[Substituted], trials: int
    ) -> list[FloatArray]:
        """Call the formula with some arguments exchanged for others."""
        evaluation = self.evaluations.get(reference)
        if evaluation is None:
            evaluation = self.evaluations[reference] = self._evaluated(reference)
        else:
            self.worker.begin(self.formula.function)
        return evaluation.substituted(substituted, trials)

    def _partial(self, reference: Reference, name: Name) -> Numeric:
        """Differentiate by all quantities on the way together: that takes as long as by one."""
        way = self.problem.downstream(self.formula.derivative.denominator)
        way &= {q for q in way if name.numerator in self.problem.downstream(q)}
        small = [q for q in way if reference.sample.values[q][0].size <= LARGEST]
        if name.denominator in small:
            reference.prepare(Name(name.numerator, q) for q in sorted(small))
        return reference.numeric(name)

    def _alternative(self, reference: Reference, label: str) -> Numeric:
        other = Reference(
            self.problem.alternatives[label], reference.sizes,
            self.problem.choose_distributions({}), 0, reference.sample.trials,
            self.settings.limits.timeout,
            {name: reference.sample.values[name] for name in self.problem.inputs},
        )  # fmt: skip
        return other.numeric(self.formula.derivative)

    def _resembles(self, reference: Reference, analytic: Analytic, label: str) -> bool:
        """Compare the formula with a neighbouring problem's slope along one direction."""
        name = self.formula.derivative
        inputs = {key: reference.sample.values[key][:FEW] for key in self.problem.inputs}
        if name.denominator not in inputs:
            return True
        at = inputs[name.denominator]
        direction = np.random.default_rng(0).normal(size=at.shape)
        evaluator = Evaluator(
            self.problem.alternatives[label], reference.sizes, self.settings.limits.timeout
        )
        ends = [
            evaluator.sample({**inputs, name.denominator: at + sign * STEP * direction},
                             reference.sample.trials[:FEW]).values[name.numerator]
            for sign in (1, -1)
        ]  # fmt: skip
        slope = (ends[0] - ends[1]) / (2 * STEP)
        values = analytic.values[:FEW].reshape(*slope.shape, -1)
        along = direction.reshape(len(at), *([1] * (slope.ndim - 1)), -1)
        size = np.abs(values * along).sum(axis=-1)
        return bool((np.abs((values * along).sum(axis=-1) - slope) <= ALIKE * size).all())


def certain(numeric: Numeric, checked: BoolArray | None = None) -> BoolArray:
    """Return where the numeric derivative is certain enough for a claim to be tested."""
    with np.errstate(all="ignore"):
        largest = np.max(np.abs(numeric.values), initial=0.0, where=np.isfinite(numeric.values))
        certain = (numeric.doubt == Doubt.NONE) | (numeric.doubt == Doubt.FLAT)
        known = np.isfinite(numeric.values) & certain & (numeric.bound <= VAGUE * largest)
    return np.asarray(known if checked is None else known & checked)


def subject(
    prober: Prober, sizes: Sizes, inputs: Mapping[str, str], required: Mapping[str, Expression],
    own: Draws | None = None,
) -> Subject:  # fmt: skip
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

    def values_at(
        chosen: Sizes, values: Mapping[str, npt.NDArray[Any]]
    ) -> Mapping[str, npt.NDArray[Any]]:
        return prober.values_at(at(chosen), values)

    def entries(chosen: Sizes) -> int:
        """Return the entries of the denominator, if it is an input, or of the largest input."""
        found = {k: prod(v[0].dimensions(at(chosen))) for k, v in problem.inputs.items()}
        return found.get(prober.formula.derivative.denominator, max(found.values()))

    return Subject(
        formula=prober.formula, sizes=sizes, free=free,
        least={name: _least(problem, at, sizes, name) for name in free}, inputs=inputs,
        declared={k: tuple(d.name for d in v) for k, v in problem.inputs.items()},
        dependencies={q.name: q.parameters for q in problem.quantities.values()},
        alternatives=tuple(problem.alternatives), own=own, entries=entries, probe=probe,
        probe_at=probe_at, values_at=values_at,
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
