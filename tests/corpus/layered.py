"""Costs behind affine layers, written as problem files, with their gradients in extended precision.

Each has arrays that act on the cost on several paths, or through a layer of another form: a single
example, a batch, tied weights, an L2 term, a hidden layer. `DISTURBED` writes the same costs so
that they are hard to differentiate, or do not broadcast.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from gradcheck.formula import is_formula_name
from gradcheck.problem import Problem, load_problem
from gradcheck.source import parse_source

Values = Mapping[str, np.ndarray]
"""Inputs by name, in extended precision."""


@dataclass(frozen=True)
class Layered:
    """A cost behind affine layers."""

    name: str
    text: str  # the problem file, but for its first lines and for J
    gradient: Callable[[Values], dict[str, np.ndarray]]  # of `cost`, by each of the inputs

    def problem(self, disturbance: str, folder) -> Problem:
        """Return the problem, with J written in one of the ways of `DISTURBED`."""
        text = HEAD + self.text + DISTURBED[disturbance]
        source = parse_source(folder / "layered.py", "layered.py", text)
        return load_problem(source, "layered", is_formula_name)

    def truth(self, values: Values, by: str) -> np.ndarray:
        """Return dJ/d`by` in extended precision, at the values of one trial."""
        long = {name: np.asarray(value, np.longdouble) for name, value in values.items()}
        return self.gradient(long)[by]


HEAD = """
import numpy as np
from gradcheck import affine, normal, one_hot, simplex

def _shares(z):
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)
"""

DISTURBED = {
    "as it is": "\ndef J(cost): return 1 * cost\n",
    "offset": "\ndef J(cost): return cost + 1e6\n",
    "float32": "\ndef J(cost): return np.float32(cost)\n",
    "noisy": "\ndef J(cost): return cost * (1 + 1e-10 * np.sin(1e15 * cost))\n",
    "not broadcasting": "\ndef J(cost): return float(cost)\n",
    "mixing": "\ndef J(cost): return np.sum(cost)\n",
}
"""The last two cannot be computed for a stack at once: one refuses, the other mixes its members."""


def shares(scores):
    """Softmax along the last axis."""
    e = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def single(v):
    """W[r,c] acts through S_r."""
    s = shares(v["W"] @ v["x"] + v["b"]) * v["T"].sum() - v["T"]
    return {"W": np.outer(s, v["x"]), "x": v["W"].T @ s, "b": s}


def batch(v):
    """W[c,f] acts through a whole column of S, and through the L2 term."""
    s = (shares(v["x"] @ v["W"] + v["b"]) - v["T"]) / len(v["x"])
    return {"W": v["x"].T @ s + v["W"] / 8, "x": s @ v["W"].T, "b": s.sum(axis=0)}


def tied(v):
    """W is used in two layers, transposed in one; x and b in one of them each, and x in both."""
    a = np.tanh(v["W"] @ v["x"] + v["b"])
    y = v["W"].T @ a + v["x"]
    z = (v["W"] @ y) * (1 - a**2)
    return {"W": np.outer(a, y) + np.outer(z, v["x"]), "x": v["W"].T @ z + y, "b": z}


def hidden(v):
    """Two layers, each with weights of its own; b is the offset of both."""
    a = 1 / (1 + np.exp(-(v["V"].T @ v["x"] + v["b"])))
    s = v["W"] @ a + v["b"] - v["T"]
    z = (v["W"].T @ s) * a * (1 - a)
    return {
        "V": np.outer(v["x"], z), "W": np.outer(s, a), "x": v["V"] @ z, "b": s + z,
    }  # fmt: skip


SINGLE = """
SIZES = {"n": 4, "k": 5}
INPUTS = {"W": normal("n", "k"), "x": normal("k"), "b": normal("n"),
          "T": [simplex("n"), one_hot("n")]}
S = affine("W @ x + b")
def O(S): return _shares(S)
def cost(O, T): return -(T * np.log(O)).sum(axis=-1)
"""

BATCH = """
SIZES = {"n": 6, "k": 3, "f": 4}
INPUTS = {"W": normal("k", "f"), "x": normal("n", "k"), "b": normal("f"),
          "T": [simplex("n", "f"), one_hot("n", "f")]}
S = affine("x @ W + b")
def O(S): return _shares(S)
def cost(O, T, W):
    return -(T * np.log(O)).sum(axis=-1).mean(axis=-1) + (W**2).sum(axis=(-2, -1)) / 16
"""

TIED = """
SIZES = {"n": 3, "k": 4}
INPUTS = {"W": normal("n", "k"), "x": normal("k"), "b": normal("n")}
z = affine("W @ x + b")
def a(z): return np.tanh(z)
y = affine("W.T @ a + x")
def cost(y): return (y**2).sum(axis=-1) / 2
"""

HIDDEN = """
SIZES = {"n": 4, "k": 5}
INPUTS = {"V": normal("k", "n"), "W": normal("n", "n"), "x": normal("k"), "b": normal("n"),
          "T": normal("n")}
z = affine("V.T @ x + b")
def a(z): return 1 / (1 + np.exp(-z))
y = affine("W @ a + b")
def cost(y, T): return ((y - T)**2).sum(axis=-1) / 2
"""

LAYERED = {
    case.name: case
    for case in (
        Layered("single", SINGLE, single),
        Layered("batch", BATCH, batch),
        Layered("few examples", BATCH.replace('"n": 6, "k": 3', '"n": 2, "k": 7'), batch),
        Layered("tied", TIED, tied),
        Layered("hidden", HIDDEN, hidden),
    )
}


def scaled(name: str, inputs: Values, rng: np.random.Generator) -> dict[str, np.ndarray]:
    """Return inputs scaled in one of the ways of `SCALES`, each trial in the same way."""
    return SCALES[name]({key: np.array(value) for key, value in inputs.items()}, rng)


def _times(**factors):
    def scale(inputs, rng):
        return {k: v * factors.get(k, 1.0) for k, v in inputs.items()}

    return scale


def _mixed(inputs, rng):
    """The last axis of x has sizes from 1e-6 to 1e6; W stays such that the layer does not."""
    x = inputs["x"]
    sizes = 10.0 ** rng.uniform(-6, 6, x.shape[-1])
    return {**inputs, "x": x * sizes, "W": inputs["W"] * 1e-6}


def _sparse(inputs, rng):
    """Most of x is exactly 0."""
    x = inputs["x"]
    return {**inputs, "x": x * (rng.uniform(size=x.shape) < 0.4)}


def _saturated(inputs, rng):
    """One entry of the layer is far above the others."""
    b = inputs["b"]
    b[..., rng.integers(b.shape[-1])] += rng.uniform(10, 60)
    return inputs


SCALES = {
    "as drawn": _times(),
    "small W": _times(W=1e-6),
    "large W": _times(W=1e3),
    "small x": _times(x=1e-6),
    "large x": _times(x=1e3),
    "mixed x": _mixed,
    "sparse x": _sparse,
    "saturated": _saturated,
}
