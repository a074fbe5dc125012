"""How many fit into what is left, by what each takes: "Left: 111.5 GB", "each takes 25.8 GB, so 4 sessions fit"."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import floor

from auditor import patterns as re
from auditor.derivations.cited import is_own_statement
from auditor.derivations.citing import input_of
from auditor.derivations.derivation import Bound, Derivation, Input, Step, one_step
from auditor.facts import Claim, Fact, Facts, Stance
from auditor.interval import Interval
from auditor.quantity import Modality
from auditor.show import number
from auditor.text import sentence_at

_THING = r"(?:sessions?|sequences?|requests?|users?|conversations?|contexts?|会话|序列|请求|并发|phiên|chuỗi|yêu cầu)"
_EACH = re.compile(
    rf"\b(?:each|every|per|one|a single|mỗi|một)\b[^.;\n]{{0,40}}{_THING}|[每单一]个?[^。；\n]{{0,16}}{_THING}",
    re.IGNORECASE,
)
"""What says of an amount that it is one's."""
_SO = re.compile(r"\b(?:so|hence|thus|therefore|i\.e\.|meaning|nên|do đó|vậy)\b|→|⇒|=>|因此|所以|故|即", re.IGNORECASE)
_HOLD = re.compile(
    r"\b(?:fits?|holds?|room for|at most|up to|serve[sd]?|kept|concurrently|tối đa|chứa)\b|最多|容纳|支持|可放|并发",
    re.IGNORECASE,
)
_ROOM = re.compile(
    r"\b(?:left|remain\w*|free|available|budget|room|còn lại|trống|khả dụng)\b|剩余|可用|余量|预算", re.IGNORECASE
)
"""Keys of what is left."""
_OTHERWISE = re.compile(
    r"\b(?:if|with FP8|instead|would|per replica|per node|replicas?|all \d+|total)\b|若|如果|副本", re.IGNORECASE
)
_BYTES = (("byte", 1),)
_PER_GPU = (("byte", 1), ("gpu", -1))
_BACK = 12


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each number of things that is said to find room beside what each of them takes."""
    for size, count in zip(facts.all, facts.all[1:], strict=False):
        if size.claim.block != count.claim.block or not _is_size(size) or not _is_count(count):
            continue
        block = facts.claims.document.blocks[size.claim.block]
        said = block.text[slice(*sentence_at(block.text, size.claim.start))]
        between = block.text[size.claim.end : count.claim.start]
        told = (
            _EACH.search(said)
            and _SO.search(between)
            and _HOLD.search(block.text[size.claim.end : count.claim.end + 40])
        )
        room = _room(facts, size) if told and not _OTHERWISE.search(said) else None
        if room is not None and is_own_statement(facts, count.claim.index):
            yield _derivation(count, size, room, rule)


def _is_size(fact: Fact) -> bool:
    plain = fact.quantity.is_plain and fact.stance is Stance.ASSERTED
    return plain and fact.quantity.readings[0].unit.dimensions in (_BYTES, _PER_GPU)


def _is_count(fact: Fact) -> bool:
    return (
        fact.quantity.whole
        and (fact.quantity.is_plain or fact.quantity.modality is Modality.AT_MOST)
        and bool(fact.quantity.value)
    )


def _room(facts: Facts, size: Fact) -> Fact | None:
    """The last amount that is left, in the section before what each takes; none where the text between has another."""
    for other in reversed(facts.all[max(size.index - _BACK, 0) : size.index]):
        if other.claim.label.headings != size.claim.label.headings:
            return None
        if _is_size(other) and other.claim.block != size.claim.block and _ROOM.search(_key(other.claim)):
            return _last_of(facts, other)
    return None


def _last_of(facts: Facts, fact: Fact) -> Fact:
    """The last amount of an item, which its working comes to."""
    same = [each for each in facts.all[fact.index : fact.index + _BACK] if each.claim.block == fact.claim.block]
    return [each for each in same if _is_size(each)][-1]


def _key(claim: Claim) -> str:
    return claim.label.key or claim.label.row


def _derivation(count: Fact, size: Fact, room: Fact, rule: str) -> Derivation:
    ends = (room, size)
    given = tuple(input_of(each) for each in ends)
    quotient = room.quantity.hull / size.quantity.hull
    most = quotient.high if quotient.high is not None else Fraction(0)
    stated = count.quantity.value or Fraction(0)
    said = Input("count", Interval.point(stated), assumed=f"{count.claim.text}: as many are said to fit")
    step = Step(
        "what is left ÷ what each takes",
        f"{room.claim.text} ÷ {size.claim.text}",
        Interval.at_most(most),
        "",
        f"{given[0].name} {given[1].name} / ≤",
        given,
    )
    return one_step(
        count.claim,
        step,
        rule,
        expected=f"at most {number(floor(most))}",
        holds=stated <= most,
        relation="≤",
        bound=Bound.UPPER,
        compared=Step("said to fit", count.claim.text, Interval.point(stated), "", "count", (said,)),
        power=0.5,
    )
