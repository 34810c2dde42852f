"""Formula files: what a function's name claims, and what its parameters ask for."""

from gradcheck.formula.binding import Bound, Vocabulary, bind
from gradcheck.formula.header import Header, read_header
from gradcheck.formula.names import is_formula_name

__all__ = ["Bound", "Header", "Vocabulary", "bind", "is_formula_name", "read_header"]
