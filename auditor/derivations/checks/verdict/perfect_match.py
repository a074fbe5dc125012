"""Counts that are called a perfect match, or 1:1, and differ: "64 parts across 128 GPUs (1:1 ratio)"."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from auditor import patterns as re
from auditor.derivations.counts import exact_counts
from auditor.derivations.derivation import Derivation
from auditor.derivations.once import once
from auditor.derivations.said_again import said_again
from auditor.derivations.workings import worked_with
from auditor.facts import Block, Fact, Facts, Stance
from auditor.text import line_at, says_any

_ONE_EACH = re.compile(r"(?<![\d:.])1\s?:\s?1(?![\d:.])|\bone[- ]to[- ]one\b|一一对应", re.IGNORECASE)
_MATCH = re.compile(
    r"\b(?:perfect|exact|ideal)(?:ly)?\W{1,3}(?:\w+[- ]){0,2}?match\w*"
    r"|\bmatch\w*\W{0,3}(?:is |are )?(?:perfect|exact)(?:ly)?\b"
    r"|\b(?:part|module)s? (?:count|number) (?:equals|matches) (?:the )?GPU|完[美全]匹配",
    re.IGNORECASE,
)
_OTHERWISE = re.compile(
    r"\b(?:not|no|never|without|cannot|\w+n't|mismatch\w*|fail\w*|should|must|needs? to|would|could|if|instead|unless"
    r"|than|rather|lack\w*|missing|violat\w*|incorrect\w*|wrong\w*|claim\w*|each|every|apiece|two|three|four|pairs?"
    r"|double|half|twice|shared?|sharing|replica\w*|copies|times|remaining|spare|idle)\b|[❌✗✘⚠?]|->|→"
    r"|\bper[- ](?:GPU|device|part|module|group|node|card)\b|不|每",
    re.IGNORECASE,
)
"""Words by which nothing is claimed to match, or something else than the two counts."""
_HINTS = ("match", "1:1", "1: 1", "1 :1", "1 : 1", "one-to-one", "one to one", "equals", "匹配", "对应")
_PARTS = frozenset({"part", "module", "partition"})
_GPUS = frozenset({"GPU", "device"})
_HELD = frozenset({"part", "expert", "layer"})
_HOLDERS = frozenset({"GPU", "group", "rank"})
"""What can stand 1:1 to each other."""
_NEEDED = re.compile(r"(?:needed|required|necessary|demanded|asked for)\b", re.IGNORECASE)
_THERE = re.compile(r"(?:present|available|there|at hand|provided|installed|in the cluster)\b", re.IGNORECASE)
"""What rows are called that say how many of something a plan takes, and how many there are."""
_LARGE = 40
"""Cells of a table that is no short one of what is needed and what is there."""
_SUBJECT = re.compile(r"match|mapping|ratio|division|correspond|balance|status|result|GPU|匹配|对应", re.IGNORECASE)
"""Keys of an item that judges the counts of its list."""
_CHANCE = 0.2


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each two counts of a line, or of a list, that are called a match."""
    if not says_any(facts.claims.document.source, _HINTS):
        return
    told = [fact for fact in exact_counts(facts) if fact.stance is Stance.ASSERTED and (fact.quantity.value or 0) > 0]
    by_block: dict[int, list[Fact]] = defaultdict(list)
    for fact in told:
        by_block[fact.claim.block].append(fact)
    for block in facts.claims.document.blocks:
        if _says_so(block.text) and block.cell is not None:
            yield from _of_row(block, by_block, facts, rule)
            yield from _of_table(block, by_block, facts, rule)
        elif _says_so(block.text):
            yield from _of_lines(block, by_block[block.index], facts, rule)
            yield from _of_list(block, by_block, facts, rule)


def _says_so(text: str) -> bool:
    return says_any(text, _HINTS) and bool(_MATCH.search(text) or _ONE_EACH.search(text))


def _of_lines(block: Block, here: Sequence[Fact], facts: Facts, rule: str) -> Iterator[Derivation]:
    lines: dict[str, list[Fact]] = defaultdict(list)
    for fact in here:
        if fact.claim.qualifier != "a:b" and not fact.claim.degree:
            lines[line_at(block.text, fact.claim.start)].append(fact)
    used = worked_with(facts)
    for line, some in lines.items():
        if len(some) != 2 or not _says_so(line) or _OTHERWISE.search(line) or _is_apart(some[0], some[1], block):
            continue
        if not {each.claim.index for each in some} & used:
            yield from _judged(some[0], some[1], _ONE_EACH.search(line) is not None, rule)


def _of_row(block: Block, by_block: Mapping[int, Sequence[Fact]], facts: Facts, rule: str) -> Iterator[Derivation]:
    """A cell that calls the counts of its row a match."""
    place = block.cell
    table = _tables(facts)[place.table] if place is not None else []
    row = [each for each in table if each.cell and place and each.cell.row == place.row]
    some = [fact for each in row for fact in by_block.get(each.index, ()) if fact.claim.qualifier != "a:b"]
    if len(some) == 2 and not any(_OTHERWISE.search(each.text) for each in row):
        yield from _judged(some[0], some[1], _ONE_EACH.search(block.text) is not None, rule)


def _of_table(block: Block, by_block: Mapping[int, Sequence[Fact]], facts: Facts, rule: str) -> Iterator[Derivation]:
    """A row without numbers that calls a match what two other rows of its table need and have."""
    place = block.cell
    table = _tables(facts)[place.table] if place is not None else []
    own = [each for each in table if each.cell and place and each.cell.row == place.row]
    if len(table) > _LARGE or any(by_block.get(b.index) for b in own) or any(_OTHERWISE.search(b.text) for b in table):
        return
    some = [fact for each in table for fact in by_block.get(each.index, ()) if fact.quantity.unit.symbol in _GPUS]
    needed, there = ([fact for fact in some if words.match(fact.claim.label.row)] for words in (_NEEDED, _THERE))
    if len(some) == 2 and len(needed) == len(there) == 1:
        one, other = there[0], needed[0]
        yield from _judged(replace(one, role="available"), replace(other, role="required"), False, rule)


@once
def _tables(facts: Facts) -> Mapping[int, list[Block]]:
    """The cells of each table."""
    found: dict[int, list[Block]] = defaultdict(list)
    for block in facts.claims.document.blocks:
        if block.cell is not None:
            found[block.cell.table].append(block)
    return found


def _is_apart(one: Fact, other: Fact, block: Block) -> bool:
    """Whether two numbers stand in two sentences."""
    between = block.text[one.claim.end : other.claim.start]
    return re.search(r"[.;!]\s+(?!(?:This|That|It|These)\b)|。", between) is not None


def _judged(one: Fact, other: Fact, each: bool, rule: str) -> Iterator[Derivation]:
    """Parts and GPUs, GPUs that are there and that are needed, and whatever else stands 1:1."""
    kinds = _kind(one), _kind(other)
    roles = {one.role, other.role}
    if kinds == ("GPU", "GPU"):
        firm = roles == {"available", "required"}
        sound = firm
    else:
        firm = set(kinds) == {"part", "GPU"}
        sound = firm or (each and len(_HELD & set(kinds)) == len(_HOLDERS & set(kinds)) == 1)
    if not sound:
        return
    same = one.quantity.value == other.quantity.value
    found = said_again(one.claim, other.claim, other.quantity.hull, rule, power=_CHANCE, holds=same, words="the match")
    yield found if same or firm else replace(found, severity="warning")


def _kind(fact: Fact) -> str:
    """What a number counts; "GPU" and "part" for what goes by several names."""
    symbol = fact.quantity.unit.symbol
    if fact.concept == "module_count" or symbol in _PARTS:
        return "part" if symbol in {"", *_PARTS} else ""
    gpus = fact.concept == "gpus" or (not symbol and fact.role in ("available", "required") and "gpu" in fact.concept)
    if gpus or symbol in _GPUS:
        return "GPU" if symbol in {"", *_GPUS} else ""
    return symbol if symbol in _HELD | _HOLDERS else ""


def _of_list(block: Block, by_block: Mapping[int, Sequence[Fact]], facts: Facts, rule: str) -> Iterator[Derivation]:
    """An item without counts that calls those of its list a match."""
    item, here = block.item, by_block.get(block.index, ())
    if item is None or any(fact.claim.qualifier != "a:b" for fact in here) or not _SUBJECT.search(block.text):
        return
    near = [b for b in facts.claims.document.blocks if b.item is not None and b.item.list == item.list]
    if any(_OTHERWISE.search(each.text) for each in near):
        return
    some = [fact for each in near for fact in by_block.get(each.index, ()) if fact.claim.qualifier != "a:b"]
    gpus = [fact for fact in some if _kind(fact) == "GPU"]
    parts = [fact for fact in some if _kind(fact) == "part"]
    used = worked_with(facts)
    if len(gpus) == 2 and not parts and not {fact.claim.index for fact in gpus} & used:
        yield from _judged(gpus[0], gpus[1], False, rule)
    elif len(gpus) == len(parts) == 1 and not {fact.claim.index for fact in (*gpus, *parts)} & used:
        yield from _judged(parts[0], gpus[0], True, rule)
