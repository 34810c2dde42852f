"""Read what a cause says: small expressions as printed, and the names that occur in them."""

from __future__ import annotations

import ast
import math
import random
import re
from collections.abc import Collection

TOKEN = re.compile(r"\s*(?:(\d+\.?\d*(?:e-?\d+)?)|([A-Za-z]\w*)|(\*\*|[-+*/()^,]))")
FUNCTIONS = {"ln": math.log, "log": math.log, "exp": math.exp, "sqrt": math.sqrt}
POINTS = 3
"""At how many choices of all names two expressions are compared."""
CLOSE = 1e-9


class NotReadable(Exception):
    """A text is no expression in the names that are known."""


def names_in_code(code: str) -> frozenset[str]:
    """Return the free names of an expression in Python, without modules, functions and indices."""
    tree = ast.parse(code, mode="eval")
    bound = {n.id for n in ast.walk(tree) if isinstance(n, ast.Name) and _stored(n)}
    called = {n.func.id for n in ast.walk(tree) if isinstance(n, ast.Call) and _plain(n.func)}
    names = {n.id for n in ast.walk(tree) if isinstance(n, ast.Name)}
    return frozenset(names - bound - called - {"np", "formula"})


def _stored(node: ast.Name) -> bool:
    return isinstance(node.ctx, ast.Store)


def _plain(node: ast.expr) -> bool:
    return isinstance(node, ast.Name)


def mentioned(text: str, known: Collection[str]) -> frozenset[str]:
    """Return the known names in a text as printed, their subscripts left out: `O_r` is O."""
    words = re.findall(r"[A-Za-z]\w*", text)
    return frozenset(name for name in (base(word, known) for word in words) if name is not None)


def base(word: str, known: Collection[str]) -> str | None:
    """Return the name that a word is, or is an entry of."""
    if word in known:
        return word
    head, _, subscript = word.rpartition("_")
    return head if subscript and head in known else None


def same_value(left: str, right: str, known: Collection[str]) -> bool:
    """Return whether two expressions have one value, whatever the values of the names."""
    return not constants_differ(left, right, known)


def constants_differ(left: str, right: str, known: Collection[str]) -> bool:
    """Return whether two expressions differ for some values of the names."""
    rng = random.Random(0)
    for _ in range(POINTS):
        values = {name: rng.uniform(1.1, 5.0) for name in sorted(known)}
        one, other = value(left, values), value(right, values)
        if not math.isclose(one, other, rel_tol=CLOSE):
            return True
    return False


def value(text: str, values: dict[str, float]) -> float:
    """Return the value of an expression in which a product may be written without a sign."""
    tokens, position = [], 0
    text = text.replace("−", "-").replace("·", "*").replace("×", "*").strip()
    while position < len(text):
        match = TOKEN.match(text, position)
        if match is None:
            raise NotReadable(text)
        tokens.append(match.group().strip())
        position = match.end()
    reader = _Reader(tokens, values)
    try:
        found = reader.sum()
    except (ZeroDivisionError, ValueError, OverflowError, IndexError) as error:
        raise NotReadable(text) from error
    if reader.tokens:
        raise NotReadable(text)
    return found


class _Reader:
    """A parser by recursive descent; a product without a sign binds like one with it."""

    def __init__(self, tokens: list[str], values: dict[str, float]) -> None:
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
        if token in FUNCTIONS and self.tokens:
            return FUNCTIONS[token](self.atom())
        name = base(token, self.values)
        if name is None:
            raise NotReadable(token)
        return self.values[name]
