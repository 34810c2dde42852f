"""Diagnose: why a formula is wrong, as causes that have been tested."""

from gradcheck.diagnose.run import Diagnosis, diagnose

__all__ = ["Diagnosis", "diagnose"]
