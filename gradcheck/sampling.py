"""Sample: draw the inputs of every trial, seeded per (seed, trial, input name)."""

import zlib
from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from gradcheck.distributions import Distribution
from gradcheck.errors import GradcheckError, ProblemError
from gradcheck.records import Sizes


def sample_inputs(
    distributions: Mapping[str, Distribution], sizes: Sizes, seed: int, trials: tuple[int, ...]
) -> dict[str, npt.NDArray[Any]]:
    """Draw every input for every trial; each of shape (trials, *shape).

    Each draw has a generator of its own, seeded by (seed, trial, input name), so that a trial draws
    the same whichever others are drawn, and an input the same whichever others the problem has.

    Raises ProblemError where a distribution cannot be drawn from, or not only finite numbers.
    """
    inputs = {}
    for name, distribution in distributions.items():
        shape = distribution.dimensions(sizes)
        key = zlib.crc32(name.encode())
        what = f"input `{name}` cannot be drawn as `{distribution.name}`"
        try:
            inputs[name] = np.stack([
                distribution.draw(np.random.default_rng([seed, trial, key]), shape, sizes)
                for trial in trials
            ])  # fmt: skip
        except (ArithmeticError, LookupError, TypeError, ValueError) as error:
            if isinstance(error, GradcheckError):
                raise
            raise ProblemError(what, notes=[f"{type(error).__name__}: {error}"]) from None
        if not np.isfinite(inputs[name]).all():
            raise ProblemError(f"{what}: not all of it is finite")
    return inputs
