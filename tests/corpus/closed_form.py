"""dJ/dW of a softmax regression in extended precision: the truth of the regimes."""

from __future__ import annotations

from fractions import Fraction

import mpmath
import numpy as np

DIGITS = 50
"""Decimal digits of the closed form."""


def closed_form(weights, x, b, targets, mean):
    """dJ/dW in longdouble, dJ/dS and ln softmax(S); all without cancellation."""
    with mpmath.workdps(DIGITS):
        scores = [
            sum((Fraction(w) * Fraction(c) for w, c in zip(row, x, strict=True)), Fraction(bias))
            for row, bias in zip(weights.tolist(), b.tolist(), strict=True)
        ]
        top = max(scores)
        gaps = [mpmath.mpf(s.numerator) / s.denominator for s in (s - top for s in scores)]
        grown = [mpmath.exp(gap) for gap in gaps]
        total, target = mpmath.fsum(grown), [mpmath.mpf(float(t)) for t in targets]
        slopes = [
            (
                share / total * (mpmath.fsum(target) - t)
                - t * mpmath.fsum(g for other, g in enumerate(grown) if other != row) / total
            )
            / mean
            for row, (share, t) in enumerate(zip(grown, target, strict=True))
        ]
        gradient = [[_long(slope * mpmath.mpf(float(c))) for c in x] for slope in slopes]
        logs = [float(gap - mpmath.log(total)) for gap in gaps]
    return np.array(gradient, np.longdouble), np.array([float(s) for s in slopes]), np.array(logs)


def _long(value):
    """Return an mpmath number as a longdouble, through two float64 halves."""
    high = float(value)
    return np.longdouble(high) + np.longdouble(float(value - mpmath.mpf(high)))
