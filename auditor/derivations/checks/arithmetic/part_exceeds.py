"""Totals of a GPU's memory that are smaller than a part listed for them, alone or with the part that is said to be as
large: "activations: 128 MB … total per GPU: 69 MB", "input: 12 GB, output: same size as the input, total: 15 GB"."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from auditor import patterns as re
from auditor import show
from auditor.derivations.cited import is_own_statement
from auditor.derivations.citing import claim_step
from auditor.derivations.derivation import Basis, Bound, Derivation, Input, Step, one_step
from auditor.derivations.values import PHYSICAL, operands
from auditor.facts import Fact, Facts, Operation
from auditor.frozen import dataclass

_PER_GPU = re.compile(r"\b(?:per|each|every|a|one|single)[- ]+(?:GPU|device|card|rank|accelerator)\b", re.IGNORECASE)
_WIDER = re.compile(
    r"\b(?:total|all|entire|whole|full|undivided|unsharded|global|cluster|system|across|sum|before|peak|worst|max\w*"
    r"|up to|saved|freed?|headroom|of which|host|CPU|offload\w*|disk|divided|split|shard\w*|distributed|spread"
    r"|for the model|per param\w*)\b|B/param",
    re.IGNORECASE,
)
"""Words of a line that make its amount more than what one GPU holds at one time, or no part of it."""
_TOTAL = re.compile(
    r"\W*(?:estimated |approx\w* )?(?:total|sum|overall)(?: (?:estimated|memory|VRAM|HBM|GPU|usage|used|required"
    r"|requirements?|needed|consumption|footprint))*(?: (?:per|/) ?(?:GPU|device|card|rank|accelerator))?\W*"
    r"|\W*(?:合计|总计|总和|总显存|tổng(?: cộng)?|gesamt|insgesamt|summe)\W*",
    re.IGNORECASE,
)
"""What names the sum of a list, and not what there is."""
_AS_LARGE = re.compile(
    r"\A[^:\n]{0,40}:\W*(?:the )?same (?:size|dimensions|shape|amount|memory)"
    r" as (?:the |for )?(?P<other>[^\W\d_]+(?: [^\W\d_]+)?)\W*\Z",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Part:
    """The amount of an item, and how many items are of its size."""

    fact: Fact
    name: str
    times: int = 1


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each such total, against the largest of its parts."""
    amounts = _amounts(facts)
    for blocks in _lists(facts).values():
        parts: list[_Part] = []
        for block in blocks:
            text, fact = facts.claims.document.blocks[block].text, amounts.get(block)
            if fact is not None and _TOTAL.fullmatch(fact.claim.label.key):
                if _is_of_the_list(fact, facts) and is_own_statement(facts, fact.claim.index):
                    yield from _judge(fact, parts, rule)
                parts = []
            elif fact is not None and not _WIDER.search(text):
                parts.append(_Part(fact, text.partition(":")[0].lower()))
            elif said := _AS_LARGE.match(text):
                other = said["other"].lower()
                parts = [replace(each, times=each.times + 1) if other in each.name else each for each in parts]


def _lists(facts: Facts) -> dict[int, list[int]]:
    """The first block of each item by its list; the items below one stand among its neighbours too."""
    blocks, found = facts.claims.document.blocks, defaultdict[int, list[int]](list)
    for index, block in enumerate(blocks):
        item = block.item
        while item is not None and block.item is not None and block.item.first:
            found[item.list].append(index)
            item = blocks[item.parent].item if item.parent is not None else None
    return found


def _amounts(facts: Facts) -> dict[int, Fact]:
    """The one amount of memory that a line comes to."""
    sides = (side for each in facts.claims.equations for side in each.sides if isinstance(side, Operation))
    used = {claim for side in sides for claim in operands(side)}
    found: dict[int, list[Fact]] = defaultdict(list)
    for fact in facts.all:
        masses = [each for each in fact.quantity.unit.dimensions if each[0] in PHYSICAL]
        told = fact.claim.index not in used and fact.role != "limit"
        if masses == [("byte", 1)] and fact.quantity.unit.factor > 1 and told:
            found[fact.claim.block].append(fact)
    plain = {block: some[0] for block, some in found.items() if len(some) == 1}
    return {
        block: fact for block, fact in plain.items() if fact.quantity.hull.high is not None and fact.claim.label.key
    }


def _is_of_the_list(total: Fact, facts: Facts) -> bool:
    """Whether a total counts what its list does: where it is that of a GPU, a line above the list says so too."""
    blocks = facts.claims.document.blocks
    block = blocks[total.claim.block]
    if not _PER_GPU.search(block.text) and total.scope != "gpu":
        return True
    parent = block.item.parent if block.item is not None else None
    above = [*block.headings[-1:], *([parent] if parent is not None else [])]
    return any(_PER_GPU.search(blocks[each].text) for each in above)


def _judge(total: Fact, parts: Sequence[_Part], rule: str) -> Iterator[Derivation]:
    # Where some items say that they are a GPU's, the others may be all GPUs'.
    of_gpu = [each for each in parts if _PER_GPU.search(each.name)]
    beyond = [
        each for each in of_gpu or parts if set(each.fact.scenario) <= set(total.scenario) and _exceeds(each, total)
    ]
    if beyond:
        yield _derivation(total, max(beyond, key=lambda each: (_least(each, 0), -each.fact.index)), rule)


def _exceeds(part: _Part, total: Fact) -> bool:
    """Whether a part is more than the total, however both units are read."""
    ends = [reading.interval.high for reading in total.quantity.readings]
    return all(end is not None and _least(part, n) > end for n, end in enumerate(ends))


def _least(part: _Part, reading: int) -> Fraction:
    """The least that a part may be, in one of the readings of its unit."""
    readings = part.fact.quantity.readings
    return (readings[min(reading, len(readings) - 1)].interval.low or Fraction(0)) * part.times


def _derivation(total: Fact, part: _Part, rule: str) -> Derivation:
    name, hull = part.fact.claim.name, part.fact.quantity.readings[0].interval
    result = hull.scale(part.times).upwards()
    stated = total.quantity.readings[0].interval
    unit, text = total.quantity.readings[0].unit, part.fact.claim.text
    shown = part.fact.quantity.nominal().scale(part.times)
    step = Step(
        "a part" if part.times == 1 else "parts of one size",
        text if part.times == 1 else f"{text} × {part.times}",
        result,
        unit.symbol,
        f"{name} {part.times} * ≥" if part.times > 1 else f"{name} ≥",
        (Input(name, hull, part.fact.claim.index),),
    )
    return one_step(
        total.claim,
        step,
        rule,
        expected=f"at least {show.interval(shown, unit)}",
        holds=False,
        relation="≥",
        bound=Bound.LOWER,
        basis=Basis.ARITHMETIC,
        severity="" if part.times == 1 else "warning",
        compared=claim_step(total.claim, stated, "total"),
    )
