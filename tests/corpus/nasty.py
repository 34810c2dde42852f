"""The table of nasty scalar functions, by name."""

from __future__ import annotations

from tests.corpus import (
    nasty_edges,
    nasty_noisy,
    nasty_piecewise,
    nasty_scales,
    nasty_smooth,
    nasty_steps,
)
from tests.corpus.case import Nasty, is_honest

FAMILIES = {
    "smooth": nasty_smooth.CASES,
    "scales": nasty_scales.CASES,
    "edges": nasty_edges.CASES,
    "piecewise": nasty_piecewise.CASES,
    "steps": nasty_steps.CASES,
    "noisy": nasty_noisy.CASES,
}

NASTY: dict[str, Nasty] = {case.name: case for cases in FAMILIES.values() for case in cases}

__all__ = ["FAMILIES", "NASTY", "Nasty", "is_honest"]
