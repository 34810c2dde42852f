"""Recognise a number that was fitted at several sizes as a constant, or a function of the sizes."""

import math
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import combinations
from typing import NamedTuple

import numpy as np

from gradcheck.diagnose.fractions import parts, quotient
from gradcheck.records import FloatArray, Sizes

CLOSE = 1e-6
"""Relative difference up to which a fitted number is a recognised one, where no better is known."""


UNSHOWN = 3.0
"""What a size costs that was never another: more than all plain numbers."""


class Constant(NamedTuple):
    """A recognised number, as it is written, and how simple it is."""

    text: str
    cost: float
    values: FloatArray
    """Its value at each of the sizes."""

    def at(self, sizes: Sizes) -> float:
        """Return its value at sizes."""
        return evaluate(self.text, sizes)


PLAIN = {
    "1": (1.0, 0.0), "2": (2.0, 0.5), "1/2": (0.5, 0.5), "3": (3.0, 1.0), "1/3": (1 / 3, 1.0),
    "4": (4.0, 1.0), "1/4": (0.25, 1.0), "3/2": (1.5, 1.5), "2/3": (2 / 3, 1.5),
    "6": (6.0, 1.5), "1/6": (1 / 6, 1.5), "8": (8.0, 1.5), "1/8": (0.125, 1.5),
    "ln(10)": (math.log(10), 0.5), "1/ln(10)": (1 / math.log(10), 0.5),
    "ln(2)": (math.log(2), 0.5), "1/ln(2)": (1 / math.log(2), 0.5),
    "2*ln(10)": (2 * math.log(10), 1.5), "1/(2*ln(10))": (0.5 / math.log(10), 1.5),
    "2*ln(2)": (2 * math.log(2), 1.5), "1/(2*ln(2))": (0.5 / math.log(2), 1.5),
    "ln(10)/2": (math.log(10) / 2, 1.5), "ln(2)/2": (math.log(2) / 2, 1.5),
    "2/ln(10)": (2 / math.log(10), 1.5), "2/ln(2)": (2 / math.log(2), 1.5),
    "ln(10)/ln(2)": (math.log(10) / math.log(2), 1.5),
    "ln(2)/ln(10)": (math.log(2) / math.log(10), 1.5),
    "ln(10)**2": (math.log(10) ** 2, 1.5), "1/ln(10)**2": (math.log(10) ** -2, 1.5),
    "(1/ln(10)-1)": (1 / math.log(10) - 1, 2.0), "(1-1/ln(10))": (1 - 1 / math.log(10), 2.0),
    "(ln(10)-1)": (math.log(10) - 1, 2.0), "(1/ln(2)-1)": (1 / math.log(2) - 1, 2.0),
    "(1-ln(2))": (1 - math.log(2), 2.0),
    "sqrt(2)": (math.sqrt(2), 1.0), "1/sqrt(2)": (math.sqrt(0.5), 1.0),
    "pi": (math.pi, 1.0), "1/pi": (1 / math.pi, 1.0), "2*pi": (2 * math.pi, 1.5),
    "1/(2*pi)": (0.5 / math.pi, 1.5), "sqrt(2*pi)": (math.sqrt(2 * math.pi), 2.0),
    "1/sqrt(2*pi)": (1 / math.sqrt(2 * math.pi), 2.0),
    "pi/180": (math.pi / 180, 2.0), "180/pi": (180 / math.pi, 2.0),
}  # fmt: skip
"""Numbers without a size in them: value and cost."""


def evaluate(text: str, sizes: Sizes) -> float:
    """Return the value of a constant as written by this module; NaN where it has none."""
    names = {**sizes, "ln": math.log, "sqrt": math.sqrt, "pi": math.pi}
    try:
        # Only texts that this module has composed come here.
        return float(eval(text, {"__builtins__": {}}, names))  # noqa: S307
    except (ZeroDivisionError, ValueError):
        return math.nan


def _never_another(sizes: Sequence[Sizes]) -> list[str]:
    """Return the sizes that are the same in all settings."""
    return [name for name, size in sizes[0].items() if all(one[name] == size for one in sizes)]


def _sizes(names: Sequence[str]) -> Iterator[tuple[str, float]]:
    """Yield expressions in one size, with what each costs."""
    for name in names:
        yield name, 0.5
        yield f"({name}+1)", 0.8
        yield f"({name}-1)", 1.2
        yield f"sqrt({name})", 1.0
        yield f"sqrt({name}+1)", 1.5
        yield f"({name}+2)", 1.6
        yield f"({name}-2)", 2.2


def _expressions(names: Sequence[str]) -> Iterator[tuple[str, float]]:
    """Yield expressions in sizes: single ones, quotients and products of two, sums with one."""
    single = list(_sizes(names))
    for text, cost in single:
        yield text, cost
        yield f"1/{text}", cost
        yield f"{text}**2", cost + 1
        yield f"1/{text}**2", cost + 1
    for (one, a), (other, b) in combinations(single, 2):
        yield f"{one}/{other}", a + b + 0.2
        yield f"{other}/{one}", a + b + 0.2
        yield f"{one}*{other}", a + b + 0.2
        yield f"1/({one}*{other})", a + b + 0.2
    for text, cost in single[: 7 * len(names)]:
        yield f"(1-1/{text})", cost + 1
        yield f"(1/{text}-1/{text}**2)", cost + 2
        yield f"(1+1/{text})", cost + 1.2
        yield f"sqrt({text}/2)", cost + 2
    for (one, a), (other, b) in combinations(single, 2):
        if "sqrt" not in one + other:
            yield f"(1/{one}-1/{other})", a + b + 1
            yield f"({one}-{other})", a + b + 1
            yield f"sqrt({one}/{other})", a + b + 1
            yield f"sqrt({other}/{one})", a + b + 1


def _by_name(names: Sequence[str]) -> Iterator[tuple[str, float]]:
    """Yield sizes of which nothing shows that they are meant, rather than a number like them."""
    for name in names:
        yield name, UNSHOWN
        yield f"1/{name}", UNSHOWN


@lru_cache(maxsize=8)
def table(settings: tuple[tuple[tuple[str, int], ...], ...]) -> tuple[FloatArray, list[Constant]]:
    """Return the values of all constants at some settings of the sizes, cheapest first.

    Shape (constants, settings). A constant that is the same at all settings as a cheaper one is
    left out: nothing could tell them apart.
    """
    sizes = [dict(one) for one in settings]
    found = [Constant(t, c, np.full(len(sizes), v)) for t, (v, c) in PLAIN.items()]
    base = [found[i] for i, t in enumerate(PLAIN)
            if t in {"1", "2", "1/2", "ln(10)", "1/ln(10)", "ln(2)", "1/ln(2)",
                     "(1/ln(10)-1)"}]  # fmt: skip
    same = _never_another(sizes)
    expressions = [*_expressions([name for name in sizes[0] if name not in same]),
                   *_by_name(same)]  # fmt: skip
    for text, cost in expressions:
        values = np.array([evaluate(text, one) for one in sizes])
        if not np.isfinite(values).all() or not values.all():
            continue
        for plain in base:
            whole = text if plain.text == "1" else _times(plain.text, text)
            extra = 0.0 if plain.text == "1" else 0.5 + plain.cost
            found.append(Constant(whole, cost + extra, values * plain.values))
    found.sort(key=lambda one: (one.cost, len(one.text)))
    return np.array([one.values for one in found]), found


def _times(plain: str, text: str) -> str:
    """Write the product of a plain number and an expression."""
    (a, b), (c, d) = parts(plain, "/"), parts(text, "/")
    return quotient([a, c], [*b, *d], times="*", over="/")


def recognise(
    fitted: Sequence[float], sizes: Sequence[Mapping[str, int]], close: float = CLOSE
) -> Constant | None:
    """Return the simplest constant that has these values at these sizes, with its sign."""
    wanted = np.asarray(fitted, dtype=np.float64)
    if not np.isfinite(wanted).all() or not wanted.all():
        return None
    if len(set(np.sign(wanted))) > 1:
        return None
    values, constants = table(tuple(tuple(one.items()) for one in sizes))
    fits = (np.abs(np.abs(values) - np.abs(wanted)) <= close * np.abs(wanted)).all(axis=1)
    for place in np.flatnonzero(fits):
        found = constants[place]
        if len(set(np.sign(found.values))) > 1:
            continue
        if np.sign(found.values[0]) == np.sign(wanted[0]):
            return found
        return Constant(negated(found.text), found.cost + 0.3, -found.values)
    return None


def negated(text: str) -> str:
    """Write a constant with the other sign."""
    return f"-{text}"
