"""The numbers of one section with the words beside them, and one of them held against what others come to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from fractions import Fraction
from functools import reduce

from auditor import patterns as re
from auditor import show
from auditor.derivations.checks.paired import chance, printed
from auditor.derivations.derivation import Bound, Derivation, Input, Step, one_step
from auditor.derivations.once import once
from auditor.derivations.values import first_reading
from auditor.facts import Block, Claim, Fact, Facts, Stance
from auditor.interval import Interval
from auditor.text import line_start, sentence_at

CACHE_WORD = re.compile(r"\bKV\b|\bcache\b|缓存", re.IGNORECASE)
"""A word for the KV cache."""
_LONGEST = 60
"""Numbers of a section that tells one thing."""
_APART = 6
"""Blocks between the first and the last item of a list that works one thing out."""
BY_HAND = Interval(Fraction(47, 50), Fraction(53, 50))
"""How far a figure that is rounded by hand may be from what it is worked out as, as a factor."""
_RELATIONS = {Bound.EXACT: ("", "="), Bound.UPPER: (" ≤", "≤"), Bound.LOWER: (" ≥", "≥")}
_SIGN_OF_KEY = re.compile(r"[\s*_`~≈:：]*\Z")
"""What may stand between a key and its number."""


@once
def sections(facts: Facts) -> Sequence[Sequence[Fact]]:
    """By section the numbers that the report asserts, in source order; sections of very many are left out."""
    found: dict[tuple[str, ...], list[Fact]] = defaultdict(list)
    for fact in facts.all:
        if fact.stance is Stance.ASSERTED and fact.quantity.value:
            found[fact.claim.label.headings].append(fact)
    return [some for some in found.values() if len(some) <= _LONGEST]


def named(fact: Fact) -> str:
    """A number with the words of its label, as in running text."""
    label = fact.claim.label
    words = (label.key, label.row, label.column, label.before, fact.claim.text, label.after)
    return " ".join(filter(None, words)).replace("_", " ")


def sentence(fact: Fact, facts: Facts) -> str:
    """The sentence, or the line, that a number stands in; of a cell with the heads of its row and column."""
    block = facts.claims.document.blocks[fact.claim.block]
    if block.cell is not None:
        return f"{fact.claim.label.row} {fact.claim.label.column} {block.text}"
    text = block.text
    return text[slice(*sentence_at(text, fact.claim.start))]


def is_near(some: Sequence[Fact], facts: Facts) -> bool:
    """Whether numbers stand in one table, or in few blocks that follow one another."""
    blocks = [facts.claims.document.blocks[fact.claim.block] for fact in some]
    tables = {block.cell.table if block.cell is not None else None for block in blocks}
    spread = max(block.index for block in blocks) - min(block.index for block in blocks)
    return spread <= _APART if tables == {None} else len(tables) == 1


def subject(fact: Fact, facts: Facts) -> str:
    """What a number's list, table or code is said to be of: the heading right above it, and the line before it."""
    blocks = facts.claims.document.blocks
    block = blocks[fact.claim.block]
    words = [blocks[block.headings[-1]].text] if block.headings else []
    place = _place(block)
    if place is not None:
        before = blocks[max(block.index - _LONGEST, 0) : block.index]
        words += [each.text for each in before if _place(each) != place][-1:]
    return " ".join(words)


def _place(block: Block) -> tuple[str, int] | None:
    """The list, table or code that a block is of."""
    if block.cell is not None:
        return "table", block.cell.table
    if block.code is not None:
        return "code", block.code.fence
    return ("list", block.item.list) if block.item is not None else None


def situation(fact: Fact) -> frozenset[str]:
    """The situation of a number; that it is called after its own row says nothing."""
    return frozenset(fact.scenario) - {fact.claim.label.row.lower()}


def is_plain(fact: Fact) -> bool:
    """Whether a number is no bound or range."""
    return fact.quantity.is_plain


def is_whole(fact: Fact) -> bool:
    """Whether a number counts whole things, exactly or about."""
    return fact.quantity.whole and is_plain(fact)


def are_one(some: Sequence[Fact]) -> bool:
    """Whether there are numbers, and all may have the value of the first."""
    return bool(some) and all(fact.quantity.hull.meets(some[0].quantity.hull) for fact in some)


def is_plain_statement(fact: Fact) -> bool:
    """Whether the report itself states a number as it is: no bound or range, and not nought."""
    return fact.stance is Stance.ASSERTED and fact.quantity.is_plain and bool(fact.quantity.value)


def worked(
    head: Fact,
    working: tuple[Sequence[Fact], Sequence[Fact]],
    name: str,
    rule: str,
    *,
    alike: bool = False,
    bound: Bound = Bound.EXACT,
) -> Derivation:
    """A number held against the product of some numbers over that of others; `alike` if one unit is theirs."""
    factors, divisors = working
    taken = first_reading if alike else _hull
    result, nominal = (_value(factors, divisors, way) for way in (taken, _nominal))
    stated = printed(head) if alike or bound is not Bound.EXACT else head.quantity.hull
    sign, relation = _RELATIONS[bound]
    bounded = result.downwards() if bound is Bound.UPPER else result.upwards() if bound is Bound.LOWER else result
    given = {each.claim.index: Input(each.claim.name, taken(each), each.claim.index) for each in (*factors, *divisors)}
    program = factors[0].claim.name + "".join(f" {each.claim.name} *" for each in factors[1:])
    program += "".join(f" {each.claim.name} /" for each in divisors) + sign
    words = " × ".join(each.claim.text for each in factors) + "".join(f" ÷ {each.claim.text}" for each in divisors)
    holds, unit = bounded.meets(stated), head.quantity.readings[0].unit
    least = {Bound.UPPER: "at most ", Bound.LOWER: "at least "}.get(bound, "")
    own = (Input(head.claim.name, stated, head.claim.index),)
    return one_step(
        head.claim,
        Step(name, words, bounded, unit.symbol, program, tuple(given.values())),
        rule,
        expected=least + show.interval(nominal, unit),
        holds=holds,
        relation=relation,
        bound=bound,
        compared=Step("stated", head.claim.text, stated, "", head.claim.name, own),
        power=chance(head.quantity) if bound is Bound.EXACT else 0.5,
    )


def _value(factors: Sequence[Fact], divisors: Sequence[Fact], way: object) -> Interval:
    assert callable(way)
    product: Interval = reduce(lambda a, b: a * b, map(way, factors))
    return reduce(lambda a, b: a / b, map(way, divisors), product)


def _hull(fact: Fact) -> Interval:
    return fact.quantity.hull


def _nominal(fact: Fact) -> Interval:
    return fact.quantity.nominal()


def stands_behind(claim: Claim, key: str, facts: Facts) -> bool:
    """Whether a number is the first thing behind its key, in a line of text."""
    block = facts.claims.document.blocks[claim.block]
    if block.cell is not None or not key:
        return False
    place = block.text.find(key, line_start(block.text, claim.start), claim.start)
    return place >= 0 and _SIGN_OF_KEY.match(block.text, place + len(key), claim.start) is not None
