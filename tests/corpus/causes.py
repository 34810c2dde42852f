"""All wrong formulas with their labels, and what each problem needs to try them."""

from __future__ import annotations

from tests.corpus import (
    causes_attention,
    causes_derivations,
    causes_forms,
    causes_l2,
    causes_linear,
    causes_matrices,
    causes_minibatch,
    causes_networks,
    causes_regression,
    causes_sigmoid,
    causes_softmax,
    causes_softmax_batch,
)
from tests.corpus.cause_case import Case, Table, extended

MODULES = (
    causes_softmax,
    causes_softmax_batch,
    causes_regression,
    causes_sigmoid,
    causes_l2,
    causes_minibatch,
    causes_linear,
    causes_networks,
    causes_attention,
    causes_matrices,
    causes_forms,
)

TABLES: dict[str, Table] = {
    entry.problem: extended(entry, causes_derivations.DERIVATIONS.get(entry.problem, ()))
    for module in MODULES
    for entry in vars(module).values()
    if isinstance(entry, Table)
}
"""By the name of the problem."""

CASES: tuple[Case, ...] = tuple(case for entry in TABLES.values() for case in entry.cases)
