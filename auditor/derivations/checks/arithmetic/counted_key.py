"""What many come to, in a line below what one does: "per layer = 212,992", "32 layers = 6,815,744"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from auditor import patterns as re
from auditor.derivations.checks.paired import chance
from auditor.derivations.cited import is_own_statement
from auditor.derivations.derivation import Basis, Derivation
from auditor.derivations.of_two import of_two
from auditor.derivations.same import singular
from auditor.derivations.workings import worked_with
from auditor.facts import Fact, Facts, Stance
from auditor.interval import Interval
from auditor.units import Dimensions

_THING = r"(?P<thing>layer|block|expert|head|node|server|replica|stage|step|request|sequence|user|rank|GPU|card)"
_MANY = re.compile(
    rf"(?:all |for |over |× ?|x ?)*(?P<count>\d[\d,]*)[ -]{_THING}s(?: (?:total|together|in total|in all))?",
    re.IGNORECASE,
)
_ONE = re.compile(rf"(?:[a-z-]+ ){{0,2}}(?:per|each|one|a single|for one|for each) {_THING}", re.IGNORECASE)
_PLAIN_ONE = re.compile(r"(?:per|each|one|a single|for one|for each) ", re.IGNORECASE)
_NEAR = 10
"""Numbers between the two lines, at the most."""
_LINES = 3


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each amount of a counted number of things, where that of one stands right above it."""
    named = [(fact, many) for fact in facts.all if (many := _MANY.fullmatch(_name(fact))) and _asks(fact)]
    inner = worked_with(facts) if named else frozenset()
    for fact, many in named:
        if fact.claim.index in inner:
            continue
        before = facts.by_claim[max(fact.claim.index - _NEAR, 0) : fact.claim.index]
        near = [each for each in before if each is not None and each.claim.index not in inner]
        count = _count(fact, int(many["count"].replace(",", "")), near)
        ones = [each for each in near if _is_of_one(each, fact, many["thing"], facts)]
        if count is None or not _are_right_above(ones, fact, [each for each in near if each is not count], facts):
            continue
        made = _judge(fact, ones, count, facts, rule)
        if made is not None:
            yield made


def _name(fact: Fact) -> str:
    label = fact.claim.label
    return (label.key or label.row).strip("*_` ")


def _asks(fact: Fact) -> bool:
    return fact.quantity.is_plain and fact.stance is Stance.ASSERTED and (fact.quantity.value or 0) > 0


def _are_right_above(ones: Sequence[Fact], fact: Fact, others: Sequence[Fact], facts: Facts) -> bool:
    """Whether the line above is that of one thing, and no other line of the list has a part of it."""
    own, place = _name(fact), _place(fact, facts)
    above = [each for each in others if _name(each) != own and _place(each, facts) == place]
    if not above or above[-1] not in ones or len({_name(each) for each in ones}) > 1:
        return False
    return all(each in ones for each in above) or _PLAIN_ONE.match(_name(ones[0])) is not None


def _place(fact: Fact, facts: Facts) -> tuple[str, int]:
    """The table, list, code or paragraph that a number stands in."""
    block = facts.claims.document.blocks[fact.claim.block]
    if block.cell is not None:
        return "table", block.cell.table
    if block.item is not None:
        return "list", block.item.list
    return ("code", block.code.fence) if block.code is not None else ("text", block.index)


def _count(fact: Fact, number: int, near: Sequence[Fact]) -> Fact | None:
    """The number that the name of an amount begins with."""
    return next(
        (e for e in reversed(near) if e.quantity.value == number and e.quantity.whole and not _is_far(e, fact)), None
    )


def _is_far(one: Fact, fact: Fact) -> bool:
    return fact.claim.block - one.claim.block > 1


def _is_of_one(one: Fact, fact: Fact, thing: str, facts: Facts) -> bool:
    """Whether an amount of the same kind is that of one thing, a few lines above and under the same head."""
    found = _ONE.fullmatch(_name(one))
    if found is None or singular(found["thing"].lower()) != singular(thing.lower()) or not _asks(one):
        return False
    blocks = facts.claims.document.blocks
    kinds = {_kind(each, thing) for each in (one, fact)}
    heads = {each.claim.label.column for each in (one, fact)}
    between = facts.claims.document.source[one.claim.span.end : fact.claim.span.start]
    alike = len(kinds) == len(heads) == 1 and (
        blocks[fact.claim.block].cell is not None or one.scenario == fact.scenario
    )
    return (
        alike
        and between.count("\n") <= _LINES
        and blocks[one.claim.block].headings == blocks[fact.claim.block].headings
    )


def _kind(fact: Fact, thing: str) -> Dimensions:
    """The unit, less the thing that it may be counted per."""
    per = singular(thing.lower())
    return tuple(each for each in fact.quantity.readings[0].unit.dimensions if each != (per, -1))


def _judge(fact: Fact, ones: Sequence[Fact], count: Fact, facts: Facts, rule: str) -> Derivation | None:
    """Right, or asserted all the same."""
    times = Interval.point(count.quantity.value or 0)
    results = [each.quantity.hull * times for each in ones]
    holds = any(result.meets(fact.quantity.hull) for result in results)
    if not holds and not is_own_statement(facts, fact.claim.index):
        return None
    one = next((e for e, r in zip(ones, results, strict=True) if r.meets(fact.quantity.hull)), ones[0])
    return of_two(
        fact,
        (count, one),
        "×",
        rule,
        words="of one × how many",
        holds=holds,
        taken=(times, one.quantity.hull),
        power=chance(fact.quantity),
        basis=Basis.ARITHMETIC,
    )
