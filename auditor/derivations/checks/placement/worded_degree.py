"""Degrees that are said in words: "tensor parallelism across 8 devices", "an 8-way split of heads", "2 model replicas".

They are confirmed by the degree that is stated.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from auditor import patterns as re
from auditor.derivations.checks.degrees import confirmed, itself, stated, together
from auditor.derivations.counts import exact_counts
from auditor.derivations.derivation import Derivation
from auditor.derivations.leads import lead
from auditor.facts import Fact, Facts, Stance
from auditor.text import short_line_at

_WORDS: Mapping[str, re.Pattern[str]] = {
    "tensor_parallel": re.compile(r"\btensor\b|\bTP\b|\b(?:column|row|model)[- ]parallel|张量", re.I),
    "pipeline_parallel": re.compile(r"\bpipeline\b|\bPP\b|\bstages?\b|流水", re.I),
    "expert_parallel": re.compile(r"\bexperts?\b|\bEP\b|专家", re.I),
    "data_parallel": re.compile(r"\bdata\b|\bDP\b|\breplicas?\b|数据", re.I),
    "context_parallel": re.compile(r"\bcontext\b|\bCP\b", re.I),
    "sequence_parallel": re.compile(r"\bsequence\b|\bSP\b", re.I),
}
"""Words by which a degree is meant."""
_TOGETHER = re.compile(r"\b(?:combined|overall|together|in total|in all)\b", re.I)
"""Words by which the ways of all degrees are counted, one for each GPU."""
_WAY = re.compile(r"[- ]ways?\Z", re.I)
_SPLIT = re.compile(r"\b(?:across|over|among|on|onto|between|into)\s*(?:all|the)?\s*\Z", re.I)
_HOLDERS = re.compile(r"(?:GPUs?|devices?|ranks?|cards?|accelerators?)\Z|\d\Z", re.I)
_COUNTED: Mapping[str, re.Pattern[str]] = {
    "pipeline_parallel": re.compile(r"\d+[- ](?:\w+ )?(?:pipeline[- ])?stages?\b", re.I),
    "data_parallel": re.compile(r"\d+[- ](?:(?:model|data[- ]parallel|full|DP) )*replicas?\b", re.I),
}
"""By degree, how a number reads that counts what there are so many of."""
_SEVERAL = 2
_BEFORE = 60
_LEAD = 240
"""Characters of the line above a list that are looked at."""
_CHANCE = 0.15


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each number that means a degree in words, and is the one that is stated."""
    degrees = stated(facts, "gpus")
    blocks = facts.claims.document.blocks
    for fact in exact_counts(facts) if degrees else ():
        if not _is_plain(fact):
            continue
        for concept in _meant(fact, facts):
            others = [each for each in degrees.get(concept, ()) if each.claim.block != fact.claim.block]
            above = lead(facts, blocks[fact.claim.block])
            # Of several layouts the one that the list stands under is meant.
            leading = [each for each in others if each.claim.block == above]
            told = together(fact, leading or others)
            if len(told) == 1 and told[0].quantity.value == fact.quantity.value:
                yield confirmed(fact, itself(told[0], concept.replace("_", " ")), rule, _CHANCE)
                break


def _is_plain(fact: Fact) -> bool:
    value = fact.quantity.value
    told = fact.stance in (Stance.ASSERTED, Stance.PROPOSED)
    free = not fact.known or fact.concept in ("replicas", "gpus")
    # Of ones there are many, but a "1-way" split is a degree by its own word.
    least = 1 if _WAY.search(fact.claim.text) else _SEVERAL
    return told and free and not fact.claim.degree and value is not None and value >= least


def _meant(fact: Fact, facts: Facts) -> Iterator[str]:
    """The degrees that a number can mean, by what it counts or by the words before it."""
    blocks = facts.claims.document.blocks
    block = blocks[fact.claim.block]
    counted = [concept for concept, pattern in _COUNTED.items() if pattern.match(block.text, fact.claim.start)]
    if counted:
        yield from counted
        return
    before = block.text[max(fact.claim.start - _BEFORE, 0) : fact.claim.start]
    text = block.text[fact.claim.start : fact.claim.end]
    if _WAY.search(text) is None and not (_SPLIT.search(before) and _HOLDERS.search(text)):
        return
    line = short_line_at(block.text, fact.claim.start, fact.claim.end)
    above = lead(facts, block)
    for words in (line, blocks[above].text[:_LEAD] if above is not None else ""):
        named = [concept for concept, pattern in _WORDS.items() if pattern.search(words)]
        if named:
            yield from named if len(named) == 1 else ()
            return
    if _TOGETHER.search(line):
        yield "gpus"
