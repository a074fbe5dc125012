"""Sizes of matrix products: "GEMM(m, k, n)" of any name, or "[m, k] × [k, n]"."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from fractions import Fraction
from math import prod

from auditor import patterns as re
from auditor.derivations.derivation import Input, Step
from auditor.derivations.once import once
from auditor.facts import Claim, Facts
from auditor.frozen import dataclass
from auditor.interval import Interval

_SIZE = r"\d[\d,]*(?: ?[×x*] ?\d[\d,]*)*"
_CALL = re.compile(
    rf"\b[A-Za-z_]\w*\((?:M ?= ?)?(?P<m>{_SIZE}), (?:K ?= ?)?(?P<k>{_SIZE}), (?:N ?= ?)?(?P<n>{_SIZE})\)", re.IGNORECASE
)
_NAMED = re.compile(
    rf"\b[A-Za-z_]\w*\(M ?= ?(?P<m>{_SIZE}), N ?= ?(?P<n>{_SIZE}), K ?= ?(?P<k>{_SIZE})\)", re.IGNORECASE
)
_SHAPES = re.compile(rf"\[(?P<m>{_SIZE}), (?P<k>{_SIZE})\] ?[×x*@·] ?\[(?P<inner>{_SIZE}), (?P<n>{_SIZE})\]")
_NUMBER = re.compile(r"\d(?:[\d,]*\d)?")


@dataclass(frozen=True, slots=True)
class Gemm:
    """An m × k matrix times a k × n one."""

    block: int
    m: Fraction
    k: Fraction
    n: Fraction
    inner: tuple[Claim, ...]
    """The factors that k is written as."""
    outer: tuple[Claim, ...]
    """The factors that n is written as."""


@once
def gemms(facts: Facts) -> Sequence[Gemm]:
    """Each product whose three sizes are written as numbers, in source order."""
    gemms: list[Gemm] = []
    lines: dict[int, list[Claim]] = defaultdict(list)
    for claim in facts.claims.all:
        lines[claim.block].append(claim)
    for block in facts.claims.document.blocks:
        if "(" not in block.text and "[" not in block.text:
            continue
        written = (found for pattern in (_CALL, _NAMED, _SHAPES) for found in pattern.finditer(block.text))
        for found in sorted(written, key=lambda one: one.start()):
            inner, outer = (_within(found.span(name), lines[block.index]) for name in ("k", "n"))
            if "inner" in found.re.groupindex and size(found["inner"]) != size(found["k"]):
                continue
            m, k, n = (size(found[name]) for name in ("m", "k", "n"))
            if (worth(inner), worth(outer)) == (k, n):
                gemms.append(Gemm(block.index, m, k, n, inner, outer))
    return gemms


def _within(span: tuple[int, int], line: Sequence[Claim]) -> tuple[Claim, ...]:
    return tuple(claim for claim in line if span[0] <= claim.start and claim.end <= span[1])


def worth(factors: Sequence[Claim]) -> Fraction:
    """What the factors of a size come to; 0 without any."""
    values = [(each.quantity.value if each.quantity is not None else None) or Fraction(0) for each in factors]
    return prod(values, start=Fraction(1)) if values else Fraction(0)


def as_printed(factors: Sequence[Claim]) -> Step:
    """A size as it is written."""
    values = [Interval.point(worth([each])) for each in factors]
    given = tuple(Input(each.name, value, each.index) for each, value in zip(factors, values, strict=True))
    text = " × ".join(each.text for each in factors)
    program = given[0].name + "".join(f" {each.name} *" for each in given[1:])
    return Step(text, text, Interval.point(worth(factors)), "", program, given)


def size(text: str) -> Fraction:
    """A number, or a product of numbers."""
    return prod((Fraction(each.replace(",", "")) for each in _NUMBER.findall(text)), start=Fraction(1))
