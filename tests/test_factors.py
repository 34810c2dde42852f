"""Chain-rule factors: the first wrong one is named, and no product is excused that has its own."""

from __future__ import annotations

import json
import re

import pytest

NAMES = re.compile(r"d\w+_d\w+")

CHAIN = """
INPUTS = {"W": normal(3, 2), "x": normal(2), "v": normal(3), "lam": positive()}


def S(W, x):
    return W @ x


def A(S):
    return np.tanh(S)


def J(A, v, ALSO):
    return (v * A**2).sum() + LATER


def dJ_dA(v, A):
    return DJ_DA * v * A


def dA_dS(A):
    return DA_DS * np.diag(1 - A**2)


def dJ_dS(v, A):
    return DJ_DS * v * A * (1 - A**2)


def dJ_dW(v, A, x, W, lam):
    return DJ_DW * np.outer(v * A * (1 - A**2), x) + OWN
"""
"""A chain of factors with the constants to be put in: 2, 1, 2 and 2 are right."""

RIGHT = {"DJ_DA": 2, "DA_DS": 1, "DJ_DS": 2, "DJ_DW": 2, "LATER": 0, "OWN": 0, "ALSO": "lam"}

L2 = {"ALSO": "lam, W", "LATER": "lam * (W**2).sum() / 2"}

EXCUSED = {
    "the sign": ({"DJ_DA": -2, "DJ_DS": -2, "DJ_DW": -2}, {"dJ_dS", "dJ_dW"}),
    "a factor": ({"DJ_DA": 3, "DJ_DS": 3, "DJ_DW": 3}, {"dJ_dS", "dJ_dW"}),
    "one product only": ({"DJ_DA": 3, "DJ_DW": 3}, {"dJ_dW"}),
    "0.05 %": ({"DJ_DA": 2.001, "DJ_DS": 2.001, "DJ_DW": 2.001}, {"dJ_dS", "dJ_dW"}),
}
"""What dJ_dA and its products are multiplied with, and which of them inherit."""

NOT_EXCUSED = {
    "the product times 1.001": {"DJ_DA": 3, "DJ_DW": 3.003},
    "the product times 1 + 1e-5": {"DJ_DA": 3, "DJ_DW": 3.00003},
    "another sign": {"DJ_DA": 3, "DJ_DW": -3},
    "the mistake twice": {"DJ_DA": -4, "DJ_DW": 8},
    "two wrong factors": {"DJ_DA": 3, "DA_DS": 3, "DJ_DW": 9},
    "one entry": {"DJ_DA": 3, "DJ_DW": "np.array([[3, 3], [3, 3], [3, 3.01]])"},
    "an L2 term that the product has": {"DJ_DA": -2, "DJ_DW": -2, "OWN": "lam * W", **L2},
    "an L2 term that the product lacks": {"DJ_DA": -2, "DJ_DW": -2, **L2},
}
"""Mistakes of dJ_dA and of products that it does not explain."""


class Found:
    """What the report says of a file's wrong formulas."""

    def __init__(self, out: str) -> None:
        first = re.search(r"(?m)^first wrong factor: (\S+)$", out)
        self.first = first[1] if first else None
        self.heirs = {
            heir: factor
            for factor, heirs in re.findall(r"mistake of (\S+) is inherited by (.+)", out)
            for heir in NAMES.findall(heirs)
        }
        own = re.search(r"for a reason of their own: (.+)", out)
        self.own = set(NAMES.findall(own[1])) if own else set()


@pytest.fixture
def found(command):
    """What the report says of a file."""

    def run(*words) -> Found:
        return Found(command("run", *words).out)

    return run


@pytest.fixture
def chain(problem):
    """Write the chain with other constants in it."""

    def file(constants):
        text = CHAIN
        for name, value in {**RIGHT, **constants}.items():
            text = text.replace(name, str(value))
        return problem("mine.py", text)

    return file


class TestChain:
    """A product is excused only where the wrong factor is the whole of what is wrong with it."""

    def test_the_chain_is_right(self, command, chain):
        assert "wrong" not in command("run", chain({})).judged(0).out

    @pytest.mark.parametrize("what", EXCUSED)
    def test_a_product_inherits(self, found, chain, what):
        constants, heirs = EXCUSED[what]
        told = found(chain(constants))
        assert told.first == "dJ_dA"
        assert told.heirs == dict.fromkeys(heirs, "dJ_dA")
        assert told.own == set()

    @pytest.mark.parametrize("what", NOT_EXCUSED)
    def test_a_product_is_not_excused(self, found, chain, what):
        told = found(chain(NOT_EXCUSED[what]))
        assert told.first == "dJ_dA"
        assert told.heirs == {}
        assert "dJ_dW" in told.own

    def test_json_names_the_factor(self, command, chain):
        mine = chain({"DJ_DA": -2, "DJ_DS": -2, "DJ_DW": -2.002})
        results = json.loads(command("run", mine, "-f", "json").out)["results"]
        first = {r["derivative"]: r["first_wrong"] for r in results}
        assert first == {"dJ_dA": None, "dA_dS": None, "dJ_dS": "dJ_dA", "dJ_dW": None}

    def test_the_nearest_to_the_end_is_the_first(self, found, chain):
        """Whatever the order of the file, the chain is followed from the last quantity back."""
        assert found(chain({"DJ_DA": 3, "DA_DS": 3, "DJ_DS": 9})).first == "dJ_dA"
        assert found(chain({"DA_DS": 3, "DJ_DS": 6})).first == "dA_dS"

    def test_a_wrong_factor_is_named_where_the_product_is_right(self, found, chain):
        """The product may have been derived in another way."""
        assert found(chain({"DJ_DA": 3})).first == "dJ_dA"
        assert found(chain({"DJ_DA": 3, "DA_DS": 3})).first == "dJ_dA"


class TestGraph:
    """Every path must cross the factor."""

    TIED = """
    INPUTS = {"W": normal(2, 2), "x": normal(2)}
    def S(W, x): return W @ x
    def A(S): return np.tanh(S)
    def Z(W, A): return W @ A
    def J(Z): return (Z**2).sum()
    def dZ_dA(W): return -W
    def dZ_dW(dZ_dA, dA_dS, dS_dW, A):
        through = np.einsum("ij,jk,kab->iab", dZ_dA, dA_dS, dS_dW)
        return SIGN * through + DIRECT * np.einsum("ia,b->iab", np.eye(2), A)
    """

    @pytest.mark.parametrize(("sign", "direct"), [(-1, 1), (-1, -1), (-1, 0)])
    def test_tied_weights(self, found, problem, sign, direct):
        """W acts through A and beside it: dZ_dA is not all that dZ_dW is made of."""
        text = self.TIED.replace("SIGN", str(sign)).replace("DIRECT", str(direct))
        assert found(problem("mine.py", text)).heirs == {}

    def test_both_paths_cross_a_later_factor(self, found, problem):
        """The twin: dJ_dZ is crossed by both."""
        text = self.TIED.replace("return -W", "return W").split("def dZ_dW")[0]
        text += "def dJ_dZ(Z): return -2 * Z\n    def dJ_dW(dJ_dZ, dZ_dW):\n"
        text += "        return -np.einsum('i,iab->ab', dJ_dZ, dZ_dW)\n"
        told = found(problem("mine.py", text))
        assert (told.first, told.heirs) == ("dJ_dZ", {"dJ_dW": "dJ_dZ"})

    def test_a_factor_that_is_no_part_of_the_product(self, found, problem):
        """dJ_dB has the same mistake as dJ_dx, and A leads around B."""
        told = found(
            problem(
                "mine.py",
                """
                INPUTS = {"x": normal(3)}
                def A(x): return x**2
                def B(x): return x**3
                def J(A, B): return (A + B).sum()
                def dJ_dB(B): return -np.ones_like(B)
                def dJ_dx(x): return 2 * x - 3 * x**2
                """,
            )
        )
        assert (told.first, told.heirs, told.own) == ("dJ_dB", {}, {"dJ_dx"})


class TestSeeds:
    """The seeds' own: 003's sign and index, 004's missing sum."""

    SIGN, INDEX = "dc_da2__row2", "dz1_dW1__row5"
    PRODUCTS = ("dc_dz2__row4_form2", "dc_dz2__row4_form3", "dc_da1__row3_form2",
                "dc_dW2__row6_form2")  # fmt: skip
    BOTH = "dc_dW1__row6_form2"

    def test_both_mistakes_of_003(self, found):
        told = found("003-5-1-1-element")
        assert told.first == self.SIGN
        assert told.heirs == dict.fromkeys(self.PRODUCTS, self.SIGN)
        assert told.own == {self.INDEX, self.BOTH}

    def test_only_the_sign_is_left(self, found):
        told = found("003-5-1-1-element-index-corrected")
        assert told.first == self.SIGN
        assert told.heirs == dict.fromkeys([*self.PRODUCTS, self.BOTH], self.SIGN)
        assert told.own == set()

    def test_only_the_index_is_left(self, found):
        told = found("003-5-1-1-element-sign-corrected")
        assert (told.first, told.heirs) == (self.INDEX, {self.BOTH: self.INDEX})
        assert told.own == set()

    def test_the_twin_of_003(self, command):
        out = command("run", "003-5-1-1-element-corrected").judged(0).out
        assert "wrong" not in out
        assert "17 formulas: 17 agree" in out

    def test_the_missing_sum_of_004(self, found):
        told = found("004-hidden")
        assert told.first.startswith("df_dsigma")
        assert told.heirs == {}
        assert "dLpre_dV__chain" in told.own

    def test_the_twin_of_004(self, command):
        assert "wrong" not in command("run", "004-hidden-corrected").judged(0).out

    def test_with_the_sum_the_product_inherits(self, found):
        """Summed over the classes, the product has nothing wrong but the factor."""
        told = found("004-hidden-general")
        assert told.first == "df_dsigma__element"
        assert told.heirs == {"dLpre_dV__product_summed": "df_dsigma__element"}


class TestLabels:
    """Several formulas for one factor: the one that the product is made of is meant."""

    def test_the_product_is_made_of_one(self, found, chain, here):
        mine = here / chain({"DJ_DA": 3, "DJ_DW": 5})
        other = "\n\ndef dJ_dA__other(v, A):\n    return 5 * v * A\n"
        mine.write_text(mine.read_text() + other)
        told = found("mine.py")
        assert told.heirs == {"dJ_dW": "dJ_dA__other"}
        mine.write_text(mine.read_text().replace("5 * v * A\n", "5.01 * v * A\n"))
        assert found("mine.py").heirs == {}
