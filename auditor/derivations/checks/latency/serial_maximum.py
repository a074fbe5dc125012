"""The time of a layer as the largest of products that follow one another: "max(T(m, k, n), T(m, n, k))", where the
second takes what the first gives."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from auditor import patterns as re
from auditor.derivations.checks.gemm import Gemm, as_printed, gemms
from auditor.derivations.derivation import Derivation, one_step
from auditor.facts import Block, Facts
from auditor.show import number
from auditor.text import line_start

_MAX = re.compile(r"[=:][ *_`]{0,4}max ?\(", re.IGNORECASE)
_OF_A_LAYER = re.compile(r"layer", re.IGNORECASE)
_TIME = re.compile(r"time|latency|duration", re.IGNORECASE)
_LONGEST = re.compile(r"longest|slowest|largest|bottleneck|stage|pipeline|overlap|per[ _]op|kernel", re.IGNORECASE)
"""Words of a key that asks for the largest, or for what overlaps."""
_MOST_LINES = 24


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for the first two products of each such maximum of which one takes what the other gives."""
    begun = [(block, found) for block in facts.claims.document.blocks if (found := _MAX.search(block.text)) is not None]
    sizes = gemms(facts) if begun else ()
    for block, found in begun:
        key = block.text[line_start(block.text, found.start()) : found.start()]
        if not (_OF_A_LAYER.search(key) and _TIME.search(key)) or _LONGEST.search(key):
            continue
        inside = _inside(block, found.end(), sizes, facts)
        pair = next(((one, other) for one in inside for other in inside if _feeds(one, other)), None)
        if pair is not None:
            yield _derivation(inside[0], *pair, rule)


def _inside(block: Block, start: int, sizes: Sequence[Gemm], facts: Facts) -> list[Gemm]:
    """The products within the brackets, which may be closed some lines of code further on."""
    depth = 1
    for last in facts.claims.document.blocks[block.index : block.index + _MOST_LINES]:
        if last is not block and last.code is None:
            break
        for place in range(start if last is block else 0, len(last.text)):
            depth += {"(": 1, ")": -1}.get(last.text[place], 0)
            if not depth:
                first, end = (block.index, start), (last.index, place)
                return [each for each in sizes if first <= (each.block, each.inner[0].start) <= end]
        if block.code is None:
            break
    return []


def _feeds(one: Gemm, other: Gemm) -> bool:
    """Whether the columns that one product gives are what the other sums over, for the same tokens: all of them, or
    those of a head where tokens are scored with tokens.
    """
    if one.m != other.m or one.k == one.n or other.k == other.n:
        return False
    scores = other.m == other.n != one.n and other.k > 0
    return one.n == other.k or (scores and one.n % other.k == 0)


def _derivation(first: Gemm, one: Gemm, other: Gemm, rule: str) -> Derivation:
    """The finding stands where the first product does."""
    step, head = as_printed(other.inner), first.inner[0]
    return one_step(
        head,
        step,
        rule,
        expected="the sum of their times",
        holds=False,
        stated=f"the largest of (…, {_sides(first)}) and others",
        message=f"The time of a layer is taken as that of its largest product, but (…, {_sides(other)}) takes what"
        f" (…, {_sides(one)}) gives, so that their times add up.",
        reservation="a product that waits for another does not run beside it",
    )


def _sides(gemm: Gemm) -> str:
    return f"{number(gemm.k)}, {number(gemm.n)}"
