"""Differentiate: central finite differences that know how wrong they are."""

from gradcheck.differences.lines import differentiate_lines, line_scales, typical_steps
from gradcheck.differences.quick import Lines

__all__ = ["Lines", "differentiate_lines", "line_scales", "typical_steps"]
