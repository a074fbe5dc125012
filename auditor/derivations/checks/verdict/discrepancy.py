"""Rows that hold what is claimed against what comes out, and are marked as wrong: "| Memory | 36 GB | 19 GB | ❌ |".

The mark stands if the two differ. Counts may be those of two things, so that only amounts and percentages are judged.
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor import patterns as re
from auditor.derivations.derivation import Basis, Derivation, Input, Step
from auditor.facts import Claim, Extent, Fact, Facts, Ground, Polarity, Stance
from auditor.quantity import Modality

_WRONG = re.compile(
    r"❌|✗|✘|(?:incorrect|wrong|false|mismatch|discrepan|inconsisten|contradict|inaccura)", re.IGNORECASE
)
"""Marks and words that say that the two do not agree, not how bad that is."""
_CLAIMED = frozenset({Stance.QUOTED, Stance.DISPUTED})
_PLAIN = frozenset({Modality.EXACT, Modality.ABOUT})


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each mark and word of such a row."""
    for ground in facts.claims.grounds:
        marks = [mark for mark in ground.marks if mark.polarity is Polarity.BAD and _WRONG.match(mark.text)]
        pair = _pair(ground, facts) if marks and ground.extent is Extent.ROW else None
        if pair is not None:
            yield from (_derivation(mark, *pair, rule) for mark in marks)


def _pair(ground: Ground, facts: Facts) -> tuple[Fact, Fact] | None:
    """What is claimed and what comes out, where a row has just these two and they lie apart."""
    found = [fact for number in ground.numbers if (fact := facts.by_claim[number]) is not None]
    if len(found) != len(ground.numbers) or len(found) != 2:
        return None
    claimed, own = found if found[0].stance in _CLAIMED else reversed(found)
    stances = claimed.stance in _CLAIMED and own.stance is Stance.ASSERTED
    alike = claimed.known and (claimed.concept, claimed.scope) == (own.concept, own.scope)
    amounts = all(fact.quantity.modality in _PLAIN and fact.quantity.unit.symbol for fact in found)
    units = claimed.quantity.unit.dimensions == own.quantity.unit.dimensions
    apart = not claimed.quantity.hull.meets(own.quantity.hull)
    whole = any(fact.quantity.whole for fact in found)
    return (claimed, own) if stances and alike and amounts and units and apart and not whole else None


def _derivation(mark: Claim, claimed: Fact, own: Fact, rule: str) -> Derivation:
    limit, value = claimed.quantity.hull, own.quantity.hull
    relation = "<" if (value.low or 0) < (limit.low or 0) else ">"
    names = f"c{claimed.claim.index}", f"c{own.claim.index}"
    units = claimed.quantity.unit.symbol, own.quantity.unit.symbol
    given = Input(names[0], limit, claimed.claim.index), Input(names[1], value, own.claim.index)
    return Derivation(
        rule=rule,
        head=mark.index,
        premises=(claimed.claim.index, own.claim.index),
        holds=True,
        stated=f"{claimed.claim.text} against {own.claim.text}, {mark.text}",
        expected=f"{own.claim.text} {relation} {claimed.claim.text}",
        interval=limit,
        relation=relation,
        basis=Basis.COMPARISON,
        steps=(Step("claimed", claimed.claim.text, limit, units[0], names[0], given[:1]),),
        compared=Step("comes out", own.claim.text, value, units[1], names[1], given[1:]),
    )
