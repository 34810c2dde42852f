"""Differentiate: central finite differences that know how wrong they are."""

from gradcheck.differences.brief import examine
from gradcheck.differences.lines import differentiate_lines, line_scales, typical_steps
from gradcheck.differences.quick import FEWEST_STEPS, Lines

__all__ = [
    "FEWEST_STEPS", "Lines", "differentiate_lines", "examine", "line_scales", "typical_steps",
]  # fmt: skip
