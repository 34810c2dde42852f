"""Find the paths on which one array acts on a quantity: through affine layers, and directly.

By the chain rule the derivative is the sum over all uses of the array, each with the others held.
Whether a use is affine is decided from the graph and the declarations, not by probing.
"""

from dataclasses import replace
from enum import Enum

from gradcheck.dataclass import dataclass
from gradcheck.problem.affine import Affine, Operand
from gradcheck.problem.structure import Problem, Quantity


class Role(Enum):
    """As what an array enters an affine layer."""

    LEFT = "left"
    RIGHT = "right"
    OFFSET = "offset"


@dataclass(frozen=True)
class Use:
    """An affine layer that takes the array, and as what."""

    quantity: Quantity
    layer: Affine
    role: Role


@dataclass(frozen=True)
class Paths:
    """How one array acts on a quantity."""

    affine: tuple[Use, ...]
    direct: bool
    """Whether it is also used otherwise."""


def find_paths(problem: Problem, numerator: str, denominator: str) -> Paths:
    """Return the uses of `denominator` on the way to `numerator`."""
    uses, direct = [], False
    for quantity in problem.chain(numerator, denominator):
        if denominator not in quantity.parameters:
            continue
        use = _use(quantity, denominator) if quantity.name != numerator else None
        if use is None:
            direct = True
        else:
            uses.append(use)
    return Paths(tuple(uses), direct)


def _use(quantity: Quantity, name: str) -> Use | None:
    """Return how an affine layer uses an array; None where it is none, or uses it twice."""
    layer = quantity.compute
    if not isinstance(layer, Affine):
        return None
    names = {
        Role.LEFT: layer.left.name, Role.RIGHT: layer.right.name, Role.OFFSET: layer.offset,
    }  # fmt: skip
    roles = [role for role, used in names.items() if used == name]
    return Use(quantity, layer, roles[0]) if len(roles) == 1 else None


def held(problem: Problem, uses: tuple[Use, ...], name: str, alias: str) -> Problem:
    """Return the problem in which the affine layers of `uses` take `alias` instead of `name`."""

    def other(operand: Operand) -> Operand:
        return replace(operand, name=alias) if operand.name == name else operand

    changed = {}
    for use in uses:
        layer = use.layer
        offset = alias if layer.offset == name else layer.offset
        layer = replace(layer, left=other(layer.left), right=other(layer.right), offset=offset)
        changed[use.quantity.name] = Quantity(use.quantity.name, layer.parameters, layer)
    return problem.override(changed)
