"""Products of sizes in running text: "2048 × 1024 × 4 bytes", whether something is said to come of them or not."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from auditor import patterns as re
from auditor.derivations.once import once
from auditor.facts import Block, Claim, Facts, Form
from auditor.frozen import dataclass
from auditor.interval import Interval

_TIMES = re.compile(r"\s?(?:[×x*·]|\\times)\s?")
_RESULT = re.compile(r"\s?\)?\s?(?:=|≈|→)\s?")
_BEFORE = re.compile(r"\s?[:=]?\s?\(\s?")
_BYTES = ("byte", 1)
_FEWEST = 2


@dataclass(frozen=True, slots=True)
class Product:
    """Whole numbers multiplied, one right behind the other."""

    counts: tuple[Claim, ...]
    """Those that count."""
    width: Claim | None
    """The last one, where it is bytes of each value."""
    result: Claim | None
    """The number right before its bracket, or behind its "="."""
    block: Block

    @property
    def factors(self) -> tuple[Claim, ...]:
        """All numbers that are multiplied."""
        return self.counts if self.width is None else (*self.counts, self.width)

    @property
    def values(self) -> tuple[Fraction, ...]:
        """What is counted."""
        return tuple(value_of(each) for each in self.counts)


@once
def products(facts: Facts) -> tuple[Product, ...]:
    """The products of a document, in source order."""
    return tuple(_products(facts))


def value_of(claim: Claim) -> Fraction:
    """The whole number that a factor is."""
    assert claim.quantity is not None
    assert claim.quantity.value is not None
    return claim.quantity.value


def hull_of(claim: Claim) -> Interval:
    """The same as an interval, in base units."""
    assert claim.quantity is not None
    return claim.quantity.hull


def _products(facts: Facts) -> Iterator[Product]:
    blocks, claims = facts.claims.document.blocks, facts.claims.all
    run: list[Claim] = []
    for claim in claims:
        text = blocks[claim.block].text
        if run and (claim.block != run[-1].block or not _TIMES.fullmatch(text, run[-1].end, claim.start)):
            yield from _made(run, facts)
            run = []
        if _is_factor(claim):
            run.append(claim)
        elif run:
            yield from _made(run, facts)
            run = []
    yield from _made(run, facts)


def _is_factor(claim: Claim) -> bool:
    quantity = claim.quantity
    return claim.form is Form.QUANTITY and quantity is not None and quantity.whole and bool(quantity.value)


def _made(run: list[Claim], facts: Facts) -> Iterator[Product]:
    if len(run) < _FEWEST:
        return
    block = facts.claims.document.blocks[run[0].block]
    last = run[-1] if _is_width(run[-1]) else None
    counts = tuple(run if last is None else run[:-1])
    if len(counts) >= _FEWEST and not any(map(_is_bytes, counts)) and (last is not None or not _is_bytes(run[-1])):
        yield Product(counts, last, _result(run, block, facts), block)


def _is_bytes(claim: Claim) -> bool:
    quantity = claim.quantity
    return quantity is not None and any(_BYTES in reading.unit.dimensions for reading in quantity.readings)


def _is_width(claim: Claim) -> bool:
    return _is_bytes(claim) and value_of(claim) <= 8 and hull_of(claim).high == value_of(claim)


def _result(run: list[Claim], block: Block, facts: Facts) -> Claim | None:
    """What the product is said to come to."""
    first, last = run[0].index, run[-1].index
    claims = facts.claims.all
    if last + 1 < len(claims) and claims[last + 1].block == block.index:
        behind = claims[last + 1]
        if behind.quantity is not None and _RESULT.fullmatch(block.text, run[-1].end, behind.start):
            return behind
    before = claims[first - 1] if first else None
    if before is not None and before.block == block.index and before.quantity is not None:
        return before if _BEFORE.fullmatch(block.text, before.end, run[0].start) else None
    return None
