"""Attention scores taken over all tokens of a batch: m × n of batch × sequence each, where a token attends to its own
sequence alone."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from auditor import patterns as re
from auditor.derivations.checks.gemm import Gemm, as_printed, gemms, size
from auditor.derivations.derivation import Basis, Derivation, Input, Step
from auditor.facts import Claim, Facts
from auditor.interval import Interval
from auditor.show import number

_SCORES = re.compile(r"\bscores?\b|\bQ ?[×x*·@]? ?K|\bq_?k\b|\battention\b", re.IGNORECASE)
_PACKED = re.compile(
    r"\b(?:packed|packing|varlen|block[- ]diagonal|ragged|cross-(?:sequence|document))\b", re.IGNORECASE
)
_TOKENS = re.compile(r"(?<![\d,.])(?P<batch>\d[\d,]*) ?[×x*] ?(?P<length>\d[\d,]*)(?![\d.]| ?[×x*] ?\d)")
_FEWEST = 2


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for the first product of each size that makes scores of all tokens with all tokens."""
    square = [gemm for gemm in gemms(facts) if gemm.m == gemm.n]
    if not square or _PACKED.search(facts.claims.document.source):
        return
    lengths, seen = _lengths(facts), set[Fraction]()
    for gemm in square:
        length = _at(lengths[gemm.m], facts) if gemm.m in lengths and gemm.n not in seen else None
        if length is not None and _is_of_scores(gemm, facts):
            seen.add(gemm.n)
            yield _derivation(gemm, length, rule)


def _is_of_scores(gemm: Gemm, facts: Facts) -> bool:
    blocks = facts.claims.document.blocks
    block = blocks[gemm.block]
    parent = block.item.parent if block.item is not None else None
    above = [*block.headings[-1:], *([parent] if parent is not None else [])]
    return any(_SCORES.search(text) for text in (block.text, *(blocks[each].text for each in above)))


def _lengths(facts: Facts) -> dict[Fraction, Fraction]:
    """The tokens of a sequence by those of the batch, as the report multiplies them."""
    found: dict[Fraction, Fraction] = {}
    for block in facts.claims.document.blocks:
        for product in _TOKENS.finditer(block.text):
            batch, length = (size(product[name]) for name in ("batch", "length"))
            if batch >= _FEWEST and length >= _FEWEST:
                found.setdefault(batch * length, length)
    return found


def _at(value: Fraction, facts: Facts) -> Claim | None:
    """A claim that states a number: what is called the length of a sequence, or else the first of that value."""
    same = [fact for fact in facts.all if fact.quantity.value == value]
    named = [fact for fact in same if fact.concept == "sequence_length"]
    return next((fact.claim for fact in (*named, *same)), None)


def _derivation(gemm: Gemm, length: Claim, rule: str) -> Derivation:
    value = Interval.point(length.quantity.value or 1) if length.quantity is not None else Interval.point(1)
    name = f"c{length.index}"
    shown = number(value.low or 1)
    return Derivation(
        rule=rule,
        head=gemm.outer[-1].index,
        premises=(length.index, *(each.index for each in gemm.outer[:-1])),
        holds=False,
        stated=f"({number(gemm.m)}, {number(gemm.k)}, {number(gemm.n)})",
        expected=f"({number(gemm.m)}, {number(gemm.k)}, {shown})",
        interval=value,
        basis=Basis.DERIVATION,
        steps=(Step("tokens of a sequence", length.text, value, "", name, (Input(name, value, length.index),)),),
        compared=as_printed(gemm.outer),
    )
