"""Numbers that code asserts of a name, worked out from the lines above: "assert experts_per_gpu == 24".

Branches and calls may change a name on the way, so that they are only confirmed.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from auditor import patterns as re
from auditor.derivations.counts import exact_counts
from auditor.derivations.derivation import Basis, Derivation, Input, Step
from auditor.facts import Fact, Facts
from auditor.frozen import dataclass
from auditor.interval import Interval

_NAME = r"[A-Za-z_]\w{0,60}"
_ASSERTED = re.compile(rf"\s*assert\s*\(?\s*(?P<name>{_NAME})\s*==\s*\Z")
_SET = re.compile(rf"\s*(?P<name>{_NAME})\s*=\s*\Z")
_WORKED = re.compile(
    rf"\s*(?P<name>{_NAME})\s*=\s*(?P<first>{_NAME})\s*(?P<sign>//|[*+-])\s*(?P<second>{_NAME})\s*(?:#.*)?\Z"
)
_PROGRAMS = {"//": "/ floor", "*": "*", "+": "+", "-": "-"}
_LONGEST = 400
"""Characters of a program beyond which nobody follows it."""
_CHANCE = 0.02


@dataclass(frozen=True, slots=True)
class _Value:
    """What a name stands for, and how that comes about."""

    value: Fraction
    program: str
    working: str
    given: tuple[Fact, ...]


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each number that a name is asserted to be, and that the code above gives."""
    if "assert" not in facts.claims.document.source:
        return
    counts: dict[int, list[Fact]] = {}
    for fact in exact_counts(facts):
        counts.setdefault(fact.claim.block, []).append(fact)
    names: dict[str, _Value] = {}
    fence = -1
    for block in facts.claims.document.blocks:
        if block.code is None:
            continue
        if block.code.fence != fence:
            names, fence = {}, block.code.fence
        here = counts.get(block.index, ())
        _learn(block.text, here[0] if len(here) == 1 else None, names)
        for fact in here:
            said = _ASSERTED.fullmatch(block.text[: fact.claim.start])
            value = names.get(said["name"]) if said is not None else None
            if value is not None and value.value == fact.quantity.value and len(value.given) > 1:
                yield _derivation(fact, value, rule)


def _learn(text: str, only: Fact | None, names: dict[str, _Value]) -> None:
    """Take over what a line gives to a name: a number, or what two names come to."""
    worked = _WORKED.fullmatch(text)
    if worked is not None:
        first, second = names.get(worked["first"]), names.get(worked["second"])
        value = _join(first, second, worked["sign"]) if first is not None and second is not None else None
        names.pop(worked["name"], None)
        if value is not None:
            names[worked["name"]] = value
        return
    found = _SET.fullmatch(text[: only.claim.start]) if only is not None else None
    if found is not None and only is not None and not text[only.claim.end :].strip().strip(";").partition("#")[0]:
        name = f"c{only.claim.index}"
        names[found["name"]] = _Value(only.quantity.value or Fraction(0), name, only.claim.text, (only,))


def _join(first: _Value, second: _Value, sign: str) -> _Value | None:
    program = f"{first.program} {second.program} {_PROGRAMS[sign]}"
    if len(program) > _LONGEST or (sign == "//" and not second.value):
        return None
    a, b = first.value, second.value
    value = Fraction(a // b) if sign == "//" else a * b if sign == "*" else a + b if sign == "+" else a - b
    return _Value(value, program, f"({first.working} {sign} {second.working})", (*first.given, *second.given))


def _derivation(fact: Fact, value: _Value, rule: str) -> Derivation:
    given = {
        each.claim.index: Input(f"c{each.claim.index}", Interval.point(each.quantity.value or 0), each.claim.index)
        for each in value.given
    }
    result = Interval.point(value.value)
    return Derivation(
        rule=rule,
        head=fact.claim.index,
        premises=tuple(given),
        holds=True,
        stated=fact.claim.text,
        expected=value.working.strip("()"),
        interval=result,
        basis=Basis.ARITHMETIC,
        steps=(Step("the lines above", value.working, result, "", value.program, tuple(given.values())),),
        power=_CHANCE,
    )
