"""Amounts for each of what was counted before them: "8 GPUs with 80 GB each"."""

from __future__ import annotations

import re
from functools import lru_cache

from auditor.units import Alternative, Unit, divide

_EACH = re.compile(r"[ \t\n]+(?:each|apiece)\b")


def each(text: str, position: int, counted: Unit | None) -> int | None:
    """Where "each" ends, if it follows and there is something counted that it can refer to."""
    found = _EACH.match(text, position) if counted is not None else None
    return found.end() if found else None


@lru_cache(maxsize=1024)
def per(units: tuple[Alternative, ...], counted: Unit) -> tuple[Alternative, ...]:
    """The units for each of what is counted: "80GB each" after "8 GPUs" is GB/GPU."""
    return tuple(Alternative(unit.name, divide(unit.unit, counted)) for unit in units)
