"""A change in per cent of what a section states before and after: "throughput +30%" below "Before: 3,000 tok/s" and
"After: 3,900 tok/s"."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from auditor import patterns as re
from auditor.derivations.changes import side_of
from auditor.derivations.checks.arithmetic.row_change import direction_of
from auditor.derivations.checks.paired import chance, paired, unpaired
from auditor.derivations.checks.relations import DROP, FALL, INVERSE, RISE, SHARE, SURPLUS
from auditor.derivations.concepts import GOALS
from auditor.derivations.derivation import Derivation
from auditor.derivations.once import once
from auditor.facts import Fact, Facts, Stance
from auditor.frozen import dataclass
from auditor.interval import Interval

_RATIOS = ("%", "×", "‰")
_UP, _DOWN = "+", ("-", "−", "–")
_WORD = re.compile(r"[^\W_]{2,}")
_OTHERS = re.compile(
    r"\b(?:typically|usually|expected|target|goal|than|vs|versus|compared|relative|against|per|each|further"
    r"|additional|another|remaining|only|ideal|theory|of)\b",
    re.IGNORECASE,
)
"""Words behind which the percentage may be of something else than the change."""
_ANY = (SHARE, INVERSE, SURPLUS, DROP, RISE, FALL)

_Pair = tuple[Fact, Fact]


@dataclass(frozen=True, slots=True)
class _Told:
    """One quantity before and after a change, and the words that both places name it by."""

    pair: _Pair
    words: frozenset[str]


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each change of the one quantity of its section that it names."""
    asked = [fact for fact in facts.all if fact.quantity.unit.symbol == "%" and _asks(fact, facts)]
    told = _told(facts) if asked else {}
    tied = {link.result for link in facts.claims.links} if told else frozenset()
    for fact in asked:
        own = told.get(facts.claims.document.blocks[fact.claim.block].headings, ())
        found = _named(fact, own) if fact.claim.index not in tied else None
        made = _judge(fact, found, rule) if found is not None else None
        if made is not None:
            yield made


def _asks(fact: Fact, facts: Facts) -> bool:
    plain = fact.quantity.is_plain and fact.stance is Stance.ASSERTED and fact.role not in GOALS
    return plain and bool(fact.quantity.value) and facts.claims.document.blocks[fact.claim.block].cell is None


@once
def _told(facts: Facts) -> Mapping[tuple[int, ...], Sequence[_Told]]:
    """By section what it states once before and once after."""
    found: dict[tuple[object, ...], dict[str, list[Fact]]] = defaultdict(lambda: defaultdict(list))
    for fact in facts.all:
        side = side_of(fact)
        if side and fact.quantity.unit.symbol not in _RATIOS and _asks(fact, facts):
            headings = facts.claims.document.blocks[fact.claim.block].headings
            kind = fact.quantity.readings[0].unit.dimensions
            found[headings, fact.concept, fact.scope, fact.role, kind][side].append(fact)
    told: dict[tuple[int, ...], list[_Told]] = defaultdict(list)
    for place, sides in found.items():
        if len(sides) == 2 and all(len(each) == 1 for each in sides.values()):
            first, second = sides["before"][0], sides["after"][0]
            if first.quantity.value != second.quantity.value and isinstance(place[0], tuple):
                told[place[0]].append(_Told((first, second), _words(first) & _words(second)))
    return told


def _words(fact: Fact) -> frozenset[str]:
    label = fact.claim.label
    return frozenset(_WORD.findall(f"{label.key} {label.before} {label.after}".lower()))


def _named(fact: Fact, told: Sequence[_Told]) -> _Pair | None:
    """The one quantity whose concept a percentage is of, or all of whose own words it is called by."""
    label = fact.claim.label
    said = f"{label.before} {label.after}"
    if _OTHERS.search(said):
        return None
    same = [each for each in told if fact.known and each.pair[0].concept == fact.concept]
    own = frozenset(_WORD.findall(f"{label.before or label.key}".lower()))
    fitting = same or [each for each in told if each.words and each.words <= own]
    fitting = fitting or [each for each in told if own and own <= each.words]
    return fitting[0].pair if len(fitting) == 1 else None


def _judge(fact: Fact, pair: _Pair, rule: str) -> Derivation | None:
    """The change as it is signed or worded; of one that another relation gives nothing is said."""
    text = fact.claim.text
    signed = text.startswith((_UP, *_DOWN))
    way = direction_of(fact)
    first, second = (each.quantity.value or 0 for each in pair)
    if not signed and (way not in ("rises", "falls") or (way == "rises") != (second > first)):
        return None
    standard = RISE if signed or way == "rises" else FALL
    values = [each.quantity.readings[0].interval for each in pair]
    result = standard.value(*values)
    if result is None:
        return None
    if result.meets(fact.quantity.hull):
        return paired(fact, pair, standard, result, chance(fact.quantity), rule)
    amount = -fact.quantity.hull if text.startswith(_DOWN) else fact.quantity.hull
    others = (each.value(*values) for each in _ANY)
    held = [other for other in others if other is not None and (other.meets(amount) or (-other).meets(amount))]
    other_end = standard is FALL or text.startswith(_DOWN)
    if held and not (other_end and _is_of_other_end(values, amount)):
        return None
    made = unpaired(fact, pair, standard, rule)
    said = "it is the change measured against the other end" if held else ""
    return made if made is None else replace(made, near_miss=said)


def _is_of_other_end(values: Sequence[Interval], amount: Interval) -> bool:
    """Whether a fall is given as what the old value is more than the new one."""
    change = SURPLUS.value(*values)
    return change is not None and change.meets(amount)
