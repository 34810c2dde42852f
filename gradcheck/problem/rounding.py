"""What rounding may have done to a problem's values: the same values, rounded otherwise.

A quantity that is moved by itself, rather than through what it is computed from, starts from one
particular rounding of it; how much that matters shows when it starts from others as well (after
Parker 1997, Monte Carlo arithmetic).
"""

from collections.abc import Mapping, Sequence
from math import prod, sqrt
from random import Random
from typing import Any

import numpy as np
import numpy.typing as npt

from gradcheck.problem.affine import Affine
from gradcheck.problem.calls import undisturbed
from gradcheck.problem.evaluate import Evaluator
from gradcheck.problem.structure import Quantity
from gradcheck.records import FloatArray, Sample

Array = npt.NDArray[Any]

EPS = float(np.finfo(np.float64).eps)

UNITS = 2.0
"""Units in the last place by which an elementary computation may be off."""

SEED = 0
"""Which roundings are taken is always the same, and so is the result."""


@undisturbed
def rounded_otherwise(
    evaluator: Evaluator, sample: Sample, names: Sequence[str], count: int
) -> dict[str, Array]:
    """Return some quantities, and what they are computed from, in several roundings.

    Of the shape (count, trials, *shape); the first is as sampled. Inputs are exact, and left out.
    """
    problem, random = evaluator.problem, Random(SEED)  # noqa: S311  # no secret
    needed = {name for name in names if name in problem.quantities}
    for quantity in reversed(list(problem.quantities.values())):
        if quantity.name in needed:
            needed.update(set(quantity.parameters) & problem.quantities.keys())
    found: dict[str, Array] = {}
    for quantity in problem.quantities.values():
        if quantity.name in needed:
            found[quantity.name] = _variants(evaluator, sample, quantity, found, count, random)
    return found


def _variants(
    evaluator: Evaluator, sample: Sample, quantity: Quantity, found: Mapping[str, Array],
    count: int, random: Random,
) -> Array:  # fmt: skip
    value = sample.values[quantity.name].astype(np.float64)
    result = value[None].repeat(count, axis=0)
    if not found.keys().isdisjoint(quantity.parameters):
        for variant, trial in np.ndindex(count - 1, len(value)):
            arguments = {
                name: found[name][variant + 1, trial] if name in found
                else _argument(sample, name, trial)
                for name in quantity.parameters
            }  # fmt: skip
            result[variant + 1, trial] = evaluator.calls.once(quantity, arguments)
    off = np.array([_off(sample, quantity, trial) for trial in range(len(value))])
    # The same for every trial, so that none depends on which others there are.
    result[1:] += off * _signs(random, count - 1, value.shape[1:])
    return result


def _off(sample: Sample, quantity: Quantity, trial: int) -> FloatArray:
    """Return by how much a quantity may be off, the values that it is computed from being exact.

    A sum of n products is off by about sqrt(n) roundings of the sum of their sizes, hardly ever by
    more (Higham and Mary 2019).
    """
    layer = quantity.compute
    if not isinstance(layer, Affine):
        return np.asarray(UNITS * EPS * np.abs(sample.values[quantity.name][trial]))
    arguments = {name: np.abs(_argument(sample, name, trial)) for name in quantity.parameters}
    terms = np.shape(arguments[layer.left.name])
    length = terms[0 if layer.left.transposed and len(terms) > 1 else -1] + 1
    return np.asarray(EPS * sqrt(length) * layer.evaluate(arguments, frozenset()))


def _signs(random: Random, count: int, shape: tuple[int, ...]) -> FloatArray:
    """Draw signs, (count, 1, *shape), every second time the opposite of those before: any two that
    were drawn may be the same where it matters.

    Of one random bit each, for numpy's generators take longer to be made.
    """
    half, each = -(-count // 2), prod(shape)
    drawn = np.frombuffer(random.randbytes(-(-half * each // 8)), dtype=np.uint8)
    bits = np.unpackbits(drawn, count=half * each).reshape(half, 1, 1, *shape)
    signs = (1.0 - 2.0 * bits) * np.array([1.0, -1.0]).reshape(2, *(1,) * (1 + len(shape)))
    return np.asarray(signs.reshape(2 * half, 1, *shape)[:count])


def _argument(sample: Sample, name: str, trial: int) -> Any:
    return sample.sizes[name] if name in sample.sizes else sample.values[name][trial]
