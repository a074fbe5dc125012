"""A fraction of an attention head for each GPU, "2.5 heads per GPU": a head is not cut."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import floor

from auditor import patterns as re
from auditor.derivations.citing import claim_step
from auditor.derivations.derivation import Derivation, one_step
from auditor.facts import Claim, Facts, Form, Stance
from auditor.quantity import Modality

_HEAD, _HOLDERS = "head", frozenset({"gpu", "device", "rank", "card"})
_MEAN = re.compile(
    r"\b(?:average|averages|averaged|avg|mean|KV|key|not|cannot|never|uneven\w*|unequal\w*|imbalanc\w*|remainder|some"
    r"|others?|pad\w*|round\w*|invalid|fail\w*|indivisible|non-?integ\w*|fraction\w*|replicat\w*|infeasible)\b|平均|[⚠❌✗✘]",
    re.IGNORECASE,
)
"""Words that take the fraction for a mean, or for what is wrong."""
_FORMER = frozenset({"original", "previous"})
"""Situations of what a report puts right."""
_SPREAD = re.compile(r"\b(?:non-?|not |un)(?:uniform|even|equal)\w*", re.IGNORECASE)
_CELLS = 12
"""Cells behind a number that its row may have."""
_HEADS = re.compile(r"\bheads?\b", re.IGNORECASE)


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each number of heads of a GPU that is not whole, where nothing says how they really lie."""
    cut = [claim for claim in facts.claims.all if _is_cut(claim, facts)]
    if not cut or _says_uneven(facts):
        return
    held = [claim.quantity for claim in facts.claims.all if claim.quantity is not None and _is_held(claim)]
    counts = {quantity.value for quantity in held}
    means = {quantity.value for quantity in held if quantity.modality is Modality.ABOUT}
    first = {claim.quantity.value: claim for claim in reversed(cut) if claim.quantity is not None}
    for claim in first.values():
        assert claim.quantity is not None
        least = floor(claim.quantity.value or Fraction(0))
        if least and claim.quantity.value not in means and counts.isdisjoint({Fraction(least), Fraction(least + 1)}):
            yield _derivation(claim, least, rule)


def _is_cut(claim: Claim, facts: Facts) -> bool:
    quantity, fact = claim.quantity, facts.by_claim[claim.index]
    if claim.form is not Form.QUANTITY or quantity is None or fact is None or fact.stance is not Stance.ASSERTED:
        return False
    if not _FORMER.isdisjoint(fact.scenario):
        return False
    value = quantity.value
    held = _is_held(claim) or fact.concept == "heads_per_gpu"
    if value is None or value.denominator == 1 or quantity.modality is not Modality.EXACT or not held:
        return False
    blocks = facts.claims.document.blocks
    told = (*_row(claim, facts), *(blocks[heading].text for heading in blocks[claim.block].headings[-1:]))
    return not any(_MEAN.search(text) for text in told)


def _row(claim: Claim, facts: Facts) -> Iterator[str]:
    """The line of a number; of a table its whole row."""
    blocks, own = facts.claims.document.blocks, facts.claims.document.blocks[claim.block]
    if own.cell is None:
        yield own.text
        return
    first = max(claim.block - own.cell.column, 0)
    for block in blocks[first : claim.block + _CELLS]:
        if block.cell is not None and (block.cell.table, block.cell.row) == (own.cell.table, own.cell.row):
            yield block.text


def _says_uneven(facts: Facts) -> bool:
    """Whether a line of the report tells that the heads do not lie evenly, so that every fraction is a mean."""
    texts = (block.text for block in facts.claims.document.blocks)
    return any(_SPREAD.search(text) and _HEADS.search(text) for text in texts)


def _is_held(claim: Claim) -> bool:
    """Whether it counts what a GPU has of heads."""
    assert claim.quantity is not None
    powers = dict(claim.quantity.readings[0].unit.dimensions)
    return powers.get(_HEAD) == 1 and any(powers.get(holder) == -1 for holder in _HOLDERS)


def _derivation(claim: Claim, least: int, rule: str) -> Derivation:
    assert claim.quantity is not None
    value = claim.quantity.hull
    return one_step(
        claim,
        claim_step(claim, value, "heads of a GPU", claim.quantity.unit.symbol),
        rule,
        expected=f"{least} on some GPUs and {least + 1} on others",
        holds=False,
        relation="whole",
        reservation="only as a mean over GPUs that hold different numbers of heads",
    )
