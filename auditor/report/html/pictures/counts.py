"""How often each kind of finding occurs, as bars."""

from __future__ import annotations

from collections.abc import Sequence

from auditor.frozen import dataclass

_ROW, _LEFT, _ROOM = 24, 112, 200


@dataclass(frozen=True, slots=True)
class Count:
    """One bar."""

    name: str
    number: int
    y: int
    x: int
    width: int


@dataclass(frozen=True, slots=True)
class Counts:
    """The picture."""

    title: str
    description: str
    height: int
    bars: tuple[Count, ...]


def counts(title: str, numbers: Sequence[tuple[str, int]]) -> Counts | None:
    """The picture of some counts, in the order given; None where there are none."""
    if not numbers:
        return None
    most = max(number for _, number in numbers)
    return Counts(
        title=title,
        description=", ".join(f"{name} {number}" for name, number in numbers) + ".",
        height=_ROW * len(numbers) + 4,
        bars=tuple(
            Count(name, number, index * _ROW, _LEFT, max(round(_ROOM * number / most), 2))
            for index, (name, number) in enumerate(numbers)
        ),
    )
