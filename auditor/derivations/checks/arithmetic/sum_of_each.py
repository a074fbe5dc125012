"""What things give together, behind their number and what each gives: "8 GPUs with 80 GB each, in total 640 GB"."""

from __future__ import annotations

from collections.abc import Iterator

from auditor import patterns as re
from auditor import show
from auditor.derivations.chained import chained
from auditor.derivations.citing import claim_step
from auditor.derivations.derivation import Basis, Derivation, one_step
from auditor.derivations.values import PHYSICAL
from auditor.facts import Claim, Facts
from auditor.interval import Interval
from auditor.quantity import Quantity
from auditor.units import combine_dimensions

_OF_EACH = re.compile(r"[ ,(]*(?:at|with|of|giving|doing|reaching|×|x|\*)[ ~≈]*")
_BRACKET = re.compile(r" ?\((?:from |for |by )?")
_TOGETHER = re.compile(
    r"[ ,;:)]*(?:(?:together|combined|that|which) )?"
    r"(?:delivers?|gives?|yields?|makes?|provides?|produces?|sustains?|comes? to|adds? up to|totals?|totall?ing|"
    r"takes?|needs?|requires?|uses?|occup(?:y|ies)|costs?|is|are|has|have|holds?|contains?|comprises?|"
    r"for a total of|in total|=|→)[ :~≈]*"
)
_BESIDE = re.compile(r"[ ,;:()–—-]{1,4}(?:or |i\.e\. |that is |so )?[~≈]?")
_IN_ALL = re.compile(r" ?\(?(?:in total|altogether|overall|in all|all told|combined|together)\b")
_MORE = re.compile(
    r"[^.;\n]{0,60}\b(?:with|including|includes?|plus|beside|on top|and|more|extra|spare)\b", re.IGNORECASE
)
"""Words behind a total that put more into it."""
_ENDS = re.compile(rf"(?:{_IN_ALL.pattern})?\W*(?:\Z|[.;,)\n])")
"""The end of a statement behind a total."""
_NEAR = 48
_SIGN = 4
_FACTOR_BEFORE = re.compile(r"[×x*·/÷+−-] ?\(?$")
"""What makes a count one of the middle of a calculation."""


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each total that is what its things give, or more than they can give, each for itself."""
    claims, blocks = facts.claims.all, facts.claims.document.blocks
    for count, each, total in zip(claims, claims[1:], claims[2:], strict=False):
        if count.block != total.block or total.start - count.end > 2 * _NEAR:
            continue
        text = blocks[count.block].text
        if _FACTOR_BEFORE.search(text, max(0, count.start - _SIGN), count.start):
            # "12 runs × 64 GPUs × 5.5 h = 4,224 GPU-hours": of a longer product.
            continue
        if _OF_EACH.fullmatch(text, count.end, each.start) and _is_of_all(text, each, total):
            found = _judge(count, each, total, rule)
            if found is not None and (found.holds or not _may_differ(text, total, found)):
                yield found
    for total, count, each in zip(claims, claims[1:], claims[2:], strict=False):
        if total.block == each.block and _is_explained(blocks[total.block].text, total, count, each):
            found = _judge(count, each, total, rule)
            if found is not None:
                yield found


def _is_explained(text: str, total: Claim, count: Claim, each: Claim) -> bool:
    """Whether a bracket behind an amount says of how many it is: "12 PFLOPS (40 GPUs at 300 TFLOPS each)"."""
    opens = _BRACKET.fullmatch(text, total.end, count.start) is not None
    return opens and bool(_OF_EACH.fullmatch(text, count.end, each.start)) and text[each.end : each.end + 1] == ")"


def _may_differ(text: str, total: Claim, found: Derivation) -> bool:
    """Whether words behind a total put more into it, or let it be those of something less than all."""
    stated = total.quantity.hull.low if total.quantity is not None else None
    less = stated is not None and found.interval.low is not None and stated < found.interval.low
    return _ENDS.match(text, total.end) is None if less else _MORE.match(text, total.end) is not None


def _is_of_all(text: str, each: Claim, total: Claim) -> bool:
    """Whether a number is told as what all of them come to, before it or behind it."""
    if _TOGETHER.fullmatch(text, each.end, total.start):
        return True
    return bool(_BESIDE.fullmatch(text, each.end, total.start) and _IN_ALL.match(text, total.end))


def _judge(count: Claim, each: Claim, total: Claim, rule: str) -> Derivation | None:
    quantities = [claim.quantity for claim in (count, each, total)]
    known = [quantity for quantity in quantities if quantity is not None and quantity.is_plain]
    if len(known) < len(quantities) or not _is_product(*known):
        return None
    number, one, all_ = known
    pairs = [(a.interval, b.interval) for a, b in zip(one.readings, all_.readings, strict=False)]
    met = next(((a, b) for a, b in pairs if (number.hull * a).meets(b)), None)
    if met is None and not _is_count(all_) and not all(_is_less(number.hull * a, b) for a, b in pairs):
        # Together they may well reach less than each for itself.
        return None
    own, stated = met or pairs[0]
    expected = show.interval(number.nominal() * one.nominal(), all_.readings[0].unit)
    return _derivation((count, each, total), (number.hull, own, stated), rule, expected, holds=met is not None)


def _is_product(number: Quantity, one: Quantity, all_: Quantity) -> bool:
    """Whether the last is counted in what the second is, each of the first."""
    thing, of_one, of_all = (quantity.readings[0].unit.dimensions for quantity in (number, one, all_))
    same = bool(of_one) and combine_dimensions(thing, of_one, 1) == of_all
    return number.whole and len(thing) == 1 and same and len(one.readings) == len(all_.readings)


def _is_count(quantity: Quantity) -> bool:
    """Whether whole things are counted, of which none gets lost."""
    return quantity.whole and not any(name in PHYSICAL for name, _ in quantity.readings[0].unit.dimensions)


def _is_less(summed: Interval, stated: Interval) -> bool:
    return summed.high is not None and stated.low is not None and summed.high < stated.low


def _derivation(
    claims: tuple[Claim, Claim, Claim],
    values: tuple[Interval, Interval, Interval],
    rule: str,
    expected: str,
    *,
    holds: bool,
) -> Derivation:
    count, each, total = claims
    number, own, stated = values
    return one_step(
        total,
        chained("×", [(count, number), (each, own)]),
        rule,
        expected=expected,
        holds=holds,
        basis=Basis.ARITHMETIC,
        compared=claim_step(total, stated, total.text),
    )
