"""`affine("W @ x + b")`: the one structure that a problem declares."""

import ast
from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from gradcheck.dataclass import dataclass
from gradcheck.errors import ProblemError

Array = npt.NDArray[Any]


@dataclass(frozen=True)
class Operand:
    """A name in an affine expression, and whether it is transposed."""

    name: str
    transposed: bool = False


@dataclass(frozen=True)
class Affine:
    """The quantity `left @ right + offset`, where either factor may be transposed."""

    left: Operand
    right: Operand
    offset: str | None

    @property
    def parameters(self) -> tuple[str, ...]:
        """The names that it takes, each once."""
        names = (self.left.name, self.right.name, self.offset)
        return tuple(dict.fromkeys(name for name in names if name is not None))

    def evaluate(self, values: Mapping[str, Array], stacked: frozenset[str]) -> Array:
        """Return the value; names in `stacked` have an extra leading axis, and so then has it."""
        left = self._factor(self.left, values, stacked)
        right = self._factor(self.right, values, stacked)
        product, axes = _matmul(*left, *right)
        if self.offset is None:
            return product
        offset = values[self.offset]
        own = offset.ndim - (self.offset in stacked)
        if self.offset in stacked:
            offset = _with_axes(offset, own, axes)
        elif own > axes and product.ndim > axes:
            product = _with_axes(product, axes, own)
        return np.asarray(product + offset)

    @staticmethod
    def _factor(
        operand: Operand, values: Mapping[str, Array], stacked: frozenset[str]
    ) -> tuple[Array, int]:
        array = values[operand.name]
        axes = array.ndim - (operand.name in stacked)
        if operand.transposed and axes >= 2:
            array = np.swapaxes(array, -1, -2)
        return array, axes


def _matmul(left: Array, left_axes: int, right: Array, right_axes: int) -> tuple[Array, int]:
    """Multiply as `@` does, whatever axis of a stack comes before; return how many axes remain."""
    wide = max(left_axes, right_axes, 2)
    columns, rows = right_axes == 1, left_axes == 1
    left = _with_axes(left[..., None, :] if rows else left, left_axes + rows, wide)
    right = _with_axes(right[..., None] if columns else right, right_axes + columns, wide)
    product: Array = np.matmul(left, right)
    if columns:
        product = product[..., 0]
    if rows:
        product = product[..., 0] if columns else product[..., 0, :]
    return product, wide - rows - columns


def _with_axes(array: Array, own: int, wanted: int) -> Array:
    """Give an array of `own` axes, besides that of a stack, as many as `wanted`, before its own."""
    missing = wanted - own
    if missing <= 0 or array.ndim == own:
        return array
    return array.reshape(array.shape[0], *(1,) * missing, *array.shape[1:])


def affine(expression: str) -> Affine:
    """Declare a quantity `"A @ B + c"`; A or B may be transposed (`W.T @ X`), `+ c` missing.

    Raises ProblemError for any other expression.
    """
    try:
        body: ast.expr = ast.parse(expression.strip(), mode="eval").body
    except (SyntaxError, ValueError, AttributeError):
        raise _malformed(expression) from None
    offset = None
    match body:
        case ast.BinOp(left=product, op=ast.Add(), right=ast.Name(id=str(name))):
            body, offset = product, name
    match body:
        case ast.BinOp(left=left, op=ast.MatMult(), right=right):
            return Affine(_operand(left, expression), _operand(right, expression), offset)
    raise _malformed(expression)


def _operand(node: ast.expr, expression: str) -> Operand:
    match node:
        case ast.Name(id=name):
            return Operand(name)
        case ast.Attribute(value=ast.Name(id=name), attr="T"):
            return Operand(name, transposed=True)
    raise _malformed(expression)


def _malformed(expression: object) -> ProblemError:
    return ProblemError(
        f"`affine({expression!r:.60})` is not of the form `A @ B + c`",
        remedy="write a product of two names, either with `.T`, and at most one name added to it",
    )
