"""What a report says of itself: the verdict word that stands for the whole."""

from __future__ import annotations

import re
from collections.abc import Sequence

from auditor.claims.claim import Claim, Form
from auditor.claims.connectives import words
from auditor.claims.verdicts import verdicts
from auditor.document import Block, Document, Kind

_KEYS = words(
    "overall verdict final status result conclusion assessment recommendation decision answer outcome judgement"
)
_SUMMARIES = words(
    "summary conclusion conclusions overall verdict final assessment recommendation status compliance result results"
)
_SUBJECTS = words(
    """plan plans strategy strategies method methods deployment configuration design approach document report solution
    proposal verification validation audit check checks requirements criteria graph graphs dag dags system"""
)
_LITTLE = words("the this these both all is are of for and itself parallel overall our a excellent completion")
_OTHERS = words("original previous previously earlier old initial issue issues problem problems claim claims was were")
_PLAIN = words("correct incorrect approved verified valid invalid feasible infeasible rejected passed failed")
"""Words that judge a whole even where nothing sets them off."""

_NEAR = 8
_DEEPEST_HEADING = 3


def declared_verdict(document: Document, claims: Sequence[Claim]) -> int | None:
    """Index of the verdict claim by which the report judges itself; None if it does not.

    A verdict behind "overall", "status" or "verdict" counts most, then one said of the plan itself, each at the top or
    in a summary or conclusion; of equals the first.
    """
    best, chosen = 0, None
    for claim in claims:
        weight = _weight(document, claim)
        if weight > best:
            best, chosen = weight, claim.index
    return chosen


def _weight(document: Document, claim: Claim) -> int:
    """How much a claim looks like the verdict on the whole; 0 if it is none."""
    block = document.blocks[claim.block]
    if claim.form is not Form.VERDICT or not _can_be_whole(claim) or block.cell is not None or block.quoted:
        return 0
    before = set(_split(_opening(block, claim)))
    keyed = bool(before & _KEYS) and before <= _KEYS | _SUBJECTS | _LITTLE
    place = _place(document, block)
    if not place or before & _OTHERS or not (keyed or _is_said_of_whole(block, claim, before)):
        return 0
    return place + 4 * keyed + claim.text.isupper() - 2 * (block.item is not None and not keyed)


def _is_said_of_whole(block: Block, claim: Claim, before: set[str]) -> bool:
    """Whether a verdict without a key is plainly one on the plan or report."""
    said = set(_split(claim.text))
    behind_key = re.search(r"[:：]\W*$", block.text[max(0, claim.start - _NEAR) : claim.start])
    # In the title of the document the words before a colon name it: "Plan check: CORRECT".
    if (behind_key and block.level != 1) or not (before | said) & _SUBJECTS:
        return False
    bold = any(strong.start <= claim.start and claim.end <= strong.end for strong in block.strong)
    return len(said) > 1 or claim.text.isupper() or bold or bool(said & _PLAIN)


def _can_be_whole(claim: Claim) -> bool:
    """Whether the longest term that the claim ends in can be said of a whole report."""
    said = tuple(claim.text.lower().split())
    for start, word in enumerate(said):
        for term in verdicts().terms.get(word, ()):
            if said[start:] == term.words:
                return term.whole
    return False


def _opening(block: Block, claim: Claim) -> str:
    """The text of the claim's own line and sentence before it."""
    start = block.text.rfind("\n", 0, claim.start) + 1
    return re.split(r"[.!?;]\s", block.text[start : claim.start])[-1]


def _split(text: str) -> list[str]:
    return "".join(character if character.isalnum() else " " for character in text.lower()).split()


def _place(document: Document, block: Block) -> int:
    """How far the place is one for a verdict on the whole: the top, a heading, a summary; 0 if it is none."""
    above = [document.blocks[index] for index in block.headings]
    if block.kind is Kind.HEADING:
        return 3 if block.level <= _DEEPEST_HEADING and len(above) <= 2 else 0
    below = [heading for heading in above if heading.level > 1]
    if not below:
        return 3
    return 2 if set(_split(below[-1].text)) & _SUMMARIES else 0
