"""Shares and factors behind an arrow that speak of its second number and one elsewhere: "+ logits 2 → 27 GB (34%)"."""

from __future__ import annotations

from auditor import patterns as re
from auditor.derivations.values import PHYSICAL, operands
from auditor.facts import Claim, Facts, Link
from auditor.interval import Interval
from auditor.quantity import Quantity

_ARROW = re.compile(r"→|->|⇒|=>|⟶")
_SIGNS = ("+", "-", "−", "–")
_CHANGE = re.compile(
    r"\b(?:reduc|increas|decreas|grow|grew|drop|rais|ris|lower|higher|less|more|fewer|sav|cut|improv|chang|shr|gain|fast"
    r"|slow|short|long|small|larg|better|giảm|tăng|tiết)|[降减缩升增涨省]|提高",
    re.IGNORECASE,
)
"""What makes a percentage that of a change."""
_BEHIND = 24
"""Characters behind a percentage that say of what it is."""

_EFFICIENCY = "scaling_efficiency"


def is_of_another(facts: Facts, link: Link, stated: Quantity) -> bool:
    """Whether the percentage or the multiplier behind an arrow may hold the number behind it against a third one.

    The percentage tells how full something is that the report states elsewhere, or of memory need not state; the
    multiplier, behind an arrow from a number without a unit of its own to a time or a rate, what it was before. The
    efficiency of scaling takes the GPUs of both, wherever it stands.
    """
    claims, head = facts.claims.all, facts.by_claim[link.result] if link.result is not None else None
    if head is not None and head.concept == _EFFICIENCY:
        return True
    if link.form != "change" or link.result is None:
        return False
    first, second = claims[next(operands(link.first))], claims[max(operands(link.second))]
    source, result = facts.claims.document.source, claims[link.result]
    if result.index < second.index or not _ARROW.search(source, first.span.end, second.span.start):
        return False
    if stated.unit.symbol == "×":
        return first.text[-1:].isdigit() and not second.text[-1:].isdigit() and _is_near(facts, link, second, stated)
    said = source[second.span.end : result.span.end + _BEHIND].partition("\n")[0]
    if stated.text.startswith(_SIGNS) or _CHANGE.search(said):
        return False
    return _is_full(second, stated) or _is_near(facts, link, second, stated)


def _is_full(second: Claim, stated: Quantity) -> bool:
    """Whether a number is an amount of memory and a percentage can be how much of all memory it takes."""
    kinds = [name for name, power in _dimensions(second) if name in PHYSICAL and power > 0]
    return kinds == ["byte"] and stated.value is not None and 0 < stated.value <= 100


def _is_near(facts: Facts, link: Link, second: Claim, stated: Quantity) -> bool:
    """Whether another number of the report, of the same kind, makes a percentage or a multiplier come out."""
    pair = {*operands(link.first), *operands(link.second)}
    told = second.quantity
    if told is None:
        return False
    for fact in facts.all:
        alike = _dimensions(fact.claim) == _dimensions(second)
        in_column = fact.claim.label.column and not fact.quantity.unit.symbol and stated.unit.symbol == "×"
        if fact.claim.index in pair or not (alike or in_column):
            continue
        amounts = (told.hull, fact.quantity.hull) if alike else (told.interval, fact.quantity.interval)
        if any(ratio.meets(stated.hull) for ratio in _ratios(*amounts, stated)):
            return True
    return False


def _ratios(told: Interval, other: Interval, stated: Quantity) -> list[Interval]:
    return [told / other, other / told] if stated.unit.symbol == "×" else [told / other]


def _dimensions(claim: Claim) -> tuple[tuple[str, int], ...]:
    return claim.quantity.unit.dimensions if claim.quantity is not None else ()
