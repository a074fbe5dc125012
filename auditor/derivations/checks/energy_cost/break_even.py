"""After how long a purchase has paid for itself, beside its price and the rent that it saves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from auditor import patterns as re
from auditor.derivations.checks.passages import is_plain, named, sections
from auditor.derivations.cited import is_own_statement
from auditor.derivations.derivation import Derivation
from auditor.derivations.of_two import of_two
from auditor.facts import Fact, Facts
from auditor.interval import Interval

_EVEN = re.compile(
    r"\bbreaks?[- ]?even|\bpay(?:s)?[- ]?back|\bpa(?:ys?|id) (?:for itself|off|back)\b|\bamorti[sz]|回本|hòa vốn",
    re.IGNORECASE,
)
_PRICE = re.compile(
    r"\b(?:purchas\w*|buy(?:ing|s)?|bought|capex|invest\w*|acquisition|upfront|list price|hardware"
    r"|server costs?)\b|购买|采购|mua",
    re.IGNORECASE,
)
_RENT = re.compile(r"\b(?:rent\w*|cloud|leas\w+|on[- ]demand|hiring|hire)\b|租|thuê", re.IGNORECASE)
_MONTHLY = re.compile(r"(?:per|a|each|every|/) ?mo(?:nth)?\b|\bmonthly\b|每月|mỗi tháng", re.IGNORECASE)
_MONEY, _PER_TIME, _TIME = (("dollar", 1),), (("dollar", 1), ("second", -1)), (("second", 1),)
_SLACK = Fraction(1, 20)
"""How much the length of a month and rounding may make out."""


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each time of a section with one price and one monthly rent."""
    blocks = facts.claims.document.blocks
    if not any(_EVEN.search(block.text) for block in blocks):
        return
    for section in sections(facts):
        some = [fact for fact in section if is_plain(fact)]
        even = [fact for fact in some if _kind(fact) == _TIME and _EVEN.search(named(fact))]
        monthly = [fact for fact in some if _is_monthly(fact, facts)]
        prices = [fact for fact in some if _kind(fact) == _MONEY and fact not in monthly and _PRICE.search(named(fact))]
        lone = len(even) == len(prices) == 1 and len({fact.quantity.value for fact in monthly}) == 1
        if lone and _RENT.search(blocks[monthly[-1].claim.block].text):
            yield from _judged(even[0], prices[0], monthly[-1], facts, rule)


def _kind(fact: Fact) -> Sequence[tuple[str, int]]:
    return tuple(each for each in fact.quantity.readings[0].unit.dimensions if each[0] not in ("gpu", "node"))


def _is_monthly(fact: Fact, facts: Facts) -> bool:
    if _kind(fact) not in (_MONEY, _PER_TIME):
        return False
    text = facts.claims.document.blocks[fact.claim.block].text
    label = fact.claim.label
    return any(map(_MONTHLY.search, (text[fact.claim.start : fact.claim.end + 12], label.key, label.row)))


def _judged(even: Fact, price: Fact, rent: Fact, facts: Facts, rule: str) -> Iterator[Derivation]:
    if _kind(rent) != _PER_TIME:
        return
    time = price.quantity.hull / rent.quantity.hull
    holds = time.meets(even.quantity.hull)
    near = (time * Interval(1 - _SLACK, 1 + _SLACK)).meets(even.quantity.hull)
    if holds or (not near and is_own_statement(facts, even.claim.index)):
        yield of_two(even, (price, rent), "÷", rule, words="months", holds=holds, power=0.1)
