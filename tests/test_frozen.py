"""Records whose methods are compiled when they are first called behave like those of the standard library."""

from __future__ import annotations

from dataclasses import asdict, field, replace
from typing import Any

import pytest

from auditor.frozen import dataclass


@dataclass(frozen=True, slots=True)
class Point:
    x: int
    y: int = 0
    names: list[str] = field(default_factory=list, compare=False)
    _kept: int | None = field(default=None, init=False, repr=False, compare=False)


@dataclass(slots=True)
class Sum:
    parts: list[int]
    total: int = field(init=False)

    def __post_init__(self) -> None:
        self.total = sum(self.parts)


@dataclass(slots=True, eq=False)
class Alone:
    x: int


def test_records_are_made_by_place_and_by_name() -> None:
    assert Point(1).y == 0
    assert Point(1, y=2).y == 2
    assert Point(1)._kept is None
    assert Point(1).names is not Point(1).names
    assert Sum([1, 2]).total == 3


@pytest.mark.parametrize("call", [lambda: Point(), lambda: Point(1, z=2), lambda: Point(1, 2, [], 4)])
def test_a_wrong_call_says_so_each_time(call: Any) -> None:
    for _ in range(2):
        with pytest.raises(TypeError, match=r"Point\.__init__"):
            call()


def test_records_are_equal_by_what_is_compared() -> None:
    assert Point(1, 2, ["a"]) == Point(1, 2)
    assert Point(1, 2) != Point(2, 2)
    assert Point(1) != 1
    assert len({Point(1), Point(1), Point(2)}) == 2
    assert Alone(1) != Alone(1)
    assert len({Alone(1), Alone(1)}) == 2


def test_what_can_change_has_no_hash() -> None:
    assert Sum([1]) == Sum([1])
    with pytest.raises(TypeError, match="unhashable"):
        hash(Sum([1]))


def test_the_standard_library_knows_them_as_its_own() -> None:
    assert replace(Point(1, 2), x=3) == Point(3, 2)
    assert asdict(Sum([1, 2])) == {"parts": [1, 2], "total": 3}
    assert repr(Point(1, 2)) == "Point(x=1, y=2, names=[])"
    with pytest.raises(ValueError, match="init=False"):
        replace(Point(1), _kept=2)
