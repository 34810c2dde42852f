"""Call a function once for a stack of arguments, where it broadcasts over leading axes.

Whether it does is found out by trying: to the first stack some members are added that differ in
every entry, and it is checked again on a member of every other. A function that mixes the members
(a sum over all axes, say) gives another value than for a member alone. Such a function is called
for one member after another.
"""

import sys
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from gradcheck.patience import OverdueError
from gradcheck.progress import evaluated

Array = npt.NDArray[Any]
Compute = Callable[[Mapping[str, Any]], Array]

STACK_BYTES = 2**21
"""A stack of evaluations is kept to about the size of a core's cache."""

AGREEMENT = 1e-9
"""How closely a member of a stack must agree with the same member alone, relative to the largest of
its values. Different kernels of one BLAS differ by rounding; mixed members differ by far more."""

PROBED, MOVED = 4, 0.02
"""Members that are added to the first stack, in which every entry is moved by up to half of this
part of it: there, members that touch each other only at their ends differ there, too."""

SHARE, ROUNDINGS = 1e-6, 64.0
"""How closely one of those must agree, relative to how far they are apart, or in units in the last
place: beside a large offset that shows more than the size of the values."""

GOLDEN = 0.6180339887498949
"""Multiples of this, of which only the fraction counts, are spread evenly."""

EPS = float(np.finfo(np.float64).eps)

KEPT_BYTES = 8 * STACK_BYTES
"""More than all that is computed for one stack takes at a time, and than one array of a million."""


class Stacker:
    """Remembers which functions broadcast, over stacks of which arguments.

    What numpy warns of is the caller's to silence.
    """

    def __init__(self) -> None:
        # To allocate and free this much at once lets glibc keep as much from then on (mallopt(3),
        # M_MMAP_THRESHOLD). Otherwise each temporary array of each stack is given back to the
        # system, and its pages cost more than what is computed in them.
        np.empty(KEPT_BYTES, dtype=np.uint8)
        self._refused: set[tuple[str, frozenset[str]]] = set()
        self._held: dict[tuple[str, frozenset[str]], int] = {}

    def refused(self, name: str, stacked: frozenset[str]) -> bool:
        """Return whether a function is known not to broadcast over stacks of these arguments."""
        return (name, stacked) in self._refused

    def call(
        self, name: str, function: Callable[..., Any], compute: Compute,
        arguments: Mapping[str, Any], stacked: frozenset[str], shape: tuple[int, ...],
        share: float = 0.0,
    ) -> Array:  # fmt: skip
        """Return the function's values on a stack, shape (n, *shape).

        The arguments in `stacked` have a leading axis of length n. `function` is tried on the whole
        stack; `compute` calls it on a single member, and returns an array of `shape`. One member is
        so great a `share` of an evaluation.
        """
        count, key = len(arguments[next(iter(stacked))]), (name, stacked)
        if count > 1 and key not in self._refused:
            held = self._held.get(key, 0)
            values = (
                _checked(function, compute, arguments, stacked, shape, held) if held
                else _probed(function, compute, arguments, stacked, shape)
            )  # fmt: skip
            if values is not None:
                self._held[key] = held + 1
                evaluated(count * share)
                return values
            self._refused.add(key)
        found = []
        for i in range(count):
            found.append(compute(_member(arguments, stacked, i)))
            evaluated(share)
        return np.array(found)


def fitting(value: Array, shape: tuple[int, ...]) -> Array:
    """Return a value of the expected shape: NaN throughout where it has another."""
    return value if value.shape == shape else np.full(shape, np.nan)


def _probed(
    function: Callable[..., Any], compute: Compute, arguments: Mapping[str, Any],
    stacked: frozenset[str], shape: tuple[int, ...],
) -> Array | None:  # fmt: skip
    """Return the values on the first stack, None where members are mixed: with some added that
    differ from each other in every entry. Where that would copy a large stack, these are added to
    its first few, and of the whole one member is checked.

    A function that insists on its arguments, on shares that sum to 1, may refuse what is added, or
    not exist there: then the first member is checked, and the last of those it was tried with.
    """
    count = len(arguments[next(iter(stacked))])
    if count > PROBED and sum(arguments[name].nbytes for name in stacked) > STACK_BYTES:
        few = {k: (v[:PROBED] if k in stacked else v) for k, v in arguments.items()}
        if _probed(function, compute, few, stacked, shape) is None:
            return None
        return _checked(function, compute, arguments, stacked, shape, 0)
    probe = count + 1
    wide = dict(arguments)
    for name in stacked:
        wide[name] = np.concatenate([arguments[name], _around(arguments[name][0])])
    alone = compute(_member(wide, stacked, probe))
    values = _together(function, wide, stacked, shape)
    if values is None or not np.isfinite(alone).all():
        first = _checked(function, compute, arguments, stacked, shape, 0)
        last = compute(_member(arguments, stacked, count - 1))
        return first if first is not None and _same(last, first[-1]) else None
    apart = np.abs(values[probe] - values[probe + 1])
    return values[:count] if _same(alone, values[probe], apart) else None


def _around(value: Array) -> Array:
    """Return a value several times, each entry moved a little, none as another."""
    return np.asarray(value * _factors(value.size).reshape(PROBED, *value.shape))


@lru_cache(maxsize=4)
def _factors(size: int) -> Array:
    """Return numbers close to 1 that are spread evenly."""
    return np.asarray(1 + MOVED * (GOLDEN * np.arange(PROBED * size) % 1 - 0.5))


def _checked(
    function: Callable[..., Any], compute: Compute, arguments: Mapping[str, Any],
    stacked: frozenset[str], shape: tuple[int, ...], held: int,
) -> Array | None:  # fmt: skip
    """Return the values on a stack, None where one of its members is another alone."""
    member = int(len(arguments[next(iter(stacked))]) * (GOLDEN * held % 1))
    # Before the stack is: a function may fill the same array each time.
    alone = compute(_member(arguments, stacked, member))
    values = _together(function, arguments, stacked, shape)
    return values if values is not None and _same(alone, values[member]) else None


def _member(arguments: Mapping[str, Any], stacked: frozenset[str], i: int) -> dict[str, Any]:
    return {k: (v[i] if k in stacked else v) for k, v in arguments.items()}


def _together(
    function: Callable[..., Any], arguments: Mapping[str, Any], stacked: frozenset[str],
    shape: tuple[int, ...],
) -> Array | None:  # fmt: skip
    """Call the function on the whole stack; None where it does not return a stack of `shape`.

    The stack is padded to a length that no axis has, or members could line up with an axis.
    """
    lengths = {
        length
        for name, value in arguments.items() if isinstance(value, np.ndarray)
        for length in (value.shape[1:] if name in stacked else value.shape)
    }  # fmt: skip
    count = len(arguments[next(iter(stacked))])
    padding = 0
    while count + padding in lengths:
        padding += 1
    padded = dict(arguments)
    for name in stacked if padding else ():
        value = arguments[name]
        padded[name] = np.concatenate([value, value[:1].repeat(padding, axis=0)])
    try:
        values, holders = _called(function, padded)
    except OverdueError:
        raise
    except (Exception, SystemExit):  # it is called one by one, where whatever it raises is told
        return None
    if values.shape != (count + padding, *shape) or values.dtype.kind not in "fiu":
        return None
    # What others hold may be filled again by the next call, of this function or of another.
    held = values.base is not None or holders > _BY_NOBODY_ELSE
    return values[:count].astype(np.float64, copy=held)


def _called(function: Callable[..., Any], arguments: Mapping[str, Any]) -> tuple[Array, int]:
    """Call the function; return its result, and by how many that is held."""
    values = np.asarray(function(**arguments))
    return values, sys.getrefcount(values)


_BY_NOBODY_ELSE = _called(np.empty, {"shape": 0})[1]


def _same(alone: Array, together: Array, apart: Array | None = None) -> bool:
    """Return whether what was computed of a member alone is what came out for it in a stack.

    `apart` is how far another member is from it.
    """
    equal = alone == together
    if equal.all():
        return True
    size = np.max(np.abs(alone), initial=0.0, where=np.isfinite(alone))
    allowed = AGREEMENT * size
    if apart is not None:
        seen = np.max(apart, initial=0.0, where=np.isfinite(apart))
        allowed = min(allowed, max(SHARE * seen, ROUNDINGS * EPS * size))
    close = np.abs(alone - together) <= allowed
    return bool((close | equal | (np.isnan(alone) & np.isnan(together))).all())
