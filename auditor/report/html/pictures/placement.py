"""How ranks lie on GPUs: pipeline stages by replicas, tensor and expert ranks inside, against the stated count."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from math import prod

from auditor.findings import Finding
from auditor.frozen import dataclass
from auditor.report.view import View
from auditor.text import visible

_DEGREES = {
    "data_parallel": "DP",
    "pipeline_parallel": "PP",
    "expert_parallel": "EP",
    "tensor_parallel": "TP",
    "context_parallel": "CP",
    "sequence_parallel": "SP",
    "replicas": "replicas",
}
_OUTER = ("data_parallel", "replicas")
_LEFT, _WIDTH, _TOP, _CELL = 8, 344, 22, 44
_COLUMNS, _ROWS = 8, 4
_FINEST = 4
_MOST = 10**6


@dataclass(frozen=True, slots=True)
class Cell:
    """The ranks of one stage in one replica."""

    x: int
    y: int
    width: int
    filled: int
    """How much of the width has a stated GPU under it."""


@dataclass(frozen=True, slots=True)
class Placement:
    """The picture."""

    title: str
    description: str
    caption: str
    height: int
    cells: tuple[Cell, ...]
    columns: tuple[tuple[int, str], ...]
    """Middle and name of each column."""
    rows: tuple[tuple[int, str], ...]
    cell_height: int
    grid: tuple[int, int] | None
    """Size of a rank inside a cell, where it can be seen."""
    inside: str
    """What a cell holds, in words."""
    short: bool
    """Whether there are fewer GPUs than ranks."""


@dataclass(frozen=True, slots=True)
class _Plan:
    degrees: dict[str, int]
    """Degree by concept, those that make up the count."""
    stated: int


def placement(view: View, finding: Finding) -> Placement | None:
    """The picture of a finding about a count of GPUs; None where its degrees do not multiply to what follows."""
    plan = _plan(view, finding)
    if plan is None:
        return None
    stages = plan.degrees.get("pipeline_parallel", 1)
    replicas = prod(plan.degrees.get(name, 1) for name in _OUTER)
    inner = prod(plan.degrees.values()) // (stages * replicas)
    columns, rows = min(stages, _COLUMNS), min(replicas, _ROWS)
    width = (_WIDTH - 4 * (columns - 1)) // columns
    order = [n for n in _DEGREES if n in plan.degrees]
    product = " × ".join(f"{_DEGREES[name]} {plan.degrees[name]}" for name in order)
    total = prod(plan.degrees.values())
    caption = f"{product} = {total} ranks; stated are {plan.stated} GPUs"
    return Placement(
        title="Placement of the ranks on GPUs",
        description=f"{caption}. {_shortage(total, plan.stated)}",
        caption=caption,
        height=_TOP + rows * (_CELL + 6) + 4,
        cells=tuple(_cells(columns, rows, width, _covered(plan.stated, inner, stages, replicas))),
        columns=tuple(
            (_LEFT + c * (width + 4) + width // 2, _nth("stage", c, columns, stages)) for c in range(columns)
        ),
        rows=tuple((_TOP + r * (_CELL + 6), _nth("replica", r, rows, replicas)) for r in range(rows)),
        cell_height=_CELL,
        grid=_grid(plan.degrees, inner, width),
        inside=_inside(plan.degrees, inner),
        short=plan.stated < total,
    )


def _plan(view: View, finding: Finding) -> _Plan | None:
    derivation = finding.derivation
    facts = view.findings.derivations.facts
    head = facts.by_claim[finding.claims[0]] if finding.claims else None
    if derivation is None or head is None or head.concept != "gpus" or not derivation.interval.is_point:
        return None
    found: dict[str, int] = {}
    for claim in derivation.premises:
        fact = facts.by_claim[claim]
        value = fact.quantity.value if fact and fact.concept in _DEGREES else None
        if fact and value and value.denominator == 1 and 0 < value <= _MOST:
            found.setdefault(fact.concept, int(value))
    stated = head.quantity.value
    if stated is None or stated.denominator != 1 or not 0 < stated <= _MOST:
        return None
    degrees = next((d for d in _subsets(found) if prod(d.values()) == derivation.interval.low), None)
    return _Plan(degrees, int(stated)) if degrees else None


def _subsets(found: dict[str, int]) -> Iterator[dict[str, int]]:
    """All choices of two or more degrees, the largest first: the picture shows what was multiplied, nothing else."""
    for count in range(len(found), 1, -1):
        for names in combinations(found, count):
            yield {name: found[name] for name in names}


def _covered(stated: int, inner: int, stages: int, replicas: int) -> list[list[float]]:
    """For each drawn replica and stage, which share of its ranks finds a GPU, when GPUs are dealt out in order."""
    rows = []
    for replica in range(min(replicas, _ROWS)):
        first = _index(replica, replicas, _ROWS) * stages
        places = [(first + _index(stage, stages, _COLUMNS)) * inner for stage in range(min(stages, _COLUMNS))]
        rows.append([min(max((stated - place) / inner, 0), 1) for place in places])
    return rows


def _index(drawn: int, count: int, most: int) -> int:
    """Which one a drawn place stands for: the last place is the last one."""
    return count - 1 if drawn == most - 1 and count > most else drawn


def _cells(columns: int, rows: int, width: int, shares: list[list[float]]) -> Iterator[Cell]:
    for row in range(rows):
        for column in range(columns):
            filled = round(width * shares[row][column])
            yield Cell(_LEFT + column * (width + 4), _TOP + row * (_CELL + 6), width, filled)


def _nth(noun: str, drawn: int, shown: int, count: int) -> str:
    number = _index(drawn, count, shown) + 1
    if count > shown and drawn == shown - 1:
        return f"… {number}"
    return f"{noun} {number}" if drawn == 0 else str(number)


def _grid(degrees: dict[str, int], inner: int, width: int) -> tuple[int, int] | None:
    across = degrees.get("expert_parallel", 1)
    down = inner // across
    size = (width // across, _CELL // down) if across and down else (0, 0)
    return size if inner > 1 and min(size) >= _FINEST else None


def _inside(degrees: dict[str, int], inner: int) -> str:
    names = [n for n in _DEGREES if n in degrees and n not in (*_OUTER, "pipeline_parallel")]
    product = " × ".join(f"{_DEGREES[name]} {degrees[name]}" for name in names)
    return visible(f"{product} = {inner} ranks in each cell" if len(names) > 1 else f"{inner} ranks in each cell")


def _shortage(total: int, stated: int) -> str:
    if stated < total:
        return f"{total - stated} ranks have no GPU."
    return f"{stated - total} GPUs have no rank." if stated > total else "Every rank has its GPU."
