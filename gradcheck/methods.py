"""Choose how each derivative is checked, entry by entry or by blocks, and say so."""

from math import prod
from typing import TYPE_CHECKING

import numpy as np

from gradcheck.points import HUGE, takes_long
from gradcheck.records import Analytic, BoolArray, Index, Name
from gradcheck.reference import Reference
from gradcheck.settings import Settings

if TYPE_CHECKING:
    from gradcheck.blocks import ByBlocks

SCALAR = "blocks are for the derivative of a single number; every entry was differentiated"
TOO_LONG = "auto chose blocks, for one entry after another would take long; "
SHORT = "auto chose entries, for that does not take long; "
OTHERS = {True: "`--method entries` differentiates every one", False: "`--method blocks` screens"}


class Methods:
    """The choice of a method for each derivative of one reference."""

    def __init__(self, reference: Reference, settings: Settings) -> None:
        self._reference = reference
        self._settings = settings
        self._chosen: dict[Name, bool] = {}

    def blocks(self, name: Name) -> bool:
        """Return whether a derivative is to be checked by blocks."""
        if name not in self._chosen:
            self._chosen[name] = self._choose(name)
        return self._chosen[name]

    def remarks(self, name: Name) -> tuple[str, ...]:
        """Return what is to be said about the choice, if anything."""
        method, blocks = self._settings.method, self.blocks(name)
        if method == "blocks" and not blocks:
            return (SCALAR,)
        if method != "auto" or self._settings.only_index is not None or self._small(name):
            return ()
        return ((TOO_LONG if blocks else SHORT) + OTHERS[blocks],)

    def screen(self, name: Name, analytic: Analytic, called: BoolArray | None) -> "ByBlocks":
        """Screen a formula's values, or look at the one entry that was asked for."""
        from gradcheck.blocks import look_at, screen_trials  # few derivatives are so large

        trials = self._reference.sample.trials
        points = tuple(self._reference.point(name, i) for i in range(len(trials)))
        index: Index | None = self._settings.only_index
        if index is not None:
            shape = analytic.values.shape[1:]
            place = int(np.ravel_multi_index(index, shape)) if index else 0
            return look_at(points, shape, place)
        seeds = tuple((self._settings.seed, trial) for trial in trials)
        return screen_trials(points, analytic, self._settings.rtol, seeds, called)

    def _choose(self, name: Name) -> bool:
        method = self._settings.method
        if method == "entries" or not self._reference.scalar(name):
            return False
        if method == "blocks":
            return True
        if self._small(name):
            return False
        rng = np.random.default_rng(self._settings.seed)
        point = self._reference.point(self._reference.through(name), 0)
        return takes_long(point, len(self._reference.sample.trials), rng)

    def _small(self, name: Name) -> bool:
        """Return whether nobody waits long for every entry, whatever the cost."""
        lines = prod(self._reference.vocabulary.shapes[self._reference.through(name).denominator])
        size = lines * len(self._reference.sample.trials)
        return size < HUGE or not self._reference.scalar(name)
