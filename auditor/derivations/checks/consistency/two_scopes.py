"""One rate that is stated of one GPU and of several: "14,800 tokens/s per GPU", where a node of eight has 14,800; or of
all and of a part: "14,800 tokens/s in total", where each of four replicas has that."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from fractions import Fraction

from auditor import patterns as re
from auditor import show
from auditor.derivations.citing import input_of
from auditor.derivations.concepts import OF_ALL
from auditor.derivations.derivation import Basis, Derivation, Step
from auditor.facts import Fact, Facts, Stance

_RATES = frozenset({"throughput", "request_rate", "effective_flops"})
_TOKENS_A_SECOND = (("second", -1), ("token", 1))
_WIDER = frozenset({"node", "replica", "total"})
_NUMBERS = {
    "gpu": ("gpus",),
    "node": ("nodes",),
    "replica": ("replicas", "data_parallel"),
}
"""What tells how many parts of a kind the whole has."""
_COUNTS = {"node": "gpus_per_node", "replica": "tensor_parallel"}
"""What tells how many GPUs such a whole holds, or holds at least."""
_GOALS = frozenset({"required", "limit", "target", "maximum", "theoretical"})
_ONE = re.compile(
    r"\b(?:one|single|each|every|per|only|just|replicas?|nodes?|instances?|servers?)\b|[单每]|节点|实例|副本",
    re.IGNORECASE,
)
"""Words of a line whose total may be that of a part."""
_DIGITS = 3
"""Digits of a number that two quantities hardly share by chance."""
_PAIR = 2
_MOST_PARTS = 4096
_MOST_VALUES = 16
"""Rates of one GPU in one situation that are tried."""


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each rate of a GPU that is elsewhere that of what holds several, where a GPU has another, and
    for each of all of them that is elsewhere that of a part, where all have so many times more.
    """
    stated = [fact for fact in facts.all if _is_plain(fact)]
    per_gpu = [fact for fact in stated if fact.scope == "gpu"]
    parts: dict[tuple[str, tuple[str, ...]], dict[Fraction | None, Fact]] = defaultdict(dict)
    for fact in per_gpu:
        known = parts[_rate(fact), fact.scenario]
        if len(known) < _MOST_VALUES:
            known.setdefault(fact.quantity.value, fact)
    wider = {(_rate(fact), fact.quantity.value): fact for fact in reversed(stated) if fact.scope in _WIDER}
    held_by = {scope: _held(concept, facts) for scope, concept in _COUNTS.items()} if wider else {}
    beside = _beside_in_rows(stated, facts)
    yield from _of_all(stated, facts, rule)
    for fact in per_gpu:
        if _digits(fact.quantity.value) < _DIGITS:
            continue
        if (pair := beside.get((_rate(fact), fact.quantity.value))) is not None:
            yield _beside(fact, *pair, rule)
            continue
        whole = wider.get((_rate(fact), fact.quantity.value))
        if whole is None or _are_of_one_table(fact, whole, facts):
            continue
        others = parts[_rate(fact), fact.scenario].values()
        part = next((other for other in others if _is_part(other, fact)), None)
        if part is not None:
            yield _beside(fact, whole, part, rule)
        elif (held := held_by.get(whole.scope)) is not None:
            yield _shared(fact, whole, held, rule)


def _beside_in_rows(stated: Sequence[Fact], facts: Facts) -> dict[tuple[str, Fraction | None], tuple[Fact, Fact]]:
    """Rates of no scope in the rows of tables that hold the rate of one GPU too, a whole number of times smaller."""
    rows: dict[tuple[int, int], list[Fact]] = defaultdict(list)
    for fact in stated:
        cell = facts.claims.document.blocks[fact.claim.block].cell
        if cell is not None:
            rows[cell.table, cell.row].append(fact)
    found: dict[tuple[str, Fraction | None], tuple[Fact, Fact]] = {}
    for row in rows.values():
        if len(row) == _PAIR and row[0].concept == row[1].concept and {each.scope for each in row} == {"", "gpu"}:
            part, whole = sorted(row, key=lambda fact: not fact.scope)
            if _is_part(part, whole):
                found.setdefault((whole.concept, whole.quantity.value), (whole, part))
    return found


def _of_all(stated: Sequence[Fact], facts: Facts, rule: str) -> Iterator[Derivation]:
    """What is stated of all, and elsewhere of each of so many parts, where all have so many times that."""
    totals = [fact for fact in stated if fact.scope == "total"]
    parts = {(_rate(fact), fact.quantity.value): fact for fact in reversed(stated) if fact.scope in _NUMBERS}
    for fact in totals:
        part = parts.get((_rate(fact), fact.quantity.value))
        if part is None or _digits(fact.quantity.value) < _DIGITS or _ONE.search(_text(fact, facts)):
            continue
        if _are_of_one_table(fact, part, facts):
            continue
        numbers = {each.quantity.value for each in facts.all if each.concept in _NUMBERS[part.scope]}
        rest = (other for other in totals[:_MOST_VALUES] if other.scenario == fact.scenario)
        whole = next((o for o in rest if _is_part(fact, o) and _times(fact, o) in numbers), None)
        if whole is not None:
            said = f"elsewhere each {part.scope} has that much, and all together have {whole.claim.text}"
            steps = (_step("of one part", part), _step("of all", whole))
            yield _derivation(fact, (whole, part), steps, said, rule, "in total")


def _are_of_one_table(fact: Fact, other: Fact, facts: Facts) -> bool:
    """Whether both stand in cells of one table, where each row or column is a case of its own."""
    here, there = (facts.claims.document.blocks[each.claim.block].cell for each in (fact, other))
    return here is not None and there is not None and here.table == there.table


def _text(fact: Fact, facts: Facts) -> str:
    return facts.claims.document.blocks[fact.claim.block].text


def _times(part: Fact, whole: Fact) -> int:
    return round((whole.quantity.value or 0) / (part.quantity.value or 1))


def _is_plain(fact: Fact) -> bool:
    plain = fact.quantity.is_plain
    return _rate(fact) in _RATES and plain and fact.role not in _GOALS and _is_asserted(fact)


def _rate(fact: Fact) -> str:
    """The concept of a number; tokens a second under words that name nothing else are a throughput."""
    unnamed = not fact.known and fact.quantity.readings[0].unit.dimensions == _TOKENS_A_SECOND
    return "throughput" if unnamed else fact.concept


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
    given = (input_of(whole), input_of(held))
    working = f"{whole.claim.text} ÷ {held.claim.text}"
    result, program = whole.quantity.hull / held.quantity.hull, f"{given[0].name} {given[1].name} /"
    step = Step("of all ÷ GPUs", working, result, fact.quantity.readings[0].unit.symbol, program, given)
    said = f"elsewhere a {whole.scope} of {held.claim.text} has that much"
    return _derivation(fact, (whole, held), (step,), said, rule)


def _beside(fact: Fact, whole: Fact, part: Fact, rule: str) -> Derivation:
    """What one of the GPUs has by another statement, where several reach what is stated of it."""
    holder = "all GPUs have" if whole.scope in OF_ALL else f"a {whole.scope} has"
    steps = (_step("of several", whole), _step("of one GPU", part))
    said = f"elsewhere {holder} that much, and one GPU has {part.claim.text}"
    return _derivation(fact, (part, whole), steps, said, rule)


def _derivation(
    fact: Fact, premises: tuple[Fact, ...], steps: tuple[Step, ...], said: str, rule: str, of: str = "for a GPU"
) -> Derivation:
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
        message=f"{fact.claim.text} is stated {of}, but {said}.",
    )


def _step(says: str, fact: Fact) -> Step:
    given = input_of(fact)
    return Step(says, fact.claim.text, given.interval, fact.quantity.readings[0].unit.symbol, given.name, (given,))
