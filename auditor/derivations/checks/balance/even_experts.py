"""Experts that are said to lie evenly, "Expert balance: 0% imbalance": so many divide over the ranks without a rest."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from auditor import patterns as re
from auditor.derivations.checks.degrees import Reading, Stated, confirmed, count, name_of, stated, together
from auditor.derivations.derivation import Derivation
from auditor.facts import Fact, Facts, Stance
from auditor.text import line_at

_EXPERTS = re.compile(
    r"\bexperts?\b[^.|\n]{0,24}\b(?:balanc\w*|distribut\w*|placement)\b"
    r"|\b(?:distribution|placement) of (?:the |all )?experts\b",
    re.IGNORECASE,
)
_SPREAD = re.compile(r"\b(?:imbalance|varian\w*|deviation)\b", re.IGNORECASE)
_OTHER = re.compile(r"\b(?:load|token|rout\w*|traffic|comput\w*|memory|utili[sz]\w*)\b", re.IGNORECASE)
"""What may be uneven where the experts lie evenly."""
_CHANCE = 0.15


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each percentage of nothing that is said of where the experts lie."""
    nothing = [
        fact
        for fact in facts.all
        if fact.quantity.unit.symbol == "%" and fact.quantity.value == 0 and fact.stance is Stance.ASSERTED
    ]
    known = stated(facts, "experts", "experts_altogether", "gpus") if nothing else {}
    for fact in nothing:
        text = facts.claims.document.blocks[fact.claim.block].text
        line = f"{fact.claim.label.row} {line_at(text, fact.claim.start, fact.claim.end)}"
        if _EXPERTS.search(line) and _SPREAD.search(line) and not _OTHER.search(line):
            reading = next(_readings(fact, known), None)
            if reading is not None:
                yield confirmed(fact, reading, rule, _CHANCE)


def _readings(fact: Fact, known: Stated) -> Iterator[Reading]:
    """The one number of experts over the one number of GPUs, or of expert ranks, with nothing left."""
    for of, over in (("experts", "gpus"), ("experts_altogether", "gpus"), ("experts", "expert_parallel")):
        wholes, parts = together(fact, known.get(of, ())), together(fact, known.get(over, ()))
        if len(wholes) == len(parts) == 1 and count(wholes[0]) % count(parts[0]) == 0:
            working = f"{wholes[0].claim.text} mod {parts[0].claim.text}"
            program = f"{name_of(wholes[0])} {name_of(parts[0])} mod"
            yield Reading("experts left over", Fraction(0), program, working, (wholes[0], parts[0]))
