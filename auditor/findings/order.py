"""Which of several findings speaks first: the surest, and of those alike the one on what is likeliest wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

from auditor.derivations import STRENGTH, Basis, Bound, Fact, Facts, Stance, is_configuration
from auditor.findings.finding import RANK, Finding
from auditor.interval import Interval

_Place = tuple[Sequence[str], str, Interval]
"""Headings, and what is stated under them."""


class _Rank(NamedTuple):
    """What decides, the weightiest first; the lower speaks first."""

    severity: int
    worded: bool
    """A verdict in words follows from the numbers that it rests on."""
    follows: bool
    """What only a document beside the report speaks against follows from nothing else in the report."""
    basis: int
    given: bool
    """What a report takes as its configuration is less likely wrong than what it makes of it."""
    aside: bool
    """What it says for itself comes before what it cites."""
    often: int
    """What it says again and again is what it means to say: of a configuration, what it says less often is the slip."""
    titled: bool
    """A title names in passing what the text below it states."""
    apart: bool
    """Where a size that breaks a bound is stated again among what bounds it, the reader sees both at once."""
    bounded: bool
    claims: tuple[int, ...]
    code: str


class Order:
    """The key by which the findings of a document are sorted."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts

    def __call__(self, finding: Finding) -> _Rank:
        """What decides of one finding."""
        derivation = finding.derivation
        head = self._facts.by_claim[finding.claims[0]] if finding.claims else None
        given = head is not None and is_configuration(head)
        bounded = derivation is not None and derivation.bound is not Bound.EXACT
        counts = head is not None and (given or finding.kind == "infeasible")
        often = self._stated[head.concept, head.quantity.hull] if head is not None and counts else 0
        return _Rank(
            severity=RANK[finding.severity],
            worded=head is None,
            follows=not (derivation and derivation.outside and not finding.claims[1:]),
            basis=STRENGTH[derivation.basis if derivation else Basis.ARITHMETIC],
            given=given,
            aside=head is not None and head.stance is not Stance.ASSERTED,
            often=often if given else -often,
            titled=head is not None and bool(self._facts.claims.document.blocks[head.claim.block].level),
            apart=given and bounded and head is not None and not self._is_among_premises(head, finding),
            bounded=bounded,
            claims=finding.claims,
            code=finding.code,
        )

    @cached_property
    def _stated(self) -> Counter[tuple[str, Interval]]:
        """How often the report states each value."""
        return Counter((fact.concept, fact.quantity.hull) for fact in self._facts.all)

    @cached_property
    def _places(self) -> frozenset[_Place]:
        """Under which headings it does."""
        return frozenset((f.claim.label.headings, f.concept, f.quantity.hull) for f in self._facts.all)

    def _is_among_premises(self, head: Fact, finding: Finding) -> bool:
        """Whether all premises stand under the headings that the number stands under; what a model is, or is said
        again."""
        own, sized = head.claim.label.headings, finding.kind != "infeasible"
        for claim in finding.claims[1:]:
            premise = self._facts.by_claim[claim]
            again = premise is not None and (own, premise.concept, premise.quantity.hull) in self._places
            if not (again and sized) and self._facts.claims.all[claim].label.headings != own:
                return False
        return True
