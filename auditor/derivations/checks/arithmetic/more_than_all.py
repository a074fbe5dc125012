"""Reductions by more than all there was: "212% less memory", "latency fell by 130%"."""

from __future__ import annotations

from collections.abc import Iterator

from auditor import patterns as re
from auditor.derivations.cited import is_own_statement
from auditor.derivations.derivation import Basis, Derivation, Step, one_step
from auditor.facts import Facts
from auditor.interval import Interval

_AMOUNT = (
    r"(?:memory|cache|VRAM|weights?|bytes|storage|footprint|GPUs?|devices?|nodes?|latency|time|TTFT|TPOT|traffic|bandwidth"
    r"|communication|compute|FLOPs?|energy|power|costs?|price|parameters?|tokens?)"
)
"""What cannot be less than nothing."""
_BEHIND = re.compile(
    rf"\s+(?:less|fewer|lower|smaller|shorter)\s+(?:[\w-]+\s+){{0,2}}?{_AMOUNT}\b"
    rf"|\s+(?:reduction|decrease|drop|cut)\s+(?:in|of)\s+(?:the\s+)?(?:[\w-]+\s+){{0,2}}?{_AMOUNT}\b",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    rf"\b{_AMOUNT}\b(?:\s[\w-]+){{0,3}}\s(?:fell|falls?|drops?|dropped|shrinks?|shrank|sinks?|sank|(?:is|was|are|were)\s"
    r"(?:reduced|cut|lowered))\sby\s(?:about\s|around\s|roughly\s)?[~≈]?\Z"
    rf"|\b(?:reduc|lower|cut|shrink|decreas)\w*\s(?:the\s|its\s|our\s)?(?:[\w-]+\s){{0,2}}?{_AMOUNT}(?:\s[\w-]+)?\sby\s"
    r"(?:about\s|around\s|roughly\s)?[~≈]?\Z",
    re.IGNORECASE,
)
_OTHERWISE = re.compile(
    r"loss|error|gap|deficit|overhead|headroom|margin|excess|surplus|regress|impossible|cannot|can.t|wrong|not\s"
    r"|more than",
    re.IGNORECASE,
)
"""Words of what may go below nothing, and of texts that speak of such a claim."""
_NEAR = 100
_ALL = Interval.point(1)


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each percentage over 100 by which an amount is said to be less."""
    for fact in facts.all:
        quantity = fact.quantity
        if quantity.unit.symbol != "%" or not quantity.is_plain or (quantity.value or 0) <= 100:
            continue
        text = facts.claims.document.blocks[fact.claim.block].text
        before = text[max(fact.claim.start - _NEAR, 0) : fact.claim.start]
        said = _BEHIND.match(text, fact.claim.end) or _BEFORE.search(before)
        around = before + text[fact.claim.end : fact.claim.end + _NEAR]
        if said is None or _OTHERWISE.search(around) or not is_own_statement(facts, fact.claim.index):
            continue
        step = Step("all there was", "100%", _ALL, "%", "1")
        yield one_step(fact.claim, step, rule, expected="≤ 100%", holds=False, relation="≤", basis=Basis.COMPARISON)
