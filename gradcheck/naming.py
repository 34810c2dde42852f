"""What a function's name claims, told from the name alone: nothing is imported for it."""

PLAIN = ("gradient", "grad")
"""Accepted for the derivative of the last scalar quantity by the first input."""


def split_label(function: str) -> tuple[str, str | None]:
    """Split `dJ_dW__mine` into the derivative's name and the label."""
    base, separator, label = function.partition("__")
    return base, label if separator and label else None


def cuts(base: str) -> list[int]:
    """Return where a name may be cut into d<numerator> and _d<denominator>."""
    if not base.startswith("d"):
        return []
    return [i for i in range(2, len(base) - 2) if base.startswith("_d", i)]


def claims_derivative(function: str) -> bool:
    """Return whether a function's name looks like a derivative's, whatever the problem."""
    base, _ = split_label(function)
    return base in PLAIN or bool(cuts(base))
