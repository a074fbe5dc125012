"""Whole things that fit into what is divided: "15.2 GB / 3.36 GB → 5 full sequences fit", where there is room for 4."""

from __future__ import annotations

from collections.abc import Iterator
from math import floor

from auditor import patterns as re
from auditor import show
from auditor.derivations.checks.written import pairs
from auditor.derivations.cited import is_own_statement
from auditor.derivations.decided import decide
from auditor.derivations.derivation import Basis, Bound, Derivation, Step, one_step
from auditor.derivations.values import evaluate, words, worked
from auditor.facts import Claim, Expression, Facts, Operand, Operation
from auditor.interval import Interval
from auditor.quantity import Modality

_FIT = re.compile(
    r"[^.;\n\d]{0,40}?\b(?:fits?|can fit|will fit|(?:can|could) be (?:held|kept|stored|cached|served))\b"
    r"|[^.;\n\d]{0,12}\b(?:full|whole|complete|entire)\b",
    re.IGNORECASE,
)
"""What says behind a whole number that so many find room."""
_ALMOST = re.compile(r"\b(?:almost|nearly|about|roughly|not|hardly|barely|close to|if)\b|[~≈]|n['’]t", re.IGNORECASE)


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each quotient that was rounded up to more than finds room."""
    claims, blocks = facts.claims.all, facts.claims.document.blocks
    for left, relation, right in pairs(facts):
        if not isinstance(left, Operation) or left.operator != "/" or not isinstance(right, Operand):
            continue
        stated = claims[right.claim]
        text = blocks[stated.block].text
        if not _is_whole(stated) or not (said := _FIT.match(text, stated.end)) or _ALMOST.search(said[0]):
            continue
        found = decide(claims, left, "=", right)
        if found is not None and found.holds and relation in ("=", "→") and is_own_statement(facts, right.claim):
            made = _derivation(claims, left, stated, rule)
            if made is not None:
                yield made


def _is_whole(claim: Claim) -> bool:
    quantity = claim.quantity
    return quantity is not None and quantity.whole and quantity.modality is Modality.EXACT and bool(quantity.value)


def _derivation(claims: tuple[Claim, ...], left: Expression, stated: Claim, rule: str) -> Derivation | None:
    """That a number is more than the quotient; None where rounding, or a scale, may make it as many."""
    assert stated.quantity is not None
    value = evaluate(left, claims, {})
    count = stated.quantity.value or 0
    low, high = (None, None) if value is None or value.physical else (value.printed.low, value.printed.high)
    if value is None or low is None or high is None or not count - 1 < low or high >= count:
        return None
    working, text = worked(left, claims, {}, value.printed), words(left, claims)
    room = Interval.at_most(high)
    return one_step(
        stated,
        Step(text, text, room, "", f"{working.program} ≤", working.inputs),
        rule,
        expected=show.number(floor(low)),
        holds=False,
        relation="≤",
        bound=Bound.UPPER,
        basis=Basis.ARITHMETIC,
        near_miss="it is rounded up",
    )
