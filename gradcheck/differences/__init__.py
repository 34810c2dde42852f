"""Differentiate: central finite differences that know how wrong they are.

What few runs need stands apart, and is imported from where it is: `screen` and `curve`.
"""

from gradcheck.differences.brief import examine
from gradcheck.differences.climb import Phi
from gradcheck.differences.directions import typical_scales
from gradcheck.differences.lines import differentiate_lines, line_scales, typical_steps
from gradcheck.differences.stepping import FEWEST_STEPS, Lines

__all__ = [
    "FEWEST_STEPS", "Lines", "Phi", "differentiate_lines", "examine", "line_scales",
    "typical_scales", "typical_steps",
]  # fmt: skip
