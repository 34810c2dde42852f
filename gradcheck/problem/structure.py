"""A problem: sizes, inputs, and quantities as a graph."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any

from gradcheck.dataclass import dataclass
from gradcheck.distributions import Distribution
from gradcheck.errors import GradcheckError, ProblemError, UsageError, did_you_mean
from gradcheck.problem.affine import Affine
from gradcheck.sizes import Expression, resolve_sizes


@dataclass(frozen=True)
class Quantity:
    """A named value, computed from inputs, sizes and other quantities."""

    name: str
    parameters: tuple[str, ...]
    compute: Callable[..., Any] | Affine


@dataclass(frozen=True)
class Problem:
    """What formulas are checked against."""

    name: str
    path: Path
    doc: str
    size_defaults: Mapping[str, Expression]
    inputs: Mapping[str, tuple[Distribution, ...]]
    """For each input the declared distributions, the default first."""
    quantities: Mapping[str, Quantity]
    """In an order in which each can be computed from those before."""
    declared: tuple[str, ...]
    """The quantities in the order of the file."""
    alternatives: Mapping[str, "Problem"]
    """Neighbouring conventions: the same problem with some quantities overridden."""

    @cached_property
    def names(self) -> frozenset[str]:
        """Everything that a formula may ask for by name."""
        return frozenset({*self.inputs, *self.quantities, *self.size_defaults})

    def resolve_sizes(
        self, required: Mapping[str, Expression], chosen: Mapping[str, Expression], by: str
    ) -> dict[str, int]:
        """Return every size as a number: those `chosen` by the user, `required` by file `by`.

        Raises UsageError for a choice of an unknown size or one that contradicts what is required,
        and ProblemError for a requirement that cannot be met.
        """
        for name in chosen:
            self._must_have(name, UsageError)
        for name in required:
            self._must_have(name, ProblemError, f"{by}: ")
        try:
            sizes = resolve_sizes({**self.size_defaults, **required, **chosen})
        except ProblemError as error:
            if not chosen:
                raise
            raise UsageError(error.message, notes=error.notes, remedy=error.remedy) from None
        wanted = resolve_sizes({**self.size_defaults, **chosen, **required})
        for name in chosen:
            if wanted[name] != sizes[name]:
                raise UsageError(
                    f"size {name} = {sizes[name]} contradicts {by}, "
                    f"whose SIZES say {name} = {required[name]}"
                )
        return sizes

    def _must_have(self, size: str, error: type[GradcheckError], who: str = "") -> None:
        if size not in self.size_defaults:
            raise error(
                f"{who}problem `{self.name}` has no size `{size}`",
                remedy=did_you_mean(size, self.size_defaults),
            )

    def choose_distributions(self, chosen: Mapping[str, str]) -> dict[str, Distribution]:
        """Return one distribution for each input: the one chosen by name, or the default.

        Raises UsageError for an input or a distribution that does not exist.
        """
        for name in chosen:
            if name not in self.inputs:
                raise UsageError(
                    f"problem `{self.name}` has no input `{name}`",
                    remedy=did_you_mean(name, self.inputs),
                )
        found = {}
        for name, declared in self.inputs.items():
            by_name = {distribution.name: distribution for distribution in declared}
            wanted = chosen.get(name, declared[0].name)
            if wanted not in by_name:
                raise UsageError(
                    f"input `{name}` of problem `{self.name}` has no distribution `{wanted}`",
                    remedy=did_you_mean(wanted, by_name),
                )
            found[name] = by_name[wanted]
        return found

    def downstream(self, name: str, avoiding: str | None = None) -> frozenset[str]:
        """Return the quantities that depend on `name`, directly or not, without itself.

        With `avoiding`, those that depend on it by a path that does not lead through that name.
        """
        known = self._downstream.get((name, avoiding))
        if known is not None:
            return known
        moved = {name}
        for quantity in self.quantities.values():
            if moved.intersection(quantity.parameters) and quantity.name not in (name, avoiding):
                moved.add(quantity.name)
        found = self._downstream[name, avoiding] = frozenset(moved - {name})
        return found

    @cached_property
    def _downstream(self) -> dict[tuple[str, str | None], frozenset[str]]:
        return {}

    def chain(self, numerator: str, denominator: str) -> tuple[Quantity, ...]:
        """Return the quantities on the way from `denominator` to `numerator`, in order."""
        known = self._chains.get((numerator, denominator))
        if known is not None:
            return known
        moving, needed = self.downstream(denominator), {numerator}
        found: list[Quantity] = []
        for quantity in reversed([*self.quantities.values()]):
            if quantity.name in needed and quantity.name in moving:
                needed.update(quantity.parameters)
                found.append(quantity)
        found.reverse()
        return self._chains.setdefault((numerator, denominator), tuple(found))

    @cached_property
    def _chains(self) -> dict[tuple[str, str], tuple[Quantity, ...]]:
        return {}

    def override(self, quantities: Mapping[str, Quantity]) -> "Problem":
        """Return this problem with some quantities replaced, and no alternatives."""
        merged = {name: quantities.get(name, q) for name, q in self.quantities.items()}
        return replace(self, quantities=in_order(merged, self.name), alternatives={})


def in_order(quantities: Mapping[str, Quantity], problem: str) -> dict[str, Quantity]:
    """Return the quantities so that each comes after those it is computed from.

    Raises ProblemError for a quantity that depends on itself, directly or in a circle.
    """
    ordered: dict[str, Quantity] = {}
    waiting = dict(quantities)
    while waiting:
        ready = [q for q in waiting.values() if not waiting.keys() & set(q.parameters)]
        if not ready:
            name = _in_circle(waiting)
            raise ProblemError(
                f"problem `{problem}`: quantity `{name}` depends on itself",
                notes=[f"`{q.name}` takes {', '.join(q.parameters)}" for q in waiting.values()],
            )
        for quantity in ready:
            ordered[quantity.name] = waiting.pop(quantity.name)
    return ordered


def _in_circle(waiting: Mapping[str, Quantity]) -> str:
    """Return the first quantity that really is in a circle, not merely behind one."""
    name = next(iter(waiting))
    seen: set[str] = set()
    while name not in seen:
        seen.add(name)
        name = next(p for p in waiting[name].parameters if p in waiting)
    return name
