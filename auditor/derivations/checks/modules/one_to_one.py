"""Parts matched 1:1 to GPUs, where the report counts more or fewer parts than GPUs."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from auditor import patterns as re
from auditor import show
from auditor.derivations.citing import claim_step
from auditor.derivations.derivation import Basis, Derivation
from auditor.facts import Fact, Facts, Link, Operand, Stance
from auditor.interval import Interval

_PARTS = re.compile(r"\b(?:parts?|modules?|partitions?)\b", re.IGNORECASE)
_GPUS = re.compile(r"\b(?:GPUs?|devices?|ranks?)\b", re.IGNORECASE)
_ONE = Interval.point(1)


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each "1:1" of parts and GPUs where a report says how many parts a GPU holds."""
    each = _of_each(facts)
    if each is None or (each.quantity.value != 1 and _may_match(facts)):
        return
    blocks = facts.claims.document.blocks
    for link in facts.claims.links:
        near = blocks[link.block].headings == blocks[each.claim.block].headings
        if near and link.form == "ratio" and _is_even(link, facts) and _is_of_parts(link, facts):
            yield _derivation(link, each, rule)


def _of_each(facts: Facts) -> Fact | None:
    """The number of parts that each GPU holds, where the report states one and no other."""
    found: dict[Fraction | None, Fact] = {}
    for fact in facts.all:
        if fact.concept == "modules_per_gpu" and fact.stance is Stance.ASSERTED:
            found.setdefault(fact.quantity.value, fact)
    return next(iter(found.values())) if len(found) == 1 and None not in found else None


def _may_match(facts: Facts) -> bool:
    """Whether some count of parts is also one of GPUs, so that other parts may be meant."""
    counts = [{fact.quantity.value for fact in facts.all if fact.concept == each} for each in ("module_count", "gpus")]
    return not counts[0].isdisjoint(counts[1])


def _is_even(link: Link, facts: Facts) -> bool:
    sides = (link.first, link.second)
    quantities = [facts.claims.all[side.claim].quantity for side in sides if isinstance(side, Operand)]
    return len(quantities) == 2 and all(quantity is not None and quantity.value == 1 for quantity in quantities)


def _is_of_parts(link: Link, facts: Facts) -> bool:
    row = facts.claims.all[link.first.claim].label.row if isinstance(link.first, Operand) else ""
    text = f"{row} {facts.claims.document.blocks[link.block].text}"
    return bool(_PARTS.search(text) and _GPUS.search(text))


def _derivation(link: Link, each: Fact, rule: str) -> Derivation:
    assert isinstance(link.first, Operand)
    value = each.quantity.hull
    return Derivation(
        rule=rule,
        head=link.first.claim,
        premises=(each.claim.index,),
        holds=value.meets(_ONE),
        stated="1:1",
        expected=f"{show.interval(value, each.quantity.readings[0].unit)}",
        interval=value,
        basis=Basis.RESTATEMENT,
        steps=(claim_step(each.claim, value, "stated elsewhere"),),
    )
