"""What user code is handed, and what it returns: copies, and arrays of real numbers."""

from collections.abc import Collection, Mapping
from types import CoroutineType
from typing import Any

import numpy as np
import numpy.typing as npt

from gradcheck.errors import JudgingError

KINDS = {"c": "complex numbers", "b": "truth values", "U": "text", "S": "bytes"}

COARSEST = 4
"""Bytes of the coarsest floating-point numbers that are compared: a rule that forgives float16 its
rounding, 1 in 2,000, forgives mistakes."""


def real_array(value: Any, what: str, most: int | None = None) -> npt.NDArray[Any]:
    """Return a result as an array of floating-point numbers, its precision kept up to float64.

    Raises JudgingError of kind `dtype` for anything but real numbers, and of kind `shape` for more
    than `most` of them, before anything is copied.
    """
    if value is None:
        raise JudgingError(
            "dtype", f"{what} returned None", remedy="does a `return` lack its value?"
        )
    if isinstance(value, CoroutineType):
        value.close()  # or Python warns that nobody has awaited it
        raise JudgingError("dtype", f"{what} returned a coroutine, as what is `async` does",
                           remedy="define it without `async`")  # fmt: skip
    if numpy_kind(value, ("MaskedArray",)) is not None:
        raise JudgingError("dtype", f"{what} returned a masked array: entries of it may be masked",
                           remedy="return a plain array")  # fmt: skip
    try:
        array = np.asarray(value)
    except ValueError:
        raise JudgingError(
            "dtype", f"{what} returned a {type(value).__name__} that is no array"
        ) from None
    if most is not None and array.size > most:
        raise JudgingError("shape", f"{what} returned shape {array.shape}, more than was asked for")
    if array.dtype == np.float64:
        return array
    if array.dtype.kind == "f" and array.dtype.itemsize < COARSEST:
        raise JudgingError(
            "dtype", f"{what} returned {array.dtype.name}, which is too coarse to be compared",
            remedy="compute in float64",
        )  # fmt: skip
    if array.dtype.kind in "iu" or (array.dtype.kind == "f" and array.dtype.itemsize > 8):
        return array.astype(np.float64)
    if array.dtype.kind == "f":
        return array
    kind = type(array.flat[0] if array.dtype.kind == "O" and array.size else value).__name__
    found = KINDS.get(array.dtype.kind, f"{kind} objects")
    raise JudgingError("dtype", f"{what} returned {found}, not real numbers")


def numpy_kind(value: Any, kinds: Collection[str]) -> str | None:
    """Return which of these classes of numpy a value is of, None for none of them.

    They are named, for to import numpy.ma takes long.
    """
    found = (kind.__name__ for kind in type(value).__mro__ if kind.__module__.startswith("numpy"))
    return next((name for name in found if name in kinds), None)


def other_shape(name: str, first: tuple[int, ...], found: tuple[int, ...]) -> JudgingError:
    """Return the error for a function whose results have not all the same shape."""
    return JudgingError("shape", f"`{name}` returned shape {first}, and in another call {found}")


def own_copies(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return arguments that a function may change without anybody else noticing."""
    return {k: v.copy() if isinstance(v, np.ndarray) else v for k, v in values.items()}


def read_only(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return arguments that a function cannot change: it fails if it tries."""
    views = {k: v.view() if isinstance(v, np.ndarray) else v for k, v in values.items()}
    for view in views.values():
        if isinstance(view, np.ndarray):
            view.flags.writeable = False
    return views
