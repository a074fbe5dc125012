"""When two findings are on one and the same slip."""

from __future__ import annotations

from auditor.derivations import COUNTED, Facts
from auditor.findings.finding import Finding

_COPIED = frozenset({"arithmetic/magnitude", "flops/bytes-for-operations"})
"""Rules on the unit of a result, which one slip gets wrong in all lines of a list; a chain has one for each step."""
_ALIKE = 4
"""How many times one rate may be another one that breaks the same bound; further apart, something else went wrong."""


def statement(finding: Finding, facts: Facts) -> tuple[object, ...]:
    """What a finding's claim is about: the same for every repetition of it."""
    fact = facts.by_claim[finding.claims[0]]
    if fact is None:
        return (finding.code, *finding.claims[1:])
    if not fact.known:
        return (finding.claims[0],)
    return (finding.code, fact.concept, fact.scope, fact.scenario)


def size(claim: int, facts: Facts) -> tuple[object, ...]:
    """How much of what a number states below which headings; of one that is not known there are no copies."""
    fact = facts.by_claim[claim]
    if fact is None or not fact.known:
        return (claim,)
    return fact.concept, fact.quantity.hull, fact.claim.label.headings


def slip_of(finding: Finding, facts: Facts) -> tuple[object, ...]:
    """What a finding sees: a wrong unit, the same for every line of a list that prints it for the same one; or a number
    that another one of the report does not divide, wherever the two stand."""
    claim = facts.claims.all[finding.claims[0]]
    if finding.kind == "divisibility":
        return _undivided(finding, facts)
    slip = finding.derivation.near_miss or finding.derivation.reservation if finding.derivation else ""
    if finding.code not in _COPIED or not slip or claim.quantity is None:
        return finding.claims[0], finding.code
    return finding.code, slip, claim.quantity.unit.symbol.partition("/")[0], claim.label.headings


def _undivided(finding: Finding, facts: Facts) -> tuple[object, ...]:
    """The numbers of a remainder and what the largest counts; one alone, beside an assumed one, tells too little."""
    known = [fact for fact in map(facts.by_claim.__getitem__, finding.claims) if fact is not None]
    sizes = {fact.quantity.hull for fact in known}
    if len(sizes) < 2:
        return finding.claims[0], finding.code
    divided = max(known, key=lambda fact: fact.quantity.hull.high or 0)
    things = "".join(COUNTED.get(name, name) for name, _ in divided.quantity.unit.dimensions)
    return finding.kind, things or divided.concept, frozenset(sizes)


def repeats(claim: int, first: int, facts: Facts) -> bool:
    """Whether a number states what an earlier one does, "~10B" after "10B", or a verdict rests on what another does."""
    a, b = facts.by_claim[claim], facts.by_claim[first]
    if a is None and b is None:
        return True
    return a is not None and b is not None and a.quantity.hull.meets(b.quantity.hull)


def is_like(claim: int, first: int, facts: Facts) -> bool:
    """Whether two rates are of one order, or one of all GPUs and the other of one."""
    a, b = facts.by_claim[claim], facts.by_claim[first]
    if a is None or b is None or a.concept != b.concept:
        return False
    sizes = [fact.quantity.hull.low or fact.quantity.hull.high or 1 for fact in (a, b)]
    return a.scope != b.scope or max(sizes) <= _ALIKE * min(sizes)


def is_same(claim: int, first: int, facts: Facts) -> bool:
    """Whether two numbers are one, printed twice of the same thing."""
    a, b = facts.by_claim[claim], facts.by_claim[first]
    if a is None or b is None or not a.known:
        return False
    return (a.concept, a.scope, a.quantity.hull) == (b.concept, b.scope, b.quantity.hull)
