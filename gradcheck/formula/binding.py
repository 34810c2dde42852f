"""Bind the functions of a formula file to the names of a problem."""

from collections.abc import Iterable, Iterator, Mapping

from gradcheck.dataclass import dataclass
from gradcheck.errors import JudgingError, did_you_mean, nearest
from gradcheck.formula.names import is_formula_name, read_name, suggest
from gradcheck.naming import PLAIN, split_label
from gradcheck.records import Formula, Function, Name, Parameter

INDEX_NAMES = frozenset({"row", "col", "column", "idx", "index", "rr", "cc", "ii", "jj", "kk"})
"""Longer names that people give to indices; another unknown name of several letters that is close
to a known one is taken for a slip of the pen, not for an index."""


@dataclass(frozen=True)
class Vocabulary:
    """What a problem offers to a formula, once the sizes are known."""

    shapes: Mapping[str, tuple[int, ...]]
    """The shape of every input and quantity, the inputs first, the quantities in file order."""
    inputs: tuple[str, ...]
    sizes: frozenset[str]
    integers: frozenset[str]
    """The inputs that are drawn as whole numbers: nothing can be differentiated by them."""

    @property
    def names(self) -> frozenset[str]:
        """Everything that may stand in a parameter list, derivatives apart."""
        return frozenset(self.shapes) | self.sizes

    def axes(self, derivative: Name) -> int:
        """Return how many indices an entry of the derivative has."""
        numerator, denominator = derivative.numerator, derivative.denominator
        return len(self.shapes[numerator]) + len(self.shapes[denominator])

    @property
    def plain(self) -> Name | None:
        """The derivative that `gradient` means: the last scalar quantity by the first input."""
        scalars = [name for name in self.quantities if self.shapes[name] == ()]
        return Name(scalars[-1], self.inputs[0]) if scalars and self.inputs else None

    @property
    def quantities(self) -> tuple[str, ...]:
        """The quantities, in the order of the file."""
        return tuple(name for name in self.shapes if name not in self.inputs)


@dataclass(frozen=True)
class Unbound:
    """A function that claims a derivative but cannot be bound to one."""

    function: Function
    error: JudgingError

    @property
    def name(self) -> str:
        """The function's name, as it stands in the file."""
        return self.function.name


def bind(
    functions: Iterable[Function], words: Vocabulary, shown: str,
    classes: Mapping[str, int] | None = None,
) -> list[Formula | Unbound]:  # fmt: skip
    """Bind every function that claims a derivative, in the order of the file.

    After them come `classes`, each with its line, that claim one in vain: those whose name is not
    that of a function in the end.

    Raises JudgingError of kind `no-formula` where none does.
    """
    functions = list(functions)
    bound: list[Formula | Unbound] = []
    for function in functions:
        try:
            formula = _bind(function, words)
        except JudgingError as error:
            bound.append(Unbound(function, error))
        else:
            if formula is not None:
                bound.append(formula)
    called = {function.name for function in functions}
    vain = {name: line for name, line in (classes or {}).items() if name not in called}
    bound += _of_classes(vain, words)
    if not bound:
        raise _no_formula(functions, words, shown)
    return bound


def _of_classes(classes: Mapping[str, int], words: Vocabulary) -> Iterator[Unbound]:
    """Yield the classes that have the name of a derivative."""
    for name, line in classes.items():
        if is_formula_name(name, frozenset(words.shapes)):
            error = JudgingError("name", f"`{name}` is a class, not a function",
                                 remedy="define a function that returns the array")  # fmt: skip
            yield Unbound(Function(name, (), line, ""), error)


def _no_formula(functions: list[Function], words: Vocabulary, shown: str) -> JudgingError:
    found = [function.name for function in functions]
    derivatives = [f"d{q}_d{n}" for q in reversed(words.quantities) for n in words.shapes if q != n]
    plain = str(words.plain) if words.plain else derivatives[0]
    notes = [f"it defines {', '.join(f'`{name}`' for name in found[:8])}"] if found else []
    return JudgingError(
        "no-formula",
        f"no formula in {shown}",
        notes=notes,
        remedy=suggest(found, derivatives, plain),
    )


def _bind(function: Function, words: Vocabulary) -> Formula | None:
    base, label = split_label(function.name)
    read_as = None
    if base in PLAIN and base not in words.names:
        derivative = words.plain
        if derivative is None:
            raise JudgingError("name", f"`{base}`: the problem has no scalar quantity to derive")
        read_as = f"{function.name} read as {derivative}"
    else:
        derivative = read_name(base, words.shapes)
    if derivative is None:
        return None
    if derivative.denominator in words.integers:
        raise JudgingError(
            "name", f"`{base}`: `{derivative.denominator}` is a whole number and has no derivative"
        )
    indices, rest = _split_indices(function, derivative, words)
    arguments, given = _resolve(function, rest, derivative, words)
    return Formula(
        function=function.name, derivative=derivative, label=label, indices=indices,
        arguments=arguments, given=given, line=function.line, doc=function.doc, read_as=read_as,
    )  # fmt: skip


def _split_indices(
    function: Function, derivative: Name, words: Vocabulary
) -> tuple[tuple[str, ...], tuple[Parameter, ...]]:
    """Tell a formula's index parameters from those that ask for something by name."""
    parameters, axes = function.parameters, words.axes(derivative)
    marked = tuple(p for p in parameters if p.positional_only)
    if marked:
        indices = marked
    else:
        first = parameters[:axes]
        unknown = [p for p in first if not p.optional and not _known(p.name, words)]
        for parameter in unknown:
            _refuse_slip(function, parameter.name, words)
        indices = first if unknown else ()
    allowed = range(1, axes + 1) if marked else (axes,)
    if indices and len(indices) not in allowed:
        names = ", ".join(f"`{p.name}`" for p in indices)
        raise JudgingError(
            "indices",
            f"`{function.name}` has {len(indices)} index parameter{'s' * (len(indices) > 1)} "
            f"({names}); an entry of {derivative} has {axes}",
            remedy=f"its first {axes} parameters must be the indices" if axes else "remove them",
        )
    return tuple(p.name for p in indices), parameters[len(indices) :]


def _refuse_slip(function: Function, name: str, words: Vocabulary) -> None:
    """Refuse an unknown name that is close to a known one, rather than take it for an index."""
    if len(name) < 2 or name.casefold() in INDEX_NAMES:
        return
    numbered = name.rstrip("0123456789")
    sibling = numbered != name and any(n.rstrip("0123456789") == numbered for n in words.names)
    if sibling or nearest(name, words.names) is not None:
        raise _unknown(function, name, words)


def _resolve(
    function: Function, parameters: Iterable[Parameter], derivative: Name, words: Vocabulary
) -> tuple[tuple[str, ...], dict[str, Name]]:
    arguments, given = [], {}
    for parameter in parameters:
        if parameter.name in words.names:
            arguments.append(parameter.name)
            continue
        try:
            other = read_name(split_label(parameter.name)[0], words.shapes)
        except JudgingError:
            other = None
        if other == derivative:
            raise JudgingError(
                "self-derivative", f"`{function.name}` takes `{parameter.name}`, its own derivative"
            )
        if other is not None:
            given[parameter.name] = other
        elif not parameter.optional:
            raise _unknown(function, parameter.name, words)
    return tuple(arguments), given


def _known(name: str, words: Vocabulary) -> bool:
    if name in words.names:
        return True
    try:
        return read_name(split_label(name)[0], words.shapes) is not None
    except JudgingError:
        return False


def _unknown(function: Function, name: str, words: Vocabulary) -> JudgingError:
    return JudgingError(
        "unknown-parameter",
        f"`{function.name}` takes `{name}`, which is nothing known",
        remedy=did_you_mean(name, words.names),
    )
