"""Differentiate: central finite differences that know how wrong they are."""

from gradcheck.differences.curve import step_curve
from gradcheck.differences.lines import differentiate_lines, line_scales

__all__ = ["differentiate_lines", "line_scales", "step_curve"]
