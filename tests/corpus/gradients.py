"""The table of right gradients, by name."""

from __future__ import annotations

from tests.corpus import (
    gradients_layers,
    gradients_linear,
    gradients_losses,
    gradients_matrices,
    gradients_nets,
    gradients_robust,
    gradients_sequences,
    gradients_softmax,
)
from tests.corpus.right import Right, complex_step

MODULES = (
    gradients_linear,
    gradients_softmax,
    gradients_losses,
    gradients_robust,
    gradients_nets,
    gradients_layers,
    gradients_matrices,
    gradients_sequences,
)

RIGHT: dict[str, Right] = {right.name: right for module in MODULES for right in module.RIGHT}

__all__ = ["RIGHT", "Right", "complex_step"]
