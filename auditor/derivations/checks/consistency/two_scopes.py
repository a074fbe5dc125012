"""One rate that is stated of one GPU and of several: "14,800 tokens/s per GPU", where a node of eight has 14,800."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction

from auditor import show
from auditor.derivations.derivation import Basis, Derivation, Input, Step
from auditor.facts import Fact, Facts, Stance
from auditor.quantity import Modality

_RATES = frozenset({"throughput", "request_rate", "effective_flops"})
_WIDER = frozenset({"node", "replica", "total"})
_COUNTS = {"node": "gpus_per_node", "replica": "tensor_parallel"}
"""What tells how many GPUs such a whole holds, or holds at least."""
_GOALS = frozenset({"required", "limit", "target", "maximum", "theoretical"})
_DIGITS = 3
"""Digits of a number that two quantities hardly share by chance."""
_MOST_PARTS = 4096
_MOST_VALUES = 16
"""Rates of one GPU in one situation that are tried."""


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each rate of a GPU that is elsewhere that of what holds several, where a GPU has another."""
    stated = [fact for fact in facts.all if _is_plain(fact)]
    per_gpu = [fact for fact in stated if fact.scope == "gpu"]
    parts: dict[tuple[str, tuple[str, ...]], dict[Fraction | None, Fact]] = defaultdict(dict)
    for fact in per_gpu:
        known = parts[fact.concept, fact.scenario]
        if len(known) < _MOST_VALUES:
            known.setdefault(fact.quantity.value, fact)
    wider = {(fact.concept, fact.quantity.value): fact for fact in reversed(stated) if fact.scope in _WIDER}
    held_by = {scope: _held(concept, facts) for scope, concept in _COUNTS.items()} if wider else {}
    for fact in per_gpu:
        whole = wider.get((fact.concept, fact.quantity.value))
        if whole is None or _digits(fact.quantity.value) < _DIGITS:
            continue
        others = parts[fact.concept, fact.scenario].values()
        part = next((other for other in others if _is_part(other, fact)), None)
        if part is not None:
            yield _beside(fact, whole, part, rule)
        elif (held := held_by.get(whole.scope)) is not None:
            yield _shared(fact, whole, held, rule)


def _is_plain(fact: Fact) -> bool:
    plain = fact.quantity.modality in (Modality.EXACT, Modality.ABOUT)
    return fact.known and fact.concept in _RATES and plain and fact.role not in _GOALS and _is_asserted(fact)


def _is_asserted(fact: Fact) -> bool:
    return fact.stance is Stance.ASSERTED and fact.quantity.value is not None and fact.quantity.value > 0


def _digits(value: Fraction | None) -> int:
    """How many digits of a number are significant."""
    return 0 if value is None else len(str(value.numerator).rstrip("0"))


def _is_part(other: Fact, fact: Fact) -> bool:
    """Whether another rate of a GPU goes into this one a whole number of times."""
    a, b = other.quantity.value, fact.quantity.value
    if a is None or b is None or a >= b:
        return False
    times = round(b / a)
    return 1 < times <= _MOST_PARTS and other.quantity.hull.scale(Fraction(times)).meets(fact.quantity.hull)


def _held(concept: str, facts: Facts) -> Fact | None:
    """The one count that is stated of the GPUs of a node, or at least of a replica; None if that is not several."""
    stated = [fact for fact in facts.all if fact.concept == concept]
    sure = len({fact.quantity.value for fact in stated}) == 1 and all(fact.quantity.whole for fact in stated)
    return stated[0] if sure and (stated[0].quantity.value or 0) > 1 else None


def _shared(fact: Fact, whole: Fact, held: Fact, rule: str) -> Derivation:
    """What one of the GPUs has of a rate that several reach together."""
    given = (_input(whole), _input(held))
    working = f"{whole.claim.text} ÷ {held.claim.text}"
    result, program = whole.quantity.hull / held.quantity.hull, f"{given[0].name} {given[1].name} /"
    step = Step("of all ÷ GPUs", working, result, fact.quantity.readings[0].unit.symbol, program, given)
    said = f"elsewhere a {whole.scope} of {held.claim.text} has that"
    return _derivation(fact, (whole, held), (step,), said, rule)


def _beside(fact: Fact, whole: Fact, part: Fact, rule: str) -> Derivation:
    """What one of the GPUs has by another statement, where several reach what is stated of it."""
    holder = "all GPUs have" if whole.scope == "total" else f"a {whole.scope} has"
    steps = (_step("of several", whole), _step("of one GPU", part))
    said = f"elsewhere {holder} that, and one GPU {part.claim.text}"
    return _derivation(fact, (part, whole), steps, said, rule)


def _derivation(fact: Fact, premises: tuple[Fact, ...], steps: tuple[Step, ...], said: str, rule: str) -> Derivation:
    result = steps[-1].result
    return Derivation(
        rule=rule,
        head=fact.claim.index,
        premises=tuple(each.claim.index for each in premises),
        holds=False,
        stated=fact.claim.text,
        expected=show.interval(result, fact.quantity.readings[0].unit),
        interval=result,
        basis=Basis.COMPARISON,
        steps=steps,
        compared=_step(fact.claim.text, fact),
        message=f"{fact.claim.text} of one GPU is stated: {said}.",
    )


def _input(fact: Fact) -> Input:
    return Input(f"c{fact.claim.index}", fact.quantity.hull, fact.claim.index)


def _step(says: str, fact: Fact) -> Step:
    given = _input(fact)
    return Step(says, fact.claim.text, given.interval, fact.quantity.readings[0].unit.symbol, given.name, (given,))
