"""A change in per cent that takes the new value for its base: "from 900 to 1,200: 25% more". The two amounts stand near
by, and only with the wrong one of them as the base they give the percentage, so that it is doubted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import combinations, islice

from auditor import patterns as re
from auditor import show
from auditor.derivations.checks.columns import lone_quantities
from auditor.derivations.checks.relations import DROP, SURPLUS, Standard
from auditor.derivations.derivation import Basis, Derivation, Input, Step, one_step
from auditor.derivations.values import dimensions_of, first_reading, widen
from auditor.facts import Fact, Facts, Stance
from auditor.frozen import dataclass
from auditor.interval import Interval
from auditor.quantity import Modality
from auditor.units import Dimensions

_FALLS = frozenset(
    ("fewer", "less", "lower", "smaller", "cheaper", "shorter", "below", "reduction", "decrease", "drop", "drops",
     "dropped", "fall", "falls", "fell", "reduced", "decreased", "cut", "shrank", "saves", "saved", "saving", "savings",
     "降低", "减少", "下降", "缩短", "giảm")
)  # fmt: skip
_RISES = frozenset(
    ("more", "higher", "larger", "greater", "faster", "increase", "increased", "growth", "grows", "grew", "gain",
     "rises", "rose", "raised", "above", "exceed", "exceeds", "exceeding",
     "surpasses", "beats", "提升", "提高", "增加", "增长", "tăng")
)  # fmt: skip
_FELL = frozenset(("reduces", "lowers", "lowered", "cuts", "shortens", "shortened", "decreases", "shrinks"))
_ROSE = frozenset(("raises", "increases", "boosts", "boosted"))
"""Verbs that say it only in front of "by": behind a percentage they begin what comes next."""
_RIGHT_BEFORE = re.compile(
    r"(?:(?P<rise>提升|提高|增加|增长|上升|高出|超出)|(?P<fall>降低|减少|下降|缩短|节省))(?:了|约|近){0,2}$"
    r"|\b(?:(?P<rises>tăng|up|rises|rose)|(?P<falls>giảm|down|falls|fell))(?: (?:about|only|just|khoảng|thêm))?$",
    re.IGNORECASE,
)
"""Words that say it right before a percentage; "falls to 40%" and "降低到 40%" say what is left."""
_WORD = re.compile(r"[^\W\d_]+")
_TIME = (("second", 1),)
_STOP = re.compile(r"[.;!?。；]\s|\n")
_GOES_ON = re.compile(
    r"\)?(?: [a-z]+){0,2}(?:,? (?:which is|that is|this is|i\.e\.,?|so|thus|hence|meaning|or|an?)|[,:(]| [—–-])"
    r"(?: an?| about| roughly| only)? ?",
    re.IGNORECASE,
)
"""What leads from the amounts of a sentence to how far they are apart."""
_RATIOS = ("%", "×", "‰")
_NEAR = 6
"""Amounts before the percentage that it may be made of."""
_APART = 4
"""Blocks between, at most."""
_MOST = 40
"""Amounts of one unit in a document; among more something gives any percentage."""
_ROWS = 200
"""Rows of two amounts that are looked through."""
_LONG = 5
"""Letters of a word that ties a line to a row of a table."""
_DIGITS = 2
_SLACK = Fraction(1, 50)
"""How far from the percentage the amounts as printed may lead, which were rounded after it was worked out."""
_WORDS = 4
"""Words around a percentage that say which way it goes."""


@dataclass(frozen=True, slots=True)
class Change:
    """A percentage that is said to be a fall or a rise."""

    fact: Fact
    rise: bool

    @property
    def right(self) -> Standard:
        """Of the larger and the smaller amount, the relation that the word asks for."""
        return SURPLUS if self.rise else DROP

    def of(self, low: Fact, high: Fact, *, rise: bool) -> Interval | None:
        """The change between two amounts: a rise from the smaller, or a fall from the larger one."""
        pair = (first_reading(high), first_reading(low)) if rise else (first_reading(low), first_reading(high))
        return (SURPLUS if rise else DROP).value(*pair)


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each change that a pair near by gives from the wrong base, and no pair from the right one."""
    changes = [change for fact in facts.all if (change := told_change(fact)) is not None]
    kinds: dict[Dimensions, list[Fact]] = defaultdict(list)
    for fact in facts.all if changes else ():
        if _is_amount(fact):
            kinds[dimensions_of(fact)].append(fact)
    rows, columns = (_rows(facts), _columns(facts)) if changes else ({}, [])
    for change in changes:
        found = _judge(change, kinds, rows, facts, rule) or _of_column(change, columns, facts, rule)
        if found is not None:
            yield found


def told_change(fact: Fact) -> Change | None:
    """The change that a percentage states by the words around it; None for one of a few digits, or of both ways."""
    digits = sum(map(str.isdigit, fact.claim.text))
    plain = fact.quantity.modality is Modality.EXACT and fact.stance is Stance.ASSERTED and fact.quantity.value
    if fact.quantity.unit.symbol != "%" or not plain or digits < _DIGITS:
        return None
    label = fact.claim.label
    before, after = _WORD.findall(label.before.lower()), _WORD.findall(label.after.lower())
    by = {*(before[-_WORDS:-1] if before[-1:] in (["by"], ["of"]) else ())}
    said = {*after[:_WORDS], *by}
    led = _RIGHT_BEFORE.search(label.before.rstrip(" ~≈"))
    way = "" if led is None else led.lastgroup or ""
    falls = bool(said & _FALLS or by & _FELL) or way.startswith("fall")
    rises = bool(said & _RISES or by & _ROSE) or way.startswith("rise") or fact.claim.text.startswith("+")
    return Change(fact, rises) if falls != rises else None


def _is_amount(fact: Fact) -> bool:
    plain = fact.quantity.is_plain and fact.quantity.value is not None and fact.quantity.value > 0
    return plain and bool(fact.quantity.unit.dimensions) and fact.quantity.unit.symbol not in _RATIOS


def _rows(facts: Facts) -> Mapping[tuple[int, int], list[Fact]]:
    found: dict[tuple[int, int], list[Fact]] = defaultdict(list)
    for fact in facts.all:
        cell = facts.claims.document.blocks[fact.claim.block].cell
        if cell is not None and cell.row and cell.column and _is_amount(fact):
            found[cell.table, cell.row].append(fact)
    return {row: amounts for row, amounts in found.items() if len(amounts) == 2}


def _columns(facts: Facts) -> list[list[Fact]]:
    """The columns of tables whose cells have one plain number each, with a unit or without."""
    found: dict[tuple[int, int], list[Fact]] = defaultdict(list)
    for claim, quantity in lone_quantities(facts):
        cell, fact = facts.claims.document.blocks[claim.block].cell, facts.by_claim[claim.index]
        plain = quantity.is_plain and quantity.value and quantity.unit.symbol not in _RATIOS
        if cell is not None and cell.row and cell.column and fact is not None and plain:
            found[cell.table, cell.column].append(fact)
    return [column for column in found.values() if len(column) > 1]


def _of_column(change: Change, columns: Sequence[list[Fact]], facts: Facts, rule: str) -> Derivation | None:
    """The change from the first row of a table, the base of all others, to the one row that its words name."""
    words, blocks = _named(change.fact), facts.claims.document.blocks
    own = blocks[change.fact.claim.block]
    for first, *others in columns if own.cell is None else ():
        if len(others) >= _MOST:
            continue
        near = blocks[first.claim.block].headings == own.headings and first.index < change.fact.index
        named = [each for each in others if words & _row_words(each)] if near else []
        if len(named) != 1 or words & _row_words(first):
            continue
        for low, high in _ordered(first, named[0]):
            falls = (low is named[0]) != change.rise
            wrong = change.of(low, high, rise=not change.rise)
            if falls and wrong is not None and wrong.meets(change.fact.quantity.hull):
                return None if _is_right(change, [first, *others]) else _derivation(change, low, high, rule)
    return None


def _named(fact: Fact) -> set[str]:
    """The words around a percentage by which a row of a table may be known."""
    label = fact.claim.label
    return {word for word in _WORD.findall(f"{label.key} {label.before} {label.after}".lower()) if len(word) >= _LONG}


def _row_words(fact: Fact) -> set[str]:
    return set(_WORD.findall(fact.claim.label.row.lower()))


def _judge(
    change: Change,
    kinds: Mapping[Dimensions, list[Fact]],
    rows: Mapping[tuple[int, int], list[Fact]],
    facts: Facts,
    rule: str,
) -> Derivation | None:
    stated, own = change.fact.quantity.hull, _has_pair(change.fact, facts)
    for low, high in _pairs(change.fact, rows, facts):
        if own and _line(change.fact, facts) not in (_line(low, facts), _line(high, facts)):
            continue
        wrong = change.of(low, high, rise=not change.rise)
        ambiguous = change.rise and dimensions_of(low) == _TIME
        if (
            ambiguous
            or wrong is None
            or not wrong.meets(stated)
            or not _printed(change, low, high).meets(widen(stated, _SLACK))
        ):
            continue
        known = kinds[dimensions_of(low)]
        told = _is_of_sentence(change.fact, {low, high}, known, facts)
        if told or (len(known) <= _MOST and not _is_right(change, known)):
            return _derivation(change, low, high, rule)
    return None


def _line(fact: Fact, facts: Facts) -> tuple[int, int]:
    """The block and the line of it that a number stands in."""
    block = facts.claims.document.blocks[fact.claim.block]
    return block.index, block.text.count("\n", 0, fact.claim.start)


def _has_pair(fact: Fact, facts: Facts) -> bool:
    """Whether two amounts of one kind stand in the line of a percentage, of which it is said: "80% (33% more than the
    60% before)"."""
    near = facts.all[max(fact.index - _NEAR, 0) : fact.index + _NEAR]
    beside = [each for each in near if each is not fact and _line(each, facts) == _line(fact, facts)]
    kinds = [each.quantity.unit.symbol for each in beside if _is_amount(each) or each.quantity.unit.symbol == "%"]
    return len(kinds) > len(set(kinds))


def _is_of_sentence(fact: Fact, pair: set[Fact], known: Sequence[Fact], facts: Facts) -> bool:
    """Whether a sentence has just these two amounts before it goes on to the percentage: "..., which is 50% fewer"."""
    text = facts.claims.document.blocks[fact.claim.block].text
    start = max((found.end() for found in _STOP.finditer(text, 0, fact.claim.start)), default=0)
    own = [each for each in known if each.claim.block == fact.claim.block and start <= each.claim.start]
    before = [each for each in own if each.claim.start < fact.claim.start]
    if len(before) != 2 or {id(each) for each in before} != {id(each) for each in pair}:
        return False
    return _GOES_ON.fullmatch(text, before[-1].claim.end, fact.claim.start) is not None


def _printed(change: Change, low: Fact, high: Fact) -> Interval:
    a, b = low.quantity.nominal(), high.quantity.nominal()
    one = Interval.point(1)
    return one - a / b if change.rise else b / a - one


def _pairs(fact: Fact, rows: Mapping[tuple[int, int], list[Fact]], facts: Facts) -> Iterator[tuple[Fact, Fact]]:
    """The amounts before a percentage, and those of rows that its words name, by pairs: the smaller first."""
    blocks = facts.claims.document.blocks
    own = blocks[fact.claim.block]
    near: list[Fact] = []
    for other in reversed(facts.all[max(fact.index - 4 * _NEAR, 0) : fact.index]):
        block = blocks[other.claim.block]
        if block.headings != own.headings or fact.claim.block - other.claim.block > _APART or len(near) == _NEAR:
            break
        if _is_amount(other):
            near.append(other)
    words = _named(fact)
    for pair in combinations(near, 2):
        yield from _ordered(*pair)
    for amounts in islice(rows.values(), _ROWS):
        same = blocks[amounts[0].claim.block].headings == own.headings and amounts[0].index < fact.index
        if same and words & _row_words(amounts[0]):
            yield from _ordered(*amounts)


def _ordered(first: Fact, second: Fact) -> Iterator[tuple[Fact, Fact]]:
    a, b = first.quantity.nominal().low, second.quantity.nominal().low
    if dimensions_of(first) == dimensions_of(second) and a is not None and b is not None and a != b:
        yield (first, second) if a < b else (second, first)


def _is_right(change: Change, known: Sequence[Fact]) -> bool:
    """Whether some pair gives the percentage as it is told, or as a share."""
    stated = change.fact.quantity.hull
    for one, other in combinations({fact.quantity.nominal(): fact for fact in known}.values(), 2):
        for low, high in _ordered(one, other):
            told = change.of(low, high, rise=change.rise)
            share = first_reading(low) / first_reading(high)
            if (told is not None and told.meets(stated)) or share.meets(stated):
                return True
    return False


def _derivation(change: Change, low: Fact, high: Fact, rule: str) -> Derivation:
    first, second = (high, low) if change.rise else (low, high)
    names = {"a": first.claim.name, "b": second.claim.name}
    result = change.of(low, high, rise=change.rise) or Interval.point(Fraction(0))
    nominal = change.right.value(first.quantity.nominal(), second.quantity.nominal()) or result
    texts = {"first": first.claim.text, "second": second.claim.text}
    working = " ".join(texts.get(word, word) for word in change.right.formula.split())
    program = " ".join(names.get(step, step) for step in change.right.program.split())
    given = tuple(Input(each.claim.name, first_reading(each), each.claim.index) for each in (first, second))
    base = low if not change.rise else high
    return one_step(
        change.fact.claim,
        Step(change.right.formula, working, result, "%", program, given),
        rule,
        expected=show.interval(nominal, change.fact.quantity.readings[0].unit),
        holds=False,
        basis=Basis.ARITHMETIC,
        severity="warning",
        near_miss=f"it is the change relative to {base.claim.text}",
    )
