"""Parameters, format and weights in one sentence: "The model has 7B parameters (28 GB in FP16)"."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from auditor import patterns as re
from auditor import show
from auditor.derivations.checks.passages import is_plain_statement
from auditor.derivations.citing import input_of
from auditor.derivations.concepts import OF_ALL
from auditor.derivations.derivation import Derivation, Input, Step, one_step
from auditor.facts import Fact, Facts, Implied
from auditor.interval import Interval
from auditor.text import sentence_at

_SAID = re.compile(
    r"\b(?:an?|the|our|its?|this|that|which|is|are|in|at|as|of|for|to|with|and|all|about|around|roughly|approximately|only|just"
    r"|ha(?:s|ve)|holds?|tak(?:e|es|ing)|needs?|requires?|occup(?:y|ies)|uses?|weighs?|comes?|gives?|makes?|means?|models?|LLM"
    r"|or|dense|MoE|transformer|weights?|param(?:eter)?s?|memory|size|footprint|checkpoint|storage|stored|precision|format|quanti[sz]ed"
    r"|load(?:ed|ing)|space|total|bytes?|per|mô|hình|tham|số|trọng|cần|khoảng|bộ|nhớ|là|ở|với|có)\b"
    r"|或|hoặc|模型|参数|权重|显存|大小|精度|需要|约|为|占用|[占总的个共]|[\W_]",
    re.IGNORECASE,
)
"""What a sentence is made of that says nothing but how much memory the weights of a model take."""
_BYTES = (("byte", 1),)
_LONGEST = 200
_FEW = 8
"""Numbers to either side among which those of a sentence are looked for."""
_LEAST, _MOST = Fraction(9, 10), Fraction(13, 10)
"""Of what the parameters take: below, something is missing under every rounding; above, something is counted in."""


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each amount of a sentence with one count of parameters, and a format for each amount."""
    formats: dict[int, dict[str, Implied]] = defaultdict(dict)
    for each in facts.implied:
        formats[each.block][each.format.casefold()] = each
    for size in facts.all if formats else ():
        named = formats.get(size.claim.block)
        if named and size.concept == "parameters" and size.scope in OF_ALL and is_plain_statement(size):
            near = facts.all[max(size.index - _FEW, 0) : size.index + _FEW + 1]
            yield from _judge(size, named, [each for each in near if each.claim.block == size.claim.block], facts, rule)


def _judge(
    size: Fact, named: Mapping[str, Implied], beside: Sequence[Fact], facts: Facts, rule: str
) -> Iterator[Derivation]:
    text = facts.claims.document.blocks[size.claim.block].text
    start, stop = sentence_at(text, size.claim.start, _LONGEST)
    told = [each for each in beside if start <= each.claim.start < stop]
    amounts = [each for each in told if _is_amount(each) and is_plain_statement(each)]
    if len(told) != len(amounts) + 1:
        return
    rest = text[start:stop]
    for each in told:
        rest = rest.replace(each.claim.text, " " * len(each.claim.text), 1)
    formats = list(_formats(rest, named))
    if _alternate(amounts, [start + at for at, _ in formats]) and not _SAID.sub("", _without(rest, named)):
        for amount, (_, format) in zip(amounts, formats, strict=True):
            yield from _derived(size, amount, format, rule)


def _is_amount(fact: Fact) -> bool:
    """Whether it is one of memory, not the bytes of a single parameter."""
    unit = fact.quantity.readings[0].unit
    return unit.dimensions == _BYTES and unit.factor > 1


def _formats(said: str, named: Mapping[str, Implied]) -> Iterator[tuple[int, Implied]]:
    """The formats of a sentence, in its order, and where each stands in it."""
    for found in re.finditer("|".join(map(re.escape, named)), said, re.IGNORECASE):
        yield found.start(), named[found[0].casefold()]


def _without(said: str, named: Mapping[str, Implied]) -> str:
    return re.sub("|".join(map(re.escape, named)), "", said, flags=re.IGNORECASE)


def _alternate(amounts: Sequence[Fact], formats: Sequence[int]) -> bool:
    """Whether each amount has a format of its own, all before theirs or all behind."""
    if len(amounts) != len(formats):
        return False
    places = sorted([(each.claim.start, True) for each in amounts] + [(at, False) for at in formats])
    kinds = [is_amount for _, is_amount in places]
    return bool(kinds) and kinds == [kinds[0], not kinds[0]] * len(amounts)


def _derived(size: Fact, amount: Fact, format: Implied, rule: str) -> Iterator[Derivation]:
    """That the amount is what the parameters take, is less, or is more by more than an overhead."""
    need, stated = size.quantity.hull.scale(format.value), amount.quantity.hull
    holds, less = need.meets(stated), not need.scale(_LEAST).upwards().meets(stated)
    if not (holds or less) and need.scale(_MOST).downwards().meets(stated):
        return
    assumed = f"{format.format} takes {show.number(format.value)} bytes for each parameter"
    of_model = input_of(size)
    width = Input("width", Interval.point(format.value), assumed=assumed)
    unit, working = amount.quantity.readings[0].unit, f"{size.claim.text} × {show.number(format.value)} bytes"
    yield one_step(
        amount.claim,
        Step("parameters × bytes", working, need, unit.symbol, f"{of_model.name} width *", (of_model, width)),
        rule,
        expected=show.interval(size.quantity.nominal().scale(format.value), unit),
        holds=holds,
        assumptions=(assumed,),
        severity="" if holds or less else "warning",
    )
