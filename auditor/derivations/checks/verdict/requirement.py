"""What a deployment reaches, held against what is required of it elsewhere in the document."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from auditor import patterns as re
from auditor.derivations.derivation import VOID, Basis, Derivation
from auditor.derivations.goals import OWN, Gpus, Held, bounded, by_sign, goals, held, is_reached
from auditor.derivations.once import once
from auditor.derivations.ticks import Ticks
from auditor.derivations.values import operands
from auditor.facts import Claim, Fact, Facts, Operand
from auditor.interval import Interval
from auditor.text import line_at

_OPPOSITE = {"≤": ">", "≥": "<"}
_SIGNS = frozenset("<>≤≥")
_BESIDE = 4
"""Numbers to either side of a requirement among which its value is looked for."""
_MISSED = re.compile(
    r"\b(?:miss(?:ed|es)?|falls? short|fell short|fails?|violat\w+|without)\b|未达|不达", re.IGNORECASE
)
"""Words by which a line tells itself that something is not reached, whatever else is ticked in it."""
_PARTED = re.compile(r"[;；。]|[.!?]\s")
"""What parts a tick from the next statement behind it: "4,938 token/s ✅; 309 per card"."""
_MOST = 64
"""Different requirements on one quantity that are held against what is reached."""

_Row = tuple[int, int] | None

_FAILING = re.compile(
    r"\b(?:goes|go|went|is) down\b|\bhalf (?:the )?capacity\b|\b(?:fails|fail-?over|degraded|dies)\b|故障|降级",
    re.IGNORECASE,
)
_CHIP = re.compile(r"\d ?[×x] ?([A-Za-z]+\d\w*)")


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each reached value and each requirement on the same quantity that can be compared."""
    ticks = Ticks(facts)
    # What a line holds against its own requirement fails or keeps that one.
    limits = _limits_of_rows(facts)
    judged = {next(operands(link.first)) for link in facts.claims.links if link.form in ("against", "versus")}
    found = list(comparisons(facts))
    kept = {place for each in found if each.holds and (place := _compared_in(facts, each)) is not None}
    for each in found:
        own = limits.get((_row(facts, each.reached), each.reached.concept))
        if each.best.gpus is None and _is_told_otherwise(each, facts):
            continue
        if own is not None and each.need.quantity.hull not in own:
            # A tick or cross beside a limit is about that one.
            continue
        mark = ticks.favourable(each.reached.claim.index)
        failing = ticks.failing(each.reached.claim.index)
        if failing is not None:
            if not each.holds and each.reached.claim.index not in judged:
                yield _derivation(each, failing, rule, _OPPOSITE[each.relation])
        elif each.holds or (
            mark is not None and _is_meant(facts, mark, each) and _compared_in(facts, each) not in kept
        ):
            # The tick of a row with a value that keeps the requirement is on that one: "| TTFT | 9 s | 3 s | ✅ |".
            yield _derivation(each, mark, rule, each.relation)


def _is_meant(facts: Facts, mark: Claim, each: Held) -> bool:
    """Whether a tick speaks of a value: that of a list does not of one that holds in a further case, "at 128K"."""
    blocks = facts.claims.document.blocks
    if mark.block == each.reached.claim.block and _PARTED.search(
        blocks[mark.block].text, mark.end, max(each.reached.claim.start, mark.end)
    ):
        return False
    if _MISSED.search(line_at(blocks[each.reached.claim.block].text, each.reached.claim.start, each.reached.claim.end)):
        return False
    near = mark.block == each.reached.claim.block or blocks[mark.block].cell is not None
    return near or set(each.reached.scenario) <= {*each.need.scenario, *OWN}


def check_sign(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each value that is ticked beside a requirement which it breaks as that is printed."""
    ticks = Ticks(facts)
    for need in goals(facts):
        near = facts.all[max(need.index - _BESIDE, 0) : need.index + _BESIDE + 1]
        for fact in (each for each in near if each.claim.block == need.claim.block and is_reached(each)):
            each, mark = by_sign(fact, need), ticks.favourable(fact.claim.index)
            if each is not None and mark is not None and not each.holds:
                yield _derivation(each, mark, rule, each.relation)


@once
def comparisons(facts: Facts, *, tied: bool = False) -> Sequence[Held]:
    """Each reached value with each requirement; those that the text itself ties together only if they are asked for."""
    needs: dict[str, dict[object, Fact]] = defaultdict(dict)
    for need in goals(facts):
        if len(needs[need.concept]) < _MOST:
            needs[need.concept].setdefault((need.scope, need.scenario, need.quantity.hull), need)
    linked = {
        (link.first.claim, link.second.claim): link.form
        for link in facts.claims.links
        if isinstance(link.first, Operand) and isinstance(link.second, Operand)
    }
    bounds, gpus = _bounds(facts), Gpus(facts)
    found: list[Held] = []
    for fact in facts.all:
        if fact.claim.index in bounds or not is_reached(fact) or _heads_a_row(fact, facts):
            continue
        for need in needs[fact.concept].values() if fact.concept in needs else ():
            form = linked.get((fact.claim.index, need.claim.index))
            each = held(fact, need, gpus, beside=form in ("against", "versus"))
            if each is not None and (form is None or tied) and not _is_of_another_case(fact, need, facts):
                found.append(each)
    return found


def _heads_a_row(fact: Fact, facts: Facts) -> bool:
    """Whether a number is the case that a row is about, "| 40% MFU | 99 days | ✅ |", and not what is ticked in it."""
    block = facts.claims.document.blocks[fact.claim.block]
    alone = block.cell is not None and block.text.strip("*_ ") == fact.claim.text.strip("*_ ")
    return alone and block.cell is not None and block.cell.row > 0 and block.cell.column == 0


def _is_of_another_case(fact: Fact, need: Fact, facts: Facts) -> bool:
    """Whether two counts are of accelerators that go by different names, "4 × H100" and "2 × H200"; or a value is what
    is left when something fails."""
    text = facts.claims.document.blocks[fact.claim.block].text
    if _FAILING.search(line_at(text, fact.claim.start, fact.claim.end)):
        return True
    names = [found[1].lower() for each in (fact, need) if (found := _CHIP.search(each.claim.text)) is not None]
    return len(names) > 1 and names[0] != names[1]


def _is_told_otherwise(each: Held, facts: Facts) -> bool:
    """Whether the line gives the quantity in the unit of the requirement, too: "800 tokens/s, 200 tokens/s per GPU"."""
    wanted = each.need.quantity.readings[0].unit.dimensions
    if each.reached.quantity.readings[0].unit.dimensions == wanted:
        return False
    return any(
        other.claim.block == each.reached.claim.block
        and other.quantity.readings[0].unit.dimensions == wanted
        and (not other.known or (other.concept == each.need.concept and is_reached(other)))
        for other in facts.all
    )


def _limits_of_rows(facts: Facts) -> dict[tuple[_Row, str], set[Interval]]:
    """The requirements that rows of tables set themselves, by row and concept."""
    found: dict[tuple[_Row, str], set[Interval]] = defaultdict(set)
    for need in goals(facts):
        row = _row(facts, need)
        if row is not None:
            found[row, need.concept].add(need.quantity.hull)
    return found


def _compared_in(facts: Facts, each: Held) -> tuple[_Row, int] | None:
    """The row of a table in which a value is held against a requirement, and which; None outside of tables."""
    row = _row(facts, each.reached)
    return None if row is None else (row, each.need.index)


def _row(facts: Facts, fact: Fact) -> _Row:
    """The table and row that a number stands in; None outside of tables."""
    cell = facts.claims.document.blocks[fact.claim.block].cell
    return None if cell is None else (cell.table, cell.row)


def _bounds(facts: Facts) -> frozenset[int]:
    """The claims that something is held against, or is a part of, in the text itself, whatever they are called."""
    links = {link.second for link in facts.claims.links if link.form in ("against", "versus", "of")}
    signs = {
        side
        for equation in facts.claims.equations
        for relation, side in zip(equation.relations, equation.sides[1:], strict=True)
        if relation in _SIGNS
    }
    return frozenset(side.claim for side in links | signs if isinstance(side, Operand))


def _derivation(each: Held, mark: Claim | None, rule: str, relation: str) -> Derivation:
    reading = each.best
    premises = [each.need.claim.index, *([reading.gpus.claim.index] if reading.gpus is not None else [])]
    return Derivation(
        rule=rule,
        head=each.reached.claim.index,
        premises=(*premises, *([mark.index] if mark is not None else [])),
        holds=each.holds is (relation == each.relation),
        stated=each.reached.claim.text,
        expected=bounded(each.need, each.relation) + reading.steps[-1].values,
        interval=reading.asked,
        relation=relation,
        basis=Basis.COMPARISON,
        steps=reading.steps,
        compared=reading.compared,
        power=VOID if each.holds and mark is None else None,
    )
