"""Whether a number that stands with the letters of a parallel degree is one: "TP=8", but not "8 GB (TP)"."""

from __future__ import annotations

from auditor.claims import Claim
from auditor.facts.around import Around
from auditor.facts.brackets import is_remarked, opens_sum
from auditor.facts.units import fits, scope_of
from auditor.quantity import Quantity
from auditor.rulebook.vocabulary import Vocabulary


def is_degree(claim: Claim, quantity: Quantity, around: Around, degree: str, vocabulary: Vocabulary, text: str) -> bool:
    """Whether it is one: not with another unit, as a range of indices, or where a key only counts something per rank.

    `text` is that of the number's block.
    """
    if scope_of(vocabulary.concepts[degree], fits(quantity)) is None or quantity.interval.low == 0:
        return False
    if opens_sum(text, claim.start, claim.end):
        return False
    named = [concept for term in around.key.mentions for concept in term.concepts]
    others = [c for c in named if not vocabulary.concepts[c].divisible and c != degree]
    if is_remarked(text, claim.end) and not around.key.bare and degree not in named:
        # "Reductions: 480 (tensor parallelism)" says where they occur.
        return False
    return around.key.numbers or degree not in named or not others
