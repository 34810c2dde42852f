"""Problems: load one, and evaluate any of its quantities, alone or in stacks."""

from gradcheck.problem.affine import affine
from gradcheck.problem.evaluate import Evaluator
from gradcheck.problem.load import load_problem
from gradcheck.problem.structure import Problem

__all__ = ["Evaluator", "Problem", "affine", "load_problem"]
