"""Diagnose: why a formula is wrong, as causes that have been tested."""

from gradcheck.diagnose.run import Diagnosis, assumptions, diagnose

__all__ = ["Diagnosis", "assumptions", "diagnose"]
