"""What is needed, held against what there is of it: "100 Gbps available, 20 GB/s required: sufficient"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from auditor import patterns as re
from auditor.derivations.derivation import Basis, Derivation, Input, Step, one_step
from auditor.derivations.outside import without_gpu
from auditor.derivations.values import World, quantity_value, worlds
from auditor.derivations.workings import worked_with
from auditor.facts import Claim, Extent, Fact, Facts, Ground, Operand, Polarity, Stance
from auditor.interval import Interval
from auditor.quantity import Modality
from auditor.text import line_at
from auditor.units import Dimensions

_REACH = frozenset({Extent.LINE, Extent.ROW, Extent.LIST})
_SUPPLY = frozenset({"available", "limit"})
_MACHINES = frozenset({"gpus", "nodes"})
_MOST = 40
"""Numbers that a verdict may speak of."""
_SENTENCE_ENDS = re.compile(r"[.!?][\"'”)*_]*\s|[。！？]")
_NEEDED = re.compile(r"\b(?:requir|need|demand)", re.IGNORECASE)
_PROVIDED = re.compile(r"\b(?:provid|offer|suppl(?:y|ies|ied)\b|there (?:is|are)\b|ha(?:s|ve)\Z)", re.IGNORECASE)
ADMITTED = re.compile(
    r"\b(?:but|only|exceed\w*|however|not|although|though|despite|insufficient|lack\w*|short\w*|issues?|problems?|errors?"
    r"|identified|detected|found|flagged|fix\w*|resolved|solved|correctly|corrected|was|were|original\w*|previous\w*"
    r"|unless|if|split|shard\w*|times|leav\w*|left|still|remain\w*|free|spare|after|available for|between)\b",
    re.IGNORECASE,
)
"""Words by which a shortfall is told, or a way out of it (a tick may stand for having found it), or what is left."""
_RATIOS = ("%", "×", "‰")


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each need and what there is of it that a verdict speaks of; one for each word of failure."""
    apart = _Apart(facts)
    for ground in facts.claims.grounds:
        if ground.extent not in _REACH or len(ground.numbers) > _MOST:
            continue
        polarities = {mark.polarity for mark in ground.marks}
        if polarities == {Polarity.BAD}:
            pair = _short(ground, facts)
            yield from (_of_failure(mark, *pair, rule) for mark in ground.marks) if pair is not None else ()
        elif polarities == {Polarity.GOOD}:
            yield from _of_success(facts, ground, apart, rule)


class _Apart:
    """Numbers that say nothing by themselves, and pairs that the text itself holds against each other."""

    def __init__(self, facts: Facts) -> None:
        self.worked = worked_with(facts)
        self.held = frozenset(
            frozenset((link.first.claim, link.second.claim))
            for link in facts.claims.links
            if link.form in ("against", "versus")
            if isinstance(link.first, Operand) and isinstance(link.second, Operand)
        )


def _of_success(facts: Facts, ground: Ground, apart: _Apart, rule: str) -> Iterator[Derivation]:
    mark = ground.marks[0]
    stated = [fact for number in ground.numbers if (fact := facts.by_claim[number]) is not None]
    if ground.extent is Extent.LINE:
        stated = [fact for fact in stated if _in_one_sentence(facts, fact.claim, mark)]
    plain = [f for f in stated if f.quantity.unit.symbol not in _RATIOS and f.claim.index not in apart.worked]
    needs, there = [f for f in plain if _is_need(f)], [f for f in plain if _is_supply(f)]
    if len(needs) != 1 or len(there) != 1:
        return
    need, have = needs[0], there[0]
    if not _are_of_one_thing(need, have) or frozenset((need.claim.index, have.claim.index)) in apart.held:
        return
    pairs = [(_least(need, world), quantity_value(have.quantity, world).base) for world in _worlds(need, have)]
    covered = next((pair for pair in pairs if _covers(*pair)), None)
    alone = all(f in (need, have) or f.quantity.unit.symbol in _RATIOS for f in stated)
    if covered is not None or (alone and _is_of_no_more(need, have) and not _is_admitted(facts, ground, stated)):
        yield _derivation(need, have, mark, rule, covered or pairs[0], holds=covered is not None)


def _in_one_sentence(facts: Facts, claim: Claim, mark: Claim) -> bool:
    text = facts.claims.document.blocks[mark.block].text
    start, end = min(claim.end, mark.end), max(claim.start, mark.start)
    return _SENTENCE_ENDS.search(text, start, end) is None


def _is_admitted(facts: Facts, ground: Ground, stated: Sequence[Fact]) -> bool:
    """Whether the lines, or the row, that a verdict speaks of say themselves that there is too little."""
    claims = (*ground.marks, *(fact.claim for fact in stated))
    return any(ADMITTED.search(f"{claim.label.row} {claim.label.column} {_line(facts, claim)}") for claim in claims)


def _line(facts: Facts, claim: Claim) -> str:
    return line_at(facts.claims.document.blocks[claim.block].text, claim.start, claim.end)


def _is_need(fact: Fact) -> bool:
    label = fact.claim.label
    return fact.role == "required" or (not fact.role and _NEEDED.search(f"{label.key} {label.column}") is not None)


def _is_supply(fact: Fact) -> bool:
    label = fact.claim.label
    told = f"{label.key} {label.column} {label.before}"
    return fact.role == "available" or (not fact.role and _PROVIDED.search(told) is not None)


def _are_of_one_thing(need: Fact, have: Fact) -> bool:
    """Whether two numbers are amounts of one kind in one situation."""
    if need.stance is not have.stance or need.scenario != have.scenario or _kind(need) != _kind(have):
        return False
    if need.stance is not Stance.ASSERTED:
        return False
    label, other = need.claim.label, have.claim.label
    return bool(_kind(need)) or (have.concept in _MACHINES and (label.key, label.row) == (other.key, other.row))


def _is_of_no_more(need: Fact, have: Fact) -> bool:
    """Whether the need is of no more than what there is: not of all GPUs where each has so much."""
    return need.scope == have.scope or have.scope == "total" or (need.scope == "gpu" and not have.scope)


def _worlds(need: Fact, have: Fact) -> list[World]:
    return worlds([need.quantity, have.quantity])


def _least(need: Fact, world: World) -> Interval:
    """What is needed at least; "up to 20 GB/s" has to be carried too."""
    quantity, value = need.quantity, quantity_value(need.quantity, world).base
    if quantity.value is None or quantity.modality not in (Modality.AT_MOST, Modality.LESS_THAN):
        return value
    factor = next(reading.unit.factor for reading in quantity.readings if reading.interval == value)
    return Interval.point(quantity.value * factor)


def _covers(wanted: Interval, most: Interval) -> bool:
    return wanted.low is None or most.high is None or wanted.low <= most.high


def _derivation(
    need: Fact, have: Fact, mark: Claim, rule: str, compared: tuple[Interval, Interval], *, holds: bool
) -> Derivation:
    wanted, most = compared
    return one_step(
        need.claim,
        _step(have, most),
        rule,
        expected=f"at most {have.claim.text}",
        holds=holds,
        stated=f"{need.claim.text} of {have.claim.text}, {mark.text}",
        beside=(mark.index,),
        relation="≤",
        basis=Basis.COMPARISON,
        compared=_step(need, wanted),
    )


def _short(ground: Ground, facts: Facts) -> tuple[Fact, Fact] | None:
    """The first requirement in reach with what there is of it, where that is less."""
    stated = [fact for number in ground.numbers if (fact := facts.by_claim[number]) is not None]
    there = [fact for fact in stated if fact.role in _SUPPLY]
    wanted = [fact for fact in stated if fact.role == "required"]
    return next(((need, have) for need in wanted for have in there if _exceeds(need, have)), None)


def _exceeds(need: Fact, have: Fact) -> bool:
    low, high = need.quantity.hull.low, have.quantity.hull.high
    alike = bool(_kind(need)) and _kind(need) == _kind(have)
    scopes = need.scope == have.scope or not (need.scope and have.scope)
    return alike and scopes and low is not None and high is not None and low > high


def _kind(fact: Fact) -> Dimensions:
    dimensions = fact.quantity.readings[0].unit.dimensions
    return without_gpu(dimensions) or dimensions


def _of_failure(mark: Claim, need: Fact, have: Fact, rule: str) -> Derivation:
    return one_step(
        mark,
        _step(have, have.quantity.hull),
        rule,
        expected=f"{need.claim.text} > {have.claim.text}",
        holds=True,
        beside=(need.claim.index,),
        relation=">",
        basis=Basis.COMPARISON,
        compared=_step(need, need.quantity.hull),
    )


def _step(fact: Fact, value: Interval) -> Step:
    name, text = fact.claim.name, fact.claim.text
    return Step(text, text, value, fact.quantity.unit.symbol, name, (Input(name, value, fact.claim.index),))
