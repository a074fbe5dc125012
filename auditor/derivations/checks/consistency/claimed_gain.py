"""A gain that a summary claims, against the values that the report has of the quantity: "up to 40% higher throughput"
where 10,000 tokens/s became 12,000, or "30% lower TPOT" where 8 ms became 6 ms."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import combinations

from auditor import patterns as re
from auditor import show
from auditor.derivations.citing import claim_step, input_of
from auditor.derivations.concepts import GOALS
from auditor.derivations.derivation import Basis, Bound, Derivation, Step, one_step
from auditor.facts import Fact, Facts, Stance
from auditor.frozen import dataclass
from auditor.interval import Interval
from auditor.quantity import Modality
from auditor.text import sentence_at

_NAMES: Mapping[str, str] = {
    "throughput": r"throughput|TPS|tokens per second|tokens/s",
    "tpot": r"TPOT|time per output token|per[- ]token latency|inter[- ]token latency",
    "ttft": r"TTFT|time to first token",
}
_NAME = "|".join(f"(?P<{concept}>{names})" for concept, names in _NAMES.items())
_NAMED = re.compile(_NAME, re.IGNORECASE)
_ADJECTIVES = r"(?:(?:higher|lower|shorter|better|more|faster|overall|system|greater|total) )*"
_NOUNS = r"(?:improvement|increase|gain|boost|uplift|reduction|decrease|drop)"
_END = r"(?= over\b| compared| versus| vs\b| than| relative| and a? ?\d| while|[\s.,;)]*\Z|[.,;)](?=\s))"
_BEHIND = re.compile(
    rf"[*_]* {_ADJECTIVES}(?:{_NOUNS} (?:in|of) (?:the )?{_ADJECTIVES})?(?:{_NAME})\b"
    rf"(?: \([A-Z]{{3,4}}\))?(?: {_NOUNS})?[*_]*{_END}",
    re.IGNORECASE,
)
"""What stands right behind a gain that is claimed of the whole."""
_STANDARD = re.compile(r"\b(?:over|compared (?:to|with)|versus|vs\.?|than|relative to)\s", re.IGNORECASE)
"""Words that name what a gain is measured against."""
_OTHER = re.compile(
    r"\b(?:each|at|for|when|if|expected|target|goal|potential\w*|theoretical\w*|future|could|may|might|would|first|then"
    r"|further|another|additional\w*)\b",
    re.IGNORECASE,
)
_SETTING = re.compile(r"\b(?:per|on|with|from|by|due|via|through)\b", re.IGNORECASE)
"""Words of a sentence, and of the clause, that make it a gain under another condition."""
_CLAUSE = re.compile(r"[,;:]\s")
_MOST = 10
"""Values of a quantity of which any two are tried."""
_BOTH = 2


@dataclass(frozen=True, slots=True)
class _Gain:
    """The change between two values, and how it is worked out."""

    ends: tuple[Fact, Fact]
    drop: bool
    """Whether it is told as a reduction from the larger one."""

    def of(self, *, printed: bool) -> Interval:
        """What rounding admits of it, or what the printed numbers give."""
        high, low = (each.quantity.nominal() if printed else each.quantity.hull for each in self.ends)
        one = Interval.point(1)
        return one - low / high if self.drop else high / low - one


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each such gain that no two values of the report show."""
    claimed = [(fact, found) for fact in facts.all if (found := _claimed(fact, facts)) is not None]
    values = {concept: _values(facts, concept) for concept in {concept for _, (concept, _) in claimed}}
    for fact, (concept, said) in claimed:
        told = values[concept]
        only = len(told) == _BOTH and all(each.quantity.modality is Modality.EXACT for each in told)
        if not only and not (_BOTH < len(told) <= _MOST and _STANDARD.search(said)):
            continue
        gains = [_Gain((b, a), drop) for a, b in combinations(told, 2) for drop in _ways(concept)]
        if only and fact.claim.block in (told[0].claim.block, told[1].claim.block):
            continue
        if all(_differs(fact, gain) for gain in gains):
            yield _derivation(fact, min(gains, key=lambda each: _distance(fact, each)), rule)


def _ways(concept: str) -> Sequence[bool]:
    """A time may be told to be reduced from the larger one, or improved upon the smaller one."""
    return (False,) if concept == "throughput" else (True, False)


def _claimed(fact: Fact, facts: Facts) -> tuple[str, str] | None:
    """What a percentage of running text claims a gain in, and what stands behind in its sentence."""
    block = facts.claims.document.blocks[fact.claim.block]
    if fact.quantity.unit.symbol != "%" or fact.stance is not Stance.ASSERTED or fact.role in GOALS:
        return None
    behind = _BEHIND.match(block.text, fact.claim.end) if block.cell is None and fact.quantity.value else None
    if behind is None:
        return None
    start, end = sentence_at(block.text, fact.claim.start)
    left, said = (
        _NAMED.sub("", text) for text in (block.text[start : fact.claim.start], block.text[behind.end() : end])
    )
    beside = _CLAUSE.split(left)[-1] + _STANDARD.split(said)[0]
    if _OTHER.search(left) or _OTHER.search(said) or _SETTING.search(beside):
        return None
    return next(concept for concept in _NAMES if behind[concept]), said


def _values(facts: Facts, concept: str) -> Sequence[Fact]:
    """The values that a report has of a quantity, each once, the smallest first."""
    told: dict[Fraction, Fact] = {}
    for fact in facts.all:
        value = fact.quantity.value
        if fact.concept == concept and value and value > 0:
            told.setdefault(value * fact.quantity.unit.factor, fact)
    return [told[value] for value in sorted(told)]


def _differs(fact: Fact, gain: _Gain) -> bool:
    """Whether a claim is a percent or more above a gain or, as a plain number, below it."""
    stated, shown, slack = _stated(fact), gain.of(printed=False), fact.quantity.unit.factor
    if shown.high is None or shown.low is None or stated.low is None or stated.high is None:
        return False
    more = stated.low > shown.high + slack
    return more or (fact.quantity.modality is Modality.EXACT and stated.high < shown.low - slack)


def _stated(fact: Fact) -> Interval:
    """What is claimed; of a gain up to a number that number."""
    if fact.quantity.modality is Modality.EXACT:
        return fact.quantity.nominal()
    return Interval.point((fact.quantity.value or Fraction(0)) * fact.quantity.unit.factor)


def _distance(fact: Fact, gain: _Gain) -> Fraction:
    stated, shown = _stated(fact), gain.of(printed=True)
    return abs((stated.low or Fraction(0)) - (shown.low or Fraction(0)))


def _derivation(fact: Fact, gain: _Gain, rule: str) -> Derivation:
    stated = _stated(fact)
    high, low = gain.ends
    given = tuple(input_of(each) for each in gain.ends)
    ends = (given[1].name, given[0].name)
    shown, printed = gain.of(printed=False), gain.of(printed=True)
    above = shown.high is not None and stated.low is not None and stated.low > shown.high
    program = f"1 {ends[0]} {ends[1]} / -" if gain.drop else f"{ends[1]} {ends[0]} / 1 -"
    working = f"1 − {low.claim.text} ÷ {high.claim.text}" if gain.drop else f"{high.claim.text} ÷ {low.claim.text} − 1"
    result, mark = (shown.downwards(), " ≤") if above else (shown, "")
    expected = ("at most " if above else "") + show.interval(printed, fact.quantity.readings[0].unit)
    return one_step(
        fact.claim,
        Step("gain", working, result, "%", program + mark, given),
        rule,
        expected=expected,
        holds=False,
        relation="≤" if above else "=",
        bound=Bound.UPPER if above else Bound.EXACT,
        basis=Basis.COMPARISON,
        compared=claim_step(fact.claim, stated, fact.claim.text, "%"),
    )
