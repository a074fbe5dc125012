"""Numbers that a report states and does not stand by: designs that it gives up, and what it only plays through."""

from __future__ import annotations

from auditor.claims import Claim, Document
from auditor.facts.fact import Stance
from auditor.facts.rejected import is_struck, rejected
from auditor.facts.supposed import hypotheses, supposed
from auditor.rulebook.vocabulary import Vocabulary
from auditor.span import Span


class Asides:
    """The asides of a document."""

    def __init__(self, document: Document, vocabulary: Vocabulary) -> None:
        self._blocks = document.blocks
        self._rejected = rejected(document, vocabulary)
        self._supposed = supposed(document, vocabulary)
        self._hypotheses: dict[int, tuple[Span, ...]] = {}

    def stance(self, claim: Claim, *, apart: bool) -> Stance | None:
        """What the report does with a number that stands in an aside; None for one that stands in none.

        `apart`: whether it has a situation of its own already, as each of several configurations has.
        """
        block = self._blocks[claim.block]
        if claim.block in self._rejected or is_struck(block, claim):
            return Stance.REJECTED
        if claim.block not in self._hypotheses:
            self._hypotheses[claim.block] = hypotheses(block)
        told = any(span.start <= claim.start < span.end for span in self._hypotheses[claim.block])
        return Stance.SUPPOSED if told or (not apart and claim.block in self._supposed) else None
