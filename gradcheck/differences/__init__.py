"""Differentiate: central finite differences that know how wrong they are."""

from gradcheck.differences.climb import Phi
from gradcheck.differences.curve import step_curve
from gradcheck.differences.directions import typical_scales
from gradcheck.differences.lines import differentiate_lines, line_scales
from gradcheck.differences.screen import screen

__all__ = ["Phi", "differentiate_lines", "line_scales", "screen", "step_curve", "typical_scales"]
