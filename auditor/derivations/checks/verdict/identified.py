"""Requirements that bear a name of their own, and are judged elsewhere under it alone: "| R4 | 66.4 % | ✅ |"."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from auditor import patterns as re
from auditor.derivations.checks.columns import first_heads
from auditor.derivations.concepts import GOALS
from auditor.derivations.derivation import ONE_SIDE, Basis, Derivation
from auditor.derivations.goals import Gpus, Held, bounded, held_by_name
from auditor.facts import Claim, Extent, Fact, Facts, Ground, Polarity, Stance
from auditor.quantity import Modality
from auditor.text import line_start
from auditor.units import Dimensions

_NAME = (
    r"(?P<id>(?:R|RQ|REQ|Req|SLO|SLA|NFR|FR|KPI|AC)[-–_. ]?\d{1,2}"
    r"|(?:Requirement|Target|Goal|Constraint|Criterion|Objective) #?\d{1,2})"
)
_BEGINS = re.compile(rf"\W{{0,4}}{_NAME}(?=[\s:：|)\]–—-]|\.\s|$)")
"""What a line or row begins with that requirements are told apart by: "R4", "REQ-2", "Requirement 3"."""
_FIRST_CELL = re.compile(r"\W{0,4}(?P<id>[A-Z]{1,3}[-.]?\d{1,2})\W{0,4}")
"""A name that fills the first cell of a row: "C6"."""
_NAMES = re.compile(r"\W*(?:#|ids?|no|nr|ref|code|编号|序号|stt|mã(?: số)?)?\W*", re.IGNORECASE)
"""Head of a column of such names."""
_CITED = re.compile(rf"\b{_NAME}[\s:：=→(]*\Z")
"""The same right before a tick: "448 tokens/s → R3 ✔"."""
_LIMITS = frozenset({Modality.AT_MOST, Modality.AT_LEAST, Modality.LESS_THAN, Modality.MORE_THAN})
_OTHER = frozenset({"headroom", "saved", "theoretical", "available"})
"""Roles of numbers that are not what is reached."""
_ALONE = re.compile(r"[\W_]*")
"""What stands around a number that stands alone in its cell."""
_RELATIVE = re.compile(
    r"margin|headroom|slack|spare|reserve|weight|priorit|confiden|progress|change|delta|gap|deviat|differ|score|余量|裕量|差"
)
"""Heads of columns that tell how a value stands to its requirement, and not what it is."""
_SPEEDS = {"throughput", "user_throughput"}
"""Rates of tokens, whose unit alone does not say whose they are."""
_HOLDERS = frozenset({"gpu", "request", "sequence", "user"})
_Place = tuple[int, int, int]
_ROW = -1


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each ticked value that stands under the name of a requirement stated elsewhere."""
    needs, gpus = _needs(facts), Gpus(facts)
    for ground in facts.claims.grounds if needs else ():
        if ground.extent not in (Extent.LINE, Extent.ROW) or not ground.numbers:
            continue
        if any(mark.polarity is not Polarity.GOOD for mark in ground.marks):
            continue
        need = needs.get(_identity(facts, ground))
        fact = None if need is None else _reached(facts, ground, need)
        each = None if need is None or fact is None else held_by_name(fact, need, gpus)
        if each is not None:
            yield _derivation(each, ground.marks[0], rule)


def _needs(facts: Facts) -> Mapping[str, Fact]:
    """The requirements that lines or rows state under names, of each name the first line, if it states only one."""
    places: dict[str, _Place] = {}
    found: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts.all:
        place, text = _place(facts, fact.claim)
        name = _named(text, place, facts)
        if name and places.setdefault(name, place) == place and _is_need(fact):
            found[name].append(fact)
    limits = {
        name: [fact for fact in each if fact.quantity.modality in _LIMITS] or each for name, each in found.items()
    }
    return {name: each[0] for name, each in limits.items() if len(each) == 1}


def _named(text: str, place: _Place, facts: Facts) -> str:
    """The name that the text of a line begins with, or the first cell of a row."""
    match = _BEGINS.match(text)
    if match is None and place[0] == _ROW and _NAMES.fullmatch(first_heads(facts).get(place[1], "?")):
        match = _FIRST_CELL.fullmatch(text)
    return "" if match is None else _plain(match["id"])


def _plain(name: str) -> str:
    return "".join(filter(str.isalnum, name)).upper()


def _is_need(fact: Fact) -> bool:
    return fact.stance is Stance.ASSERTED and fact.quantity.value is not None and fact.role in GOALS


def _place(facts: Facts, claim: Claim) -> tuple[_Place, str]:
    """The line or table row of a number, and what it begins with."""
    block = facts.claims.document.blocks[claim.block]
    if block.cell is not None:
        return (_ROW, block.cell.table, block.cell.row), claim.label.row if block.cell.column else block.text
    start = line_start(block.text, claim.start)
    return (block.index, start, 0), block.text[start : claim.start]


def _identity(facts: Facts, ground: Ground) -> str:
    """The name that a line or row begins with, or that stands right before its tick; empty without one."""
    place, text = _place(facts, facts.claims.all[ground.numbers[0]])
    name, mark = _named(text, place, facts), ground.marks[0]
    if name or ground.extent is not Extent.LINE:
        return name
    line = facts.claims.document.blocks[mark.block].text[: mark.start].rpartition("\n")[2]
    cited = _CITED.search(line)
    return "" if cited is None else _plain(cited["id"])


def _reached(facts: Facts, ground: Ground, need: Fact) -> Fact | None:
    """The one number of a line or row that can be what is reached; None where several can, or it tells something else.

    What stands beside other words has to bear the requirement's name; a line that has the requirement too compares the
    two itself.
    """
    stated = [fact for number in ground.numbers if (fact := facts.by_claim[number]) is not None]
    alike = [fact for fact in stated if _kind(fact) == _kind(need)]
    if len(alike) != 1 or alike[0].claim.index == need.claim.index:
        return None
    fact = alike[0]
    if fact.stance is not Stance.ASSERTED or fact.role in _OTHER or fact.quantity.modality in _LIMITS:
        return None
    if fact.known and need.known and fact.concept != need.concept and {fact.concept, need.concept} != _SPEEDS:
        return None
    named = fact.known and fact.concept == need.concept and fact.role not in GOALS
    return fact if named or _is_alone(facts, fact.claim, ground.marks) else None


def _kind(fact: Fact) -> tuple[str, Dimensions]:
    """What a number is in, whoever it is counted for."""
    unit = fact.quantity.readings[0].unit
    symbol = unit.symbol if unit.symbol in ("%", "×") else ""
    return symbol, tuple(each for each in unit.dimensions if each[1] > 0 or each[0] not in _HOLDERS)


def _is_alone(facts: Facts, claim: Claim, marks: Sequence[Claim]) -> bool:
    """Whether a number fills its cell, or its line but for the requirement's name and the marks.

    The column must not tell how far it is from its requirement.
    """
    block = facts.claims.document.blocks[claim.block]
    if block.cell is not None:
        rest = block.text[: claim.start] + block.text[claim.end :]
        return _RELATIVE.search(claim.label.column.lower()) is None and _ALONE.fullmatch(rest) is not None
    start, end = line_start(block.text, claim.start), block.text.find("\n", claim.end)
    named = _BEGINS.match(block.text[start:])
    at = start if named is None else start + named.end()
    gaps = []
    for each in sorted((claim, *marks), key=lambda each: each.start):
        gaps.append(block.text[at : each.start])
        at = max(at, each.end)
    return all(map(_ALONE.fullmatch, (*gaps, block.text[at : None if end < 0 else end])))


def _derivation(each: Held, mark: Claim, rule: str) -> Derivation:
    reading = each.best
    gpus = [reading.gpus.claim.index] if reading.gpus is not None else []
    return Derivation(
        rule=rule,
        head=each.reached.claim.index,
        premises=(each.need.claim.index, *gpus, mark.index),
        holds=each.holds,
        stated=each.reached.claim.text,
        expected=bounded(each.need, each.relation) + reading.steps[-1].values,
        interval=reading.asked,
        relation=each.relation,
        basis=Basis.COMPARISON,
        steps=reading.steps,
        compared=reading.compared,
        power=ONE_SIDE if each.holds else None,
    )
