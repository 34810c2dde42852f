"""False alarms over right gradients, and misses over their mutants."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import numpy as np

import gradcheck
from tests.corpus.gradients import RIGHT, Right, complex_step
from tests.corpus.mutants import Mutant, mutants
from tests.corpus.settings import WELL_SCALED, Setting

CONFIRMED = 1e-9
"""A formula this close to the complex step is right where it stands, beyond dispute."""

FATES = ("caught", "undecided", "allowed", "missed", "error")
DECIDED = ("agree", "disagree", "inconclusive", "error")


@dataclass
class Tally:
    """Counts over one setting, and the names of what went wrong."""

    rights: dict[str, int] = field(default_factory=lambda: dict.fromkeys(DECIDED, 0))
    mutants: dict[str, int] = field(default_factory=lambda: dict.fromkeys(FATES, 0))
    alarms: list[str] = field(default_factory=list)  # right gradients accused
    misses: list[str] = field(default_factory=list)  # wrong gradients passed


def word(result) -> str:
    """The verdict on one point: as for a formula, but `agree` also where some entries are open."""
    if np.any(result.disagree):
        return "disagree"
    return "agree" if np.any(result.agree) or not np.size(result.agree) else "inconclusive"


def remembered(cost: Callable[..., float]) -> Callable[..., float]:
    """`cost`, computed once for each input: the mutants of one gradient all ask for the same."""
    known: dict[tuple, float] = {}

    def lookup(**at):
        arrays = {name: np.asarray(value) for name, value in at.items()}
        key = tuple((name, array.shape, array.tobytes()) for name, array in arrays.items())
        if key not in known:
            known[key] = cost(**at)
        return known[key]

    return lookup


def check(right: Right, gradient, at, setting: Setting, cost=None):
    """Return the checker's result for `gradient` as a gradient of the cost of `right`."""
    cost = cost or setting.cost(right)
    return gradcheck.check_gradient(cost, setting.gradient(gradient), at, right.wrt)


Drawn = tuple[Right, dict, np.random.Generator]


def points(setting: Setting, seed: int, draws: int) -> Iterator[Drawn]:
    """Every right gradient with `draws` points of its own."""
    for place, right in enumerate(RIGHT.values()):
        for draw in range(draws):
            rng = np.random.default_rng([seed, place, draw])
            yield right, setting.draw(right, rng), rng


def is_confirmed(right: Right, at) -> bool:
    """Whether the formula itself is right and exact enough at `at`, by the complex step."""
    with np.errstate(all="ignore"):
        analytic, exact = np.asarray(right.gradient(**at), float), complex_step(right, at)
    return bool(np.all(np.abs(analytic - exact) <= CONFIRMED * np.abs(exact)))


def accuse(right: Right, at, setting: Setting, cost, tally: Tally) -> None:
    """Show the checker a right gradient."""
    try:
        verdict = word(check(right, right.gradient, at, setting, cost))
    except (ArithmeticError, ValueError, np.linalg.LinAlgError) as problem:
        verdict = "error"
        tally.alarms.append(f"{right.name}: {problem!r}")
    tally.rights[verdict] += 1
    if verdict == "disagree":
        sure = "" if is_confirmed(right, at) else " (the formula is not exact here)"
        tally.alarms.append(right.name + sure)


def fate(result, change: np.ndarray, wrong: np.ndarray, strict: bool) -> str:
    """Return what became of a mutant that changes the entries `wrong` by `change`.

    Unless `strict`, an entry may pass whose change is within what the checker says it allows:
    once for its bound, once for the rest. Nothing may pass where everything is allowed.
    """
    if np.any(result.disagree):
        return "caught"
    passed = np.asarray(result.agree) & wrong
    if not passed.any():
        return "undecided"
    allowed = np.asarray(result.allowed)
    beyond = ~(np.isfinite(allowed) & (change <= 2 * allowed))
    return "missed" if strict or np.any(passed & beyond) else "allowed"


def mislead(mutant: Mutant, at, setting: Setting, cost, tally: Tally) -> None:
    """Show the checker a wrong gradient."""
    try:
        result = check(mutant.right, mutant.gradient, at, setting, cost)
        change = setting.wrong_by(mutant, at)
        outcome = fate(result, change, mutant.wrong, strict=setting is WELL_SCALED)
    except (ArithmeticError, ValueError, np.linalg.LinAlgError):
        outcome = "error"
    tally.mutants[outcome] += 1
    if outcome in ("missed", "error") or (setting is WELL_SCALED and outcome == "undecided"):
        tally.misses.append(f"{mutant.right.name}: {mutant.label} ({outcome})")


def survey(setting: Setting, seed: int, draws: int, per_right: int | None = None) -> Tally:
    """Right gradients and their mutants; of each draw at most `per_right` mutants."""
    tally = Tally()
    for right, at, rng in points(setting, seed, draws):
        cost = remembered(setting.cost(right))
        accuse(right, at, setting, cost, tally)
        with np.errstate(all="ignore"):
            found = list(mutants(right, at, rng))
        if per_right is not None:
            found = [found[pick] for pick in rng.permutation(len(found))[:per_right]]
        for mutant in found:
            mislead(mutant, at, setting, cost, tally)
    return tally
