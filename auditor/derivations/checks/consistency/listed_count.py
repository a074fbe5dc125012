"""Counts of things that the text lists: "2 edges: `a` and `b`", "3 machines" above "Machine 1" to "Machine 3".

What a list leaves out nobody may have said, so that they are only confirmed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from auditor import patterns as re
from auditor.derivations.cited import TOLD
from auditor.derivations.counts import exact_counts
from auditor.derivations.derivation import Basis, Derivation, Input, Step, one_step
from auditor.facts import Block, Fact, Facts
from auditor.interval import Interval
from auditor.text import line_start

_HEAD = re.compile(r"\W*(?P<noun>[A-Za-z]{4,12})\s*#?(?P<number>\d{1,2})\b(?!\s*[.,]?\d)")
"""What a line begins with that tells things apart: "Stage 2", "Machine 1"."""
_STAGE = re.compile(r"\b[Ss]tage[ _#]?(?P<number>\d{1,2})\b(?!\s*[.,]?\d)")
"""A stage of a pipeline by its number, wherever it is named."""
_PIPELINE = "pipeline_parallel"
_NOUN = re.compile(r"\d+(?:[- ](?:[A-Za-z]+[- ]){0,2})?[- ]?(?P<noun>[A-Za-z]{4,12})")
_OPENED = re.compile(r"[^.;\n`]{0,40}[:(（：]\s*\Z|\s*\Z")
"""What may stand between a count and the first thing that is listed."""
_ENDS = re.compile(r"(?:\s+[A-Za-z-]+){0,2}\s*[)）]?\s*[:：]?\s*")
"""What may stand behind a count of which the items below name each."""
_BETWEEN = re.compile(r"\s*(?:,|and|&|,\s*and|/|、|和)\s*")
_NODE = re.compile(r"\s*[A-Za-z_]\w{0,60}\s*\[\s*label\b")
"""A line of code that writes out a node of a graph."""
_NODES = re.compile(r"\bnodes\b", re.IGNORECASE)
_RANGE = (2, 20)
_CHANCE = 0.15

_Series = Mapping[str, set[int]]


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each count whose things its line lists by name, or that lines begin with by their number."""
    blocks = facts.claims.document.blocks
    series, below, stages, nodes = _series(blocks), _under(blocks), _stages(blocks), _nodes(blocks)
    for fact in exact_counts(facts):
        value = fact.quantity.value
        if value is None or not _RANGE[0] <= value <= _RANGE[1]:
            continue
        if nodes.get(fact.claim.block) == value and _NODES.search(fact.claim.text):
            yield _derivation(fact, "written out in the code below", rule)
            continue
        if not _is_told(fact):
            continue
        of_pipeline = fact.concept == _PIPELINE and "stage" in fact.claim.text
        if of_pipeline and _are_all(stages) and len(stages) == value:
            yield _derivation(fact, "told apart by their numbers", rule)
        if of_pipeline or fact.claim.degree:
            continue
        if _listed(fact, blocks[fact.claim.block]) == value:
            yield _derivation(fact, "named in its line", rule)
        elif below.get(fact.claim.block) == value and _ENDS.fullmatch(blocks[fact.claim.block].text[fact.claim.end :]):
            yield _derivation(fact, "named in the items below", rule)
        elif _numbered(fact, blocks[fact.claim.block], series) == value:
            yield _derivation(fact, "told apart by their numbers", rule)


def _is_told(fact: Fact) -> bool:
    return fact.stance in TOLD


def _stages(blocks: Sequence[Block]) -> set[int]:
    """The numbers of the stages that are named anywhere."""
    return {int(found["number"]) for block in blocks for found in _STAGE.finditer(block.text)}


def _are_all(numbers: set[int]) -> bool:
    """Whether things are counted from 0 or 1 without a gap."""
    return min(numbers, default=2) <= 1 and max(numbers) - min(numbers) + 1 == len(numbers)


def _series(blocks: Sequence[Block]) -> _Series:
    """By noun the numbers of the things that lines begin with."""
    found: dict[str, set[int]] = defaultdict(set)
    for block in blocks:
        for line in block.text.split("\n"):
            head = _HEAD.match(line)
            if head is not None:
                found[head["noun"].lower()].add(int(head["number"]))
    return found


def _under(blocks: Sequence[Block]) -> Mapping[int, int]:
    """By heading how many items its first list has, where that is numbered: "Attention (6 multiplications)"."""
    lists: dict[int, tuple[int, int]] = {}
    for block in blocks:
        item = block.item
        if item is None or not block.headings or item.depth > 1 or not item.ordered:
            continue
        first, _ = lists.get(block.headings[-1], (item.list, 0))
        if first == item.list:
            lists[block.headings[-1]] = item.list, item.index + 1
    return {heading: count for heading, (_, count) in lists.items()}


def _nodes(blocks: Sequence[Block]) -> Mapping[int, int]:
    """By heading how many nodes of a graph its first code writes out, where it holds nothing else."""
    first: dict[int, int] = {}
    counts: dict[int, int] = {}
    for block in blocks:
        if block.code is None or not block.headings:
            continue
        heading = block.headings[-1]
        if first.setdefault(heading, block.code.fence) == block.code.fence:
            # One line of another sort, "# ... and so on", leaves open how many there are.
            node = _NODE.match(block.text) is not None
            counts[heading] = counts.get(heading, 0) + 1 if node and counts.get(heading, 0) >= 0 else -1
    return counts


def _numbered(fact: Fact, block: Block, series: _Series) -> int:
    """How many things of the noun there are, counted from 0 or 1 without a gap; 0 where no lines begin with them."""
    match = _NOUN.match(block.text, fact.claim.start)
    if match is None or _HEAD.match(block.text[line_start(block.text, fact.claim.start) :]):
        return 0
    noun = match["noun"].lower()
    numbers = series.get(noun.removesuffix("s"), set())
    return len(numbers) if _are_all(numbers) else 0


def _listed(fact: Fact, block: Block) -> int:
    """How many names in code stand in a row behind a count."""
    names = [span for span in block.verbatim if span.start >= fact.claim.end]
    if not names or not _OPENED.fullmatch(block.text[fact.claim.end : names[0].start]):
        return 0
    count = 1
    for last, following in pairwise(names):
        if not _BETWEEN.fullmatch(block.text[last.end : following.start]):
            break
        count += 1
    return count


def _derivation(fact: Fact, how: str, rule: str) -> Derivation:
    value = Interval.point(fact.quantity.value or 0)
    assumed = f"{fact.claim.text}: so many are {how}"
    given = Input("listed", value, assumed=assumed)
    return one_step(
        fact.claim,
        Step(f"counted, {how}", str(fact.quantity.value), value, "", "listed", (given,)),
        rule,
        expected=f"as many are {how}",
        holds=True,
        basis=Basis.COMPARISON,
        assumptions=(assumed,),
        power=_CHANCE,
    )
