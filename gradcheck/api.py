"""The library's part for formula files: do what the commands do."""

from collections.abc import Iterable, Mapping
from os import PathLike, fspath
from typing import Any

from gradcheck.errors import UsageError
from gradcheck.limits import METHODS
from gradcheck.pipeline import check
from gradcheck.records import Report
from gradcheck.settings import RTOL, SEED, TRIALS, Only, Settings
from gradcheck.sizes import Expression


def run(
    formula: str | PathLike[str] | Iterable[str | PathLike[str]], *, problem: str | None = None,
    trials: int = TRIALS, seed: int = SEED, sizes: Mapping[str, Expression] | None = None,
    inputs: Mapping[str, str] | None = None, trial: int | None = None, only: str | None = None,
    rtol: float = RTOL, method: str = METHODS[0], causes: bool = True,
) -> Report:  # fmt: skip
    """Check formula files, given by path or catalogue name, as the command `gradcheck run` does.

    `only` selects as `--only` does: "dJ_dW", "dJ_dW__mine" or "dJ_dW[1,2]"; `method` is that of
    `check_gradient`. `causes` is whether to look for the causes of a disagreement. Raises
    UsageError where the command would exit with code 2.
    """
    settings = Settings(
        problem=problem, sizes=dict(sizes or {}), inputs=dict(inputs or {}), trials=trials,
        seed=seed, trial=trial, only=Only.parse(only) if only is not None else None, rtol=rtol,
        method=method, causes=causes,
    )  # fmt: skip
    return check(_named(formula), settings)


def explain(
    formula: str | PathLike[str] | Iterable[str | PathLike[str]], *, problem: str | None = None,
    trials: int = TRIALS, seed: int = SEED, sizes: Mapping[str, Expression] | None = None,
    inputs: Mapping[str, str] | None = None, trial: int | None = None, only: str | None = None,
    rtol: float = RTOL, method: str = METHODS[0],
) -> Report:  # fmt: skip
    """Check formula files and say why they are wrong, as the command `gradcheck explain` does.

    Each result has the simplest cause of each kind, those that were refuted, and the smallest case
    on which it disagrees. The arguments and errors are those of `run`.
    """
    settings = Settings(
        problem=problem, sizes=dict(sizes or {}), inputs=dict(inputs or {}), trials=trials,
        seed=seed, trial=trial, only=Only.parse(only) if only is not None else None, rtol=rtol,
        method=method, causes=True, explain=True,
    )  # fmt: skip
    return check(_named(formula), settings)


def _named(formula: str | PathLike[str] | Iterable[str | PathLike[str]]) -> list[str]:
    """Return how formulas are named. Raises UsageError where one is not."""
    several = isinstance(formula, Iterable) and not isinstance(formula, str | PathLike)
    asked: list[Any] = [*formula] if several else [formula]  # type: ignore[misc]  # it is iterable
    named = [fspath(one) if isinstance(one, PathLike) else one for one in asked]
    for one in named:
        if not isinstance(one, str):
            told = "formulas are named by their paths, or as they are in the catalogue"
            raise UsageError(told, notes=[f"not by {one!r:.40}"])
    return named
