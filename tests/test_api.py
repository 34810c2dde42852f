"""The library: any two callables, at arrays of every kind."""

from __future__ import annotations

import gc
import weakref

import numpy as np
import pytest

import gradcheck
from gradcheck.errors import JudgingError, UsageError
from gradcheck.moved import CACHE_LINE

BARELY = 1 + 1e-6


def cost(x):
    return (x**3).sum() / 3


def gradient(x):
    return x**2


def read_only(array):
    array.flags.writeable = False
    return array


POINTS = {
    "float64": np.linspace(0.5, 2, 6),
    "float32": np.linspace(0.5, 2, 6, dtype=np.float32),
    "float16": np.linspace(0.5, 2, 6, dtype=np.float16),
    "long double": np.linspace(0.5, 2, 6, dtype=np.longdouble),
    "integers": np.arange(1, 4),
    "of Fortran's order": np.asfortranarray(np.linspace(0.5, 2, 6).reshape(2, 3)),
    "transposed": np.linspace(0.5, 2, 6).reshape(2, 3).T,
    "strided": np.linspace(0.5, 2, 12)[::2],
    "reversed": np.linspace(0.5, 2, 6)[::-1],
    "a broadcast view": np.broadcast_to(np.float64(1.5), (2, 3)),
    "read-only": read_only(np.linspace(0.5, 2, 6)),
    "of the other byte order": np.linspace(0.5, 2, 6).astype(">f8"),
    "0-d": np.array(1.5),
    "a number of numpy": np.float64(1.5),
    "a number": 1.5,
    "a whole number": 3,
    "a list": [1.0, 2.0],
    "3-d": np.linspace(0.5, 2, 24).reshape(2, 3, 4),
    "5-d": np.linspace(0.5, 2, 8).reshape(2, 1, 2, 1, 2),
    "empty": np.zeros((0, 3)),
    "one entry": np.array([[1.5]]),
}


class TestCheckGradient:
    """One gradient at one point."""

    @pytest.mark.parametrize("kind", POINTS)
    def test_every_kind_of_array(self, kind):
        """The result has the point's shape and is float64, with exactly one mask true per entry."""
        shape = np.shape(POINTS[kind])
        found = gradcheck.check_gradient(cost, gradient, POINTS[kind])
        for array in (found.analytic, found.numeric, found.bound, found.allowed):
            assert isinstance(array, np.ndarray)
            assert (array.shape, array.dtype) == (shape, np.float64)
        masks = (found.agree, found.disagree, found.inconclusive)
        assert all(isinstance(mask, np.ndarray) and mask.dtype == bool for mask in masks)
        assert (sum(mask.astype(int) for mask in masks) == 1).all()
        assert found.agree.all()

    @pytest.mark.parametrize("kind", [kind for kind in POINTS if kind != "empty"])
    def test_a_wrong_gradient_of_every_kind_disagrees(self, kind):
        found = gradcheck.check_gradient(cost, lambda x: BARELY * gradient(x), POINTS[kind])
        assert found.disagree.all()

    @pytest.mark.parametrize("kind", POINTS)
    def test_the_point_is_not_changed(self, kind):
        before = np.array(POINTS[kind])

        def spoil(x):
            x **= 2
            return x

        def spend(x):
            x **= 3
            return x.sum() / 3

        gradcheck.check_gradient(lambda x: spend(x) if np.ndim(x) else cost(x), spoil, POINTS[kind])
        assert (np.array(POINTS[kind]) == before).all()

    def test_a_gradient_that_changes_its_argument_is_judged_by_its_value(self):
        def in_place(x):
            x *= x
            return x

        assert gradcheck.check_gradient(cost, in_place, np.array([1.0, 2.0])).agree.all()

    def test_exactly_one_mask_among_all_verdicts(self):
        point = {"x": np.array([0.0, 1.0, 2.0, 3.0])}
        wrong = np.array([0.0, 1.0, 1.0, np.nan])
        found = gradcheck.check_gradient(lambda x: np.abs(x).sum(), lambda x: wrong * 1, point, "x")
        assert found.inconclusive.tolist() == [True, False, False, False]
        assert found.agree.tolist() == [False, True, True, False]
        assert found.disagree.tolist() == [False, False, False, True]

    def test_it_is_true_where_every_entry_agrees(self):
        def off(x):
            return gradient(x) + np.array([0, 0, 1e-3])

        assert gradcheck.check_gradient(cost, gradient, np.ones(3))
        assert not gradcheck.check_gradient(cost, off, np.ones(3))

    def test_what_is_undecided_does_not_make_it_true(self):
        assert not gradcheck.check_gradient(lambda x: np.abs(x).sum(), np.sign, np.zeros(2))

    def test_one_entry_only(self):
        def off(x):
            return gradient(x) * np.where(np.arange(5) == 3, BARELY, 1)

        found = gradcheck.check_gradient(cost, off, np.linspace(1, 2, 5))
        assert np.flatnonzero(found.disagree).tolist() == [3]

    def test_a_mapping_is_passed_as_keywords(self):
        def squares(*, W, x, y):
            return ((W @ x - y) ** 2).sum()

        def by_w(*, W, x, y):
            return 2 * np.outer(W @ x - y, x)

        at = {"y": np.ones(3), "x": np.arange(1.0, 3), "W": np.arange(6.0).reshape(3, 2)}
        assert gradcheck.check_gradient(squares, by_w, at, "W").agree.all()
        assert gradcheck.check_gradient(squares, by_w, at, wrt="W").wrt == "W"
        with pytest.raises(JudgingError, match="shape"):
            gradcheck.check_gradient(squares, by_w, at, "x")

    def test_an_array_is_passed_alone(self):
        found = gradcheck.check_gradient(lambda a, /: a @ a, lambda a, /: 2 * a, np.ones(3))
        assert found.agree.all()

    def test_a_mapping_of_one_needs_no_wrt(self):
        assert gradcheck.check_gradient(cost, gradient, {"x": np.ones(2)}).wrt == "x"

    def test_whatever_else_is_in_the_point_is_handed_over(self):
        at = {"x": np.ones(3), "n": 3, "mode": "sum", "table": {"a": 1}, "mask": np.arange(3)}

        def picky(x, n, mode, table, mask):
            assert (type(n), mode, table, mask.dtype.kind) == (int, "sum", {"a": 1}, "i")
            return (mask * x**2).sum()

        found = gradcheck.check_gradient(picky, lambda x, mask, **_: 2 * mask * x, at, "x")
        assert found.agree.all()

    def test_everything_is_differentiated_in_float64(self):
        at = {"x": np.ones(3, np.float32), "y": np.ones(3, np.float32)}

        def precise(x, y):
            assert (x.dtype, y.dtype) == (np.float64, np.float64)
            return (x * y).sum()

        assert gradcheck.check_gradient(precise, lambda x, y: y, at, "x").agree.all()

    @pytest.mark.parametrize("factor", [0.0, -1.0, 1.0005, BARELY, 2.0, np.nan, np.inf])
    def test_wrong_by_a_factor(self, factor):
        found = gradcheck.check_gradient(cost, lambda x: factor * gradient(x), np.ones(3))
        assert found.disagree.all()

    def test_rtol(self):
        off = np.linspace(1, 2, 4)
        found = gradcheck.check_gradient(cost, lambda x: BARELY * gradient(x), off, rtol=1e-5)
        assert found.agree.all()

    @pytest.mark.parametrize(
        ("broken", "words"),
        [
            (lambda x: x[:-1], r"\(2,\).*\(3,\)"),
            (lambda x: 1.0, r"\(\).*\(3,\)"),
            (lambda x: None, "None"),
            (lambda x: 1j * x, "complex"),
            (lambda x: [[1.0], [1.0, 2.0]], "list"),
            (lambda x: ["a", "b", "c"], "real numbers"),
        ],
    )
    def test_a_gradient_of_another_form_is_refused(self, broken, words):
        with pytest.raises(JudgingError, match=words):
            gradcheck.check_gradient(cost, broken, np.ones(3))

    @pytest.mark.parametrize("broken", [lambda x: x, lambda x: None, lambda x: 1j, lambda x: "a"])
    def test_a_cost_that_is_no_real_number_is_refused(self, broken):
        with pytest.raises(JudgingError, match="cost"):
            gradcheck.check_gradient(broken, gradient, np.ones(3))

    def test_what_the_callables_raise_is_theirs(self):
        with pytest.raises(KeyError, match="mine"):
            gradcheck.check_gradient(lambda x: {}["mine"], gradient, np.ones(3))
        with pytest.raises(KeyError, match="mine"):
            gradcheck.check_gradient(cost, lambda x: {}["mine"], np.ones(3))

    @pytest.mark.parametrize("value", ["text", None, 1j, np.array([True]), np.array([{}])])
    def test_only_real_numbers_can_be_moved(self, value):
        with pytest.raises(UsageError, match="`x`"):
            gradcheck.check_gradient(lambda x: 1.0, lambda x: x, {"x": value}, "x")

    @pytest.mark.parametrize("method", ["auto", "entries", "blocks"])
    def test_nothing_is_left_to_the_collector(self, method):
        """A cost is called for stacks of megabytes: in a cycle they would pile up until then."""

        def own(x):
            return cost(x)

        known = weakref.ref(own)
        gc.collect()
        gc.disable()
        try:
            assert gradcheck.check_gradient(own, gradient, POINTS["float64"], method=method)
            del own
            assert known() is None
        finally:
            gc.enable()

    def test_a_stack_begins_with_a_line_of_a_cache(self):
        """What is read across two lines takes longer. (The first shows whether it broadcasts.)"""
        starts = []

        def noticed(x):
            if x.ndim > 2:
                starts.append(x.__array_interface__["data"][0])
            return (x**3).sum(axis=(-2, -1)) / 3

        at = np.random.default_rng(1).normal(size=(7, 9))
        assert gradcheck.check_gradient(noticed, gradient, at)
        assert len(starts) > 1
        assert all(start % CACHE_LINE == 0 for start in starts[1:])

    @pytest.mark.filterwarnings("ignore:the matrix subclass")
    def test_what_is_no_plain_array_cannot_be_moved(self):
        for unlike in (np.ma.masked_greater([1.0, 2.0], 1.5), np.matrix([[1.0, 2.0]])):
            with pytest.raises(UsageError, match="`x` is a "):
                gradcheck.check_gradient(cost, gradient, unlike)

    def test_what_does_not_move_stays_what_it_is(self):
        mask = np.ma.masked_greater([0.5, 2.0, 1.0], 1.5)

        def masked(x, y):
            return (y * x**2).sum() / y.count()

        right = np.array([0.5, 0.0, 1.0])
        check = gradcheck.check_gradient(
            masked, lambda x, y: right * x, {"x": np.ones(3), "y": mask}, "x"
        )
        assert check

    def test_wrt_must_be_there(self):
        with pytest.raises(UsageError, match="`y`") as caught:
            gradcheck.check_gradient(cost, gradient, {"x": np.ones(2)}, "y")
        assert "`x`" in caught.value.remedy
        with pytest.raises(UsageError, match="wrt"):
            gradcheck.check_gradient(cost, gradient, {"x": np.ones(2), "z": 1.0})


class TestAssertGradient:
    """An AssertionError with the table."""

    def test_a_right_gradient_passes(self):
        assert gradcheck.assert_gradient(cost, gradient, {"x": np.ones((2, 2))}, "x") is None

    def test_a_wrong_one_raises_with_the_table(self):
        with pytest.raises(AssertionError) as caught:
            gradcheck.assert_gradient(
                lambda W: cost(W), lambda W: 1.5 * gradient(W), {"W": np.full((2, 2), 2.0)}
            )
        told = str(caught.value)
        for words in ("W[0,0]", "W[1,1]", "4 of 4 entries disagree", " 6 ", " 4 ", "allowed"):
            assert words in told

    def test_keywords_are_the_mapping_s(self):
        with pytest.raises(AssertionError):
            gradcheck.assert_gradient(lambda W: cost(W), lambda W: -gradient(W), {"W": np.ones(2)})

    @pytest.mark.parametrize("point", [np.zeros(1), np.array(0.0)])
    def test_what_is_undecided_is_not_passed(self, point):
        with pytest.raises(AssertionError, match=r"1 inconclusive(?s:.*)kink"):
            gradcheck.assert_gradient(lambda x: np.abs(x).sum(), np.sign, point)

    def test_the_table_is_capped(self):
        with pytest.raises(AssertionError, match="10 of 50 shown"):
            gradcheck.assert_gradient(cost, lambda x: 2 * gradient(x), np.ones(50))


def test_what_is_no_point_or_no_function_is_told():
    cost, at = np.sum, {"x": np.ones(2), "y": np.ones(2)}
    with pytest.raises(UsageError, match="`wrt` must be the name of one array"):
        gradcheck.check_gradient(cost, np.ones_like, at, ["x", "y"])
    with pytest.raises(UsageError, match="its rows differ in length"):
        gradcheck.check_gradient(cost, np.ones_like, [[1, 2], [3]])
    with pytest.raises(UsageError, match="`gradient` is a ndarray, not a function"):
        gradcheck.check_gradient(cost, np.ones(2), np.ones(2))


def test_an_error_says_what_was_meant_in_a_traceback_too():
    with pytest.raises(UsageError, match="did you mean `x`"):
        gradcheck.check_gradient(np.sum, np.ones_like, {"x": np.ones(2)}, "xx")
