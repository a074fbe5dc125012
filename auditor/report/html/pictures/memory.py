"""The memory of one GPU: what is stated to fill it, against what it has."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import field
from fractions import Fraction

from auditor import show
from auditor.findings import Fact, Operand
from auditor.frozen import dataclass
from auditor.quantity import Modality
from auditor.report.html.pictures.axis import Axis, Tick
from auditor.report.html.pictures.quantities import PER_GPU, actual
from auditor.report.view import View
from auditor.text import visible

PARTS = ("weight_memory", "optimizer_memory", "gradient_memory", "kv_cache", "activation_memory", "overhead_memory")
CONCEPTS = frozenset({*PARTS, "memory_used", "gpu_memory", "memory_free", "memory_utilisation"})
_ROW, _LEFT, _RIGHT = 46, 8, 352
_MOST = 4
_GIGA = 10**9
_LIMITS = (Modality.AT_MOST, Modality.LESS_THAN)


@dataclass(frozen=True, slots=True)
class Part:
    """One piece of a bar."""

    name: str
    text: str
    x: int
    width: int
    fill: int
    """Number of its pattern; 0 is a plain total."""


@dataclass(frozen=True, slots=True)
class Stack:
    """One bar: a situation of the report."""

    label: str
    y: int
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Memory:
    """The picture."""

    title: str
    description: str
    height: int
    stacks: tuple[Stack, ...]
    capacity: int
    """The pixel of the capacity."""
    limit: str
    """The capacity as written."""
    base: int
    """Where the axis lies."""
    ticks: tuple[Tick, ...]


@dataclass(slots=True)
class _Bar:
    """What is known of one bar, in bytes."""

    label: str
    parts: list[tuple[str, str, Fraction]] = field(default_factory=list)

    @property
    def total(self) -> Fraction:
        return sum((size for _, _, size in self.parts), Fraction(0))


def memory(view: View) -> Memory | None:
    """The picture; None where the report gives no memory per GPU beside a capacity."""
    capacity = _capacity(view)
    if capacity is None:
        return None
    size, limit = capacity
    bars = [bar for bar in (*_stacked(view), *_totals(view, size)) if bar.parts][:_MOST]
    if not bars:
        return None
    axis = Axis(Fraction(0), max(size, *(bar.total for bar in bars)) * Fraction(21, 20) / _GIGA, _LEFT, _RIGHT)
    return Memory(
        title="Memory of one GPU against its capacity",
        description=" ".join(f"{_sentence(bar)}." for bar in bars) + f" Capacity {limit}.",
        height=_ROW * len(bars) + 40,
        stacks=tuple(_stack(bar, index, axis) for index, bar in enumerate(bars)),
        capacity=axis.at(size / _GIGA),
        limit=limit,
        base=_ROW * len(bars) + 16,
        ticks=tuple(axis.ticks()),
    )


def _capacity(view: View) -> tuple[Fraction, str] | None:
    """The capacity of a GPU that the report states most often; None where there is none, or no such one."""
    facts = [fact for fact in actual(view, "gpu_memory") if fact.scope in PER_GPU]
    facts += [whole for _, whole in _pairs(view)]
    sizes = Counter(_bytes(fact) for fact in facts if _bytes(fact) >= _GIGA).most_common(2)
    if not sizes or (len(sizes) == 2 and sizes[0][1] == sizes[1][1]):
        return None
    size = sizes[0][0]
    fact = next(fact for fact in facts if _bytes(fact) == size)
    return size, show.with_unit(show.number(fact.quantity.value or Fraction(0)), fact.quantity.unit.symbol)


def _stacked(view: View) -> Iterator[_Bar]:
    """A bar of parts for each situation that has several of them for one GPU."""
    parts: dict[tuple[str, ...], dict[str, Fact]] = defaultdict(dict)
    for fact in actual(view, *PARTS):
        if fact.scope == "gpu":
            parts[fact.scenario].setdefault(fact.concept, fact)
    for scenario, found in parts.items():
        named = [(name, found[name]) for name in PARTS if name in found]
        if len(named) > 1:
            yield _Bar(
                visible(", ".join(scenario)) or "parts as stated",
                [(name.replace("_", " "), visible(fact.claim.text), _bytes(fact)) for name, fact in named],
            )


def _totals(view: View, capacity: Fraction) -> Iterator[_Bar]:
    """A bar for each total that the report states for one GPU; a limit or the capacity itself is none."""
    seen = {capacity}
    stated = [f for f in actual(view, "memory_used") if f.scope == "gpu" and f.quantity.modality not in _LIMITS]
    for fact in (*stated, *(used for used, _ in _pairs(view))):
        if _bytes(fact) in seen:
            continue
        seen.add(_bytes(fact))
        label = ", ".join((*fact.scenario, f"line {view.line(fact.claim.index)}"))
        yield _Bar(
            visible(f"stated in {label}" if not fact.scenario else label),
            [("", visible(fact.claim.text), _bytes(fact))],
        )


def _pairs(view: View) -> Iterator[tuple[Fact, Fact]]:
    """Amounts of memory that the text gives as a part of another: "15.2GB of 64GB"."""
    facts = view.findings.derivations.facts
    for link in facts.claims.links:
        if link.form == "of" and isinstance(link.first, Operand) and isinstance(link.second, Operand):
            used, whole = facts.by_claim[link.first.claim], facts.by_claim[link.second.claim]
            if used and whole and _in_gpu(used) and _in_gpu(whole) and _bytes(used) <= _bytes(whole):
                yield used, whole


def _in_gpu(fact: Fact) -> bool:
    dimensions = fact.quantity.readings[0].unit.dimensions
    return fact.known and fact.scope in PER_GPU and fact.concept in CONCEPTS and dimensions == (("byte", 1),)


def _bytes(fact: Fact) -> Fraction:
    return (fact.quantity.value or Fraction(0)) * fact.quantity.readings[0].unit.factor


def _stack(bar: _Bar, index: int, axis: Axis) -> Stack:
    parts, at = [], Fraction(0)
    for fill, (name, text, size) in enumerate(bar.parts, 1 if len(bar.parts) > 1 else 0):
        x = axis.at(at / _GIGA)
        at += size
        parts.append(Part(name, text, x, max(axis.at(at / _GIGA) - x, 1), fill))
    return Stack(f"{bar.label}: {show.number(bar.total / _GIGA)} GB", index * _ROW, tuple(parts))


def _sentence(bar: _Bar) -> str:
    return f"{bar.label}: " + ", ".join(f"{name} {text}".strip() for name, text, _ in bar.parts)
