"""The corpus of wrong formulas is sound, and so is the judge of what is said about them."""

from __future__ import annotations

from collections import Counter
from functools import cache

import numpy as np
import pytest

from gradcheck import catalogue
from gradcheck.records import Cause, Verdict
from tests.corpus.cause_algebra import NotReadable, mentioned, names_in_code, same_value
from tests.corpus.cause_case import MUTATIONS, own_problem
from tests.corpus.cause_labels import Words, at, factor, inside, judge, says, speaks, term
from tests.corpus.cause_trial import Drawn, blocks, file_of, run_text, run_together, words
from tests.corpus.causes import CASES, TABLES

LEAST, LEAST_DOUBLE = 320, 45
SHARE_HELD_OUT = (0.35, 0.45)
OWN = [problem for problem in TABLES if own_problem(problem) is not None]
ALONE = [case for case in CASES if len(blocks(case.text)) == 1]
IN_COMPANY = [case for case in CASES if len(blocks(case.text)) > 1]
ELSEWHERE = [case for case in ALONE if {"assumption", "numerics"} & {*case.mutations}
             and case.inputs]  # fmt: skip
SOFTMAX = Words(frozenset({"W", "x", "b", "T", "S", "O", "H", "J", "m", "k"}), frozenset("mk"))


@cache
def tried(problem):
    """Return (case, result, numeric values, drawn trials) of the cases that stand alone."""
    groups = {}
    for case in ALONE:
        if case.problem == problem:
            groups.setdefault(tuple(case.inputs.items()), []).append(case)
    found = []
    for inputs, cases in groups.items():
        drawn = Drawn.of(problem, dict(inputs))
        results = run_together(problem, [case.text for case in cases], dict(inputs))
        found += [(c, r, drawn) for c, r in zip(cases, results, strict=True)]
    return found


class TestCorpus:
    """What is in it."""

    def test_it_is_large(self):
        """Enough cases, enough of them with two mistakes, no name twice."""
        names = Counter(case.full_name for case in CASES)
        assert len(CASES) >= LEAST
        assert sum(case.double for case in CASES) >= LEAST_DOUBLE
        assert [name for name, count in names.items() if count > 1] == []

    def test_it_is_broad(self):
        """Every packaged problem, many others, every kind of mutation."""
        assert set(catalogue.problems()) <= set(TABLES)
        assert len(OWN) >= 14
        assert {m for case in CASES for m in case.mutations} == MUTATIONS

    def test_part_is_held_out(self):
        """About two in five, among those with two mistakes as well."""
        for cases in (CASES, [case for case in CASES if case.double]):
            share = np.mean([case.part == "held-out" for case in cases])
            assert SHARE_HELD_OUT[0] < share < SHARE_HELD_OUT[1]

    @pytest.mark.parametrize("problem", TABLES)
    def test_right_formulas_agree(self, problem):
        """What the wrong formulas were made from is right."""
        results = run_together(problem, TABLES[problem].right, {})
        assert len(results) == len(TABLES[problem].right)
        assert {result.verdict for result in results} == {Verdict.AGREE}

    @pytest.mark.parametrize("problem", TABLES)
    def test_wrong_formulas_disagree(self, problem):
        """Each of them, where it is judged."""
        verdicts = {case.name: result.verdict for case, result, _ in tried(problem)}
        assert [n for n, verdict in verdicts.items() if verdict is not Verdict.DISAGREE] == []

    @pytest.mark.parametrize("problem", TABLES)
    def test_labels_restore_what_was_spoilt(self, problem):
        """Each remedy that a label names makes the formula right."""
        bad = [
            (case.name, claim.fix)
            for case, result, drawn in tried(problem)
            for claim in case.label
            if claim.fix is not None and not drawn.heals(claim.fix, result)
        ]
        assert bad == []

    def test_a_label_that_restores_nothing_is_noticed(self):
        """Twin: half of the right term."""
        case, result, drawn = next(
            one for one in tried("ridge") if one[0].name == "w-no-l2"
        )  # fmt: skip
        assert drawn.heals("formula + lam * w", result), case
        assert not drawn.heals("formula + lam * w / 2", result)
        assert not drawn.heals("formula + lam * w * 1.0005", result)

    def test_most_labels_can_be_tried(self):
        """A label that is only words is the exception."""
        tested = [any(claim.fix is not None for claim in case.label) for case in CASES]
        assert np.mean(tested) > 0.85

    @pytest.mark.parametrize("case", IN_COMPANY, ids=lambda case: case.full_name)
    def test_derivations_and_chains_fail_where_they_should(self, case):
        """The last formula is wrong; before it stands a right line, or else the wrong factor."""
        verdicts = [result.verdict for result in run_text(file_of(case), case.inputs)]
        assert verdicts[-1] is Verdict.DISAGREE
        wanted = Verdict.AGREE if "step" in case.mutations else Verdict.DISAGREE
        assert wanted in verdicts[:-1]

    @pytest.mark.parametrize("case", ELSEWHERE, ids=lambda case: case.full_name)
    def test_assumptions_hold_at_the_default_distribution(self, case):
        """It is the distribution that makes them wrong."""
        (result,) = run_text(file_of(case), {})
        assert result.verdict is Verdict.AGREE


def said(kind, message="", **fields):
    """Return a cause."""
    return Cause(kind=kind, message=message, **fields)


REST = ("np.outer(O * (T.sum() - T), x) / m", "np.outer(O * (1 - T), x) / m")
TRUE_AND_FALSE = [
    (factor("(m+1)/m"), said("factor", factor="(m + 1)/m"), said("factor", factor="m/(m+1)")),
    (factor("(m+1)/m"), said("factor", factor="1 + 1/m"), said("factor", factor="4/3")),
    (factor("1/ln(10)"), said("factor", factor="1 / ln 10"), said("factor", factor="1/ln(2)")),
    (factor("-1"), said("factor", factor="-1"), said("factor", factor="1")),
    (factor("-1"), said("factor", factor="−1"), said("term", factor="-1")),
    (factor("1/(2*m)"), said("factor", factor="1/(2 m)"), said("factor", factor="1/2 m")),
    (term(*REST, times="ln(10)"),
     said("term", factor="ln(10)", terms=("O_r x_c (sum(T) - T_r) / m",)),
     said("term", factor="ln(10)", terms=("O_r x_c (sum(T) + T_r) / m",))),
    (term(*REST, times="ln(10)"),
     said("term", factor="ln(10)", terms=("O_r x_c sum(T) / m", "-O_r T_r x_c / m")),
     said("term", terms=("O_r x_c (sum(T) - T_r) / m",))),
    (term(*REST), said("term", terms=("O_r x_c (1 - T_r) / m",)),
     said("term", terms=("O_r x_c (1 - T_r)",))),
    (term(*REST), said("term", terms=("O_r x_c (1 - T_r) / m",), factor="1"),
     said("term", terms=("-O_r x_c (1 - T_r) / m",))),
    (term("T / m"), said("term", terms=("T_r / m",)), said("term", terms=("b_r / m",))),
    (inside("x"), said("inside", factor="x_c"), said("inside", factor="1 / x_c")),
    (inside("O * (1 - O)", times="-1"), said("inside", factor="-O_r (1 - O_r)"),
     said("inside", factor="O_r (1 - O_r)")),
    (at(1, 0), said("region", "only entry [1, 0]"), said("region", "only entry [0, 1]")),
    (at(2), said("region", where="T_2"), said("region", where="T_12")),
    (says("layout", "transpos"), said("layout", "transposed"), said("layout", "rows reversed")),
    (says("layout", "transpos"), said("layout", "Transposed"), said("region", "transposed")),
    (says("assumption", "sum(T)=1|one-hot"), said("assumption", condition="sum(T) = 1"),
     said("assumption", condition="sum(T) = m")),
    (says("layout factor", "transpos", factor="-1"),
     said("layout", "transposed and negated", factor="-1"), said("layout", "transposed")),
    (speaks("layout term", "b T"), said("layout", "reads b where it should read T"),
     said("layout", "reads S where it should read T")),
]  # fmt: skip


class TestJudge:
    """What counts as the true cause."""

    @pytest.mark.parametrize(("label", "true", "false"), TRUE_AND_FALSE)
    def test_true_causes_are_accepted_and_false_ones_refused(self, label, true, false):
        """Whatever the way in which it is written."""
        assert judge(label, (true,), SOFTMAX) == "right"
        assert judge(label, (false,), SOFTMAX) == "wrong"

    def test_silence_is_not_a_mistake(self):
        """No cause, or one that says that it is unknown."""
        assert judge(factor("2"), (), SOFTMAX) == "unknown"
        assert judge(factor("2"), (said("unknown"),), SOFTMAX) == "unknown"

    def test_only_the_first_cause_counts(self):
        """A true one behind a false one does not help."""
        causes = said("factor", factor="3"), said("factor", factor="2")
        assert judge(factor("2"), causes, SOFTMAX) == "wrong"
        assert judge(factor("2"), causes[::-1], SOFTMAX) == "right"

    def test_no_label_accepts_a_cause_that_says_nothing(self):
        """Twin: right kind, empty words."""
        accepted = [
            case.full_name
            for case in CASES
            for kind in {kind for claim in case.label for kind in claim.kinds}
            if judge(case.label, (said(kind),), words_of(case.problem)) != "wrong"
        ]
        assert accepted == []

    def test_names_are_read_without_their_subscripts(self):
        """And indices, functions and numbers are none."""
        text = "O_r x_c (sum(T) - T_r) / m"
        assert mentioned(text, SOFTMAX.known) == {"O", "x", "T", "m"}
        assert names_in_code("sum(np.exp(S[i]) * x[i] for i in range(k))") == {"S", "x", "k"}

    def test_products_bind_as_they_are_read(self):
        """A product without a sign is one with it, division goes from left to right."""
        assert same_value("2 m k / 3 m", "2 * m * k / 3 * m", SOFTMAX.known)
        assert same_value("-m^2 + m (k - 1)", "m*k - m - m**2", SOFTMAX.known)
        with pytest.raises(NotReadable):
            same_value("m plus 1", "m + 1", SOFTMAX.known)


@cache
def words_of(problem):
    """Return the names of a problem."""
    return words(problem)
