"""Where formulas run: *describe* tells what a file contains, *evaluate* asks it for values.

This is the whole interface between other people's formula files and the verdict.
"""

import inspect
from collections.abc import Iterator, Mapping
from types import ModuleType
from typing import Any

import numpy as np
import numpy.typing as npt

from gradcheck.errors import JudgingError
from gradcheck.records import Function, Parameter
from gradcheck.results import own_copies, real_array
from gradcheck.source import Source, execute, user_code

Array = npt.NDArray[Any]


class Worker:
    """One formula file, run in this process: first `describe`, then `evaluate`."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._namespace: dict[str, Any] = {}

    def describe(self) -> tuple[Function, ...]:
        """Run the file and return its public functions, in the order of the file.

        Raises JudgingError of kind `import`, `raised` or `exit` where the file cannot be run.
        """
        self._namespace = execute(self._source)
        return tuple(self._functions(self._namespace))

    def _functions(self, namespace: Mapping[str, Any]) -> Iterator[Function]:
        for name, value in namespace.items():
            if name.startswith("_") or not callable(value) or isinstance(value, type | ModuleType):
                continue
            parameters = _parameters(value)
            own = getattr(getattr(value, "__code__", None), "co_filename", None)
            imported = own != str(self._source.path)
            if parameters is None or (imported and not name.startswith("d")):
                continue
            line = 0 if imported else value.__code__.co_firstlineno
            yield Function(name, parameters, line, inspect.getdoc(value) or "")

    def evaluate(
        self, function: str, arguments: Mapping[str, Any], entries: tuple[int, ...] | None
    ) -> Array:
        """Call a function and return its value as an array of real numbers.

        With `entries`, the shape of the derivative, the function is called once for each entry with
        its indices first. Raises JudgingError of kind `raised`, `exit`, `shape` or `dtype`.
        """
        call = self._namespace[function]
        what = f"`{function}`"
        arguments = own_copies(arguments)
        with np.errstate(all="ignore"):
            if entries is None:
                return real_array(self._guarded(call, what, (), arguments), what)
            values = [
                _scalar(self._guarded(call, what, index, arguments), what, index)
                for index in np.ndindex(entries)
            ]
        return np.array(values).reshape(entries)

    def _guarded(
        self, call: Any, what: str, index: tuple[int, ...], arguments: Mapping[str, Any]
    ) -> Any:
        try:
            with user_code(what, self._source.path):
                return call(*index, **arguments)
        except JudgingError as error:
            if index and isinstance(error.__cause__, TypeError | IndexError):
                note = f"it was called with the indices {index} first"
                slash = "a `/` after the last index tells which parameters are indices"
                raise JudgingError(
                    error.kind, error.message, notes=[*error.notes, note], remedy=slash
                ) from error
            raise


def _parameters(value: Any) -> tuple[Parameter, ...] | None:
    """Return the parameters of a callable, None where Python cannot tell them."""
    try:
        signature = inspect.signature(value)
    except (ValueError, TypeError):
        return None
    return tuple(
        Parameter(p.name, p.kind is p.POSITIONAL_ONLY, p.default is not p.empty)
        for p in signature.parameters.values()
        if p.kind not in (p.VAR_POSITIONAL, p.VAR_KEYWORD)
    )


def _scalar(value: Any, what: str, index: tuple[int, ...]) -> Any:
    array = real_array(value, what)
    if array.size != 1:
        raise JudgingError(
            "shape",
            f"{what} returned shape {array.shape} for the entry {index}; one number was expected",
            remedy="a formula with index parameters returns a single entry",
        )
    return array.reshape(())[()]
