"""Batches that are cut up, or counted in tokens, in words: "4 micro-batches of 32", "1024 sequences (2M tokens)".

They are only confirmed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction

from auditor import patterns as re
from auditor.derivations.checks.degrees import one_situation
from auditor.derivations.derivation import Derivation, Input, Step, one_step
from auditor.facts import Fact, Facts, Stance
from auditor.frozen import dataclass
from auditor.interval import Interval

_BATCHES = ("batch_size", "global_batch_size")
_PIECES = re.compile(r"\s*(?:micro-?batch(?:es)?|chunks?|groups?)?\s*of\s*", re.I)
_GROUP = re.compile(
    r"(?:\s*(?:sequences?|samples?|requests?))?\s*(?:per|/|for each|in each)\s*"
    r"(?:DP|data[- ]parallel|replica|model replica)",
    re.I,
)
_LENGTH = {("sequence", -1), ("token", 1)}
_CLOSE = Fraction(1, 20)
"""How near a rounded number of tokens must come."""
_CHANCE = 0.1
_MOST = 24
"""Statements of the batch, and of the replicas, that are tried."""


@dataclass(frozen=True, slots=True)
class _Stated:
    """What a document states of batches."""

    batches: list[Fact]
    by_block: Mapping[int, Fact]
    replicas: list[Fact]
    lengths: Mapping[Fraction | None, Fact]
    """The tokens of a sequence, each value once."""


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each such number that the batch, and what cuts it up, give."""
    plain = [fact for fact in facts.all if _is_plain(fact)]
    batches = [fact for fact in plain if fact.known and fact.concept in _BATCHES]
    stated = _Stated(
        batches[:_MOST],
        {fact.claim.block: fact for fact in batches},
        [fact for fact in plain if fact.concept == "data_parallel"][:_MOST],
        {fact.quantity.value: fact for fact in reversed(plain) if _is_length(fact)},
    )
    for fact in plain if batches else ():
        for program, given in _ways(fact, stated, facts):
            result = _value(program, given)
            if result is not None and _is_just(fact, result):
                yield _derivation(fact, program, given, rule)
                break


def _is_plain(fact: Fact) -> bool:
    told = fact.stance is Stance.ASSERTED and fact.quantity.is_plain
    return told and bool(fact.quantity.value) and fact.quantity.unit.symbol not in ("%", "×")


def _ways(fact: Fact, stated: _Stated, facts: Facts) -> Iterator[tuple[str, tuple[Fact, Fact]]]:
    """What may give a number: the batch over the pieces before it, over the replicas, or times the tokens of each."""
    text = facts.claims.document.blocks[fact.claim.block].text
    previous = facts.by_claim[fact.claim.index - 1] if fact.claim.index else None
    joined = previous is not None and previous.claim.block == fact.claim.block and previous.quantity.whole
    if previous is not None and joined and _PIECES.fullmatch(text[previous.claim.end : fact.claim.start]):
        yield from (("/", (each, previous)) for each in _held(fact, stated.batches))
    if _GROUP.match(text, fact.claim.start + len(_digits(fact))):
        degrees = _held(fact, stated.replicas)[:1]
        yield from (("/", (each, degree)) for degree in degrees for each in _held(fact, stated.batches))
    beside = stated.by_block.get(fact.claim.block)
    if fact.quantity.unit.symbol == "token" and beside is not None and len(stated.lengths) == 1:
        yield from (("*", (beside, length)) for length in stated.lengths.values())


def _held(fact: Fact, others: Iterable[Fact]) -> list[Fact]:
    """The others that hold where a number does."""
    return [each for each in others if each is not fact and one_situation(fact, each)]


def _is_length(fact: Fact) -> bool:
    return fact.concept == "sequence_length" or set(fact.quantity.unit.dimensions) == _LENGTH


def _digits(fact: Fact) -> str:
    found = re.match(r"[\d.,]+[KMB]?", fact.claim.text)
    return found[0] if found is not None else ""


def _value(program: str, given: tuple[Fact, Fact]) -> Fraction | None:
    first, second = (each.quantity.value or Fraction(0) for each in given)
    if not second:
        return None
    return first / second if program == "/" else first * second


def _is_just(fact: Fact, result: Fraction) -> bool:
    stated = fact.quantity.value or Fraction(0)
    return result == stated or (
        not fact.quantity.whole
        and fact.quantity.hull.meets(Interval.point(result))
        and abs(result - stated) <= _CLOSE * stated
    )


def _derivation(fact: Fact, program: str, given: tuple[Fact, Fact], rule: str) -> Derivation:
    inputs = tuple(Input(each.claim.name, Interval.point(each.quantity.value or 1), each.claim.index) for each in given)
    result = Interval.point(_value(program, given) or Fraction(0))
    sign = " × " if program == "*" else " ÷ "
    working = sign.join(each.claim.text for each in given)
    step = Step(working, working, result, "", f"{inputs[0].name} {inputs[1].name} {program}", inputs)
    return one_step(fact.claim, step, rule, expected=working, holds=True, power=_CHANCE)
