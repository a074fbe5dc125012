"""The rate of a link told in bits and again in bytes: "8 NICs, 400 Gb/s each", "in bytes: 50 GB/s per NIC"."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction

from auditor import patterns as re
from auditor import show
from auditor.derivations.cited import is_own_statement
from auditor.derivations.citing import claim_step
from auditor.derivations.derivation import Basis, Derivation, one_step
from auditor.derivations.workings import worked_with
from auditor.facts import Fact, Facts, Stance

_RATE = (("byte", 1), ("second", -1))
_BITS = "bit/s"
_HOLDER = r"(?P<of>NIC|port|link|rail|HCA|adapter|card|GPU|node|server)s?"
_BEHIND = re.compile(
    rf"[^\d\n,;.]{{0,3}}\s*(?:(?:NIC|port|link) )?(?:per|/|for each|for every|a|each|every) ?{_HOLDER}\b", re.IGNORECASE
)
_EACH = re.compile(r"[^\d\n,;.]{0,3}\s*each\b", re.IGNORECASE)
_BEFORE = re.compile(rf"\b{_HOLDER}\b", re.IGNORECASE)
_UNIT = re.compile(r"[^\W\d]+/[^\W\d]+|[^\W\d]+")
_EIGHT = Fraction(8)
_REACH = 40
"""Characters before a rate in which "each" finds what it is of."""


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each rate in bytes of what has one rate in bits in the same section."""
    blocks, inner = facts.claims.document.blocks, worked_with(facts)
    found: dict[tuple[tuple[int, ...], str], tuple[list[Fact], list[Fact]]] = defaultdict(lambda: ([], []))
    if not any(map(_is_in_bits, facts.all)):
        return
    for fact in facts.all:
        plain = fact.stance is Stance.ASSERTED and fact.quantity.is_plain and not fact.scenario
        holder = _holder(fact, facts) if plain and _is_rate(fact) else ""
        if holder:
            found[blocks[fact.claim.block].headings, holder][0 if _is_in_bits(fact) else 1].append(fact)
    for bits, told in found.values():
        if len({fact.quantity.value for fact in bits}) == 1:
            for fact in told:
                right = fact.quantity.hull.meets(bits[0].quantity.hull)
                slipped = fact.quantity.hull.meets(bits[0].quantity.hull.scale(_EIGHT))
                asserted = is_own_statement(facts, fact.claim.index) and fact.claim.index not in inner
                if right or (slipped and asserted):
                    yield _derivation(fact, bits[0], rule, holds=right)


def _is_rate(fact: Fact) -> bool:
    kind = fact.quantity.readings[0].unit.dimensions
    return tuple(each for each in kind if each[0] in ("byte", "second")) == _RATE


def _is_in_bits(fact: Fact) -> bool:
    return _is_rate(fact) and _BITS in fact.quantity.readings[0].unit.symbol


def _holder(fact: Fact, facts: Facts) -> str:
    """What a rate is that of one of, by the words right behind it; empty where they do not say."""
    text, claim = facts.claims.document.blocks[fact.claim.block].text, fact.claim
    digits = max((index for index in range(claim.start, claim.end) if text[index].isdigit()), default=claim.end - 1)
    unit = _UNIT.search(text, digits + 1, claim.end)
    start = unit.end() if unit is not None else claim.end
    behind = _BEHIND.match(text, start)
    if behind is not None:
        return behind["of"].lower()
    if _EACH.match(text, start) is None:
        return ""
    named = list(_BEFORE.finditer(text, max(claim.start - _REACH, 0), claim.start))
    return named[0]["of"].lower() if named else ""


def _derivation(fact: Fact, bits: Fact, rule: str, *, holds: bool) -> Derivation:
    result, unit = bits.quantity.hull, fact.quantity.readings[0].unit
    return one_step(
        fact.claim,
        claim_step(bits.claim, result, "in bytes", unit.symbol),
        rule,
        expected=show.interval(bits.quantity.nominal(), unit),
        holds=holds,
        basis=Basis.ARITHMETIC,
        kind="unit" if not holds else "",
        near_miss="" if holds else "bits are taken for bytes",
        power=0.02,
    )
