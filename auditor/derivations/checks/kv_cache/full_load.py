"""A KV cache that is said to hold the full batch at full length, and has no room for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from auditor import patterns as re
from auditor import show
from auditor.derivations.citing import input_of
from auditor.derivations.derivation import Bound, Derivation, Input, Step, one_step
from auditor.facts import Fact, Facts, Stance
from auditor.frozen import dataclass
from auditor.interval import Interval

_FULL = re.compile(
    r"\b(?:full|whole|entire|maximum|max)\b[- ](?:\w+[- ]){0,4}?batch\b|\b(?:full|maximum) load\b", re.IGNORECASE
)
_SENTENCE = re.compile(r"[.;。；]\s")
_KEY = re.compile(r"\bKV\b", re.IGNORECASE)
_LATENT = re.compile(r"\bMLA\b|\blatent\b|sliding[- ]window|linear attention", re.IGNORECASE)
"""Caches that keep less than a key and a value of each token in each layer."""
_NARROWER = re.compile(r"\b(?:FP8|INT8|INT4|FP4|[48][- ]bit|quanti[sz]\w+|compress\w+)\b", re.IGNORECASE)
"""Words of a line that keeps less of a token than the report says elsewhere."""


@dataclass(frozen=True, slots=True)
class _Token:
    """What one token takes at least, as a program over its inputs."""

    program: str
    inputs: tuple[Input, ...]
    working: str
    formula: str


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each cache of a GPU that its line calls that of the full batch."""
    said = list(_full(facts))
    if not said or _LATENT.search(facts.claims.document.source):
        return
    token = _stated(facts) or _of_shapes(facts)
    gpus = max(_plain(facts.all, "gpus"), key=_value, default=None)
    for fact in said if token is not None and gpus is not None else ():
        length, batch = (_least(facts, fact, concept) for concept in ("sequence_length", "batch_size"))
        if token is not None and gpus is not None and length is not None and batch is not None:
            made = _derivation(fact, token, (length, batch, gpus), rule)
            if made is not None:
                yield made


def _full(facts: Facts) -> Iterator[Fact]:
    """The caches whose label, or whose sentence behind them, speaks of the full batch."""
    last: dict[int, int] = {}
    blocks = facts.claims.document.blocks
    for fact in facts.all:
        if not _is_cache(fact) or _NARROWER.search(f"{_label(fact)} {blocks[fact.claim.block].text}"):
            continue
        if _FULL.search(_label(fact)):
            yield fact
            continue
        block = fact.claim.block
        if block not in last:
            spoken = [found.start() for found in _FULL.finditer(blocks[block].text)]
            last[block] = max(spoken, default=-1)
        text = blocks[block].text
        if fact.claim.end <= last[block] and not _SENTENCE.search(text, fact.claim.end, last[block]):
            yield fact


def _is_cache(fact: Fact) -> bool:
    """Whether a number is asserted to be the cache of a GPU or of all of them."""
    if fact.concept != "kv_cache" and (fact.known or not _KEY.search(_label(fact))):
        return False
    told = fact.stance is Stance.ASSERTED and fact.quantity.is_plain
    return told and fact.scope in ("", "gpu", "total") and ("byte", 1) in fact.quantity.readings[0].unit.dimensions


def _plain(facts: Iterable[Fact], concept: str) -> Iterator[Fact]:
    for fact in facts:
        if fact.concept == concept and fact.stance is Stance.ASSERTED and fact.quantity.value:
            yield fact


def _label(fact: Fact) -> str:
    label = fact.claim.label
    return label.key or label.row or label.before


def _least(facts: Facts, cache: Fact, concept: str) -> Fact | None:
    """The least that the section of a cache says; the least of all, where it says nothing."""
    blocks = facts.claims.document.blocks
    own = [f for f in facts.all if blocks[f.claim.block].headings == blocks[cache.claim.block].headings]
    near = min(_plain(own, concept), key=_value, default=None)
    return near if near is not None else min(_plain(facts.all, concept), key=_value, default=None)


def _only(facts: Facts, concept: str) -> Fact | None:
    found = {_value(fact): fact for fact in _plain(facts.all, concept)}
    return next(iter(found.values())) if len(found) == 1 else None


def _value(fact: Fact) -> Fraction:
    return fact.quantity.value or Fraction(0)


def _stated(facts: Facts) -> _Token | None:
    """The least that the report itself says of a token."""
    stated = [
        fact for fact in _plain(facts.all, "kv_cache") if fact.scope == "token" and fact.quantity.hull.low is not None
    ]
    if not stated:
        return None
    least = min(stated, key=lambda fact: fact.quantity.hull.low or 0)
    given = input_of(least)
    return _Token(given.name, (given,), least.claim.text, "cache of a token")


def _of_shapes(facts: Facts) -> _Token | None:
    """One head of keys and one of values in each layer, at four bits an element."""
    layers, hidden, heads = (_only(facts, concept) for concept in ("layers", "hidden_size", "attention_heads"))
    if layers is None or hidden is None or heads is None:
        return None
    narrow = Input("byte", Interval.point(1), assumed="half a byte each for a key and a value of one head")
    given = (input_of(layers), input_of(hidden), input_of(heads), narrow)
    working = f"{layers.claim.text} × 1 byte × {hidden.claim.text} ÷ {heads.claim.text}"
    program = f"{given[0].name} byte * {given[1].name} * {given[2].name} /"
    return _Token(program, given, working, "layers × byte × head width")


def _derivation(fact: Fact, token: _Token, load: Sequence[Fact], rule: str) -> Derivation | None:
    """None where the cache is far larger than the least that it takes, which says little of it."""
    length, batch, gpus = load
    given = (*token.inputs, *(Input(f.claim.name, Interval.point(_value(f)), f.claim.index) for f in load))
    each = {one.name: one.interval for one in given}
    names = [f.claim.name for f in load]
    program = f"{token.program} {names[0]} * {names[1]} * {names[2]} /"
    result = _run(program, each)
    unit = fact.quantity.readings[0].unit
    low, high = result.low, fact.quantity.hull.high
    if low is None or high is None or high > 2 * low:
        return None
    holds, least = high >= low, result.upwards()
    working = f"{token.working} × {length.claim.text} × {batch.claim.text} ÷ {gpus.claim.text}"
    return one_step(
        fact.claim,
        Step(f"{token.formula} × tokens × sequences ÷ GPUs", working, least, unit.symbol, f"{program} ≥", given),
        rule,
        expected=f"at least {show.interval(Interval.point(low), unit)}",
        holds=holds,
        bound=Bound.LOWER,
        power=0.5,
    )


def _run(program: str, values: dict[str, Interval]) -> Interval:
    stack: list[Interval] = []
    for step in program.split():
        if step in "*/":
            right, left = stack.pop(), stack.pop()
            stack.append(left * right if step == "*" else left / right)
        else:
            stack.append(values[step])
    return stack[0]
