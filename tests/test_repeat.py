"""Costs that are another number each time they are computed: nothing is held against a formula."""

from __future__ import annotations

import numpy as np
import pytest

import gradcheck
from gradcheck.problem.stack import PROBED, Stacker

PROBLEM = """
import numpy as np
from gradcheck import normal

SIZES = {{"n": 4}}
INPUTS = {{"x": normal("n")}}
rng = np.random.default_rng(3)

def C(x):
    return x.sum(axis=-1) * (1 + {size} * rng.normal())

def D(x):
    return x.sum(axis=-1)
"""


@pytest.fixture
def result(tmp_path):
    """Return the result on a right gradient of a noisy cost, and on a wrong one of a steady one."""

    def of(size, formula):
        (tmp_path / "problem.py").write_text(PROBLEM.format(size=size), encoding="utf-8")
        path = tmp_path / "formula.py"
        head = f"import numpy as np\nPROBLEM = {str(tmp_path / 'problem.py')!r}\n"
        path.write_text(head + formula, encoding="utf-8")
        (found,) = gradcheck.run(path).results
        return found

    return of


RIGHT = "def dC_dx(x):\n    return np.ones_like(x)\n"


@pytest.mark.parametrize("size", [1.0, 0.1, 0.01])
def test_a_right_formula_is_not_accused(result, size):
    found = result(size, RIGHT)
    assert found.verdict == "inconclusive"
    assert "`C` is not deterministic" in found.remarks[0]


AMPLIFIED = """
import numpy as np
from gradcheck import normal

SIZES = {"n": 4}
INPUTS = {"x": normal("n")}
rng = np.random.default_rng(5)

def S(x):
    return 1000 + x + 0.01 * rng.standard_normal(x.shape)

def C(S):
    return ((S - 1000) ** 2).sum(axis=-1)
"""


def test_noise_that_a_later_quantity_amplifies_is_that_of_a_fickle_one(tmp_path):
    (tmp_path / "problem.py").write_text(AMPLIFIED, encoding="utf-8")
    path = tmp_path / "formula.py"
    head = f"PROBLEM = {str(tmp_path / 'problem.py')!r}\n"
    path.write_text(head + "def dC_dx(S):\n    return 2 * (S - 1000)\n", encoding="utf-8")
    (found,) = gradcheck.run(path).results
    assert found.verdict == "inconclusive"
    assert "`C` is not deterministic" in found.remarks[0]


def test_another_quantity_of_the_problem_is_judged_all_the_same(result):
    found = result(1.0, "def dD_dx(x):\n    return 2 * np.ones_like(x)\n")
    assert found.verdict == "disagree"
    assert not found.remarks


def test_noise_that_can_be_measured_is(result):
    found = result(1e-9, "def dC_dx(x):\n    return 2 * np.ones_like(x)\n")
    assert found.verdict == "disagree"
    assert not found.remarks


@pytest.mark.parametrize("size", [1.0, 0.1, 0.01])
def test_in_the_library_the_bound_is_infinite(size):
    rng = np.random.default_rng(0)
    _, bound = gradcheck.differentiate(lambda x: x.sum() * (1 + size * rng.normal()), np.ones(3))
    assert np.isinf(bound).all()


def test_in_the_library_little_noise_is_measured():
    rng = np.random.default_rng(0)
    numeric, bound = gradcheck.differentiate(
        lambda x: x.sum() * (1 + 1e-9 * rng.normal()), np.ones(3)
    )
    assert (np.abs(numeric - 1) <= bound).all()
    assert (bound < 1e-3).all()


REUSED = {
    "a number": """
held = np.zeros(())
def C(x):
    held[...] = float(x @ x)
    return held
""",
    "an array": """
held = np.zeros(4)
def S(x):
    assert x.ndim == 1
    held[...] = x**2
    return held
def C(S): return float(S.sum())
""",
    "a stack": """
held = np.zeros((10_000, 4))
def S(x):
    whole = held[:len(x)] if x.ndim == 2 else held[0]
    return np.multiply(x, x, out=whole)
def C(S): return S.sum(axis=-1)
""",
    "an array for two": """
held = {}
def _array_of(shape):
    return held.setdefault(shape, np.empty(shape))
def S(x): return np.multiply(x, x, out=_array_of(x.shape))
def R(x): return np.add(x, x, out=_array_of(x.shape))
def C(S, R): return (S + 0 * R).sum(axis=-1)
""",
    "a view": """
def S(x): return x[..., ::-1]
def C(S): return (S * S).sum(axis=-1)
""",
}


@pytest.mark.parametrize("how", REUSED)
@pytest.mark.parametrize("factor", [2, 2.001])
def test_a_quantity_may_return_an_array_that_it_fills_again(tmp_path, how, factor):
    head = 'import numpy as np\nfrom gradcheck import normal\nSIZES = {"n": 4}\n'
    head += 'INPUTS = {"x": normal("n")}\n'
    (tmp_path / "problem.py").write_text(head + REUSED[how], encoding="utf-8")
    path = tmp_path / "formula.py"
    text = f"PROBLEM = {str(tmp_path / 'problem.py')!r}\ndef dC_dx(x):\n    return {factor} * x\n"
    path.write_text(text, encoding="utf-8")
    (found,) = gradcheck.run(path, causes=False).results
    assert found.verdict == ("agree" if factor == 2 else "disagree")
    assert not found.remarks


def test_a_stack_that_is_filled_again_is_not_trusted():
    """What the comparison with single members overwrites must not be taken for the stack."""
    held = np.zeros((100, 4))

    def square(x):
        return np.multiply(x, x, out=held[: len(x)] if x.ndim == 2 else held[0])

    x = np.arange(20.0).reshape(5, 4)
    found = Stacker().call(
        "S", square, lambda values: square(**values).copy(), {"x": x}, frozenset({"x"}), (4,)
    )
    assert (found == x * x).all()


FICKLE = """
calls = 0
def dC_dx(x):
    global calls
    calls += 1
    return 2 * x * (1.1 + 1e-3 * (calls % 2))
"""


def test_a_formula_that_is_another_each_time_has_no_cause(tmp_path):
    """None is looked for: whatever held for some of its values would be called one."""
    head = 'import numpy as np\nfrom gradcheck import normal\nSIZES = {"n": 4}\n'
    head += 'INPUTS = {"x": normal("n")}\ndef C(x): return (x * x).sum(axis=-1)\n'
    (tmp_path / "problem.py").write_text(head, encoding="utf-8")
    path = tmp_path / "formula.py"
    path.write_text(f"PROBLEM = {str(tmp_path / 'problem.py')!r}\n{FICKLE}", encoding="utf-8")
    (found,) = gradcheck.run(path, causes=True).results
    assert found.verdict == "disagree"
    assert "not deterministic" in found.remarks[0]
    assert not found.searched
    assert not found.causes


def test_members_that_are_mixed_where_none_may_be_moved_by_much_are_seen():
    """Moved by a hundredth, sines of angles are none: the ends of the stack have to do."""

    def turned(x):
        return (np.arcsin(x) * np.roll(np.arcsin(x), 1)).sum(axis=-1)

    x = np.random.default_rng(2).uniform(0.995, 0.9999, size=(5, 4))
    with np.errstate(invalid="ignore"):
        found = Stacker().call(
            "S", turned, lambda values: turned(**values), {"x": x}, frozenset({"x"}), ()
        )
    assert (found == [turned(one) for one in x]).all()


LARGE = np.random.default_rng(3).normal(size=(40, 100, 100))
ALONE = {
    "keeps them apart": (lambda x: (x**3).sum(axis=(-2, -1)), False),
    "mixes all": (lambda x: (x**3).sum(axis=(-2, -1)) + x.mean(), True),
    "mixes neighbours": (lambda x: (x**3 * np.roll(x, 1, axis=0)).sum(axis=(-2, -1)), True),
}


@pytest.mark.parametrize("how", ALONE)
def test_a_large_stack_is_not_copied_to_see_whether_members_are_mixed(how):
    """A few of them show it."""
    function, mixes = ALONE[how]
    called = []

    def counted(x):
        called.append(len(x) if x.ndim == 3 else 1)
        return function(x)

    stacker = Stacker()
    found = stacker.call(
        "S", counted, lambda values: function(values["x"]), {"x": LARGE}, frozenset({"x"}), ()
    )
    assert stacker.refused("S", frozenset({"x"})) == mixes
    assert max(called) == (2 * PROBED if mixes else len(LARGE))
    assert sum(called) <= 2 * PROBED + len(LARGE)
    assert np.allclose(found, [function(one) for one in LARGE], rtol=1e-12)
