"""The frozen records that the stages hand to one another.

Records are not compared (`eq=False`), but for the few that are keys: most hold arrays, between
which `==` is no truth value.
"""

from gradcheck.records.causes import Cause, SmallestCase
from gradcheck.records.cells import Cells
from gradcheck.records.closeup import Closeup, Curve
from gradcheck.records.draws import Draws, Probe, ProbeAt, Subject, Substituted
from gradcheck.records.findings import (
    FAULT,
    REFUSED,
    Context,
    Counts,
    Entry,
    Failure,
    Result,
)
from gradcheck.records.formula import Formula, Function, Parameter
from gradcheck.records.reports import Derivation, FileReport, Report, Twin, WrongFactors
from gradcheck.records.screening import Screened, Screening
from gradcheck.records.values import Analytic, GradientCheck, Judgement, Numeric, Sample
from gradcheck.records.words import (
    BoolArray,
    Doubt,
    FloatArray,
    Index,
    IntArray,
    Name,
    Sizes,
    Verdict,
)

__all__ = [
    "FAULT",
    "REFUSED",
    "Analytic",
    "BoolArray",
    "Cause",
    "Cells",
    "Closeup",
    "Context",
    "Counts",
    "Curve",
    "Derivation",
    "Doubt",
    "Draws",
    "Entry",
    "Failure",
    "FileReport",
    "FloatArray",
    "Formula",
    "Function",
    "GradientCheck",
    "Index",
    "IntArray",
    "Judgement",
    "Name",
    "Numeric",
    "Parameter",
    "Probe",
    "ProbeAt",
    "Report",
    "Result",
    "Sample",
    "Screened",
    "Screening",
    "Sizes",
    "SmallestCase",
    "Subject",
    "Substituted",
    "Twin",
    "Verdict",
    "WrongFactors",
]
