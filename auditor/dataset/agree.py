"""Two folders of gold, by two annotators, held against each other.

Spans meet if they overlap. Labels are compared numeral by numeral, since a numeral is what both annotators looked at
even where neither marked it: the status of the item that covers it, or none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from auditor.dataset.agreement import Agreement, agreement
from auditor.errors import InputError
from auditor.evaluate import Gold, Item, load
from auditor.span import Lines, Span

STATUSES = ("must_find", "must_confirm", "may_find")
_NUMERAL = re.compile(r"\d+(?:[.,]\d+)*", re.ASCII)


@dataclass(frozen=True, slots=True)
class SpanScore:
    """How many spans of two annotators meet."""

    first: int
    second: int
    met: int

    @property
    def f1(self) -> float | None:
        """Twice the met spans over all spans; None where there are none."""
        return 2 * self.met / (self.first + self.second) if self.first + self.second else None


@dataclass(frozen=True, slots=True)
class Report:
    """How far two folders of gold agree."""

    documents: tuple[str, ...]
    """Judged by both; over these everything is counted."""
    alone: tuple[str, ...]
    """Judged by one only."""
    spans: dict[str, SpanScore]
    """By status, and `all` for spans whatever their status."""
    statuses: Agreement
    """Numeral by numeral: the status, or none."""
    kinds: dict[str, Agreement]
    """For each kind of defect, numeral by numeral: whether it is one."""
    adjudicate: tuple[tuple[str, int, str, str, str], ...]
    """Document, line, numeral, and what each says: what a third person has to decide."""

    def as_json(self) -> dict[str, Any]:
        """Everything for programs."""
        return {
            "documents": list(self.documents),
            "alone": list(self.alone),
            "spans": {
                status: {"first": score.first, "second": score.second, "met": score.met, "f1": score.f1}
                for status, score in self.spans.items()
            },
            "statuses": _figures(self.statuses),
            "kinds": {kind: _figures(found) for kind, found in self.kinds.items()},
            "adjudicate": [
                dict(zip(("document", "line", "numeral", "first", "second"), item, strict=True))
                for item in self.adjudicate
            ],
        }


def agree(first: Path, second: Path) -> Report:
    """The agreement of two folders of gold. Raises InputError if no document, with the same text, is in both."""
    golds = [{gold.name: gold for gold in load(folder)} for folder in (first, second)]
    both = sorted(golds[0].keys() & golds[1].keys())
    if not both:
        raise InputError(f"{first} and {second} judge no document in common")
    pairs = [(golds[0][name], golds[1][name]) for name in both]
    for a, b in pairs:
        if a.text != b.text:
            raise InputError(f"{a.name} has another text in {second}: judgements of two texts cannot be compared")
    units = [unit for pair in pairs for unit in _units(*pair)]
    kinds = sorted({kind for unit in units for kind in (unit.first.kind, unit.second.kind) if kind})
    return Report(
        documents=tuple(both),
        alone=tuple(sorted(golds[0].keys() ^ golds[1].keys())),
        spans={status: _spans(pairs, status) for status in ("all", *STATUSES)},
        statuses=agreement(((unit.first.status, unit.second.status) for unit in units), len(STATUSES) + 1),
        kinds={
            kind: agreement(((unit.first.kind == kind, unit.second.kind == kind) for unit in units), 2)
            for kind in kinds
        },
        adjudicate=tuple(unit.said for unit in units if unit.first.status != unit.second.status),
    )


@dataclass(frozen=True, slots=True)
class _Label:
    status: str
    kind: str
    """Of a defect; empty for anything else."""


@dataclass(frozen=True, slots=True)
class _Unit:
    """One numeral with both labels."""

    document: str
    line: int
    numeral: str
    first: _Label
    second: _Label

    @property
    def said(self) -> tuple[str, int, str, str, str]:
        return (self.document, self.line, self.numeral, self.first.status, self.second.status)


def _units(first: Gold, second: Gold) -> Iterator[_Unit]:
    lines = Lines(first.text)
    for found in _NUMERAL.finditer(first.text):
        span = Span(*found.span())
        labels = (_label(first, span), _label(second, span))
        yield _Unit(first.name, lines.position(span.start)[0], found.group(), *labels)


def _label(gold: Gold, numeral: Span) -> _Label:
    """What an annotator says of a numeral; a defect outweighs what else covers it."""
    for items in (gold.must_find, gold.must_confirm, gold.may_find):
        for item in items:
            if item.span.overlaps(numeral):
                return _Label(item.status, item.kind if item.status == "must_find" else "")
    return _Label("none", "")


def _spans(pairs: Sequence[tuple[Gold, Gold]], status: str) -> SpanScore:
    counts = [0, 0, 0]
    for pair in pairs:
        mine, other = ([item for item in _items(gold) if status in ("all", item.status)] for gold in pair)
        counts = [counts[0] + len(mine), counts[1] + len(other), counts[2] + _met(mine, other)]
    return SpanScore(*counts)


def _items(gold: Gold) -> tuple[Item, ...]:
    return (*gold.must_find, *gold.must_confirm, *gold.may_find)


def _met(mine: Sequence[Item], other: Sequence[Item]) -> int:
    """How many spans find a partner, each partner being taken once, in the order of the text."""
    free = sorted(other, key=lambda item: item.span)
    met = 0
    for item in sorted(mine, key=lambda item: item.span):
        partner = next((candidate for candidate in free if candidate.span.overlaps(item.span)), None)
        if partner is not None:
            free.remove(partner)
            met += 1
    return met


def _figures(found: Agreement) -> dict[str, float | int | None]:
    return {
        "units": found.units,
        "agreed": found.agreed,
        "observed": found.observed,
        "kappa": found.kappa,
        "ac1": found.ac1,
    }
