"""A percentage or multiplier in brackets behind an amount, or the amount behind it, of one that stands before them: "of
412,000 requests 3.1% (12,772) failed", "3.67 each; with two lost 4.40 (+19.9%)"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from auditor import patterns as re
from auditor.derivations.checks.arithmetic.surrounding import is_plain
from auditor.derivations.checks.paired import paired, width
from auditor.derivations.checks.relations import DROP, SHARE, SURPLUS, Standard
from auditor.derivations.derivation import Derivation
from auditor.derivations.values import physical
from auditor.facts import Fact, Facts, Stance

_RATIOS = ("%", "×")
_OPENS = re.compile(r"[^\d()（）.;。；\n]{0,24}[(（]\s?")
_RIGHT_BEHIND = re.compile(r"\s?[(（]\s?")
_CLOSES = re.compile(r"[^\d()（）\n]{0,24}[)）]")
_BACK = 8
"""Numbers before the amount among which is what it is held against."""
_CHANCE = 0.16
"""The share of random percentages that may pass before a match says nothing."""
_SIGNS = ("+", "-", "−", "–")


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each ratio in brackets, or before an amount in brackets, that one number before gives."""
    tied = {link.result for link in facts.claims.links}
    for fact in facts.all:
        if not _asks(fact) or fact.claim.index in tied:
            continue
        amount = _amount(fact, facts)
        found = _judge(fact, amount, _bases(amount, facts), rule) if amount is not None else None
        if found is not None:
            yield found


def _asks(fact: Fact) -> bool:
    told = fact.stance is Stance.ASSERTED and fact.quantity.is_plain
    return told and fact.quantity.unit.symbol in _RATIOS and bool(fact.quantity.value)


def _amount(fact: Fact, facts: Facts) -> Fact | None:
    """The amount that a ratio speaks of: before its bracket, or in the bracket behind it."""
    text = facts.claims.document.blocks[fact.claim.block].text
    before, after = (_beside(fact, step, facts) for step in (-1, 1))
    if before is not None and _OPENS.fullmatch(text, before.claim.end, fact.claim.start):
        return before if _CLOSES.match(text, fact.claim.end) else None
    if after is not None and _RIGHT_BEHIND.fullmatch(text, fact.claim.end, after.claim.start):
        return after if _CLOSES.match(text, after.claim.end) else None
    return None


def _beside(fact: Fact, step: int, facts: Facts) -> Fact | None:
    at = fact.index + step
    other = facts.all[at] if 0 <= at < len(facts.all) else None
    alike = other is not None and other.claim.block == fact.claim.block and _is_amount(other)
    return other if alike else None


def _is_amount(fact: Fact) -> bool:
    value = fact.quantity.value
    return is_plain(fact) and value is not None and value > 0


def _bases(amount: Fact, facts: Facts) -> Sequence[Fact]:
    """The different amounts of its kind right before it."""
    found: dict[object, Fact] = {}
    for other in facts.all[max(amount.index - _BACK, 0) : amount.index]:
        alike = other.claim.block == amount.claim.block and physical(other.quantity) == physical(amount.quantity)
        if alike and _is_amount(other) and other.quantity.value != amount.quantity.value:
            found[other.quantity.value] = other
    return list(found.values())


def _standards(fact: Fact) -> Sequence[Standard]:
    if fact.quantity.unit.symbol == "×":
        return (SHARE,)
    return (SURPLUS,) if fact.claim.text.startswith(_SIGNS) else (SHARE, SURPLUS, DROP)


def _judge(fact: Fact, amount: Fact, bases: Sequence[Fact], rule: str) -> Derivation | None:
    standards = _standards(fact)
    chance = width(fact.quantity) * len(standards) * len(bases)
    for base in reversed(bases) if chance <= _CHANCE else ():
        for standard in standards:
            shown = standard.value(amount.quantity.nominal(), base.quantity.nominal())
            result = standard.value(amount.quantity.readings[0].interval, base.quantity.readings[0].interval)
            if shown is not None and result is not None and shown.meets(fact.quantity.hull):
                return paired(fact, (amount, base), standard, result, max(chance, 0.001), rule)
    return None
