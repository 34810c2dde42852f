"""The evidence: draws at several sizes, and which axis of which array is which."""

from collections.abc import Callable, Iterator, Mapping
from copy import copy
from dataclasses import replace
from functools import cached_property

import numpy as np

from gradcheck.errors import GradcheckError
from gradcheck.records import BoolArray, Cause, Draws, Name, Sizes, Subject

FITTED = (10, 6, 6)
"""Trials at each of the sizes that hypotheses are made from: most at the first, where searched."""

TESTED = (12, 6)
"""Fresh trials at the run's own sizes, and at sizes that no hypothesis has seen."""

MANY = 150
"""Fresh trials for what is far-fetched: of so many such claims some hold on a few draws by chance,
where a threshold hides most of what they say."""

STEPS = ((0, 0, 0, 0), (2, 4, 3, 5), (5, 3, 4, 1))
"""What is added to the sizes, in their order, for hypotheses to be made from ..."""

FRESH = ((0, 0, 0, 0), (3, 1, 2, 4))
"""... and for testing them."""

SMALL = 6
"""Sizes above this, where they are free, are taken down to it: causes are as well seen there."""

LARGE = 2**10
"""Entries of a derivative beyond which nothing is searched: more sizes would take minutes."""

SEED = 7919
"""Added to the run's seed, so that no draw of the run is met again."""

Kind = tuple[int, ...]
"""What an axis is: its length at each of the sizes."""

LETTERS = ("r", "c", "i", "j", "p", "q", "s", "u")
SUMMED = ("n", "l", "h", "g", "z")


class Evidence:
    """What the families look at."""

    def __init__(self, subject: Subject) -> None:
        self.subject = subject
        self.derivative: Name = subject.formula.derivative
        self.draws = tuple(self._drawn(STEPS, FITTED, SEED, subject.own))
        self._fresh: tuple[Draws, ...] | None = None
        self._elsewhere: tuple[tuple[str, str, Draws], ...] | None = None
        self._changed: dict[tuple[tuple[str, str], ...], Draws | None] = {}

    def _drawn(
        self,
        steps: tuple[tuple[int, ...], ...],
        trials: tuple[int, ...],
        seed: int,
        first: Draws | None = None,
        after: int = 0,
    ) -> Iterator[Draws]:
        """Yield draws at sizes around the run's own; where a formula cannot be had, none.

        Of sizes that are offered, the run's own are taken first, then those beyond `after`.
        """
        seen = set()
        for position, (step, count) in enumerate(zip(steps, trials, strict=True)):
            sizes = self._offered(position and position + after) or self.stepped(step)
            if position and tuple(sizes.items()) in seen:
                continue
            seen.add(tuple(sizes.items()))
            if not position and sizes == self.subject.sizes and first is not None:
                found: Draws | None = first
            else:
                found = self.probe(sizes, {}, seed + position, count)
            if found is not None:
                yield found

    def _offered(self, position: int) -> Sizes | None:
        """Return one of the only sizes that there are, the last of them where they run out."""
        offered = self.subject.offered
        return offered[min(position, len(offered) - 1)] if offered else None

    def stepped(self, step: tuple[int, ...]) -> dict[str, int]:
        """Return the run's sizes, with something added to those that are free."""
        added = {name: step[i % len(step)] for i, name in enumerate(self.subject.free)}
        own = self.subject.sizes
        return {name: min(size, SMALL) + added[name] if name in added else size
                for name, size in own.items()}  # fmt: skip

    def where(self, holds: Callable[[Draws], BoolArray]) -> "Evidence":
        """Return the same evidence, of which nothing is known where a condition does not hold."""
        part = copy(self)
        part.__dict__.pop("regular", None)
        part.draws = tuple(replace(d, known=d.known & holds(d)) for d in self.draws)
        return part

    def probe(
        self, sizes: Sizes, inputs: Mapping[str, str], seed: int, trials: int
    ) -> Draws | None:
        """Return draws; None where the formula cannot be evaluated there."""
        if self._too_large(sizes):
            return None
        try:
            chosen = {**self.subject.inputs, **inputs}
            return self.subject.probe(sizes, chosen, self.subject.seed + seed, trials)
        except GradcheckError:
            return None

    def _too_large(self, sizes: Sizes) -> bool:
        """Return whether the derivative would have too many entries."""
        try:
            return self.subject.entries(sizes) > LARGE
        except GradcheckError:
            return True

    @property
    def fresh(self) -> tuple[Draws, ...]:
        """Draws that no hypothesis was made from."""
        if self._fresh is None:
            self._fresh = tuple(self._drawn(FRESH, TESTED, SEED + 100, after=len(STEPS) - 1))
        return self._fresh

    @cached_property
    def many(self) -> Draws | None:
        """Many more of them at the run's own sizes; None where the formula cannot be had."""
        return self.probe(self.stepped((0,)), {}, SEED + 300, MANY)

    @property
    def elsewhere(self) -> tuple[tuple[str, str, Draws], ...]:
        """Draws from the other declared distributions: input, distribution, draws."""
        if self._elsewhere is None:
            self._elsewhere = tuple(self._others())
        return self._elsewhere

    def _others(self) -> Iterator[tuple[str, str, Draws]]:
        own = self.subject.inputs
        for name, declared in self.subject.declared.items():
            for place, distribution in enumerate(d for d in declared if d != own[name]):
                found = self.probe(
                    self.stepped((0,)), {name: distribution}, SEED + 200 + place, TESTED[0]
                )
                if found is not None:
                    yield name, distribution, found

    def others(self) -> dict[str, str]:
        """Return the inputs that have another distribution, and the last of those of each."""
        own, declared = self.subject.inputs, self.subject.declared
        other = {n: [d for d in declared[n] if d != own[n]] for n in declared}
        return {name: found[-1] for name, found in other.items() if found}

    def changed(self, inputs: Mapping[str, str]) -> Draws | None:
        """Return draws with other distributions of some inputs at once; None where none is had."""
        key = tuple(inputs.items())
        if key not in self._changed:
            found = self.probe(self.stepped((0,)), inputs, SEED + 500, TESTED[0])
            self._changed[key] = found if found is not None and found.known.any() else None
        return self._changed[key]

    def failing(self, cause: Cause) -> list[tuple[str, str]]:
        """Return the input and distribution of all other draws on which a cause was not found."""
        return [(n, d) for n, d, draws in self.elsewhere if draws.told not in cause.tested_on]

    def instead(self, name: str, distribution: str) -> "Evidence":
        """Return evidence from another distribution of one input."""
        inputs = {**self.subject.inputs, name: distribution}
        mine = [draws for n, d, draws in self.elsewhere if (n, d) == (name, distribution)]
        same = mine and mine[0].sizes == self.subject.sizes
        own = mine[0] if same else None
        return Evidence(replace(self.subject, inputs=inputs, own=own))

    @property
    def first(self) -> Draws:
        """The draws in which hypotheses are looked for."""
        return self.draws[0]

    @cached_property
    def shape(self) -> tuple[int, ...]:
        """The shape of the derivative where hypotheses are looked for."""
        return self.first.analytic.shape[1:]

    @cached_property
    def axes(self) -> tuple[Kind, ...]:
        """What each axis of the derivative is."""
        return self.kinds(lambda draws: draws.analytic.shape[1:])

    def kinds(self, shape: Callable[[Draws], tuple[int, ...]]) -> tuple[Kind, ...]:
        """Return what each axis of an array is, given how its shape is had."""
        return tuple(zip(*(shape(draws) for draws in self.draws), strict=True))

    def kinds_of(self, name: str) -> tuple[Kind, ...]:
        """Return what each axis of an input or a quantity is."""
        return self.kinds(lambda draws: draws.values[name].shape[1:])

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Inputs and quantities, those that the derivative does not need left out."""
        needed = {self.derivative.numerator, *self.subject.formula.arguments,
                  self.derivative.denominator}  # fmt: skip
        order = list(self.subject.dependencies.items())
        for name, parameters in reversed(order):
            if name in needed:
                needed.update(parameters)
        beyond = self.downstream(self.derivative.denominator)
        return tuple(n for n in self.first.values if n in needed or n in beyond)

    def downstream(self, name: str) -> frozenset[str]:
        """Return the quantities that depend on a name."""
        moved = {name}
        for quantity, parameters in self.subject.dependencies.items():
            if moved.intersection(parameters):
                moved.add(quantity)
        return frozenset(moved - {name})

    @cached_property
    def path(self) -> tuple[str, ...]:
        """The quantities between the denominator and the numerator."""
        after = self.downstream(self.derivative.denominator)
        return tuple(
            name for name in self.subject.dependencies
            if name in after and self.derivative.numerator in self.downstream(name)
        )  # fmt: skip

    @cached_property
    def letters(self) -> tuple[str, ...]:
        """One index letter for each axis of the derivative, then some for sums.

        Those of the formula, where it has some; letters that name something are not used.
        """
        taken = {*self.first.values, *self.first.sizes}
        own = self.subject.formula.indices
        free = [letter for letter in LETTERS if letter not in taken and letter not in own]
        if len(own) == len(self.shape) and not taken.intersection(own):
            chosen = list(own)
        else:
            chosen = (free + [f"i{n}" for n in range(1, 9)])[: len(self.shape)]
        sums = [one for one in SUMMED if one not in taken and one not in chosen]
        return (*chosen, *sums, "n_", "l_")

    @property
    def summed(self) -> str:
        """The letter of the index that a term may be summed over."""
        return self.letters[len(self.shape)]

    @property
    def within(self) -> str:
        """The letter of a sum within a term."""
        return self.letters[len(self.shape) + 1]

    @cached_property
    def regular(self) -> bool:
        """Whether there is enough to look at: finite values and something that is not zero."""
        return bool(self.draws) and all(
            bool(np.isfinite(d.analytic[d.known]).all()) and bool(d.known.any())
            for d in self.draws
        )  # fmt: skip
