"""Read a worker's replies, field by field: whoever wrote them may have meant harm."""

import math
from collections.abc import Mapping
from typing import Any

from gradcheck.errors import JudgingError
from gradcheck.harmless import harmless
from gradcheck.records import Function, Parameter
from gradcheck.worker.wire import broken

TOLD_BY_WORKERS = frozenset(
    {"raised", "import", "exit", "shape", "dtype", "memory", "output", "syntax"}
)
"""The kinds of error that a worker may report; every other kind is ours to find."""

PRECISIONS = frozenset({"float32", "float64"})

FUNCTIONS, PARAMETERS, TEXT, NOTES = 5_000, 200, 4_000, 8
"""How much of each is read: far more than a formula file has, far less than fills a memory."""

LINES = 10**7


def read_functions(head: Mapping[str, Any]) -> tuple[Function, ...]:
    """Return the functions that a worker describes.

    Raises JudgingError: the one that the worker reports, or of kind `protocol`.
    """
    _raise_error(head)
    functions = head.get("functions")
    if not isinstance(functions, list) or len(functions) > FUNCTIONS:
        raise broken("no list of functions")
    return tuple(_function(one) for one in functions)


def read_shapes(head: Mapping[str, Any], calls: int, room: int) -> list[tuple[int, ...]]:
    """Return the shapes of the arrays that follow, one for each call, each of at most `room`
    entries.

    Raises JudgingError: the one that the worker reports, or of kind `protocol`.
    """
    _raise_error(head)
    shapes = head.get("shapes")
    if not isinstance(shapes, list) or len(shapes) != calls:
        raise broken(f"no shapes of {calls} results")
    found = [_shape(shape) for shape in shapes]
    if any(math.prod(max(n, 1) for n in shape) > room for shape in found):
        raise broken("more than was asked for")
    return found


def read_precisions(head: Mapping[str, Any], calls: int) -> list[str]:
    """Return the precision of each result, `float32` or `float64`.

    Raises JudgingError of kind `protocol`.
    """
    precisions = head.get("precisions")
    if not isinstance(precisions, list) or len(precisions) != calls:
        raise broken(f"no precisions of {calls} results")
    if not all(isinstance(one, str) and one in PRECISIONS for one in precisions):
        raise broken("a precision that is none")
    return precisions


def read_names(head: Mapping[str, Any], key: str) -> tuple[str, ...]:
    """Return a list of names under a key, empty where it is missing."""
    names = head.get(key, [])
    if not isinstance(names, list) or len(names) > PARAMETERS:
        raise broken(f"no list of {key}")
    return tuple(_text(name, PARAMETERS) for name in names)


def _raise_error(head: Mapping[str, Any]) -> None:
    error = head.get("error")
    if error is None:
        return
    kind = error.get("kind") if isinstance(error, dict) else None
    if not isinstance(error, dict) or not isinstance(kind, str) or kind not in TOLD_BY_WORKERS:
        raise broken("an error of no known kind")
    notes, remedy = error.get("notes", []), error.get("remedy")
    if not isinstance(notes, list):
        raise broken("an error without notes")
    raise JudgingError(
        kind, _text(error.get("message"), TEXT),
        notes=[_text(note, TEXT) for note in notes[:NOTES]],
        remedy=None if remedy is None else _text(remedy, TEXT),
    )  # fmt: skip


def _function(one: object) -> Function:
    if not isinstance(one, dict):
        raise broken("a function that is none")
    name, line, parameters = one.get("name"), one.get("line"), one.get("parameters")
    if not isinstance(parameters, list) or len(parameters) > PARAMETERS:
        raise broken("a function without parameters")
    if not isinstance(line, int) or not 0 <= line <= LINES:
        raise broken("a function on no line")
    doc = "\n".join(harmless(text) for text in _raw(one.get("doc"), TEXT).splitlines())
    return Function(_identifier(name), tuple(_parameter(p) for p in parameters), int(line), doc)


def _parameter(one: object) -> Parameter:
    if not isinstance(one, list) or len(one) != 3:
        raise broken("a parameter that is none")
    name, positional, optional = one
    return Parameter(_identifier(name), positional is True, optional is True)


def _identifier(name: object) -> str:
    if not isinstance(name, str) or not name.isidentifier() or len(name) > PARAMETERS:
        raise broken("a name that is none")
    return name


def _shape(shape: object) -> tuple[int, ...]:
    if not isinstance(shape, list) or len(shape) > 32:
        raise broken("a shape that is none")
    if not all(type(n) is int and 0 <= n < 2**40 for n in shape):
        raise broken("a shape that is none")
    return tuple(shape)


def _raw(value: object, length: int) -> str:
    if not isinstance(value, str):
        raise broken("a text that is none")
    return value[:length]


def _text(value: object, length: int) -> str:
    """Return a text of one line, without anything that a terminal or a CI service obeys."""
    return harmless(" ".join(_raw(value, length).split()))
