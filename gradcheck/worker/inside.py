"""The inside of a worker: where a formula file is run, described and evaluated.

Nobody trusts what comes from here. What this module checks, it checks to tell an honest author what
is wrong; the judging side relies on none of it.
"""

import inspect
import math
import socket
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import numpy.typing as npt

from gradcheck.errors import JudgingError
from gradcheck.records import Function, Parameter
from gradcheck.results import other_shape, real_array
from gradcheck.source import Source, describe_exception, execute, parse_source
from gradcheck.worker.wire import GoneError, Reader, send

Array = npt.NDArray[Any]

DOC_CHARACTERS, MOST_FUNCTIONS = 1_000, 500
"""How much is described: more than a formula file has, little enough for one message."""


def serve(channel: socket.socket) -> None:
    """Answer requests until the judging side closes the channel."""
    reader, inside = Reader(channel), Inside()
    while True:
        try:
            request, arrays = reader.head(None)
            memory = [np.empty(shape, dtype) for _, shape, dtype in request["arrays"]]
            reader.fill((array.reshape(-1).data for array in memory[:arrays]), None)
            send(channel, *_answer(inside, request, memory))
        except GoneError:
            return


def _answer(
    inside: "Inside", request: dict[str, Any], memory: list[Array]
) -> tuple[dict[str, Any], list[Array]]:
    try:
        if request["do"] == "describe":
            functions = inside.describe(Path(request["path"]), request["shown"], request["text"])
            return {"functions": [_described(function) for function in functions]}, []
        return inside.evaluate(request, memory)
    except JudgingError as error:
        told = {"kind": error.kind, "message": error.message, "notes": list(error.notes),
                "remedy": error.remedy}  # fmt: skip
        return {"error": told}, []


def _described(function: Function) -> dict[str, Any]:
    parameters = [[p.name, p.positional_only, p.optional] for p in function.parameters]
    return {"name": function.name, "line": function.line, "parameters": parameters,
            "doc": function.doc[:DOC_CHARACTERS]}  # fmt: skip


def _seed_generators() -> None:
    """Let what a file draws without a seed be the same in every run, as all else is."""
    import random

    random.seed(0)
    np.random.seed(0)  # noqa: NPY002  # the very generator that others use


class Inside:
    """One formula file, run in this process: first `describe`, then `evaluate`."""

    _source: Source

    def __init__(self) -> None:
        self._namespace: dict[str, Any] = {}

    def describe(self, path: Path, shown: str, text: str) -> tuple[Function, ...]:
        """Run the file and return its public functions, in the order of the file.

        Raises JudgingError of kind `import`, `raised`, `exit`, `memory` or `output` where it cannot
        be run.
        """
        self._source = source = parse_source(path, shown, text)
        if "random" in text:
            _seed_generators()
        self._namespace = execute(source)
        try:
            return tuple(islice(_functions(self._namespace, source), MOST_FUNCTIONS))
        except BaseException as error:  # a signature or a docstring may be code too
            raise describe_exception(error, shown, path, text) from error

    def evaluate(
        self, request: dict[str, Any], memory: list[Array]
    ) -> tuple[dict[str, Any], list[Array]]:
        """Call a function, once for each set of arguments; return the head and arrays of a reply.

        The first call that is wrong is the last, as it is where each call has a message of its own.
        Raises JudgingError of kind `raised`, `exit`, `shape`, `dtype`, `memory` or `output`.
        """
        names = request["arrays"]
        each = len(names) // request["calls"]
        results: list[Array] = []
        changed: dict[str, None] = {}
        shape = None if request["shape"] is None else tuple(request["shape"])
        precisions: list[str] = []
        for start in range(0, len(names), each) if each else range(request["calls"]):
            mine = slice(start, start + each)
            result = self._once(request, names[mine], memory[mine], changed)
            if shape is not None and result.shape != shape:
                raise other_shape(request["function"], shape, result.shape)
            if request["entries"] is None:
                shape = result.shape
            precisions.append("float32" if result.dtype == np.float32 else "float64")
            results.append(np.array(result, dtype=np.float64, order="C"))
        head = {"shapes": [r.shape for r in results], "precisions": precisions,
                "changed": list(changed)}  # fmt: skip
        return head, results

    def _once(
        self, request: dict[str, Any], names: list[Any], memory: list[Array],
        changed: dict[str, None],
    ) -> Array:  # fmt: skip
        """Call a function with one set of arguments, and note which of them it changes."""
        mine = {name: array for (name, *_), array in zip(names, memory, strict=True)}
        arguments = request["sizes"] | {name: _unpacked(array) for name, array in mine.items()}
        before = {name: array.copy() for name, array in mine.items()}
        with np.errstate(all="ignore"):  # whatever the call before has set
            result = self._result(request, arguments)
        changed |= {n: None for n, old in before.items() if not _same(arguments[n], old)}
        return result

    def _result(self, request: dict[str, Any], arguments: dict[str, Any]) -> Array:
        function, entries = request["function"], request["entries"]
        what, call = f"`{function}`", self._namespace[function]
        if entries is None:
            return self._array(self._call(call, what, (), arguments), what, request["room"])
        if request["grid"]:
            grid = np.ix_(*map(np.arange, entries))
            value = self._array(self._call(call, what, grid, arguments), what, math.prod(entries))
            return _spread(value, entries, what)
        indices = request["indices"] or np.ndindex(*entries)
        values = [_scalar(self._call(call, what, tuple(i), arguments), what, i) for i in indices]
        return np.array(values) if request["indices"] else np.array(values).reshape(entries)

    def _array(self, value: Any, what: str, room: int) -> Array:
        try:
            return real_array(value, what, room)
        except JudgingError:
            raise
        except BaseException as error:  # `__array__` of a result may be code too
            raise describe_exception(error, what, self._source.path, self._source.text) from error

    def _call(self, call: Any, what: str, index: tuple[Any, ...], arguments: Any) -> Any:
        try:
            return call(*index, **arguments)
        except BaseException as error:
            told = describe_exception(error, what, self._source.path, self._source.text)
            if index and isinstance(error, TypeError | IndexError):
                note = f"it was called with the indices {_shown(index)} first"
                slash = "a `/` after the last index tells which parameters are indices"
                told = JudgingError(told.kind, told.message, notes=[*told.notes, note],
                                    remedy=slash)  # fmt: skip
            raise told from error


def _spread(value: Array, entries: list[int], what: str) -> Array:
    """Return a result for arrays of indices at every entry."""
    try:
        return np.broadcast_to(value, entries)
    except ValueError:
        told = f"{what} returned shape {value.shape} for all entries, {tuple(entries)}"
        raise JudgingError("shape", told) from None


def _shown(index: tuple[Any, ...]) -> str:
    return "of all entries" if isinstance(index[0], np.ndarray) else str(index)


def _unpacked(array: Array) -> Any:
    """Return an argument: an array of no axes is handed over as a number, as numpy itself does."""
    return array if array.ndim else array[()]


def _same(value: Any, before: Array) -> bool:
    return np.asarray(value).tobytes() == before.tobytes()


def _functions(namespace: Mapping[str, Any], source: Source) -> Iterator[Function]:
    for name, value in list(namespace.items()):
        if not (isinstance(name, str) and name.isidentifier()) or name.startswith("_"):
            continue
        if not callable(value) or isinstance(value, type | ModuleType):
            continue
        parameters = _parameters(value)
        own = getattr(getattr(value, "__code__", None), "co_filename", None)
        imported = own != str(source.path)
        if parameters is None or (imported and not name.startswith("d")):
            continue
        line = 0 if imported else value.__code__.co_firstlineno
        yield Function(name, parameters, line, inspect.getdoc(value) or "")


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


def _scalar(value: Any, what: str, index: Any) -> Any:
    array = real_array(value, what)
    if array.size != 1:
        raise JudgingError(
            "shape",
            f"{what} returned shape {array.shape} for the entry {tuple(index)}; "
            "one number was expected",
            remedy="a formula with index parameters returns a single entry",
        )
    return array.reshape(())[()]
