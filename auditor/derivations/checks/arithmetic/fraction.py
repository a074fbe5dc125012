"""Fractions of a count, "8/8 GPUs used": the whole is the count that the document states elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from auditor import patterns as re
from auditor.derivations.concepts import COUNTED
from auditor.derivations.derivation import Derivation
from auditor.derivations.said_again import said_again
from auditor.facts import Claim, Fact, Facts, Link, Operand, Stance
from auditor.interval import Interval

_WORD = re.compile(r"[a-z]+")
_CHANCE = 0.1

Counts = Mapping[tuple[str, Fraction], Fact]


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for the whole of each such fraction, and for a part that is all of it."""
    counts: dict[tuple[str, Fraction], Fact] = {}
    for fact in facts.all:
        if fact.known and fact.quantity.value and fact.quantity.whole and fact.stance is Stance.ASSERTED:
            counts.setdefault((fact.concept, fact.quantity.value), fact)
    for link in facts.claims.links:
        if link.form == "of":
            yield from _of(link, counts, facts, rule)


def _of(link: Link, counts: Counts, facts: Facts, rule: str) -> Iterator[Derivation]:
    if not (isinstance(link.first, Operand) and isinstance(link.second, Operand)):
        return
    part, whole = facts.claims.all[link.first.claim], facts.claims.all[link.second.claim]
    value = _count(whole)
    if value is None or _count(part) is None:
        return
    stated = next((fact.claim for noun in _nouns(link, whole) if (fact := counts.get((noun, value)))), None)
    if stated is None or stated.block == whole.block:
        return
    yield _derivation(whole, stated, value, rule)
    if _count(part) == value:
        yield _derivation(part, stated, value, rule)


def _count(claim: Claim) -> Fraction | None:
    quantity = claim.quantity
    return quantity.value if quantity is not None and quantity.whole else None


def _nouns(link: Link, whole: Claim) -> Iterator[str]:
    """The concepts that the words around the fraction count."""
    for word in _WORD.findall(f"{whole.text} {link.words} {whole.label.key}".lower()):
        if word.removesuffix("s") in COUNTED:
            yield COUNTED[word.removesuffix("s")]


def _derivation(claim: Claim, stated: Claim, value: Fraction, rule: str) -> Derivation:
    return said_again(claim, stated, Interval.point(value), rule, power=_CHANCE)
