"""A figure that a summary, or a ticked line, repeats with a misprint: "9.80 GB" where the table adds up to 9.08 GB."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from auditor import patterns as re
from auditor.derivations.checks.consistency.comparable import compatible
from auditor.derivations.concepts import GOALS
from auditor.derivations.derivation import Derivation
from auditor.derivations.miswritten import miswriting
from auditor.derivations.once import once
from auditor.derivations.said_again import said_again
from auditor.derivations.same import agree, sameness
from auditor.derivations.values import physical
from auditor.derivations.worked_out import worked_out
from auditor.facts import Extent, Fact, Facts, Form, Polarity, Stance

_NARROW = frozenset({Extent.LINE, Extent.ROW})
_REPEATED = 2
"""Other figures of a section that have to stand elsewhere too, for it to be a summary."""
_COMPARED = 64
_WORD = re.compile(r"[^\W\d_]{2,}")
_REMARK = re.compile(r"[(（,，;；.。]")
_FILLING = frozenset(
    {"per", "each", "every", "gpu", "gpus", "the", "of", "is", "total", "at", "with", "about", "only", "used"}
    | {"value", "values", "result", "results", "amount", "figure", "number"}
)


def check_later(facts: Facts, rule: str, found: Sequence[Derivation]) -> Iterator[Derivation]:
    """One derivation for each figure of a summary or tick that all other statements of it give otherwise by a misprint.

    The others agree, and one of them is worked out; the figure itself stands in one place and follows from nothing.
    """
    groups: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts.all:
        if fact.known and fact.role not in GOALS and fact.stance is Stance.ASSERTED:
            groups[fact.concept].append(fact)
    proved = worked_out(found)
    for group in groups.values():
        for fact in group if 1 < len(group) <= _COMPARED else ():
            if fact.claim.index not in proved and (other := _meant(fact, group, proved, facts)) is not None:
                made = said_again(fact.claim, other.claim, other.quantity.hull, rule, holds=False)
                yield replace(made, near_miss=_misprint(fact, other))


def _meant(fact: Fact, group: Sequence[Fact], proved: set[int], facts: Facts) -> Fact | None:
    """The statement that a figure repeats with a misprint."""
    same = sameness(facts)
    kind = physical(fact.quantity)
    others = [
        other
        for other in group
        if other is not fact
        and physical(other.quantity) == kind
        and compatible(fact, other)
        and other.role == fact.role
    ]
    other = next((other for other in others if other.claim.index in proved and _misprint(fact, other)), None)
    if other is None or not agree(others) or not _is_alone(fact, facts) or not _is_apart(fact, other, facts):
        return None
    if not _words(fact) <= _all_words(other) | _FILLING:
        # "TTFT of short prompts" is another one than "TTFT".
        return None
    told = same.are_of_changes(fact, other) or same.is_operand(fact) or same.is_contrasted(fact, others)
    summed_up = fact.claim.index in _ticked(facts) or _is_summary(fact, facts)
    return other if summed_up and not told else None


def _is_apart(fact: Fact, other: Fact, facts: Facts) -> bool:
    """Whether the two stand in sections of which none describes a thing of its own; a summary repeats several names."""
    here, there = (facts.claims.document.blocks[each.claim.block].headings for each in (fact, other))
    return sameness(facts).is_apart(fact, other) or (here != there and _is_summary(fact, facts))


def _misprint(fact: Fact, other: Fact) -> str:
    one, two = fact.quantity, other.quantity
    plain = one.is_plain and two.is_plain and physical(one) == physical(two)
    return miswriting(one, two.readings[0].interval, anywhere=True) if plain and not one.hull.meets(two.hull) else ""


@once
def _ticked(facts: Facts) -> frozenset[int]:
    """The numbers of lines and rows with a sign of approval; mere words may judge another number of theirs."""
    return frozenset(
        number
        for ground in facts.claims.grounds
        if ground.extent in _NARROW
        and any(mark.form is Form.MARK and mark.polarity is Polarity.GOOD for mark in ground.marks)
        for number in ground.numbers
    )


def _words(fact: Fact) -> frozenset[str]:
    """What a figure is called in its own line, up to a remark in brackets."""
    label = fact.claim.label
    said = " ".join((label.key, label.row, label.column, label.before, _REMARK.split(label.after)[0]))
    return frozenset(_WORD.findall(said.lower()))


def _all_words(fact: Fact) -> frozenset[str]:
    label = fact.claim.label
    said = " ".join((label.key, label.row, label.column, label.before, label.after, *label.headings))
    return frozenset(_WORD.findall(said.lower()))


def _is_alone(fact: Fact, facts: Facts) -> bool:
    """Whether no other number of the document is the same amount."""
    one = fact.quantity
    return not any(
        other is not fact and other.quantity.value == one.value and physical(other.quantity) == physical(one)
        for other in facts.all
    )


def _is_summary(fact: Fact, facts: Facts) -> bool:
    """Whether most numbers of a section stand in other ones too."""
    blocks = facts.claims.document.blocks
    here = blocks[fact.claim.block].headings
    own: set[object] = set()
    elsewhere: set[object] = set()
    for other in facts.all:
        said = other.quantity.value, physical(other.quantity)
        (own if blocks[other.claim.block].headings == here else elsewhere).add(said)
    repeated = len(own & elsewhere)
    return repeated >= _REPEATED and 2 * repeated >= len(own)
