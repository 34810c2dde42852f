"""The one tolerance rule and the one verdict function, on arrays made by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradcheck.judge import judge, summarise
from gradcheck.judge.entries import Entries
from gradcheck.records import Analytic, Counts, Doubt, Numeric, Verdict

RTOL = 1e-7
BOUND = 1e-12


def verdicts(analytic, numeric=1.0, bound=BOUND, slack=0.0, doubt=Doubt.NONE, rtol=RTOL):
    """Judge arrays of one trial; scalars are spread over the array of values."""
    values = np.atleast_1d(np.asarray(analytic, float))
    numeric, bound, slack = (np.broadcast_to(v, values.shape) for v in (numeric, bound, slack))
    doubts = np.broadcast_to(np.asarray(doubt, dtype=np.int64), values.shape)
    return judge(
        Analytic(values[None], np.asarray(slack, float)[None]),
        Numeric(np.array(numeric, float)[None], np.array(bound, float)[None], doubts[None]),
        rtol,
    )


def letters(*args, **keywords):
    """The verdicts as one letter each: a, d or i."""
    found = verdicts(*args, **keywords)
    masks = np.stack([found.agree[0], found.disagree[0], found.inconclusive[0]])
    assert (masks.sum(axis=0) == 1).all(), "exactly one mask is true in each entry"
    return "".join("adi"[k] for k in masks.argmax(axis=0))


FLAT = {"numeric": 0.0, "bound": 1e-5, "doubt": Doubt.FLAT}

ENTRIES = {
    "the same": ({"analytic": 1.0}, "a"),
    "within the tolerance": ({"analytic": 1 + 0.9e-7}, "a"),
    "beyond the tolerance": ({"analytic": 1 + 1.1e-7}, "d"),
    "off by a millionth": ({"analytic": 1 + 1e-6}, "d"),
    "off by 0.05 %": ({"analytic": 1.0005}, "d"),
    "off by 0.05 %, small": ({"analytic": 1.0005e-30, "numeric": 1e-30, "bound": 1e-42}, "d"),
    "of the other sign": ({"analytic": -1.0}, "d"),
    "zero where it is not": ({"analytic": 0.0}, "d"),
    "not zero where it is": ({"analytic": 1e-9, "numeric": 0.0, "bound": 0.0}, "d"),
    "zero where it is zero": ({"analytic": 0.0, "numeric": 0.0, "bound": 0.0}, "a"),
    "within the bound": ({"analytic": 1.0005, "bound": 1e-3}, "a"),
    "beyond the bound": ({"analytic": 1.0015, "bound": 1e-3}, "d"),
    "within its own rounding": ({"analytic": 1.000005, "slack": 1e-5}, "a"),
    "further off than rounding may excuse": ({"analytic": 1.00005, "slack": 1e-3}, "i"),
    "at sea by itself": ({"analytic": 1.00005, "slack": np.inf}, "i"),
    "NaN": ({"analytic": np.nan}, "d"),
    "NaN with a wide bound": ({"analytic": np.nan, "bound": 0.5}, "d"),
    "infinite": ({"analytic": np.inf}, "d"),
    "minus infinite": ({"analytic": -np.inf}, "d"),
    "both NaN": ({"analytic": np.nan, "numeric": np.nan, "bound": np.inf}, "i"),
    "NaN only in the numeric": ({"analytic": 1.0, "numeric": np.nan, "bound": np.inf}, "i"),
    "infinite only in the numeric": ({"analytic": 1.0, "numeric": np.inf, "bound": np.inf}, "i"),
    "not finite": ({"analytic": 1.0, "numeric": np.nan, "doubt": Doubt.NOT_FINITE}, "i"),
    "a kink, the same": ({"analytic": 1.0, "bound": np.inf, "doubt": Doubt.KINK}, "i"),
    "a kink, another": ({"analytic": 5.0, "bound": np.inf, "doubt": Doubt.KINK}, "i"),
    "a kink, NaN": ({"analytic": np.nan, "bound": np.inf, "doubt": Doubt.KINK}, "d"),
    "singular": ({"analytic": 1.0, "numeric": np.nan, "doubt": Doubt.SINGULAR}, "i"),
    "flat and zero": ({"analytic": 0.0, **FLAT}, "a"),
    "flat and not zero": ({"analytic": 1e-12, **FLAT}, "i"),
    "flat and far off": ({"analytic": 1.0, **FLAT}, "d"),
    "a staircase and zero": (
        {"analytic": 0.0, "numeric": 0.0, "bound": np.inf, "doubt": Doubt.STAIRCASE},
        "a",
    ),
    "a staircase and not zero": (
        {"analytic": 1.0, "numeric": 0.0, "bound": np.inf, "doubt": Doubt.STAIRCASE},
        "i",
    ),
    "vague: above a hundredth": ({"analytic": 1.0, "bound": 0.011}, "i"),
    "not vague: below a hundredth": ({"analytic": 1.0, "bound": 0.009}, "a"),
    "vague and far off": ({"analytic": 2.0, "bound": 0.1}, "d"),
    "a bound of nothing known": ({"analytic": 1.0, "bound": np.inf}, "i"),
}
"""One entry each, where the numeric derivative is 1 unless it is said, and its verdict."""


@pytest.mark.parametrize("what", ENTRIES)
def test_an_entry_alone(what):
    keywords, letter = ENTRIES[what]
    assert letters(**keywords) == letter


@pytest.mark.parametrize("what", ENTRIES)
def test_an_entry_among_others(what):
    """An entry's verdict does not rub off on its neighbours."""
    keywords, letter = ENTRIES[what]
    full = {"numeric": 1.0, "bound": BOUND, "slack": 0.0, "doubt": Doubt.NONE, **keywords}
    plain = {"numeric": 1.0, "bound": BOUND, "slack": 0.0, "doubt": Doubt.NONE, "analytic": 1.0}
    together = {name: [plain[name], full[name], plain[name]] for name in plain}
    assert letters(**together) == f"a{letter}a"


def test_a_vague_entry_below_the_largest_is_decided():
    """A bound below 1e-7 of the array's largest entry decides small entries too."""
    small = {"analytic": [1.0, 1e-12], "numeric": [1.0, 1e-12], "bound": [0.0, 0.9e-7]}
    assert letters(**small) == "aa"
    assert letters(**{**small, "bound": [0.0, 1.1e-7]}) == "ai"


def test_a_flat_entry_within_a_negligible_bound_is_decided():
    flat = {"numeric": [1.0, 0.0], "doubt": [Doubt.NONE, Doubt.FLAT]}
    assert letters([1.0, 1e-9], bound=[0.0, 0.9e-7], **flat) == "aa"
    assert letters([1.0, 1e-9], bound=[0.0, 1.1e-7], **flat) == "ai"
    assert letters([1.0, 1e-7], bound=[0.0, 0.9e-7], **flat) == "ad"


@pytest.mark.parametrize(
    ("off", "excuse", "letter"), [(0.5e-5, 1e-3, "a"), (1.5e-5, 1e-3, "i"), (1.0, 1e9, "i")]
)
def test_what_was_handed_over_excuses_no_more_than_rounding(off, excuse, letter):
    """A numeric derivative that a formula multiplies by 1e18 would excuse anything."""
    one, none = np.ones((1, 1)), np.zeros((1, 1), dtype=np.int64)
    formula = Analytic(one + off, excuse * one, inherited=excuse * one)
    found = judge(formula, Numeric(one, BOUND * one, none), RTOL)
    assert (found.agree.item(), found.inconclusive.item()) == (letter == "a", letter == "i")


def test_a_formula_does_not_say_beside_what_its_mistakes_are_negligible():
    """A huge entry where the cost has a kink would make noise beside it negligible."""
    kink = {"bound": [BOUND, np.inf], "doubt": [Doubt.NONE, Doubt.KINK]}
    assert letters([1.5, 1.0], slack=[2.0, 0.0], **kink) == "ii"
    assert letters([1.5, 1e12], slack=[2.0, 0.0], **kink) == "ii"
    assert letters([1.0, 1e12], **kink) == "ai"


@pytest.mark.parametrize(
    ("elsewhere", "verdict"), [(0.0, Verdict.INCONCLUSIVE), (1.0, Verdict.AGREE)]
)
def test_where_it_is_nothing_says_little_of_where_it_is_something(elsewhere, verdict):
    """Decided in a trial in which it is 0, and in doubt in another: a sign may be wrong."""
    formula = np.array([[1.0], [elsewhere]])
    bound = np.array([[np.inf], [BOUND]])
    doubt = np.array([[Doubt.KINK], [Doubt.NONE]], dtype=np.int64)
    doubt[1] = Doubt.NONE if elsewhere else Doubt.FLAT
    judgement = judge(Analytic(formula, 0 * formula), Numeric(formula, bound, doubt), RTOL)
    assert summarise(judgement, (0, 1), None, 10).verdict is verdict


def test_the_largest_is_that_of_the_same_trial():
    """A large entry in one trial does not make another trial's vague entries clear."""
    values = np.array([[1.0, 1e-12], [1e-12, 1e-12]])
    found = judge(
        Analytic(values, np.zeros((2, 2))),
        Numeric(values, np.array([[0, 0.9e-7]] * 2), np.zeros((2, 2), dtype=np.int64)),
        RTOL,
    )
    assert found.inconclusive.tolist() == [[False, False], [False, True]]


def test_the_rule_is_the_sum_of_its_parts():
    found = verdicts(2.0, numeric=-3.0, bound=0.25, slack=0.5, rtol=0.125)
    assert found.allowed.item() == pytest.approx(0.25 + 0.125 * 3 + 0.5)


def test_a_tolerance_of_zero_is_zero():
    assert letters(1 + 1e-9, bound=0.0, rtol=0.0) == "d"
    assert letters(1.0, bound=0.0, rtol=0.0) == "a"


@given(
    scale=st.integers(-200, 200),
    error=st.sampled_from([0.0, 0.5e-7, 1e-6, 5e-4, 0.5, 2.0]),
    bound=st.sampled_from([1e-14, 1e-3, 0.1]),
)
def test_scaling_everything_changes_no_verdict(scale, error, bound):
    factor = 2.0**scale
    plain = letters([1 + error, 1.0], numeric=[1.0, 1.0], bound=bound)
    scaled = letters([(1 + error) * factor, factor], numeric=[factor, factor], bound=bound * factor)
    assert plain == scaled


def summed(codes, checked=None, most=1000):
    """Summarise trials given as strings of letters, one letter for each entry."""
    analytic = {"a": 1.0, "d": 2.0, "i": 1.0}
    bound = {"a": BOUND, "d": BOUND, "i": np.inf}
    values = np.array([[analytic[c] for c in trial] for trial in codes])
    bounds = np.array([[bound[c] for c in trial] for trial in codes])
    doubts = np.zeros(values.shape, dtype=np.int64)
    found = judge(
        Analytic(values, np.zeros(values.shape)),
        Numeric(np.ones(values.shape), bounds, doubts),
        RTOL,
    )
    return summarise(found, tuple(range(len(codes))), checked, most)


@pytest.mark.parametrize(
    ("codes", "verdict", "counts"),
    [
        (["aa", "aa"], Verdict.AGREE, Counts(2, 0, 0)),
        (["ad", "aa"], Verdict.DISAGREE, Counts(1, 1, 0)),
        (["ai", "aa"], Verdict.AGREE, Counts(1, 0, 1)),
        (["ai", "ai"], Verdict.INCONCLUSIVE, Counts(1, 0, 1)),
        (["ii", "aa"], Verdict.AGREE, Counts(0, 0, 2)),
        (["di", "ai"], Verdict.DISAGREE, Counts(0, 1, 1)),
        (["ia", "ai"], Verdict.AGREE, Counts(0, 0, 2)),
    ],
)
def test_the_verdict_on_a_formula(codes, verdict, counts):
    """It disagrees if any entry does in any trial; what was decided in some trial is decided."""
    found = summed(codes)
    assert found.verdict is verdict
    assert (found.counts.agree, found.counts.disagree, found.counts.inconclusive) == (
        counts.agree, counts.disagree, counts.inconclusive,
    )  # fmt: skip


def test_the_entries_are_listed_at_their_worst_trial():
    found = summed(["aid", "aad", "ada"])
    listed = {entry.index: (entry.verdict, entry.trials) for entry in found.entries}
    assert listed == {(2,): (Verdict.DISAGREE, (0, 1)), (1,): (Verdict.DISAGREE, (2,))}


def test_the_list_is_capped_and_the_rest_counted():
    found = summed(["ddddd"], most=2)
    assert (len(found.entries), found.omitted, found.counts.disagree) == (2, 3, 5)
    assert (len(summed(["ddddd"], most=0).entries), summed(["ddddd"], most=0).omitted) == (0, 5)


def test_only_some_entries_are_checked():
    found = summed(["add"], checked=[False, True, False])
    assert found.counts.total == 1
    assert [entry.index for entry in found.entries] == [(1,)]
    assert summed(["add"], checked=[True, False, False]).verdict is Verdict.AGREE


def test_the_resolution_is_the_bluntest_entry_of_the_sharpest_trial():
    values = np.array([[1.0, 1.0], [1.0, 1.0]])
    bounds = np.array([[1e-3, 1e-4], [1e-5, 1e-6]])
    zeros = np.zeros(values.shape)
    found = judge(Analytic(values, zeros), Numeric(values, bounds, zeros.astype(np.int64)), 0.0)
    assert summarise(found, (0, 1), None, 9).resolution == pytest.approx(1e-5)


def test_nothing_that_agrees_has_no_resolution():
    assert summed(["dd"]).resolution is None


SPECIAL = [0.0, 1.0, 1 + 1e-9, 1 + 1e-6, -1.0, 1e-30, 1e300, np.inf, -np.inf, np.nan]
BOUNDS = [0.0, 1e-12, 1e-3, 0.05, np.inf, np.nan]


@pytest.mark.parametrize("seed", range(4))
def test_what_agrees_plainly_agrees_by_the_whole_rule(monkeypatch, seed):
    rng = np.random.default_rng(seed)
    cases = []
    for size in (1, 2, 3, 200):
        for _ in range(200):
            usual = rng.random() < 0.5  # what is special is rare, or nothing would be plain
            value = rng.choice(SPECIAL[:3] if usual else SPECIAL, size=(2, 2, size))
            bound, slack = rng.choice(BOUNDS[:2] if usual else BOUNDS, size=(2, 2, size))
            doubt = np.full((2, size), 0) if usual else rng.choice(list(Doubt), (2, size))
            cases.append((Analytic(value[0], slack), Numeric(value[1], bound, doubt.astype(int))))
    quickly = [judge(*case, RTOL) for case in cases]
    monkeypatch.setattr(Entries, "plain", lambda *_: False)
    for case, quick in zip(cases, quickly, strict=True):
        whole = judge(*case, RTOL)
        for name in ("allowed", "disagree", "inconclusive", "unsound", "doubt"):
            assert np.array_equal(getattr(quick, name), getattr(whole, name), equal_nan=True), name
