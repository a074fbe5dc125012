"""Whether a number may be another plan's: where a report speaks of several, whose premises are whose is a guess."""

from __future__ import annotations

from collections import defaultdict

from auditor.derivations import LAYOUT, MODEL, Basis, Derivation, Facts, Stance
from auditor.interval import Interval

_SPOKEN_OF = frozenset({Stance.ASSERTED, Stance.QUOTED, Stance.PROPOSED, Stance.DISPUTED})
_RESTS_ELSEWHERE = frozenset({Basis.DERIVATION, Basis.RESTATEMENT})
"""What is held against numbers of other places; arithmetic and comparisons name their own."""
_SEVERAL_SIZES = 2
"""So many degrees or counts of GPUs with more than one value make several plans."""
_MANY = 3
"""So many values of one name are hardly all of one plan."""


class SeveralPlans:
    """The values that each quantity has in a report, and whether they are of one plan."""

    remark = "the report describes several plans, and this number may belong to another"

    def __init__(self, facts: Facts) -> None:
        self._by_claim, self._claims = facts.by_claim, facts.claims.all
        self._values: dict[tuple[str, str], dict[Interval, set[int]]] = defaultdict(lambda: defaultdict(set))
        for fact in facts.all:
            if fact.known and fact.stance in _SPOKEN_OF:
                self._values[fact.concept, fact.scope][fact.quantity.nominal()].add(fact.claim.index)
        sizes = {concept for (concept, _), values in self._values.items() if concept in LAYOUT and len(values) > 1}
        self._several = len(sizes) >= _SEVERAL_SIZES

    def explains(self, derivation: Derivation) -> bool:
        """Whether what speaks against a number may be of another plan: several are spoken of, and the number's name
        stands with many values or with the very one that follows. What stands in the number's own section is of its
        plan, a slip that gives the number shows whose it is, and what a document beside the report says holds of it.
        """
        sure = derivation.basis not in _RESTS_ELSEWHERE or derivation.near_miss or derivation.outside
        if sure or not self._several or self._is_of_one_section(derivation) or self._is_of_the_model(derivation):
            return False
        fact = self._by_claim[derivation.head]
        if fact is None or not fact.known:
            return False
        values = self._values[fact.concept, fact.scope]
        return len(values) >= _MANY or any(
            value.meets(derivation.interval) and claims - {derivation.head} for value, claims in values.items()
        )

    def _is_of_the_model(self, derivation: Derivation) -> bool:
        """Whether it is the model's own shape, of which there is one, that speaks against a number: a model keeps it
        however it is placed."""
        premises = [self._by_claim[each] for each in derivation.premises]
        if derivation.basis is Basis.RESTATEMENT:
            return all(fact is not None and fact.concept in MODEL for fact in premises)
        return bool(premises) and all(
            fact is not None and fact.concept in MODEL and len(self._values[fact.concept, fact.scope]) == 1
            for fact in premises
        )

    def _is_of_one_section(self, derivation: Derivation) -> bool:
        own = self._claims[derivation.head].label.headings
        return bool(derivation.premises) and all(
            self._claims[each].label.headings == own for each in derivation.premises
        )
