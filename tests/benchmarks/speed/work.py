"""The work that all do: dJ/dW of softmax cross-entropy, the packaged problem, one draw."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from gradcheck import catalogue
from gradcheck.judge import judge
from gradcheck.problem.structure import Quantity
from gradcheck.records import Analytic, Judgement, Name, Numeric
from gradcheck.reference import Reference
from gradcheck.references import References

DERIVATIVE = Name("J", "W")
RTOL = 1e-7
EPS = float(np.finfo(np.float64).eps)


class Counted:
    """A cost that counts its values, whether they are computed singly or in stacks."""

    def __init__(self, function: Callable[..., Any]) -> None:
        self.function, self.values = function, 0

    def __call__(self, **arguments: Any) -> Any:
        found = self.function(**arguments)
        self.values += np.size(found)
        return found


@dataclass(frozen=True)
class Work:
    """One draw of the inputs: rows neurons, columns inputs."""

    rows: int
    columns: int
    seed: int = 0

    @property
    def size(self) -> str:
        """The size as the table shows it."""
        return f"{self.rows}x{self.columns}"

    @property
    def entries(self) -> int:
        """N."""
        return self.rows * self.columns

    def reference(self) -> Reference:
        """Return the packaged problem, drawn, nothing differentiated yet."""
        problem = References().load(catalogue.find_problem("softmax-cross-entropy"))
        sizes = problem.resolve_sizes({}, {"m": self.rows - 1, "k": self.columns - 1}, "")
        return Reference(problem, sizes, problem.choose_distributions({}), self.seed, (0,))

    def counted_reference(self) -> tuple[Reference, Counted]:
        """Return the same with J counted, each row of a stack for itself."""
        reference = self.reference()
        counted = Counted(reference.problem.quantities["J"].compute)
        other = reference.problem.override({"J": Quantity("J", ("H", "m"), counted)})
        inputs = {name: reference.sample.values[name] for name in "WxbT"}
        found = Reference(other, reference.sizes, other.choose_distributions({}), self.seed, (0,),
                          inputs=inputs)  # fmt: skip
        counted.values = 0
        return found, counted

    def inputs(self) -> dict[str, np.ndarray]:
        """Return W, x, b and T."""
        values = self.reference().sample.values
        return {name: values[name][0] for name in "WxbT"}


def cost(W, x, b, T):
    """J, of one W or of a stack of them."""
    S = W @ x + b
    most = S.max(axis=-1, keepdims=True)
    shifted = S - most
    total = np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    return (T * (total - shifted)).sum(axis=-1) / (S.shape[-1] - 1)


def stubborn_cost(W, x, b, T):
    """The same of one W only: it does not broadcast."""
    if W.ndim != 2:
        raise ValueError("one matrix, please")
    return cost(W, x, b, T)


def gradient(W, x, b, T):
    """dJ/dW in closed form, in the precision of W."""
    S = W @ x + b
    e = np.exp(S - S.max())
    return np.outer(e / e.sum() * T.sum() - T, x) / (len(S) - 1)


def precise_gradient(inputs: dict[str, np.ndarray]) -> np.ndarray:
    """The same in extended precision."""
    return gradient(**{name: value.astype(np.longdouble) for name, value in inputs.items()})


def full_check(reference: Reference, inputs: dict[str, np.ndarray]) -> tuple[Numeric, Judgement]:
    """What is timed as ours: numeric derivative with bounds, one formula, and every verdict."""
    numeric = reference.numeric(DERIVATIVE)
    values = gradient(**inputs)[None]
    return numeric, judge(Analytic(values, 4 * EPS * np.abs(values)), numeric, RTOL)
