"""Columns, and rows, that are another one times a factor: "GB per GPU" and "GB of all 8", "ms at peak" and "at 70%"."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import combinations

from auditor import show
from auditor.derivations.citing import claim_step
from auditor.derivations.concepts import is_configuration
from auditor.derivations.derivation import Basis, Derivation, Input, Step, one_step
from auditor.derivations.miswritten import SLIPS, SWAPPED, miswriting
from auditor.derivations.values import physical, spread
from auditor.facts import Fact, Facts
from auditor.frozen import dataclass
from auditor.interval import Interval
from auditor.quantity import Modality, Quantity
from auditor.units import combine_dimensions

_FEWEST = 3
_MOST = 40
_LINES = 8
"""Columns or rows of a table that are paired."""
_NEAR = 300
"""Numbers to either side among which the factor is looked for."""
_LARGEST = 4096
_DIGITS = 3
"""Digits of the numbers that show a factor, where one is held against it."""
_CHANCE = 0.05
"""The power of a row that is confirmed: that three rows have one factor, and it is stated, by chance."""
_SHARP = 0.02
"""How wide what the rows admit of their factor may be."""
_NAMED = 0.05
"""The same where the factor is another statement of what one of the lines states: "12 tokens/ms" of a peak of 30."""
_SPREAD = 1.2
"""How far apart the numbers of a column must be to show that another follows them."""
_SHARES = ("%", "×")
_ONE = Interval.point(1)

_FACTORS: Mapping[str, Callable[[Interval, Interval], Interval]] = {
    "a k *": lambda base, head: head / base,
    "a k /": lambda base, head: base / head,
    "k a /": lambda base, head: base * head,
}
"""By the form of a law, its factor by a number of the first line and the one of the second."""

_Line = Mapping[int, Fact]


@dataclass(frozen=True, slots=True)
class _Law:
    """How one line follows another, and the statement of the factor."""

    form: str
    """`a k *`, `a k /` or `k a /`: of a number of the first line and the factor, in postfix order."""
    factor: Fact

    def of(self, base: Interval, factor: Interval) -> Interval:
        """What a number of the second line should be."""
        first, second = (factor, base) if self.form.startswith("k") else (base, factor)
        return first * second if self.form.endswith("*") else first / second

    def told(self, base: str, factor: str, sign: str) -> str:
        """The same in words, or in names."""
        return sign.join((factor, base) if self.form.startswith("k") else (base, factor))


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each number of a line that is another one times a stated number throughout; and for the one
    that is not, where the others are and a slip of the hand makes it so."""
    for columns, rows in _tables(facts):
        seen: set[int] = set()
        for lines in (columns, rows):
            for first, second in combinations(lines[:_LINES], 2):
                for found in _judge(first, second, facts, rule, swaps=lines is columns):
                    if found.head not in seen:
                        seen.add(found.head)
                        yield found


def _tables(facts: Facts) -> Iterator[tuple[Sequence[_Line], Sequence[_Line]]]:
    """The columns of each table, and its rows without their heads."""
    columns: dict[int, dict[int, dict[int, Fact]]] = defaultdict(lambda: defaultdict(dict))
    rows: dict[int, dict[int, dict[int, Fact]]] = defaultdict(lambda: defaultdict(dict))
    blocks, facts_of = facts.claims.document.blocks, defaultdict[int, int](int)
    for fact in facts.all:
        facts_of[fact.claim.block] += 1
    for fact in facts.all:
        cell = blocks[fact.claim.block].cell
        if cell is None or not cell.row or not fact.quantity.value or facts_of[fact.claim.block] > 1:
            continue
        if fact.quantity.is_plain and fact.quantity.value > 0:
            columns[cell.table][cell.column][cell.row] = fact
            if cell.column:
                rows[cell.table][cell.row][cell.column] = fact
    for table, found in columns.items():
        yield [found[at] for at in sorted(found)], list(rows[table].values())


def _judge(first: _Line, second: _Line, facts: Facts, rule: str, *, swaps: bool) -> Iterator[Derivation]:
    """`swaps`: whether a number that alone does not follow is looked at: rows of models may be multiples by chance."""
    pairs = [(first[place], second[place]) for place in first if place in second]
    if not _FEWEST <= len(pairs) <= _MOST:
        return
    law = _law(pairs, facts)
    if law is not None:
        made = (_follows(base, head, law, rule) for base, head in pairs if not is_configuration(head))
        yield from (each for each in made if each is not None)
    elif swaps:
        yield from _miswritten(pairs, rule)
        yield from _miswritten([(head, base) for base, head in pairs], rule)


def _law(pairs: Sequence[tuple[Fact, Fact]], facts: Facts) -> _Law | None:
    """The law that all pairs admit, if its factor is stated."""
    sizes = [_size(base.quantity) for base, _ in pairs]
    if len({base.quantity.value for base, _ in pairs}) < _FEWEST or max(sizes) < _SPREAD * min(sizes):
        return None
    for form, factor_of in _FACTORS.items():
        admitted = _admitted(pairs, factor_of)
        narrow = admitted is not None and spread(admitted) <= _SHARP
        factor = _stated(admitted, pairs, form, facts, named=not narrow) if admitted is not None else None
        if factor is not None:
            return _Law(form, factor)
    return None


def _size(quantity: Quantity) -> float:
    return float(quantity.nominal().low or 0)


def _admitted(
    pairs: Sequence[tuple[Fact, Fact]], factor_of: Callable[[Interval, Interval], Interval]
) -> Interval | None:
    """What all pairs leave for their factor; None where that is nothing, or says little."""
    found: Interval | None = None
    for base, head in pairs:
        own = factor_of(_loose(base.quantity), _loose(head.quantity))
        found = own if found is None else found.intersect(own)
        if found is None:
            return None
    if found is None or found.low_over <= 0:
        return None
    return found if spread(found) <= _NAMED else None


def _stated(
    admitted: Interval, pairs: Sequence[tuple[Fact, Fact]], form: str, facts: Facts, *, named: bool
) -> Fact | None:
    """The nearest statement of the factor outside the two lines; of a bare one, or of a count, in their section.

    `named`: only one under the name of a line.
    """
    own, (base, head) = {fact.index for pair in pairs for fact in pair}, pairs[0]
    first, second = (base, head) if form == "a k /" else (head, base)
    kind = combine_dimensions(physical(first.quantity), physical(second.quantity), 1 if form == "k a /" else -1)
    section = facts.claims.document.blocks[head.claim.block].headings
    found = [
        fact
        for fact in facts.all[max(base.index - _NEAR, 0) : base.index + _NEAR]
        if fact.quantity.modality is Modality.EXACT
        and physical(fact.quantity) == kind
        and fact.index not in own
        and fact.quantity.nominal().meets(admitted)
        and fact.quantity.nominal() != _ONE
        and (kind or _is_in(fact, section, facts))
        and (not named or (fact.known and fact.concept in (base.concept, head.concept)))
    ]
    return min(found, key=lambda fact: abs(fact.index - base.index), default=None)


def _is_in(fact: Fact, section: tuple[int, ...], facts: Facts) -> bool:
    block = facts.claims.document.blocks[fact.claim.block]
    return block.headings == section or block.index in section


def _loose(quantity: Quantity) -> Interval:
    """What a number admits; a whole one of a table may be rounded."""
    interval, unit = quantity.readings[0].interval, quantity.readings[0].unit
    if not interval.is_point or not interval.low or interval.low <= unit.factor:
        return interval
    return interval + Interval(Fraction(-1, 2), Fraction(1), high_open=True).scale(unit.factor)


def _follows(base: Fact, head: Fact, law: _Law, rule: str) -> Derivation | None:
    """A row by the law; None where only the rounding of a whole number, which is not printed, lets it follow."""
    names = (base.claim.name, law.factor.claim.name)
    given = (
        Input(names[0], base.quantity.readings[0].interval, base.claim.index),
        Input(names[1], law.factor.quantity.readings[0].interval, law.factor.claim.index),
    )
    result = law.of(given[0].interval, given[1].interval)
    if not result.meets(head.quantity.hull):
        return None
    sign = law.form[-1]
    working = law.told(base.claim.text, law.factor.claim.text, " × " if sign == "*" else " ÷ ")
    unit = head.quantity.readings[0].unit
    return one_step(
        head.claim,
        Step("as in the other rows", working, result, unit.symbol, f"{law.told(*names, ' ')} {sign}", given),
        rule,
        expected=show.interval(law.of(base.quantity.nominal(), law.factor.quantity.nominal()), unit),
        holds=True,
        power=_CHANCE,
    )


def _miswritten(pairs: Sequence[tuple[Fact, Fact]], rule: str) -> Iterator[Derivation]:
    """The one pair that is no whole multiple as all others are, if a slip in one of the two makes it one."""
    factor = _whole([(base.quantity, head.quantity) for base, head in pairs])
    if factor is None:
        return
    times = Interval.point(factor)
    # Both are of one unit, so that one reading of it does for both.
    held = [(base, head) for base, head in pairs if (_loose(base.quantity) * times).meets(_loose(head.quantity))]
    wrong = [pair for pair in pairs if pair not in held]
    distinct = len({base.quantity.value for base, _ in held})
    allowed = SLIPS if distinct >= _FEWEST else {SWAPPED}
    long = all(sum(map(str.isdigit, head.claim.text)) >= _DIGITS for _, head in held)
    if len(wrong) != 1 or distinct < _FEWEST - 1 or not long:
        return
    base, head = wrong[0]
    if (slip := miswriting(head.quantity, base.quantity.hull * times)) in allowed:
        yield _refuted(head, base, "*", factor, slip, rule)
    elif (slip := miswriting(base.quantity, head.quantity.hull / times)) in allowed:
        yield _refuted(base, head, "/", factor, slip, rule)


def _whole(pairs: Sequence[tuple[Quantity, Quantity]]) -> int | None:
    """The whole number that all but one of the quotients are next to."""
    found: dict[int, int] = defaultdict(int)
    for first, second in pairs:
        if not _are_alike(first, second):
            return None
        found[round(_size(second) / _size(first))] += 1
    best = max(found, key=found.__getitem__)
    return best if 2 <= best <= _LARGEST and found[best] >= len(pairs) - 1 else None


def _are_alike(first: Quantity, second: Quantity) -> bool:
    """Whether two numbers are of one unit, whatever things they are counted per, or of one that changes no number."""
    units = [each.readings[0].unit for each in (first, second)]
    if any(unit.symbol in _SHARES for unit in units) or units[0].factor != units[1].factor:
        return units[0].symbol == units[1].symbol
    bare = not (units[0].symbol and units[1].symbol)
    return bare or physical(first) == physical(second)


def _refuted(head: Fact, given: Fact, sign: str, factor: int, slip: str, rule: str) -> Derivation:
    """The number with the slip, held to what the other one of its pair gives."""
    name, unit = given.claim.name, head.quantity.readings[0].unit
    value, times = given.quantity.readings[0].interval, Interval.point(factor)
    result, plain = (each * times if sign == "*" else each / times for each in (value, given.quantity.nominal()))
    own = head.quantity.readings[0].interval
    working = f"{given.claim.text} {'×' if sign == '*' else '÷'} {factor}"
    step = Step(
        "as in the other rows",
        working,
        result,
        unit.symbol,
        f"{name} {factor} {sign}",
        (Input(name, value, given.claim.index),),
    )
    return one_step(
        head.claim,
        step,
        rule,
        expected=show.interval(plain, unit),
        holds=False,
        basis=Basis.ARITHMETIC,
        compared=claim_step(head.claim, own, head.claim.text, unit.symbol),
        near_miss=slip,
    )
