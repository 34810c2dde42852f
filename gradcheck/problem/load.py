"""Load a problem file: its sizes, inputs, quantities and alternatives, all checked."""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import replace
from types import FunctionType
from typing import Any

from gradcheck.distributions import Distribution
from gradcheck.errors import ProblemError, blamed_on, did_you_mean
from gradcheck.problem.affine import Affine
from gradcheck.problem.structure import Problem, Quantity, in_order
from gradcheck.sizes import resolve_sizes
from gradcheck.source import Source, execute
from gradcheck.staying import staying

IsFormula = Callable[[str, frozenset[str]], bool]
"""Whether a function of this name is a formula, given the names of inputs and functions."""


def load_problem(source: Source, name: str, is_formula: IsFormula) -> Problem:
    """Run a problem file and return its problem; functions that `is_formula` are left out.

    Raises ProblemError for anything malformed, naming the file.
    """
    with staying():
        namespace = execute(source)
    sizes = _mapping(namespace.get("SIZES", {}), "SIZES", source.shown)
    inputs = {
        key: _distributions(value, key, source.shown)
        for key, value in _mapping(namespace.get("INPUTS"), "INPUTS", source.shown).items()
    }
    if not inputs:
        raise ProblemError(f"{source.shown} declares no input")
    functions = _functions(namespace, source)
    names = frozenset({*inputs, *functions})
    functions = {k: v for k, v in functions.items() if not is_formula(k, names)}
    known = {*sizes, *inputs, *functions}
    _check_names(sizes, inputs, functions, source.shown)
    quantities = {k: _quantity(k, v, known, source.shown) for k, v in functions.items()}
    if not quantities:
        raise ProblemError(f"{source.shown} defines no quantity")
    resolve_sizes(sizes)
    problem = Problem(
        name=name,
        path=source.path,
        doc=inspect.cleandoc(namespace.get("__doc__") or ""),
        size_defaults=sizes,
        inputs=inputs,
        quantities=in_order(quantities, name),
        declared=tuple(quantities),
        alternatives={},
    )
    alternatives = _mapping(namespace.get("ALTERNATIVES", {}), "ALTERNATIVES", source.shown)
    return replace(
        problem,
        alternatives={
            label: _alternative(problem, label, overrides, source.shown)
            for label, overrides in alternatives.items()
        },
    )


def _alternative(problem: Problem, label: str, overrides: object, shown: str) -> Problem:
    with blamed_on(f"{shown}: alternative `{label}`"):
        return problem.override(_overrides(problem, label, overrides, shown))


def _overrides(problem: Problem, label: str, overrides: object, shown: str) -> dict[str, Quantity]:
    replaced = {}
    for key, function in _mapping(overrides, f"ALTERNATIVES[{label!r}]", shown).items():
        if key not in problem.quantities:
            raise ProblemError(
                f"{shown}: alternative `{label}` overrides `{key}`, which is no quantity",
                remedy=did_you_mean(key, problem.quantities),
            )
        replaced[key] = _quantity(key, function, set(problem.names), shown)
    return replaced


def _mapping(value: object, what: str, shown: str) -> dict[str, Any]:
    if isinstance(value, Mapping) and all(isinstance(key, str) for key in value):
        return dict(value)
    if value is None:
        raise ProblemError(
            f"{shown} defines no `{what}`",
            remedy="a problem file maps names to distributions: `INPUTS = {'W': normal('m', 'k')}`",
        )
    raise ProblemError(f"{shown}: `{what}` must map names to values")


def _distributions(value: object, name: str, shown: str) -> tuple[Distribution, ...]:
    declared = tuple(value) if isinstance(value, list | tuple) else (value,)
    if not declared or not all(isinstance(d, Distribution) for d in declared):
        raise ProblemError(
            f"{shown}: input `{name}` must be a distribution or a list of them",
            remedy="for example `normal('m', 'k')`, from `from gradcheck import normal`",
        )
    names = [d.name for d in declared]
    repeated = {n for n in names if names.count(n) > 1}
    if repeated:
        raise ProblemError(
            f"{shown}: input `{name}` has two distributions called `{min(repeated)}`",
            remedy="tell them apart: `normal('m', std=10, name='wide')`",
        )
    return declared


def _functions(namespace: Mapping[str, Any], source: Source) -> dict[str, Any]:
    """Return the functions defined in the file and its affine layers, helpers left out."""
    found = {}
    for name, value in namespace.items():
        own = isinstance(value, FunctionType) and value.__code__.co_filename == str(source.path)
        if (own or isinstance(value, Affine)) and not name.startswith("_"):
            found[name] = value
    return found


def _check_names(
    sizes: Mapping[str, Any], inputs: Mapping[str, Any], functions: Mapping[str, Any], shown: str
) -> None:
    for name in (*sizes, *inputs, *functions):
        if "__" in name:
            raise ProblemError(f"{shown}: `__` may not occur in the name `{name}`")
    groups = {"size": sizes, "input": inputs, "quantity": functions}
    seen: dict[str, str] = {}
    for group, members in groups.items():
        for name in members:
            if name in seen:
                raise ProblemError(f"{shown}: `{name}` is both {seen[name]} and {group}")
            seen[name] = group


def _quantity(name: str, compute: Any, known: set[str], shown: str) -> Quantity:
    if isinstance(compute, Affine):
        parameters = compute.parameters
    elif callable(compute):
        parameters = _parameters(name, compute, known, shown)
    else:
        raise ProblemError(f"{shown}: quantity `{name}` is not a function")
    for parameter in parameters:
        if parameter not in known:
            raise ProblemError(
                f"{shown}: quantity `{name}` takes `{parameter}`, which is nothing known",
                remedy=did_you_mean(parameter, known),
            )
    return Quantity(name, parameters, compute)


def _parameters(
    name: str, compute: Callable[..., Any], known: set[str], shown: str
) -> tuple[str, ...]:
    taken = []
    for parameter in inspect.signature(compute).parameters.values():
        if parameter.kind in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD):
            raise ProblemError(f"{shown}: quantity `{name}` may not take `*{parameter.name}`")
        if parameter.kind is parameter.POSITIONAL_ONLY:
            raise ProblemError(f"{shown}: quantity `{name}` takes its parameters by name, not `/`")
        if parameter.name in known or parameter.default is parameter.empty:
            taken.append(parameter.name)
    return tuple(taken)
