"""Dataclasses that are cheap to define: they behave as the standard ones do."""

from __future__ import annotations

import copy
import dataclasses
import inspect
import pickle
from dataclasses import FrozenInstanceError, field
from typing import Any

import pytest

from gradcheck.dataclass import dataclass


@dataclass(frozen=True)
class Ours:
    """A key."""

    name: str
    size: int = 3
    seen: list[int] = field(default_factory=list, compare=False, repr=False)

    def __post_init__(self):
        if self.size < 0:
            raise ValueError("below zero")


@dataclasses.dataclass(frozen=True)
class Theirs:
    """The same by the standard library."""

    name: str
    size: int = 3
    seen: list[int] = field(default_factory=list, compare=False, repr=False)

    def __post_init__(self):
        if self.size < 0:
            raise ValueError("below zero")


@dataclass(frozen=True, eq=False)
class Unequal:
    """One that is compared by identity."""

    name: str


@dataclass
class Open:
    """One that may change."""

    name: str
    later: int = field(init=False)


CALLS: list[tuple[tuple[Any, ...], dict[str, Any]]] = [
    (("a",), {}), (("a", 4), {}), ((), {"name": "a"}), (("a",), {"size": 5}),
    (("a", 4, [1]), {}), ((), {"seen": [1], "size": 1, "name": "b"}),
]  # fmt: skip

MISTAKES: list[tuple[tuple[Any, ...], dict[str, Any]]] = [
    ((), {}), ((), {"size": 4}), (("a", 4, [], 5), {}), (("a",), {"name": "b"}),
    (("a",), {"other": 1}), ((), {"other": 1, "size": 1}),
]  # fmt: skip


@pytest.mark.parametrize(("values", "named"), CALLS)
def test_it_holds_what_the_standard_one_holds(values, named):
    ours, theirs = Ours(*values, **named), Theirs(*values, **named)
    assert vars(ours) == vars(theirs)
    assert dataclasses.asdict(ours) == dataclasses.asdict(theirs)
    assert repr(ours) == repr(theirs).replace("Theirs", "Ours")
    assert hash(ours) == hash(theirs)


@pytest.mark.parametrize(("values", "named"), MISTAKES)
@pytest.mark.parametrize("cls", [Ours, Theirs])
def test_wrong_arguments_are_refused(cls, values, named):
    with pytest.raises(TypeError):
        cls(*values, **named)


def test_a_field_that_is_not_given_cannot_be_given():
    with pytest.raises(TypeError):
        Open("a", later=1)  # type: ignore[call-arg]
    assert vars(Open("a")) == {"name": "a"}


def test_the_message_says_what_is_taken():
    with pytest.raises(TypeError, match=r"Unequal takes \('name',\); 2 values"):
        Unequal("a", "b")  # type: ignore[call-arg]


def test_a_frozen_one_does_not_change():
    for one in (Ours("a"), Unequal("a")):
        with pytest.raises(FrozenInstanceError, match="name"):
            one.name = "b"  # type: ignore[misc]
        with pytest.raises(FrozenInstanceError, match="name"):
            del one.name
        assert one.name == "a"


def test_one_that_is_not_frozen_does():
    one = Open("a")
    one.name, one.later = "b", 1
    assert vars(one) == {"name": "b", "later": 1}
    with pytest.raises(TypeError, match="unhashable"):
        hash(one)


def test_the_same_values_are_equal_where_that_is_wanted():
    assert Ours("a", 4, [1]) == Ours("a", 4, [2]) != Ours("a", 5)
    assert Ours("a") != Theirs("a")
    assert Unequal("a") != Unequal("a")
    assert len({Ours("a"), Ours("a"), Ours("b")}) == 2


def test_each_has_a_default_of_its_own():
    assert Ours("a").seen is not Ours("a").seen


def test_what_is_checked_after_making_is_checked_after_replacing():
    with pytest.raises(ValueError, match="below"):
        Ours("a", -1)
    with pytest.raises(ValueError, match="below"):
        dataclasses.replace(Ours("a"), size=-1)
    assert dataclasses.replace(Ours("a"), size=7) == Ours("a", 7)


def test_one_may_inherit():
    @dataclasses.dataclass(frozen=True)
    class Longer(Ours):
        """A class of somebody who uses the standard library."""

        last: int = 0

    assert vars(Longer("a", last=1)) == {**vars(Ours("a")), "last": 1}
    with pytest.raises(FrozenInstanceError):
        Longer("a").last = 2  # type: ignore[misc]
    assert isinstance(Longer("a"), Ours)


@pytest.mark.parametrize("decorator", [dataclass, dataclasses.dataclass])
def test_ours_may_inherit_from_ours_and_from_theirs(decorator):
    for base in (Ours, Theirs):

        class Longer(base):
            """A longer key."""

            last: int = 0

            def __post_init__(self):
                super().__post_init__()
                if self.last < 0:
                    raise ValueError("last below zero")

        made = decorator(frozen=True)(Longer)
        assert vars(made("a", last=1)) == {**vars(Ours("a")), "last": 1}
        with pytest.raises(FrozenInstanceError):
            made("a").last = 2
        with pytest.raises(ValueError, match="last below"):
            made("a", last=-1)
        with pytest.raises(TypeError, match="frozen"):
            decorator(frozen=False)(type("Open", (base,), {}))


def test_a_class_that_is_not_decorated_again_finishes_in_its_own_way():
    class Stricter(Ours):
        def __post_init__(self):
            raise ValueError("too strict")

    with pytest.raises(ValueError, match="strict"):
        Stricter("a")


def test_help_shows_what_the_standard_one_shows():
    ours, theirs = map(inspect.signature, (Ours, Theirs))
    assert list(ours.parameters) == list(theirs.parameters)
    for mine, other in zip(ours.parameters.values(), theirs.parameters.values(), strict=True):
        assert (mine.kind, mine.annotation) == (other.kind, other.annotation)
        assert mine.default in (other.default, ...)


def test_copies_are_equal():
    for one in (copy.copy(Ours("a", 4)), copy.deepcopy(Ours("a", 4))):
        assert one == Ours("a", 4)
    assert pickle.loads(pickle.dumps(Ours("a", 4))) == Ours("a", 4)


def test_it_is_matched_by_position():
    match Ours("a", 4):
        case Ours(name, size):
            assert (name, size) == ("a", 4)
        case _:
            raise AssertionError
