"""A ratio that is said in two ways side by side: "0.4× the latency (2.5× faster)", "75% fewer GPUs (4×)"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from auditor import patterns as re
from auditor.derivations.checks.paired import width
from auditor.derivations.cited import TOLD
from auditor.derivations.derivation import Derivation, Input, Step, one_step
from auditor.facts import Fact, Facts
from auditor.interval import Interval

_LESS = re.compile(
    r"reduc|lower|less|few|decreas|short|sav|cut|small|faster|fall|fell|drop|shr[iau]nk|cheap|降低|减少|giảm", re.I
)
_MORE = re.compile(r"gain|higher|more|increas|improv|boost|faster|speed|提升|提高|tăng", re.I)
_AGAIN = re.compile(
    r"[^()\d\n]{0,24}\(\s*(?:(?:reported|stated|rounded|given)(?: as| to)?|≈|~|about|approx\.?|i\.e\.|ca\.)?\s*", re.I
)
"""What stands between a number and the same in round figures."""
_ONE = Interval.point(1)
_CHANCE = 0.1


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each percentage or multiplier that another multiplier says in another way."""
    for fact in filter(_is_plain, facts.all):
        beside = (*facts.all[max(fact.index - 1, 0) : fact.index], *facts.all[fact.index + 1 : fact.index + 2])
        times = (each for each in beside if each.quantity.unit.symbol == "×" and _is_plain(each))
        others = [each for each in times if each.claim.block == fact.claim.block]
        found = _judge(fact, others, rule) or _rounded(fact, facts, rule)
        if found is not None:
            yield found


def _is_plain(fact: Fact) -> bool:
    return (
        fact.quantity.unit.symbol in ("%", "×")
        and fact.stance in TOLD
        and fact.quantity.is_plain
        and bool(fact.quantity.value)
    )


def _rounded(fact: Fact, facts: Facts, rule: str) -> Derivation | None:
    """A whole percentage in brackets behind the exact one that rounds to it: "16.67% (reported as 17%)"."""
    other = facts.by_claim[fact.claim.index - 1] if fact.claim.index else None
    if (
        other is None
        or other.claim.block != fact.claim.block
        or other.quantity.unit.symbol != fact.quantity.unit.symbol
    ):
        return None
    text = facts.claims.document.blocks[fact.claim.block].text
    exact, value = other.quantity.value, fact.quantity.value
    again = _AGAIN.fullmatch(text[other.claim.end : fact.claim.start]) is not None
    if not again or exact is None or value is None or value.denominator > 1 or exact == value or round(exact) != value:
        return None
    return _derivation(fact, other, "a", _CHANCE, rule)


def _ways(fact: Fact, other: Fact) -> Sequence[str]:
    """How a multiplier says what a number states, in postfix order over `a`."""
    value = other.quantity.value or 0
    if fact.quantity.unit.symbol == "×":
        return ("1 a /",) if (fact.quantity.value or 0) < 1 < value or value < 1 < (fact.quantity.value or 0) else ()
    label = fact.claim.label
    words = f"{label.key} {label.before} {label.after}"
    less, more = _LESS.search(words) is not None, _MORE.search(words) is not None
    if value <= 1:
        return ("1 a -",) if less else ()
    return (*(("1 1 a / -",) if less else ()), *(("a 1 -",) if more else ()))


def _of(way: str, value: Interval) -> Interval:
    return {
        "1 a /": lambda: _ONE / value,
        "1 a -": lambda: _ONE - value,
        "1 1 a / -": lambda: _ONE - _ONE / value,
        "a 1 -": lambda: value - _ONE,
        "a": lambda: value,
    }[way]()


_TOLD = {"1 a /": "1 ÷ {}", "1 a -": "1 − {}", "1 1 a / -": "1 − 1 ÷ {}", "a 1 -": "{} − 1", "a": "{}"}


def _judge(fact: Fact, others: Sequence[Fact], rule: str) -> Derivation | None:
    ways = [(other, way) for other in others for way in _ways(fact, other)]
    chance = width(fact.quantity) * len(ways)
    for other, way in ways if chance <= _CHANCE else ():
        if _of(way, other.quantity.nominal()).meets(fact.quantity.hull):
            return _derivation(fact, other, way, max(chance, 0.001), rule)
    return None


def _derivation(fact: Fact, other: Fact, way: str, chance: float, rule: str) -> Derivation:
    name, value = other.claim.name, other.quantity.hull
    result, working = _of(way, value), _TOLD[way].format(other.claim.text)
    program = " ".join(name if step == "a" else step for step in way.split())
    given = (Input(name, value, other.claim.index),)
    return one_step(
        fact.claim,
        Step(working, working, result, fact.quantity.unit.symbol, program, given),
        rule,
        expected=working,
        holds=True,
        power=round(chance, 3),
    )
