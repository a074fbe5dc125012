"""Settings that are told as a part of the largest possible one: "Batch size: 24 (half of the maximum)"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from auditor import patterns as re
from auditor.derivations.checks.degrees import Reading, confirmed, count, name_of
from auditor.derivations.counts import exact_counts
from auditor.derivations.derivation import Derivation
from auditor.facts import Facts, Stance

_PART = re.compile(
    r"\W{0,4}(?:exactly |only )?(?:an? |one )?(?P<part>half|third|quarter)(?: of)? (?:the |its |our )?"
    r"(?:max\w*|upper limit)\b",
    re.IGNORECASE,
)
"""What stands behind such a setting."""
_PARTS: Mapping[str, int] = {"half": 2, "third": 3, "quarter": 4}
_REACH = 60
_CHANCE = 0.1


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each such setting whose largest value is stated under the same name."""
    blocks = facts.claims.document.blocks
    most = {(fact.concept, count(fact)): fact for fact in exact_counts(facts) if fact.known and fact.role == "maximum"}
    for fact in exact_counts(facts) if most else ():
        found = _PART.match(blocks[fact.claim.block].text, fact.claim.end, fact.claim.end + _REACH)
        if found is None or not fact.known or fact.stance is not Stance.ASSERTED:
            continue
        parts = Fraction(_PARTS[found["part"].lower()])
        whole = most.get((fact.concept, parts * count(fact)))
        if whole is not None:
            working = f"{whole.claim.text} ÷ {parts}"
            program = f"{name_of(whole)} {parts} /"
            reading = Reading("a part of the largest", count(fact), program, working, (whole,))
            yield confirmed(fact, reading, rule, _CHANCE)
