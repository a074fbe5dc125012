"""Times of a pass through the model that are printed as nothing: "Decode latency: 0.00 ms"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from auditor import patterns as re
from auditor.derivations.concepts import is_goal
from auditor.derivations.derivation import Derivation
from auditor.derivations.out_of_place import out_of_place
from auditor.facts import Fact, Facts, Stance
from auditor.text import line_at

_PASSES = frozenset({"ttft", "tpot", "decode_latency", "forward_time", "layer_time", "step_time"})
"""Times in which every weight that is active is read, and every operation done."""
_WORKED_OUT = re.compile(r"0[.,]0+")
"""A result that was rounded to nothing; a bare 0 may stand for what was not measured."""
_OF_LESS = re.compile(
    r"\b(?:overhead|added|additional|extra|increase|reduction|penalt\w+|delta|difference|drift|jitter|varian\w+|deviation"
    r"|std|error|gap|wait\w*|queu\w+|cach\w+|hit|skip\w*|reus\w+|hidden|overlap\w*|bubble|idle|not|no|none|n/a|wrong\w*"
    r"|impossible|invalid|instead|bug|fail\w*|should|show[ns]?)\b",
    re.IGNORECASE,
)
"""Words of a line that make it a difference or a part, or that doubt the number themselves."""


def check_later(facts: Facts, rule: str, found: Sequence[Derivation]) -> Iterator[Derivation]:
    """One derivation for each such time that is stated as a result, and of which nothing else is found wrong."""
    zeros = [fact for fact in facts.all if fact.concept in _PASSES and fact.quantity.value == 0]
    told = {claim for each in found if zeros and not each.holds for claim in (each.head, *each.premises)}
    known = {fact.concept for fact in zeros if fact.claim.index in told}
    for fact in zeros:
        if fact.concept not in known and _is_result(fact):
            block = facts.claims.document.blocks[fact.claim.block]
            label = fact.claim.label
            line = line_at(block.text, fact.claim.start, fact.claim.end)
            if _OF_LESS.search(" ".join((label.row, label.column, line))) is None:
                reservation = "rounded to what is printed, a time that is too short to see is left"
                yield out_of_place(fact.claim, "time", "more than 0", rule, reservation=reservation)


def _is_result(fact: Fact) -> bool:
    told = fact.known and fact.stance is Stance.ASSERTED and "previous" not in fact.scenario and not is_goal(fact)
    exact = fact.quantity.is_plain
    return told and exact and bool(fact.quantity.unit.dimensions) and _WORKED_OUT.search(fact.claim.text) is not None
