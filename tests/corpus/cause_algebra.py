"""Read what a cause says: small expressions as printed, and the names that occur in them.

Two expressions are compared in a world of one entry, where every name is a number, a product of
matrices the product of two numbers, and a sum a fixed multiple of what is summed. It tells signs,
coefficients and powers apart, not the order of indices.
"""

from __future__ import annotations

import ast
import itertools
import math
import random
import re
from collections.abc import Collection, Iterator, Mapping

import numpy as np

NAME = r"d[A-Za-z]\w*/d[A-Za-z]\w*|[A-Za-z]\w*"
"""A name, or a derivative in Leibniz form, which is one name here: `dJ/dS_r`."""
TOKEN = re.compile(rf"\s*(?:(\d+\.?\d*(?:e-?\d+)?)|({NAME})|(\*\*|[-+*/()^,]))")
SHAPED = frozenset({"eye", "ones", "zeros", "full"})
"""Functions that are given shapes: a size in these is not spoken of."""
FUNCTIONS = {"ln": math.log, "log": math.log, "exp": math.exp, "sqrt": math.sqrt, "abs": abs}
SUMMING = re.compile(r"(sum|mean)(_\w+)?")
SUM, MEAN = 7.3, 0.37
"""What the sum and the mean of a number are in the world of one entry."""
PLAIN_SIGNS = str.maketrans({"−": "-", "·": "*", "×": "*"})
BRACKET = re.compile(r"\[[^\[\]]*\]")
"""`[r = c]` is 1 where indices are equal, and the world has one entry."""
POINTS = 3
"""At how many choices of all names two expressions are compared."""
CLOSE = 1e-9


class NotReadable(Exception):
    """A text is no expression in the names that are known."""


def names_in_code(code: str) -> frozenset[str]:
    """Return the free names of an expression in Python, without modules, functions and indices."""
    nodes = list(_nodes(ast.parse(code, mode="eval")))
    names = [node for node in nodes if isinstance(node, ast.Name)]
    called = {n.func.id for n in nodes if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)}
    bound = {node.id for node in names if isinstance(node.ctx, ast.Store)}
    return frozenset({node.id for node in names} - bound - called - {"np", "formula"})


def _nodes(node: ast.AST) -> Iterator[ast.AST]:
    """Yield a node and all below it, but for the shapes that arrays are made with."""
    yield node
    made = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    below = node.args[1:] if made and node.func.attr in SHAPED else ast.iter_child_nodes(node)
    for child in below:
        yield from _nodes(child)


def mentioned(text: str, known: Collection[str]) -> frozenset[str]:
    """Return the known names in a text as printed, their subscripts left out: `O_r` is O."""
    words = re.findall(NAME, text)
    return frozenset(name for name in (base(word, known) for word in words) if name is not None)


def base(word: str, known: Collection[str]) -> str | None:
    """Return the name that a word is, or is an entry of; `dJ/dS_r` is dJ_dS, always known."""
    if "/" in word:
        numerator, denominator = word[1:].split("/d")
        below = base(denominator, known)
        return f"d{numerator}_d{below}" if below else None
    if word in known:
        return word
    head, _, subscript = word.rpartition("_")
    return head if subscript and head in known else None


def points(known: Collection[str]) -> Iterator[dict[str, float]]:
    """Choose a value for every name, a few times."""
    derivatives = {f"d{one}_d{other}" for one in known for other in known}
    rng = random.Random(0)
    for _ in range(POINTS):
        yield {name: rng.uniform(1.1, 5.0) for name in sorted({*known, *derivatives})}


def same_value(left: str, right: str, known: Collection[str]) -> bool:
    """Return whether two printed expressions have one value, whatever the values of the names.

    Raises NotReadable where one of them is no expression.
    """
    return all(_close(value(left, at), value(right, at)) for at in points(known))


def same_as_code(text: str, code: str, known: Collection[str]) -> bool:
    """Return whether a printed expression is a piece of code, up to how sums are written.

    Raises NotReadable where one of them cannot be reduced to numbers.
    """
    pairs = [(value(text, at), code_value(code, at)) for at in points(known)]
    allowed = [SUM**i * MEAN**j for i, j in itertools.product(range(-2, 3), repeat=2)]
    return any(all(_close(one, other * scale) for one, other in pairs) for scale in allowed)


def _close(one: float, other: float) -> bool:
    return math.isclose(one, other, rel_tol=CLOSE)


class _One(np.ndarray):
    """An array of one entry, whose sum is a multiple of it."""

    def sum(self, axis=None, keepdims=False):
        return self * SUM

    def mean(self, axis=None, keepdims=False):
        return self * MEAN

    def __matmul__(self, other):
        return self * other * SUM


def code_value(code: str, values: Mapping[str, float]) -> float:
    """Return the value of code in the world of one entry."""
    names: dict = {name: np.full(1, number).view(_One) for name, number in values.items()}
    try:
        found = eval(code, {**names, "np": np, "ln": np.log, "exp": np.exp, "sqrt": np.sqrt})
        return float(np.asarray(found, dtype=float).reshape(()))
    except Exception as error:
        raise NotReadable(code) from error


def value(text: str, values: Mapping[str, float]) -> float:
    """Return the value of an expression in which a product may be written without a sign."""
    tokens, position = [], 0
    text = BRACKET.sub(" 1 ", text.translate(PLAIN_SIGNS)).strip()
    while position < len(text):
        match = TOKEN.match(text, position)
        if match is None:
            raise NotReadable(text)
        tokens.append(match.group().strip())
        position = match.end()
    reader = _Reader(tokens, values)
    try:
        found = reader.sum()
    except (ArithmeticError, ValueError, IndexError, TypeError) as error:
        raise NotReadable(text) from error
    if reader.tokens:
        raise NotReadable(text)
    return found


class _Reader:
    """A parser by recursive descent; a product without a sign binds like one with it."""

    def __init__(self, tokens: list[str], values: Mapping[str, float]) -> None:
        self.tokens = tokens
        self.values = values

    def sum(self) -> float:
        total = self.product()
        while self.tokens and self.tokens[0] in "+-":
            sign = 1 if self.tokens.pop(0) == "+" else -1
            total += sign * self.product()
        return total

    def product(self) -> float:
        total = self.signed()
        while self.tokens and self.tokens[0] not in ("+", "-", ")", ","):
            if self.tokens[0] == "/":
                self.tokens.pop(0)
                total /= self.signed()
            else:
                if self.tokens[0] == "*":
                    self.tokens.pop(0)
                total *= self.signed()
        return total

    def signed(self) -> float:
        if self.tokens and self.tokens[0] in ("-", "+"):
            return (-1 if self.tokens.pop(0) == "-" else 1) * self.signed()
        return self.power()

    def power(self) -> float:
        found = self.atom()
        if self.tokens and self.tokens[0] in ("**", "^"):
            self.tokens.pop(0)
            return float(found ** self.signed())
        return found

    def atom(self) -> float:
        token = self.tokens.pop(0)
        if token == "(":
            found = self.sum()
            if self.tokens.pop(0) != ")":
                raise NotReadable(token)
            return found
        if token[0].isdigit():
            return float(token)
        name = base(token, self.values)
        if name is not None:
            return self.values[name]
        if not self.tokens:
            raise NotReadable(token)
        if token in FUNCTIONS:
            return FUNCTIONS[token](self.atom())
        summing = SUMMING.fullmatch(token)
        if summing is None:
            raise NotReadable(token)
        return (SUM if summing[1] == "sum" else MEAN) * self._summed()

    def _summed(self) -> float:
        """Return what is summed: what stands in parentheses, or else all that follows."""
        return self.atom() if self.tokens[0] == "(" else self.product()
