"""Differentiate through affine layers: lines in the layer's entries serve many entries at once.

Where S = W x + b, an entry W[r,c] acts on all that follows only through S_r + h x_c. With the step
h_rc = eta / |x_c| all entries of a row are differentiated by the same evaluations of what follows
S, and dJ/dW[r,c] is x_c times a central difference in S_r. Other operands, whole batches, and
arrays that are used in several places are treated alike; see `problem.paths`.
"""

from collections.abc import Callable

import numpy as np

from gradcheck.differences import Lines, differentiate_lines, line_scales
from gradcheck.problem.affine import Operand
from gradcheck.problem.evaluate import Evaluator
from gradcheck.problem.matrices import MATRICES, as_matrices, reshaped, swapped
from gradcheck.problem.moves import Columns, Entries, Moves, Rows
from gradcheck.problem.paths import Role, Use, find_paths, held
from gradcheck.problem.products import Factor, added, spread
from gradcheck.problem.tail import Tail
from gradcheck.records import Doubt, FloatArray, Name, Numeric, Sample
from gradcheck.selftest import agrees_with_plain

ROUNDINGS = 3
"""Roundings of a layer that its lines start from, to see how much they matter."""

HELD = " held"
"""What is added to a name for the same array, held where an affine layer takes it."""

OFF = 2.0
"""A few roundings do not show the worst."""

Plain = Callable[[Evaluator, Sample, Name], Numeric]
"""Differentiates without sharing; shape (trials, outputs, entries)."""


def differentiate_shared(
    evaluator: Evaluator, sample: Sample, name: Name, plain: Plain
) -> tuple[Numeric | None, str | None]:
    """Return a derivative, shape (trials, outputs, entries), shared where layers allow it.

    None where no affine layer is on the way, or its operands have shapes that are not shared; and
    where plain differences of a few entries turn out to be others, with a remark that says so.
    """
    paths = find_paths(evaluator.problem, name.numerator, name.denominator)
    uses = [use for use in paths.affine if _Layer.fits(sample, use)]
    if not uses or len(uses) < len(paths.affine):
        return None, None
    layers = [_Layer(evaluator, sample, name, use) for use in uses]
    parts = [layer.differentiate() for layer in layers]
    if paths.direct:
        alias = name.denominator + HELD
        problem = held(evaluator.problem, paths.affine, name.denominator, alias)
        values = {**sample.values, alias: sample.values[name.denominator]}
        aside = Sample(sample.sizes, sample.trials, values)
        parts.append(plain(evaluator.of(problem), aside, name))
    if len(parts) > 1 and _partly_flat(parts):
        return None, None
    found = added(parts)
    top = min(layer.top for layer in layers)
    if agrees_with_plain(evaluator, sample, name, found, top):
        return found, None
    layers_named = " and ".join(f"`{use.quantity.name}`" for use in uses)
    return None, f"{layers_named} is not affine as declared: every entry was moved by itself"


def _partly_flat(parts: list[Numeric]) -> bool:
    """Return whether an entry moves on one path and not on another.

    Where all that is seen of a path is flat, nothing shows how coarsely the cost is rounded there.
    """
    flat = [part.doubt == Doubt.FLAT for part in parts]
    return any(bool((one != flat[0]).any()) for one in flat)


class _Layer:
    """One affine layer that an array enters, and the derivative by the array through it."""

    def __init__(self, evaluator: Evaluator, sample: Sample, name: Name, use: Use) -> None:
        self.use, self.sample = use, sample
        self.trials = len(sample.trials)
        self.moved = sample.values[name.denominator]
        self.tail = Tail(evaluator, sample, name.numerator, use.quantity.name, ROUNDINGS)
        left, right = use.layer.left, use.layer.right
        self.rows = self._matrix(left.name, left.transposed, column=False).shape[-2]
        self.columns = self._matrix(right.name, right.transposed, column=True).shape[-1]

    @staticmethod
    def fits(sample: Sample, use: Use) -> bool:
        """Return whether the shapes are those of vectors and matrices."""
        layer = use.layer
        shapes = [sample.values[n].shape[1:] for n in (layer.left.name, layer.right.name)]
        own = sample.values[use.quantity.name].shape[1:]
        offset = sample.values[layer.offset].shape[1:] if layer.offset is not None else own
        vectors = {len(shape) for shape in shapes} <= {1, 2}
        return vectors and (use.role is not Role.OFFSET or offset in (own, own[1:]))

    @property
    def top(self) -> float:
        """A step of an entry of the operand that moves the layer by about 1, at most."""
        layer, role = self.use.layer, self.use.role
        if role is Role.OFFSET:
            return 1.0
        other = layer.right if role is Role.LEFT else layer.left
        largest = float(np.max(np.abs(self.sample.values[other.name]), initial=0.0))
        return 1 / largest if 0 < largest < np.inf else 1.0

    def differentiate(self) -> Numeric:
        """Return the derivative through this layer, shape (trials, outputs, entries)."""
        size, own = self.rows * self.columns, self.moved[0].size
        if self.use.role is Role.OFFSET and own == size:
            return self._along_layer()
        if self.use.role is Role.OFFSET or own < size:
            return self._along_operand()
        return self._spread(self._along_layer())

    def _along_layer(self) -> Numeric:
        """Return the slopes in the entries of the layer, shape (trials, outputs, entries)."""
        size = self.rows * self.columns
        at = self.tail.start.reshape(ROUNDINGS, self.trials, size)
        return self._along(Entries(size), at, line_scales(at[0]), np.ones((self.trials, size)))

    def _along_operand(self) -> Numeric:
        """Return the slopes along what each entry of the operand moves of the layer."""
        moves = self._moves()
        values = self._operand().reshape(self.trials, -1)
        length = np.abs(moves.factor).max(axis=moves.axis)[: self.trials]
        unit = np.where(length > 0, 1 / np.where(length > 0, length, 1.0), 1.0)
        lines = np.arange(moves.lines)
        chosen = lines % unit.shape[1] if isinstance(moves, Rows) else lines // self.columns
        at = np.zeros((ROUNDINGS, self.trials, moves.lines))
        slopes = self._along(moves, at, line_scales(values), unit[:, chosen])
        shape = (-1, moves.lines // self.columns, self.columns)
        if isinstance(moves, Rows):
            shape = (-1, self.rows, moves.lines // self.rows)
        return self._as_stored(slopes, shape)

    def _operand(self) -> FloatArray:
        """Return the values of the operand in the order in which it is used."""
        layer, role = self.use.layer, self.use.role
        if role is Role.OFFSET:
            return self.moved.astype(np.float64)
        used = layer.left if role is Role.LEFT else layer.right
        return self._matrix(used.name, used.transposed, column=role is Role.RIGHT)

    def _moves(self) -> Rows | Columns:
        """Return how the layer moves with the entries of its operand."""
        layer, role = self.use.layer, self.use.role
        if role is Role.LEFT:
            factor = self._points(layer.right, column=True)
            return Rows(factor, self.rows * factor.shape[-2])
        if role is Role.RIGHT:
            factor = self._points(layer.left, column=False)
            return Columns(factor, self.columns, factor.shape[-1] * self.columns)
        return Columns(np.ones((self.trials, self.rows, 1)), self.columns, self.columns)

    def _along(
        self, moves: Moves, at: FloatArray, scale: FloatArray, typical: FloatArray
    ) -> Numeric:
        """Differentiate along lines; arrays of shape (variants,) trials, lines."""
        lines = Lines(
            phi=lambda chosen, x: self.tail.along(moves, chosen, x),
            at=at.reshape(ROUNDINGS, -1), scale=scale.reshape(-1),
            origin=np.repeat(np.arange(self.trials) * moves.lines, moves.lines),
            outputs=self.tail.outputs, typical=typical.reshape(-1),
        )  # fmt: skip
        return differentiate_lines(lines).by_trial(self.trials)

    def _spread(self, slopes: Numeric) -> Numeric:
        """Multiply slopes in the entries of the layer by the other factor."""
        layer = self.use.layer
        slopes = reshaped(slopes, (self.rows, self.columns))
        if self.use.role is Role.LEFT:
            found = spread(slopes, self._factor(layer.right, column=True))
        else:
            factor = self._factor(layer.left, column=False)
            found = swapped(spread(swapped(slopes), factor.swapped()))
        return self._as_stored(found, found.values.shape[-2:])

    def _as_stored(self, found: Numeric, shape: tuple[int, ...]) -> Numeric:
        """Return slopes in the order in which the operand is stored: (trials, outputs, entries)."""
        layer, role = self.use.layer, self.use.role
        operand = layer.left if role is Role.LEFT else layer.right
        if role is not Role.OFFSET and operand.transposed and self.moved.ndim == MATRICES:
            found = swapped(reshaped(found, shape[-2:]))
        return reshaped(found, (-1,))

    def _matrix(self, name: str, transposed: bool, column: bool) -> FloatArray:
        return as_matrices(self.sample.values[name].astype(np.float64, copy=False),
                            transposed, column)  # fmt: skip

    def _points(self, operand: Operand, column: bool) -> FloatArray:
        """Return an operand at every point that lines start from, or in every trial."""
        rounded = self.tail.rounded.get(operand.name)
        if rounded is None:
            return self._matrix(operand.name, operand.transposed, column)
        flat = rounded.reshape(-1, *rounded.shape[2:])
        return as_matrices(flat, operand.transposed, column)

    def _factor(self, operand: Operand, column: bool) -> Factor:
        values = self._matrix(operand.name, operand.transposed, column)
        rounded = self.tail.rounded.get(operand.name)
        if rounded is None:
            return Factor(values)
        off = OFF * np.abs(rounded - rounded[0]).max(axis=0)
        return Factor(values, as_matrices(off, operand.transposed, column))
