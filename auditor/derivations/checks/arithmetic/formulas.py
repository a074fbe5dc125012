"""Formulas in names that the report gives values: "D = h × d = 4096" where h = 32 and d = 128.

A name may mean several things in a report, so that they are only confirmed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction

from auditor import patterns as re
from auditor.derivations.cited import TOLD
from auditor.derivations.derivation import Basis, Derivation, Input, Step, one_step
from auditor.derivations.values import PHYSICAL
from auditor.facts import Claim, Fact, Facts
from auditor.frozen import dataclass
from auditor.interval import Interval
from auditor.quantity import Modality
from auditor.text import line_start

_NAME = r"[A-Za-z_]\w{0,40}"
_SUM = rf"(?:{_NAME}|\d[\d,.]*)(?:\s?[×*·/÷+−-]\s?(?:{_NAME}|\d[\d,.]*)){{0,6}}"
_DEFINED = re.compile(rf"(?<![\w.×*·/÷+−-])(?<![×*·/÷+−-]\s)({_NAME})\s*=\s*(?:{_SUM}\s*=\s*)?\Z")
_KEYED = re.compile(rf"\s*[\"']?({_NAME})[\"']?\s*:\s*\Z")
"""A line of a configuration before its number."""
_EQUAL = re.compile(rf"(?P<before>[=:(|,;→]\s*|[^\W\d_]\s+|\A\s*)(?P<sum>{_SUM})\s*=\s*\Z")
"""A calculation before its result, with what stands before it: nothing that it could go on from."""
_SHARE = re.compile(rf"(?<![\w.×*·/÷+−-])1\s?[/÷]\s?\((?P<sum>{_SUM})\)\s*=\s*\Z")
"""The share of one of so many parts before its number: "1/(m×n) = 1/16"."""
_TUPLE = re.compile(r"\(([^()\n]{3,120})\)\s*=\s*\(([^()\n]{3,120})\)")
_TOKEN = re.compile(rf"\s*(?:({_NAME})|(\d[\d,.]*)|([×*·/÷+−-]))")
_SIGN = {"×": "*", "·": "*", "÷": "/", "−": "-"}
_GOES_ON = frozenset("×*·/÷+^%")
_BACK = 160
"""Characters before a number that its formula stands in."""
_CHANCE, _ALONE = 0.02, 0.1
_OPERATIONS: Mapping[str, Callable[[Interval, Interval], Interval]] = {
    "+": Interval.__add__,
    "-": Interval.__sub__,
    "*": Interval.__mul__,
    "/": Interval.__truediv__,
}


@dataclass(frozen=True, slots=True)
class _Value:
    """What a formula comes to, and how."""

    interval: Interval
    program: str
    given: tuple[Fact, ...]


Names = Mapping[str, list[Fact]]


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each number behind a formula whose names have values that give it."""
    names: dict[str, list[Fact]] = {}
    for fact in facts.all:
        if (name := _defined(fact.claim, facts)) and _is_plain(fact):
            names.setdefault(name, []).append(fact)
    if names:
        for fact in facts.all:
            found = _formula(fact, names, facts) if _is_plain(fact) else None
            if found is not None:
                yield _derivation(fact, *found, rule)


def _is_plain(fact: Fact) -> bool:
    """Whether a number is one of a formula without units."""
    dimensions = fact.quantity.readings[0].unit.dimensions
    bare = not any(name in PHYSICAL for name, _ in dimensions) and fact.quantity.unit.symbol not in ("%", "×")
    exact = fact.quantity.modality is Modality.EXACT and fact.stance in TOLD
    return bare and exact and fact.claim.qualifier != "indices"


def _is_set(before: str) -> bool:
    """Whether an equals sign stands right before a number: looked for first, since that is rare."""
    return before.rstrip().endswith("=")


def _before(claim: Claim, facts: Facts) -> str:
    text = facts.claims.document.blocks[claim.block].text
    start = line_start(text, claim.start)
    return text[max(start, claim.start - _BACK) : claim.start]


def _ends(claim: Claim, facts: Facts) -> bool:
    """Whether no arithmetic goes on behind a number."""
    behind = facts.claims.document.blocks[claim.block].text[claim.end : claim.end + 4].lstrip()
    return behind[:1] not in _GOES_ON


def _defined(claim: Claim, facts: Facts) -> str:
    """The name whose value a number is said to be; empty if none."""
    before = _before(claim, facts)
    found = _DEFINED.search(before) if _is_set(before) else None
    if found is None and facts.claims.document.blocks[claim.block].code is not None:
        found = _KEYED.fullmatch(before)
    return found[1] if found is not None and _ends(claim, facts) else ""


def _formula(fact: Fact, names: Names, facts: Facts) -> tuple[_Value, str, float] | None:
    """What the formula before a number comes to, if that is the number."""
    before = _before(fact.claim, facts)
    if _is_set(before) and _ends(fact.claim, facts) and (found := _SHARE.search(before)) is not None:
        return _share(found["sum"], fact, names)
    found = _EQUAL.search(before) if _is_set(before) else None
    if found is not None and _ends(fact.claim, facts):
        single = _TOKEN.fullmatch(found["sum"]) is not None
        if single and not found["before"].startswith("="):
            return None
        chance, written = _ALONE if single else _CHANCE, found["sum"]
    else:
        written, chance = _member(fact.claim, facts), _ALONE
    value = _value(written, fact, names) if written else None
    return (value, written, chance) if value is not None and value.interval.meets(_interval(fact)) else None


def _share(written: str, fact: Fact, names: Names) -> tuple[_Value, str, float] | None:
    """One over what the names come to, if that is the number."""
    parts = _value(written, fact, names)
    if parts is None:
        return None
    share = _Value(Interval.point(1) / parts.interval, f"1 {parts.program} /", parts.given)
    return (share, f"1 / ({written})", _CHANCE) if share.interval.meets(_interval(fact)) else None


def _member(claim: Claim, facts: Facts) -> str:
    """The member of a tuple of names at whose place a number stands in the tuple of numbers."""
    text = facts.claims.document.blocks[claim.block].text
    for found in _TUPLE.finditer(text) if "=" in text else ():
        if found.start(2) <= claim.start < found.end(2):
            names, values = found[1].split(","), found[2].split(",")
            place = text.count(",", found.start(2), claim.start)
            alone = values[place].strip() == claim.text
            return names[place].strip() if len(names) == len(values) and alone else ""
    return ""


def _value(written: str, fact: Fact, names: Names) -> _Value | None:
    """A formula worked out; None where a name has no value, or several."""
    stack: list[_Value] = []
    pending: list[str] = []
    place = 0
    while place < len(written.rstrip()):
        token = _TOKEN.match(written, place)
        if token is None:
            return None
        place = token.end()
        if token[3]:
            sign = _SIGN.get(token[3], token[3])
            while pending and (pending[-1] in "*/" or sign in "+-"):
                _apply(stack, pending.pop())
            pending.append(sign)
            continue
        value = _named(token[1], fact, names) if token[1] else _literal(token[2])
        if value is None:
            return None
        stack.append(value)
    while pending and len(stack) > 1:
        _apply(stack, pending.pop())
    return stack[0] if len(stack) == 1 and not pending and stack[0].given else None


def _apply(stack: list[_Value], sign: str) -> None:
    if len(stack) > 1:
        second, first = stack.pop(), stack.pop()
        result = _OPERATIONS[sign](first.interval, second.interval)
        stack.append(_Value(result, f"{first.program} {second.program} {sign}", (*first.given, *second.given)))


def _literal(digits: str) -> _Value | None:
    plain = re.fullmatch(r"\d+(?:,\d{3})*(?:\.\d+)?", digits)
    number = digits.replace(",", "")
    return _Value(Interval.point(Fraction(number)), number, ()) if plain is not None else None


def _named(name: str, fact: Fact, names: Names) -> _Value | None:
    """The one value that a name has in the rest of the report."""
    others = [other for other in names.get(name, ()) if other is not fact]
    if not others or len({_interval(other) for other in others}) > 1:
        return None
    return _Value(_interval(others[0]), others[0].claim.name, (others[0],))


def _interval(fact: Fact) -> Interval:
    value = fact.quantity.value
    whole = fact.quantity.whole and value is not None
    return Interval.point(value or Fraction()) if whole else fact.quantity.readings[0].interval


def _derivation(fact: Fact, value: _Value, written: str, chance: float, rule: str) -> Derivation:
    given = {each.claim.index: Input(each.claim.name, _interval(each), each.claim.index) for each in value.given}
    return one_step(
        fact.claim,
        Step(written, _told(value.given), value.interval, "", value.program, tuple(given.values())),
        rule,
        expected=f"{written}, with {_told(value.given)}",
        holds=True,
        basis=Basis.ARITHMETIC,
        power=chance,
    )


def _told(given: Sequence[Fact]) -> str:
    return ", ".join(dict.fromkeys(each.claim.text for each in given))
