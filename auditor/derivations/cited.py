"""Calculations that a report cites: words that ascribe a number to somebody else, and those that only set it apart."""

from __future__ import annotations

from collections.abc import Iterable

from auditor import patterns as re
from auditor.facts import Claim, Facts, Stance

_ASCRIBED = re.compile(
    r"claim|\bstate[sd]?\b|according|\bsa(?:ys?|id)\b|\breport|alleg|assert|suggest|original|\blisted|mention|document"
    r"|\bdraft|\bpaper|\bplan (?:has|had|gives|gave|shows|lists|uses|counts|takes|took)\b|\bissue|problem"
    r"|\bplan\b\W{0,4}[:：]|previous|earlier|\bold\b|mistake|wrong|error|wrote|[\"“”«»„]"
    r"|声称|宣称|据称|称|原|错|有误|更正|改为|第.版|tuyên bố|cho rằng|theo|sai|lỗi|ban đầu|bản cũ"
    r"|ursprünglich|fehler|angeblich",
    re.IGNORECASE,
)
"""What may make a calculation somebody else's; "assumed" and "instead of 96" do not."""
TOLD = frozenset({Stance.ASSERTED, Stance.QUOTED})
"""Stances of what is told as so, in the report's own name or another's."""


def is_own_statement(facts: Facts, claim: int) -> bool:
    """Whether the report itself does the sum, if only on the way to rejecting it, and does not cite somebody else's.

    So is what it asserts, rejects, proposes or supposes, and what it quotes without ascribing it to anybody; what it
    disputes is not.
    """
    fact = facts.by_claim[claim]
    if fact is None or fact.stance not in (Stance.QUOTED, Stance.DISPUTED):
        return True
    return fact.stance is Stance.QUOTED and not _is_ascribed(facts, fact.claim)


def is_cited(facts: Facts, claims: Iterable[int]) -> bool:
    """Whether one of the numbers of a calculation is ascribed to another text, and all of it so."""
    told = (facts.by_claim[claim] for claim in claims)
    return any(fact is not None and fact.stance is Stance.QUOTED and _is_ascribed(facts, fact.claim) for fact in told)


def _is_ascribed(facts: Facts, claim: Claim) -> bool:
    """Whether anything near a number that is told apart may ascribe it to another text."""
    label, blocks = claim.label, facts.claims.document.blocks
    above = blocks[max(claim.block - 1, 0)].text
    near = (above, blocks[claim.block].text, label.key, label.row, label.column, *label.headings)
    return any(_ASCRIBED.search(each) for each in near)
