"""Attention taken over all tokens of a batch: scores of m × n, or their product with the values of m × k, where both
are batch × sequence and a token attends to its own sequence alone."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from auditor import patterns as re
from auditor.derivations.checks.gemm import Gemm, as_printed, gemms, size
from auditor.derivations.citing import claim_step
from auditor.derivations.concepts import MODEL
from auditor.derivations.derivation import Basis, Derivation
from auditor.facts import Claim, Facts
from auditor.interval import Interval
from auditor.show import number
from auditor.text import short_line_at

_SCORES = re.compile(r"\bscores?\b|\bQ ?[×x*·@]? ?K|\bq_?k\b|\battention\b", re.IGNORECASE)
_VALUES = re.compile(
    r"\b(?:scores?|attention|softmax|weights|prob\w*|P|A|S) ?[×x*·@] ?(?:V|values?)\b|\b(?:attn|scores?|attention)_v\b"
    r"|\b(?:weighted )?(?:sum|average) of (?:the )?values\b",
    re.IGNORECASE,
)
_PACKED = re.compile(
    r"\b(?:packed|packing|varlen|block[- ]diagonal|ragged|cross-(?:sequence|document))\b", re.IGNORECASE
)
_TOKENS = re.compile(r"(?<![\d,.])(?P<batch>\d[\d,]*) ?[×x*] ?(?P<length>\d[\d,]*)(?![\d.]| ?[×x*] ?\d)")
_FEWEST = 2


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for the first product of each kind and size in which all tokens attend to all tokens."""
    square = [gemm for gemm in gemms(facts) if gemm.m in (gemm.n, gemm.k) and gemm.n != gemm.k]
    if not square or _PACKED.search(facts.claims.document.source):
        return
    widths = {fact.quantity.value for fact in facts.all if fact.concept in MODEL}
    lengths, seen = _lengths(facts), set[tuple[bool, Fraction]]()
    for gemm in square:
        kind = gemm.m == gemm.n, gemm.m
        if gemm.m in widths or not _is_of_attention(gemm, facts):
            continue
        length = _at(lengths[gemm.m], facts) if gemm.m in lengths and kind not in seen else None
        if length is not None:
            seen.add(kind)
            yield _derivation(gemm, length, rule)


def _is_of_attention(gemm: Gemm, facts: Facts) -> bool:
    """Whether the words around a product are of scores; or those of its line, of their product with the values."""
    blocks = facts.claims.document.blocks
    block = blocks[gemm.block]
    if gemm.m != gemm.n:
        return _VALUES.search(short_line_at(block.text, gemm.inner[0].start, gemm.inner[-1].end)) is not None
    parent = block.item.parent if block.item is not None else None
    above = [*block.headings[-1:], *([parent] if parent is not None else [])]
    row = gemm.outer[-1].label.row
    return any(_SCORES.search(text) for text in (block.text, row, *(blocks[each].text for each in above)))


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
    own = (length.quantity.value if length.quantity is not None else None) or Fraction(1)
    value = Interval.point(own)
    scores = gemm.m == gemm.n
    summed = gemm.outer if scores else gemm.inner
    return Derivation(
        rule=rule,
        head=summed[-1].index,
        premises=(length.index, *(each.index for each in summed[:-1])),
        holds=False,
        stated=_sizes(gemm.m, gemm.k, gemm.n),
        expected=_sizes(gemm.m, gemm.k, own) if scores else _sizes(gemm.m, own, gemm.n),
        interval=value,
        basis=Basis.DERIVATION,
        steps=(claim_step(length, value, "tokens of a sequence"),),
        compared=as_printed(summed),
    )


def _sizes(*sides: Fraction) -> str:
    return f"({', '.join(map(number, sides))})"
