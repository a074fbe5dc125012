"""Three lines of which the third is made of the two before it: "Steps: 10,000", "Tokens per step: 4M", "Total tokens:
40B"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from auditor import patterns as re
from auditor.derivations.checks.paired import width
from auditor.derivations.cited import is_own_statement
from auditor.derivations.derivation import Basis, Derivation
from auditor.derivations.of_two import of_two
from auditor.derivations.workings import worked_with
from auditor.facts import Block, Fact, Facts, Stance
from auditor.interval import Interval
from auditor.text import line_at, line_start
from auditor.units import Dimensions, combine_dimensions

_MADE: Sequence[tuple[str, str, str, str]] = (
    (
        r"(?:total |number of )?tokens(?: processed| generated| trained)|(?:total|output|generated|processed) tokens",
        r"(?:total |elapsed |wall(?:-clock)? |run |running |processing )?(?:time|duration|runtime)(?: elapsed)?",
        "÷",
        r"(?:overall |average |resulting |measured |training |token )?throughput",
    ),
    (
        r"(?:number of |total |training |optimizer )?(?:steps|iterations)",
        r"(?:tokens|batch tokens|tokens processed|global batch(?: size)?) (?:per|/|in each) ?(?:step|iteration|batch)",
        "×",
        r"(?:total |training |total training )tokens|tokens (?:seen|in total|altogether|trained on)",
    ),
    (
        r"(?:number of |total |training |optimizer )?(?:steps|iterations)",
        r"(?:time per (?:step|iteration)|(?:step|iteration) time)",
        "×",
        r"(?:total |training |total training |overall )(?:time|duration)",
    ),
    (
        r"(?:average |mean |steady-state )?(?:request|arrival) rate",
        r"(?:average |mean )(?:request |end-to-end )?(?:latency|residence time|response time|time in (?:the )?system)",
        "×",
        r"(?:required |average |mean |needed )?(?:concurrency|concurrent requests|requests in flight)"
        r"(?: \(little['’]s law\)| by little['’]s law)?",
    ),
    (
        r"(?:total |training |total training )tokens|tokens",
        r"(?:tokens|batch tokens) (?:per|/|in each) ?(?:step|iteration|batch)",
        "÷",
        r"(?:number of |total |training |optimizer )?(?:steps|iterations)",
    ),
    (
        r"(?:gpu )?price(?: per gpu[- ]hour)?|(?:cost|price) per gpu[- ]hour",
        r"(?:number of |total )?gpus|gpu count",
        "×",
        r"(?:total )?(?:cost per hour|hourly cost)",
    ),
    (
        r"time per layer|(?:layer|per-layer) (?:time|latency)|latency per layer",
        r"(?:number of )?layers",
        "×",
        r"(?:total |overall )(?:time|latency)(?: for all layers| of all layers)?",
    ),
    (
        r"(?:node |server |total |average |mean )?power(?: draw)?(?: of (?:the|a|one) (?:node|server))?",
        r"(?:output |token |total |generation )?throughput",
        "÷",
        r"energy per (?:output |generated )?token",
    ),
    (
        r"(?:prompt|input)(?: length| tokens)?",
        r"prefill (?:rate|speed|throughput)",
        "÷",
        r"prefill time",
    ),
)
"""By their keys: two amounts, how they are joined, and what they make; the two come in either order."""
_COUNTED: Dimensions = (
    ("iteration", 1),
    ("layer", 1),
    ("request", 1),
    ("step", 1),
    ("token", 1),
    ("gpu", 1),
    ("batch", 1),
)
_KEY = re.compile(r"[\s*_`>•-]*(?P<key>[^\n:：]{3,60}?)[\s*_`]*[:：][\s*_`]*\Z")
_PREFIX = 1000


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each line that the two lines before it make, or do not make."""
    inner = worked_with(facts)
    keys = {fact.index: key for fact in facts.all if _is_named(fact) and (key := _key(fact, facts))}
    for third in keys:
        lines = [facts.all[index] for index in range(third - 2, third + 1) if index in keys]
        if len(lines) < 3 or third in inner or not _follow(lines, facts):
            continue
        found = _made([keys[each.index] for each in lines])
        made = _judge(lines, *found, facts, rule) if found is not None else None
        if made is not None:
            yield made


def _is_named(fact: Fact) -> bool:
    return bool(fact.claim.label.key or fact.claim.label.row)


def _key(fact: Fact, facts: Facts) -> str:
    """The key of a line that has this number alone, and nothing behind it but its unit."""
    own = {fact.claim.label.row.lower()}
    plain = fact.quantity.is_plain and fact.stance is Stance.ASSERTED and own.issuperset(fact.scenario)
    block = facts.claims.document.blocks[fact.claim.block]
    if not plain or not fact.quantity.value:
        return ""
    if block.cell is not None:
        lone = block.cell.row and block.cell.column == 1 and block.text.strip("*_ ~≈") == fact.claim.text.strip("~≈ ")
        return fact.claim.label.row.lower() if lone else ""
    line = line_at(block.text, fact.claim.start, fact.claim.end)
    start = fact.claim.start - line_start(block.text, fact.claim.start)
    found = _KEY.match(line[:start])
    alone = not any(map(str.isalnum, line[start + len(fact.claim.text) :]))
    return found["key"].lower() if found is not None and alone else ""


def _follow(lines: Sequence[Fact], facts: Facts) -> bool:
    """Whether lines follow each other in a list or a paragraph, or rows in a table."""
    blocks: list[Block] = [facts.claims.document.blocks[each.claim.block] for each in lines]
    cells = [(cell.table, cell.row) for block in blocks if (cell := block.cell) is not None]
    if cells:
        table, row = cells[0]
        return cells == [(table, row), (table, row + 1), (table, row + 2)]
    items = {None if block.item is None else block.item.list for block in blocks}
    return len(items) == 1 and all(b.index - a.index in (0, 1) for a, b in pairwise(blocks))


def _made(keys: Sequence[str]) -> tuple[str, bool] | None:
    """How the two are joined, and whether they come in the order of the calculation."""
    for first, second, sign, third in _MADE:
        if re.fullmatch(third, keys[2]):
            if re.fullmatch(first, keys[0]) and re.fullmatch(second, keys[1]):
                return sign, True
            if re.fullmatch(first, keys[1]) and re.fullmatch(second, keys[0]):
                return sign, False
    return None


def _judge(lines: Sequence[Fact], sign: str, ordered: bool, facts: Facts, rule: str) -> Derivation | None:
    first, second = lines[:2] if ordered else (lines[1], lines[0])
    stated = lines[2]
    kinds = combine_dimensions(_kind(first), _kind(second), 1 if sign == "×" else -1)
    if kinds != _kind(stated):
        return None
    a, b = first.quantity.hull, second.quantity.hull
    result: Interval = a * b if sign == "×" else a / b
    holds = result.meets(stated.quantity.hull)
    if not holds and (_is_far(result, stated) or not is_own_statement(facts, stated.claim.index)):
        return None
    power = round(max(width(stated.quantity), 0.001), 3)
    return of_two(
        stated, (first, second), sign, rule, words="of the two", holds=holds, power=power, basis=Basis.ARITHMETIC
    )


def _is_far(result: Interval, stated: Fact) -> bool:
    """Whether so much lies between the two that something else is meant: more than a lost prefix."""
    value = stated.quantity.nominal().low
    if result.low is None or result.high is None or value is None or result.low <= 0:
        return True
    return value > result.high * _PREFIX or value * _PREFIX < result.low


def _kind(fact: Fact) -> Dimensions:
    """The unit without what is counted, which such lines leave to their keys."""
    counted = {name for name, _ in _COUNTED}
    return tuple(each for each in fact.quantity.readings[0].unit.dimensions if each[0] not in counted)
