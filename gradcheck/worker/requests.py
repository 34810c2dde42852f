"""What a worker is asked: heads of messages, and the arrays behind them."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from gradcheck.dataclass import dataclass
from gradcheck.source import Source

Array = npt.NDArray[Any]


@dataclass(frozen=True)
class Calls:
    """How a formula is called."""

    function: str
    room: int
    """The most entries that a result may have."""
    shape: tuple[int, ...] | None = None
    """The shape of an earlier whole result: one of another shape is an error."""
    entries: tuple[int, ...] | None = None
    """The shape of the derivative, where the formula returns a single entry."""
    grid: bool = False
    """Whether it is called once with arrays of all indices, rather than for each entry."""
    indices: tuple[tuple[int, ...], ...] = ()
    """The entries that are asked for, if not all."""


def description(source: Source) -> dict[str, Any]:
    """Return the request to run a file and to describe what is in it."""
    return {"do": "describe", "arrays": [], "path": str(source.path.absolute()),
            "shown": source.shown, "text": source.text}  # fmt: skip


def evaluation(
    calls: Calls, arguments: Sequence[Mapping[str, Any]]
) -> tuple[dict[str, Any], list[Array]]:
    """Return the request to call a function once for each set of arguments, with their arrays."""
    sizes, names, arrays = _packed(arguments)
    head = {"do": "evaluate", "function": calls.function, "calls": len(arguments),
            "sizes": sizes, "arrays": names, "entries": calls.entries, "grid": calls.grid,
            "indices": calls.indices, "room": calls.room, "shape": calls.shape}  # fmt: skip
    return head, arrays


def _packed(
    arguments: Sequence[Mapping[str, Any]],
) -> tuple[dict[str, int], list[tuple[str, tuple[int, ...], str]], list[Array]]:
    """Return sizes, and the arrays of all sets of arguments with their names, shapes and types."""
    sizes = {k: int(v) for k, v in arguments[0].items() if isinstance(v, int)}
    names, arrays = [], []
    for one in arguments:
        for name, value in one.items():
            if name not in sizes:
                array = np.ascontiguousarray(value)
                names.append((name, np.shape(value), array.dtype.str))
                arrays.append(array)
    return sizes, names, arrays
