"""What a model is, stated first otherwise than everywhere below, where the report's own numbers confirm it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from auditor.derivations import same
from auditor.derivations.carried import is_of_another_model
from auditor.derivations.derivation import Basis, Bound, Derivation
from auditor.derivations.said_again import said_again
from auditor.derivations.same import agree
from auditor.facts import Fact, Facts, Stance
from auditor.quantity import Modality

_SHAPE = frozenset({"layers", "attention_heads", "experts", "parameters"})
"""What is counted of the whole model in a report's first words on it; of parts and of other models it speaks later."""
_FEW = 10_000
"""More are no layers, heads or experts: "28B in experts"."""
_COMPARED = 64

_Proofs = Mapping[int, Sequence[Derivation]]


def check_later(facts: Facts, rule: str, found: Sequence[Derivation]) -> Iterator[Derivation]:
    """One derivation for each figure of the model that its first statement alone gives otherwise.

    All later ones agree, and one of them follows from numbers that are not the first statement. Where several models
    are spoken of, nothing is held against the first.
    """
    several = len({each.entries for each in facts.named if each.kind == "model"}) > 1
    if several or any(is_of_another_model(fact.scenario) for fact in facts.all):
        return
    proofs = _proofs(found)
    for first, *rest in _statements(facts):
        if agree([first, *rest]) or not agree(rest) or proofs.get(first.claim.index):
            continue
        other = next((each for each in rest if _is_proved(each, first, proofs)), None)
        if other is not None and not same.sameness(facts).is_contrasted(first, rest):
            yield said_again(first.claim, other.claim, other.quantity.hull, rule, holds=False)


def _statements(facts: Facts) -> list[list[Fact]]:
    """The plain statements of each figure, in source order, where there are several."""
    found: dict[tuple[str, str], list[Fact]] = defaultdict(list)
    for fact in facts.all:
        plain = fact.stance is Stance.ASSERTED and fact.quantity.modality in (Modality.EXACT, Modality.ABOUT)
        # "Attention, 1 layer" counts no model's layers, and what holds of a variant or a part is none of the model.
        counts = fact.concept == "parameters" or (fact.quantity.value or 0) < _FEW
        if fact.concept in _SHAPE and counts and plain and fact.quantity.value != 1 and not fact.scenario:
            found[fact.concept, fact.scope].append(fact)
    return [group for group in found.values() if 1 < len(group) <= _COMPARED]


def _proofs(found: Sequence[Derivation]) -> _Proofs:
    """By claim the relations that give its number, and would have refuted another one."""
    proofs = defaultdict(list)
    for each in found:
        if each.holds and each.power is None and each.basis is Basis.DERIVATION and each.bound is Bound.EXACT:
            proofs[each.head].append(each)
    return proofs


def _is_proved(other: Fact, first: Fact, proofs: _Proofs) -> bool:
    """Whether a statement follows from others, which give no room to the first."""
    return any(
        first.claim.index not in proof.premises and not proof.interval.meets(first.quantity.hull)
        for proof in proofs.get(other.claim.index, ())
    )
