"""Ticks and words of judgement that stand, because the numbers that they speak of do."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from auditor.derivations.checks.general_verdicts import is_general
from auditor.derivations.concepts import GOALS
from auditor.derivations.derivation import VOID, Basis, Derivation, Input, Step
from auditor.facts import Claim, Extent, Facts, Form, Ground, Polarity

_KEEPS = (
    "meet", "met", "satisf", "fulfil", "exceed", "surpass", "within", "under", "below", "fit", "suffic", "target",
    "requirement",
)  # fmt: skip
"""Beginnings of words that speak of a limit or requirement."""
_EVEN = ("balanc", "even", "divis", "distribut", "match")
"""Beginnings of words that speak of a division or an equality."""
_PAST = ("exceed", "surpass")
_NARROW = frozenset({Extent.LINE, Extent.ROW, Extent.LIST})
_BESIDE = frozenset({Extent.LINE, Extent.ROW})
_STRENGTH = {basis: rank for rank, basis in enumerate((Basis.COMPARISON, Basis.ARITHMETIC, Basis.DERIVATION))}


def check_later(facts: Facts, rule: str, found: Sequence[Derivation]) -> Iterator[Derivation]:
    """One derivation for each mark or verdict word that agrees with what is derived of its numbers."""
    by_head: Mapping[int, list[Derivation]] = defaultdict(list)
    for derivation in found:
        by_head[derivation.head].append(derivation)
    for ground in facts.claims.grounds:
        judged = [derivation for number in ground.numbers for derivation in by_head.get(number, ())]
        if not judged or any(not derivation.holds and derivation.severity != "note" for derivation in judged):
            continue
        proving = [d for d in judged if d.holds and _proves(d) and _is_of(d, ground, facts)]
        proofs = sorted(proving, key=lambda derivation: _STRENGTH[derivation.basis])
        for mark in ground.marks:
            if ground.extent not in _BESIDE and is_general(facts, mark):
                # All that is required is more than what a list happens to show.
                continue
            proof = next((proof for proof in proofs if _supports(proof, mark, ground)), None)
            if proof is not None:
                yield _derivation(facts, mark, proof, rule)


def _proves(derivation: Derivation) -> bool:
    """Whether it says something of a mark: a limit that is kept does, though it would let most other numbers pass."""
    limit = _is_bound(derivation) and bool(derivation.premises)
    return derivation.basis in _STRENGTH and (limit or derivation.power != VOID) and bool(derivation.steps)


def _is_of(proof: Derivation, ground: Ground, facts: Facts) -> bool:
    """Whether a proof is about what a mark speaks of: a list that states a requirement is about that one."""
    if ground.extent is not Extent.LIST or not _is_bound(proof):
        return True
    own = {number for number in ground.numbers if (fact := facts.by_claim[number]) is not None and fact.role in GOALS}
    return not own or not own.isdisjoint(proof.premises)


def _supports(proof: Derivation, mark: Claim, ground: Ground) -> bool:
    """Whether what holds of a number is what a mark says of it."""
    judged = {other.index for other in ground.marks if other.polarity is mark.polarity}
    if mark.polarity is not Polarity.GOOD:
        return mark.polarity is Polarity.BAD and not judged.isdisjoint(proof.premises)
    said = mark.text.lower().replace("-", " ").split() if mark.form is Form.VERDICT else []
    keeps, even = (any(word.startswith(stems) for word in said) for stems in (_KEEPS, _EVEN))
    if even:
        return ground.extent in _NARROW and not _is_bound(proof)
    if keeps:
        return _is_bound(proof) and not (_is_past(said) and _may_be_equal(proof))
    return ground.extent in _NARROW and (mark.form is Form.MARK or not judged.isdisjoint(proof.premises))


def _is_bound(proof: Derivation) -> bool:
    """Whether a number was held against a limit or requirement, and not against a value."""
    low, high = proof.interval.low, proof.interval.high
    return proof.relation in ("<", "≤", ">", "≥") or low is None or high is None or low <= 0 < high


def _is_past(said: Sequence[str]) -> bool:
    return any(word.startswith(_PAST) for word in said)


def _may_be_equal(proof: Derivation) -> bool:
    return proof.compared is None or proof.compared.result.meets(proof.interval)


def _derivation(facts: Facts, mark: Claim, proof: Derivation, rule: str) -> Derivation:
    claims = facts.claims.all
    numbers = [index for index in (proof.head, *proof.premises) if claims[index].quantity is not None]
    quantity = claims[proof.head].quantity
    compared = proof.compared
    if compared is None and quantity is not None:
        name, text = claims[proof.head].name, claims[proof.head].text
        inputs = (Input(name, quantity.hull, proof.head),)
        compared = Step(text, text, quantity.hull, quantity.unit.symbol, name, inputs)
    return Derivation(
        rule=rule,
        head=mark.index,
        premises=tuple(dict.fromkeys(numbers)),
        holds=True,
        stated=mark.text,
        expected=f"{proof.stated}: {proof.expected}",
        interval=proof.interval,
        relation=proof.relation,
        bound=proof.bound,
        basis=proof.basis,
        steps=proof.steps,
        assumptions=proof.assumptions,
        power=None if _is_bound(proof) else proof.power,
        outside=proof.outside,
        compared=compared,
    )
