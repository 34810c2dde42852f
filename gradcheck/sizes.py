"""Size expressions: `"m+1"`, in which the shapes of a problem are written."""

import ast
import operator
from collections.abc import Callable, Mapping

from gradcheck.errors import ProblemError, did_you_mean

Expression = int | str
Sizes = Mapping[str, int]

_OPERATIONS: dict[type[ast.operator], Callable[[int, int], int]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.FloorDiv: operator.floordiv,
}
LARGEST = 2**48
"""No size is larger, and arithmetic with what is could take the machine's time."""

LONGEST = 100
"""Characters in an expression: no honest one is longer, and a longer one could nest too deep."""


def evaluate_size(expression: Expression, sizes: Sizes) -> int:
    """Return the value of a whole-number expression in `+ - * //` and the names of sizes.

    Raises ProblemError where it is no such expression, or names an unknown size.
    """
    if isinstance(expression, int) and not isinstance(expression, bool):
        return _of_this_world(expression)
    if not isinstance(expression, str) or len(expression) > LONGEST:
        raise _malformed(expression)
    try:
        return _value(ast.parse(expression.strip(), mode="eval").body, expression, sizes)
    except ProblemError:
        raise
    except (SyntaxError, ZeroDivisionError, ValueError) as error:
        raise _malformed(expression) from error


def _value(node: ast.expr, expression: str, sizes: Sizes) -> int:
    match node:
        case ast.Constant(value=int(value)) if not isinstance(value, bool):
            return _of_this_world(value)
        case ast.Name(id=name):
            if name not in sizes:
                raise ProblemError(
                    f"`{expression}` names an unknown size `{name}`",
                    remedy=did_you_mean(name, sizes),
                )
            return sizes[name]
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _OPERATIONS:
            operation = _OPERATIONS[type(op)]
            sides = _value(left, expression, sizes), _value(right, expression, sizes)
            return _of_this_world(operation(*sides))
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -_value(operand, expression, sizes)
        case _:
            raise _malformed(expression)


def _of_this_world(value: int) -> int:
    """Return a size. Raises ProblemError for one that no array can have."""
    if abs(value) > LARGEST:
        raise ProblemError(f"a size of {value.bit_length()} bits is too large")
    return value


def _malformed(expression: object) -> ProblemError:
    return ProblemError(
        f"`{expression!s:.40}` is not a size",
        remedy="write a whole number or an expression in sizes, such as `m+1`",
    )


def resolve_sizes(expressions: Mapping[str, Expression]) -> dict[str, int]:
    """Return every size as a number, whatever the order in which they refer to each other.

    Raises ProblemError for a size that is defined by itself, directly or in a circle.
    """
    resolved: dict[str, int] = {}
    waiting = dict(expressions)
    while waiting:
        ready = [name for name, value in waiting.items() if not _names(value) & waiting.keys()]
        if not ready:
            circle = ", ".join(f"`{name}`" for name in waiting)
            raise ProblemError(f"sizes are defined by each other in a circle: {circle}")
        for name in ready:
            resolved[name] = evaluate_size(waiting[name], resolved)
            del waiting[name]
    return resolved


def _names(expression: Expression) -> set[str]:
    if not isinstance(expression, str):
        return set()
    try:
        tree = ast.parse(expression, mode="eval")
    except (SyntaxError, ValueError):
        return set()
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
