"""gradcheck: check gradients derived by hand, entry by entry, against central differences."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gradcheck.api import explain, run
    from gradcheck.callables import assert_gradient, check_gradient, differentiate
    from gradcheck.distributions import (
        constant,
        integers,
        label,
        normal,
        one_hot,
        positive,
        simplex,
        uniform,
    )
    from gradcheck.problem import affine
    from gradcheck.records import GradientCheck, Report

__version__ = "0.1.0"

_HOMES = {
    "gradcheck.api": ("explain", "run"),
    "gradcheck.callables": ("assert_gradient", "check_gradient", "differentiate"),
    "gradcheck.records": ("GradientCheck", "Report"),
    "gradcheck.problem": ("affine",),
    "gradcheck.distributions": (
        "constant", "integers", "label", "normal", "one_hot", "positive", "simplex", "uniform",
    ),
}  # fmt: skip
_HOME = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [
    "GradientCheck", "Report", "affine", "assert_gradient", "check_gradient", "constant",
    "differentiate", "explain", "integers", "label", "normal", "one_hot", "positive", "run",
    "simplex", "uniform",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used, so that `--help` need not load numpy."""
    if name not in _HOME:
        raise AttributeError(f"module 'gradcheck' has no attribute {name!r}")
    return getattr(import_module(_HOME[name]), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
