"""Multipliers that the gains of a list come to together: "50% speedup", "2× faster", then "Expected gain: 3×".

Also amounts in brackets behind a multiplier, "3× (36 tokens/ms)" of the 12 that are stated. They are only confirmed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache

from auditor import patterns as re
from auditor import show
from auditor.derivations.checks.paired import width
from auditor.derivations.derivation import Basis, Derivation, Input, Step
from auditor.derivations.values import physical
from auditor.facts import Fact, Facts, Stance
from auditor.interval import Interval
from auditor.quantity import Modality

_TOGETHER = re.compile(r"\b(?:total|combined|expected|overall|together|cumulative|altogether)\b", re.I)
_LOSS = re.compile(r"reduc|less|fewer|lower|overhead|loss|drop|sav", re.I)
_OPENED = re.compile(r"[^()\d\n]{0,32}[(（]\s*(?:to|i\.e\.|=|≈|~|about)?\s*")
_PLAIN = (Modality.EXACT, Modality.ABOUT)
_PARTS = (2, 6)
_ONE = Interval.point(1)
_BASES = 2
"""Different values, of those stated most often, that are tried for what is multiplied."""
_CHANCE = 0.1

_Bases = Mapping[object, Sequence[Fact]]


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each multiplier that the items before it give, and each amount that a multiplier gives."""
    bases = cache(lambda: _bases(facts))
    for fact in facts.all:
        if not _is_plain(fact):
            continue
        if fact.quantity.unit.symbol == "×" and _TOGETHER.search(f"{fact.claim.label.key} {fact.claim.label.before}"):
            parts = _gains(fact, facts)
            if parts and _product(parts, nominal=True).meets(fact.quantity.hull):
                yield _of_gains(fact, parts, rule)
        elif physical(fact.quantity):
            found = _of_base(fact, bases, facts, rule)
            if found is not None:
                yield found


def _is_plain(fact: Fact) -> bool:
    told = fact.stance in (Stance.ASSERTED, Stance.PROPOSED, Stance.SUPPOSED)
    return told and fact.quantity.modality in _PLAIN and bool(fact.quantity.value)


def _gains(fact: Fact, facts: Facts) -> list[Fact]:
    """The first gain of each earlier item of the list; none where one of them is a loss, or an item says none."""
    blocks = facts.claims.document.blocks
    own = blocks[fact.claim.block].item
    found: dict[int, Fact] = {}
    for other in facts.all[max(fact.index - 4 * _PARTS[1], 0) : fact.index]:
        item = blocks[other.claim.block].item
        if own is None or item is None or item.list != own.list or other.claim.block == fact.claim.block:
            continue
        if other.quantity.unit.symbol in ("%", "×") and _is_plain(other):
            found.setdefault(other.claim.block, other)
    lost = any(_LOSS.search(each.claim.label.after.partition(" for ")[0]) for each in found.values())
    return list(found.values()) if _PARTS[0] <= len(found) <= _PARTS[1] and not lost else []


def _factor(fact: Fact, *, nominal: bool) -> Interval:
    value = fact.quantity.nominal() if nominal else fact.quantity.readings[0].interval
    return _ONE + value if fact.quantity.unit.symbol == "%" else value


def _product(parts: Sequence[Fact], *, nominal: bool) -> Interval:
    result = _ONE
    for part in parts:
        result = result * _factor(part, nominal=nominal)
    return result


def _of_gains(fact: Fact, parts: Sequence[Fact], rule: str) -> Derivation:
    names = [f"c{part.claim.index}" for part in parts]
    given = tuple(
        Input(name, part.quantity.readings[0].interval, part.claim.index)
        for name, part in zip(names, parts, strict=True)
    )
    program = "1"
    for name, part in zip(names, parts, strict=True):
        program += f" 1 {name} + *" if part.quantity.unit.symbol == "%" else f" {name} *"
    texts = [f"(1 + {part.claim.text})" if part.quantity.unit.symbol == "%" else part.claim.text for part in parts]
    return _made(fact, given, _product(parts, nominal=False), " × ".join(texts), program, rule)


def _of_base(fact: Fact, stated: Callable[[], _Bases], facts: Facts, rule: str) -> Derivation | None:
    """The multiplier right before an amount in brackets, times one of the values that are stated most often."""
    times = facts.by_claim[fact.claim.index - 1] if fact.claim.index else None
    if (
        times is None
        or times.claim.block != fact.claim.block
        or times.quantity.unit.symbol != "×"
        or not _is_plain(times)
    ):
        return None
    text = facts.claims.document.blocks[fact.claim.block].text
    if not _OPENED.fullmatch(text[times.claim.end : fact.claim.start]):
        return None
    bases = [each for each in stated().get(physical(fact.quantity), ()) if each is not fact]
    if width(fact.quantity) * len(bases) > _CHANCE:
        return None
    for base in bases:
        if (base.quantity.nominal() * times.quantity.nominal()).meets(fact.quantity.readings[0].interval):
            given = tuple(
                Input(f"c{each.claim.index}", each.quantity.readings[0].interval, each.claim.index)
                for each in (base, times)
            )
            working = f"{base.claim.text} × {times.claim.text}"
            result = given[0].interval * given[1].interval
            return _made(fact, given, result, working, f"{given[0].name} {given[1].name} *", rule)
    return None


def _bases(facts: Facts) -> _Bases:
    """By kind the first statement of each of the values that are stated most often."""
    kinds: dict[object, dict[Interval, list[Fact]]] = defaultdict(lambda: defaultdict(list))
    for fact in facts.all:
        told = fact.known and fact.stance is Stance.ASSERTED and fact.quantity.modality in _PLAIN
        if told and fact.quantity.value and physical(fact.quantity):
            kinds[physical(fact.quantity)][fact.quantity.nominal()].append(fact)
    often = {kind: sorted(values.values(), key=len, reverse=True) for kind, values in kinds.items()}
    return {kind: [each[0] for each in most[:_BASES]] for kind, most in often.items()}


def _made(fact: Fact, given: tuple[Input, ...], result: Interval, working: str, program: str, rule: str) -> Derivation:
    unit = fact.quantity.readings[0].unit
    own = Input(f"c{fact.claim.index}", fact.quantity.readings[0].interval, fact.claim.index)
    return Derivation(
        rule=rule,
        head=fact.claim.index,
        premises=tuple(each.claim for each in given if each.claim is not None),
        holds=True,
        stated=fact.claim.text,
        expected=show.interval(result, unit),
        interval=result,
        basis=Basis.DERIVATION,
        steps=(Step(working, working, result, unit.symbol, program, given),),
        compared=Step("stated", fact.claim.text, own.interval, "", own.name, (own,)),
        power=_CHANCE,
    )
