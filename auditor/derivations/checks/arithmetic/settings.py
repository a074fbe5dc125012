"""Pairs that tell between which settings something changes, and are not what changes: "8.5% cheaper (1 → 2)"."""

from __future__ import annotations

from math import ceil

from auditor import patterns as re
from auditor.derivations.values import PHYSICAL, operands
from auditor.facts import Claim, Facts, Link
from auditor.quantity import Quantity

_FEW = 100
"""Below it a bare number may be any setting, above it a power of two may."""
_REACH = 80
"""Characters before a percentage that say of what it is."""
_EFFECT = re.compile(
    r"\b(?:gives?|gave|buys?|bought|brings?|brought|yields?|yielded|costs?|adds?|gets? you)\b|带来|换来"
)
"""What a setting does to something else."""
_QUALITY = re.compile(r" ?(?:faster|slower|cheaper|dearer|quicker)\b")
"""How something is for another setting: no number of things is that."""
_MORE = re.compile(
    r" ?(?:more|less|fewer|higher|lower|better|worse|larger|smaller|longer|shorter) (?!than\b|for\b)([^\W\d]{3,})"
)
_LIMIT = re.compile(r" ?(?:rule|limit|cap|ceiling|threshold|mark|line|bound|budget|quota|target)\b")
_CONDITION = re.compile(
    r"(?:\A|[.;:\n]\s*)\W{0,3}(?:if|when|assuming|with|at|under)\b[^.;:,\d\n]{0,40}\Z", re.IGNORECASE
)
"""What stands before the percentage of a case that is played through: "If we get only 20% the box makes ..."."""
_TIMES = re.compile(r"\d ?[×x*·] ?\Z")
_NODES = (("node", 1),)
_SHORT = 8
_PAIR = 2
_SUBJECT = re.compile(
    r"[,，;；:：]\s*(?:the |its |so )?([^\W\d]{2,}?)\s?(?:提升|提高|增加|增长|降低|下降|减少|grows?|grew|rises?"
    r"|rose|falls?|fell|drops?|dropped|increases?|decreases?|tăng|giảm|is|was)(?![a-z])"
)
"""What the percentage is said of, where a clause of its own says it: "..., TTFT grows by 280%"."""


def names_settings(facts: Facts, link: Link, _: Quantity) -> bool:
    """Whether a pair beside the percentage of a change may be of settings: bare, or of things not spoken of."""
    claims = facts.claims.all
    used = [claims[claim] for claim in (*operands(link.first), *operands(link.second))]
    if link.form == "change" and all(map(_names_layout, used)):
        return True
    if _is_limit(facts, link) or _is_rounded_up(link, used) or _are_of_many(facts, used):
        return True
    if link.form == "versus" and link.result is not None and "efficien" in link.words:
        # "1.6× on 16 GPUs compared with 8 GPUs, an efficiency of 80%"
        return all(_may_be_setting(claim, "") for claim in used)
    if link.form != "change" or link.result is None:
        return False
    result = claims[link.result]
    text = facts.claims.document.blocks[result.block].text
    if result.span.start > used[0].span.start:
        return _leads_to_effect(text, used, result)
    before = text[max(0, result.start - _REACH) : result.start].lower().rpartition(")")[2]
    return all(_may_be_setting(claim, before) for claim in used)


def _names_layout(claim: Claim) -> bool:
    """Whether a number is a degree or a number of nodes: "from TP4 to TP8 the gain is 17%" is of what it brings."""
    return bool(claim.degree) or (claim.quantity is not None and claim.quantity.unit.dimensions == _NODES)


def _are_of_many(facts: Facts, used: list[Claim]) -> bool:
    """Whether a number before one of the pair multiplies it, so that it is not the one compared: "2 × 80 GB at 90%"."""
    blocks = facts.claims.document.blocks
    return any(
        _TIMES.search(blocks[claim.block].text, max(claim.start - _SHORT, 0), claim.start) is not None for claim in used
    )


def _is_limit(facts: Facts, link: Link) -> bool:
    """Whether the percentage is one that something has to keep: "by the 75% rule 3 of 7 would do"."""
    if link.result is None:
        return False
    result = facts.claims.all[link.result]
    text = facts.claims.document.blocks[result.block].text
    supposed = _CONDITION.search(text, max(result.start - _REACH, 0), result.start) is not None
    leads = result.start < facts.claims.all[next(operands(link.first))].start
    return (supposed and leads) or _LIMIT.match(text, result.end) is not None


def _is_rounded_up(link: Link, used: list[Claim]) -> bool:
    """Whether the pair is what is needed and the whole number of things that are taken: "6.45 → 7 replicas"."""
    values = [claim.quantity.value for claim in used if claim.quantity is not None]
    if "." in used[-1].text or link.form != "change" or len(values) != _PAIR or values[0] is None or values[1] is None:
        return False
    return values[0].denominator != 1 and values[1] == ceil(values[0])


def _leads_to_effect(text: str, used: list[Claim], result: Claim) -> bool:
    """Whether the percentage behind a pair is said of something else: "going 32 → 64 gives 47% more throughput"."""
    said, between = text[: used[0].start].lower(), text[used[-1].end : result.start].lower()
    behind = text[result.end : result.end + _REACH].lower()
    if not all(_may_be_setting(claim, behind) for claim in used):
        return False
    if _EFFECT.search(between) or _QUALITY.match(behind):
        return True
    other = _MORE.match(behind) or _SUBJECT.search(between)
    return other is not None and other[1] not in said


def _may_be_setting(claim: Claim, spoken: str) -> bool:
    quantity = claim.quantity
    value = quantity.value if quantity is not None else None
    if quantity is None or value is None or value.denominator != 1 or quantity.unit.factor != 1:
        return False
    things = [name for name, _ in quantity.unit.dimensions]
    if any(name in PHYSICAL or name in spoken for name in things):
        return False
    return 0 < value < _FEW or int(value).bit_count() == 1
