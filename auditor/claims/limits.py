"""A number beside its limit, target or requirement: "4.2s (meets ≤10s requirement)", "15.2GB within 64GB"."""

from __future__ import annotations

from collections.abc import Sequence

from auditor.claims.clause import Gap
from auditor.claims.connectives import words
from auditor.claims.items import symbol
from auditor.claims.pairs import comparable
from auditor.claims.passage import Leaf

_STANDARD = (
    "limit",
    "requir",
    "target",
    "capacity",
    "budget",
    "threshold",
    "goal",
    "sla",
    "slo",
    "cap",
    "allowed",
    "allowable",
    "ceiling",
    "quota",
    "constraint",
    "要求",
    "目标",
    "限制",
    "上限",
    "阈值",
)
_KEEPS = words(
    """within under below exceeds exceed exceeding exceeded meets meet meeting fits fit fitting satisfies satisfy
    satisfying above beats surpasses surpassing sufficient"""
)
_JOINING = words("and but while whereas or plus")
_MOST_WORDS = 6
_AROUND = words("the our its a an is was of at max maximum min minimum memory latency ttft tpot itl")
"""Words that stand with the name of a limit."""
_REACHED = ("achiev", "actual", "measur", "current", "observ", "obtain", "reach", "used", "realis", "realiz")


def names_standard(said: Sequence[str]) -> bool:
    """Whether words speak of a limit, target or requirement."""
    return any(word.startswith(_STANDARD) for word in said)


def is_standard(said: Sequence[str]) -> bool:
    """Whether words before a number are the name of a limit or target and nothing else: "requiring 2 GPUs" is none."""
    named = all(word in _AROUND or word.startswith(_STANDARD) for word in said)
    return named and names_standard(said) and not any(word.startswith("requir") for word in said)


def names_reached(said: Sequence[str]) -> bool:
    """Whether words speak of what is reached."""
    return any(word.startswith(_REACHED) for word in said)


def compares(said: Sequence[str]) -> bool:
    """Whether words say that something keeps a limit or goes past it."""
    return any(word in _KEEPS for word in said)


def measurable(first: Leaf, second: Leaf) -> bool:
    """Whether one number can be held against the other: of one kind, and not both bare."""
    return comparable(first, second) and bool(symbol(first) or symbol(second))


def within_clause(first: Leaf, gap: Gap, second: Leaf, behind: Sequence[str]) -> bool:
    """Whether the words between two numbers hold the first against the second."""
    if not _is_said(gap) or not compares(gap.words) or len(gap.words) > _MOST_WORDS or _goes_on(gap.words):
        return False
    if gap.words[-1] == "by":
        # "38 GB stays below it by 4 GB": what follows is the distance.
        return False
    return measurable(first, second) and (bool(symbol(first) and symbol(second)) or names_standard(behind[:2]))


def _is_said(gap: Gap) -> bool:
    """Whether words alone stand here, or an arrow to what follows: "64 GB → fits in 80 GB"."""
    return gap.plain or (gap.signs == ("→",) and not gap.groups and gap.words[:1] != () and gap.words[0] in _KEEPS)


def _goes_on(said: Sequence[str]) -> bool:
    """Whether something else is told behind the word of comparison: "400 GB/s within nodes and 50 GB/s between"."""
    last = max(place for place, word in enumerate(said) if word in _KEEPS)
    return not _JOINING.isdisjoint(said[last + 1 :])


def suffices(said: Sequence[str]) -> bool:
    """Whether the first number is what there is, and the second what it has to do for."""
    return "sufficient" in said
