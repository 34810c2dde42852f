"""Dataclasses that are cheap to define.

The standard decorator writes the source of several methods for each class and compiles it, each
time that the class is defined: for the records of a run 20 ms at every start. Here it is only asked
for the fields, and the methods are made without any source.
"""

from collections.abc import Callable
from dataclasses import MISSING, Field, FrozenInstanceError, fields
from dataclasses import dataclass as with_fields
from reprlib import recursive_repr
from typing import TYPE_CHECKING, Any

__all__ = ["dataclass"]


def declare(cls: type | None = None, /, *, frozen: bool = False, eq: bool = True) -> Any:
    """Do what `dataclasses.dataclass` does, with those of its options that are used here.

    Of what `field` offers, `kw_only` and defaults with `init=False` are not. Methods of these names
    that a class defines itself are replaced.
    """

    def declared(cls: type) -> type:
        cls.__doc__ = cls.__doc__ or cls.__name__  # or a signature is written, which takes 2 ms
        inherits = any("__dataclass_params__" in vars(base) for base in cls.__mro__[1:])
        # Whether all are frozen is for the standard one to see to.
        made: Any = with_fields(init=False, repr=False, eq=False, frozen=frozen and inherits)(cls)
        made.__dataclass_params__.frozen = frozen
        made.__init__ = _initialiser(made)
        made.__signature__ = _SIGNATURE
        made.__repr__ = _shown
        if frozen:
            made.__setattr__, made.__delattr__ = _refuse_to_set, _refuse_to_delete
        if eq:
            made.__eq__, hashed = _comparison(made)
            made.__hash__ = hashed if frozen else None
        return cls

    return declared if cls is None else declared(cls)


if TYPE_CHECKING:
    from dataclasses import dataclass  # it is checked as what it stands for
else:
    dataclass = declare


def _initialiser(cls: Any) -> Callable[..., None]:
    taken = [f for f in fields(cls) if f.init]
    names = tuple(f.name for f in taken)
    defaults = {f.name: f.default for f in taken if f.default is not MISSING}
    makers = [(f.name, f.default_factory) for f in taken if f.default_factory is not MISSING]
    every = frozenset(names)
    finishes = hasattr(cls, "__post_init__")

    def completed(values: tuple[Any, ...], named: dict[str, Any]) -> dict[str, Any]:
        given = dict(zip(names, values, strict=False), **named)
        held = {**defaults, **given}
        for name, make in makers:
            if name not in given:
                held[name] = make()
        if held.keys() != every or len(given) != len(values) + len(named):
            told = f"{len(values)} values and {tuple(named)} were given"
            raise TypeError(f"{cls.__qualname__} takes {names}; {told}")
        return held

    def __init__(self: Any, /, *values: Any, **named: Any) -> None:  # noqa: N807  # it is one
        if not named and len(values) == len(names):
            self.__dict__.update(zip(names, values, strict=True))
        elif not values and named.keys() == every:
            self.__dict__.update(named)
        else:
            self.__dict__.update(completed(values, named))
        if finishes:
            self.__post_init__()

    return __init__


class _Signature:
    """What `help` shows of how a record is made, written when it is asked for."""

    def __get__(self, _record: object, cls: Any) -> Any:
        from inspect import Parameter, Signature

        kind, given = Parameter.POSITIONAL_OR_KEYWORD, [f for f in fields(cls) if f.init]
        return Signature([
            Parameter(f.name, kind, annotation=f.type, default=_default(f)) for f in given
        ])  # fmt: skip


_SIGNATURE = _Signature()


def _default(field: Field[Any]) -> Any:
    """Return the default as a signature shows it, one that is made each time as dots."""
    from inspect import Parameter

    if field.default_factory is not MISSING:
        return ...
    return Parameter.empty if field.default is MISSING else field.default


def _refuse_to_set(_self: object, name: str, _value: object) -> None:
    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_to_delete(_self: object, name: str) -> None:
    raise FrozenInstanceError(f"cannot delete field {name!r}")


@recursive_repr()
def _shown(self: Any) -> str:
    told = ", ".join(f"{f.name}={getattr(self, f.name)!r}" for f in fields(self) if f.repr)
    return f"{type(self).__qualname__}({told})"


def _comparison(cls: Any) -> tuple[Callable[[Any, object], Any], Callable[[Any], int]]:
    """Return what compares two records, and the hash of one."""
    names = tuple(f.name for f in fields(cls) if f.compare)

    def compared(record: Any) -> tuple[Any, ...]:
        return tuple([getattr(record, name) for name in names])

    def __eq__(self: Any, other: object) -> Any:  # noqa: N807  # it is one
        if type(other) is not type(self):
            return NotImplemented
        return compared(self) == compared(other)

    def __hash__(self: Any) -> int:  # noqa: N807  # it is one
        return hash(compared(self))

    return __eq__, __hash__
