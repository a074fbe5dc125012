"""A model that is said to lie in the on-chip memory of its accelerators, "partitions fit in L2": a share of its weights
is held against the most that any of them has."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from auditor import patterns as re
from auditor import show
from auditor.derivations.citing import input_of
from auditor.derivations.concepts import OF_ALL
from auditor.derivations.derivation import Basis, Derivation, Input, Step
from auditor.facts import Claim, Fact, Facts, Form, Polarity, Stance
from auditor.frozen import dataclass
from auditor.interval import Interval
from auditor.units import Unit

_MOST = 512 * 10**6
"""Bytes of cache and scratch memory together that no GPU or TPU exceeds; MI300X has 256 MB of its last level."""
_SAID = re.compile(
    r"(?:fits?|entirely (?:in(?:to|side)?|within))\b[^.;:\n]{0,60}?\b(?:SRAM|L2|on-chip|cache)\b",
    re.IGNORECASE,
)
_ON_CHIP = re.compile(r"\b(?:SRAM|L2|on-chip|entirely (?:in|within)\b[^.;:\n]{0,60}?\bcache)\b", re.IGNORECASE)
"""What tells that a cache is one of the chip, somewhere in the document."""
_OTHER_CACHE = re.compile(
    r"\b(?:KV|key.value|prefix|prompt|page|disk|host|CPU|context|response|plan|file|object)[ -]cache", re.IGNORECASE
)
_SENTENCE = re.compile(r"[.;!?]\s|\n|[。；]")
_OF_THE_MODEL = re.compile(r"\b(?:partitions?|models?|weights|parameters|layers?|stages?|shards?)\b", re.IGNORECASE)
_OF_LESS = re.compile(
    r"\b(?:til(?:es?|ed|ing)|blocks?|activations?|KV|buffers?|working sets?|batch\w*|tokens?|heads?|kernels?"
    r"|embeddings?|rout(?:ers?|ing)|norms?|adapters?|LoRA|draft|tables?|experts?|inputs?|outputs?|chunks?|slices?)\b",
    re.IGNORECASE,
)
"""Words for what may be smaller than a share of the weights."""
_WISHED = re.compile(
    r"\b(?:must|should|would|could|can|may|might|if|whether|unless|when|where|goals?|objectives?|aims?|constraints?"
    r"|targets?|requir\w+|want\w*|need\w*|such that|so that|idea|try|tries|hypothe\w+|assum\w+|not|no longer|never)\b",
    re.IGNORECASE,
)
_ASKED = re.compile(r"\b(?:constraints?|conditions?|requirements?|targets?)\b", re.IGNORECASE)
"""Keys of what a plan is built for: "Target: fit partitions within L2" cannot be met by its own model."""
_PROVIDED = re.compile(r"\b(?:if|when|where|unless|provided|once|as long as)\b", re.IGNORECASE)
_OTHER_CHIPS = re.compile(
    r"\b(?:Cerebras|wafer|WSE|Groq|LPUs?|Graphcore|IPUs?|d-Matrix|SambaNova|Tenstorrent|FPGAs?|in-memory"
    r"|custom (?:chip|ASIC)s?)\b",
    re.IGNORECASE,
)
"""Accelerators that keep their model on the chip."""
_WIDTH = "bytes_per_parameter"


@dataclass(frozen=True, slots=True)
class _Weights:
    """All weights, and the working."""

    size: Interval
    program: str
    inputs: tuple[Input, ...]
    words: str


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each statement of a share of the model that is far too large."""
    marks = [claim for claim in facts.claims.all if _is_said(claim, facts)]
    source = facts.claims.document.source
    if not marks or _OTHER_CHIPS.search(source) or not _ON_CHIP.search(source):
        return
    stated = [*_weights(facts)] or [*_of_shapes(facts)]
    places, weights = _places(facts), min(stated, key=lambda each: each.size.low or 0, default=None)
    if places is None or weights is None:
        return
    share = weights.size / places.quantity.hull
    if share.low is not None and share.low > _MOST:
        for mark in marks:
            severity = "warning" if _ASKED.search(_parted(mark, facts)[0]) else ""
            yield _derivation(mark, weights, places, rule, severity=severity)


def _is_said(claim: Claim, facts: Facts) -> bool:
    """Whether a word of judgement says of the model's parts that they fit there, as a fact."""
    text = facts.claims.document.blocks[claim.block].text
    if claim.form is not Form.VERDICT or claim.polarity is not Polarity.GOOD or not _SAID.match(text, claim.start):
        return False
    key, before, said = _parted(claim, facts)
    if _WISHED.search(before) or _PROVIDED.search(said) or (_WISHED.search(key) and not _ASKED.search(key)):
        return False
    return _OF_THE_MODEL.search(said) is not None and not _OF_LESS.search(said) and not _OTHER_CACHE.search(said)


def _parted(claim: Claim, facts: Facts) -> tuple[str, str, str]:
    """The key of the sentence that it stands in, what stands between that and it, and the whole sentence."""
    text = facts.claims.document.blocks[claim.block].text
    start = max((found.end() for found in _SENTENCE.finditer(text, 0, claim.start)), default=0)
    end = found.start() if (found := _SENTENCE.search(text, claim.end)) else len(text)
    key, _, before = text[start : claim.start].rpartition(":")
    return key, before, text[start:end]


def _places(facts: Facts) -> Fact | None:
    """The largest number of GPUs or of layers that is stated: the weights are cut into no more pieces."""
    counted = [
        fact
        for fact in facts.all
        if fact.concept in ("gpus", "layers") and fact.known and fact.scope in OF_ALL and fact.quantity.whole
    ]
    known = [fact for fact in counted if fact.quantity.hull.is_point and (fact.quantity.value or 0) > 0]
    if not any(fact.concept == "gpus" for fact in known):
        return None
    return max(known, key=lambda fact: fact.quantity.value or 0)


def _least_width(facts: Facts) -> Fraction:
    """The least width of a parameter that is named, or half a byte."""
    widths = [each.value for each in facts.implied if each.concept == _WIDTH]
    stated = [fact.quantity.hull.low for fact in facts.all if fact.concept == _WIDTH and fact.known]
    return min([*widths, *(width for width in stated if width)], default=Fraction(1, 2))


def _of_shapes(facts: Facts) -> Iterator[_Weights]:
    """The two matrices of each layer's feed-forward network, where every shape is stated once and asserted."""
    shapes = {
        concept: [fact for fact in facts.all if fact.concept == concept and fact.known and not fact.scope]
        for concept in ("layers", "hidden_size", "ffn_hidden")
    }
    if any(fact.concept == "experts" for fact in facts.all):
        # The layers may differ from each other.
        return
    if not all(len({fact.quantity.hull for fact in each}) == 1 and each[0].quantity.whole for each in shapes.values()):
        return
    layers, hidden, inner = (each[0] for each in shapes.values())
    given = tuple(input_of(each) for each in (layers, hidden, inner))
    width = Interval.point(_least_width(facts))
    each = Input("width", width, assumed=f"{show.interval(width, Unit('byte', Fraction(1), ()))} for each")
    size = Interval.point(2) * layers.quantity.hull * hidden.quantity.hull * inner.quantity.hull * width
    program = f"2 {given[0].name} * {given[1].name} * {given[2].name} * width *"
    words = " × ".join(
        (layers.claim.text, "2", hidden.claim.text, inner.claim.text, f"{float(_least_width(facts)):g} bytes")
    )
    yield _Weights(size, program, (*given, each), words)


def _weights(facts: Facts) -> Iterator[_Weights]:
    """What is stated of all weights; of parameters at the least width that is named, or at half a byte."""
    least = _least_width(facts)
    for fact in facts.all:
        if fact.stance is not Stance.ASSERTED or not fact.known or fact.scope not in OF_ALL:
            continue
        name, value = fact.claim.name, fact.quantity.hull
        own = Input(name, value, fact.claim.index)
        if fact.concept == "weight_memory":
            yield _Weights(value, name, (own,), fact.claim.text)
        elif fact.concept == "parameters":
            width = Interval.point(least)
            each = Input("width", width, assumed=f"{show.interval(width, Unit('byte', Fraction(1), ()))} for each")
            yield _Weights(value * width, f"{name} width *", (own, each), f"{fact.claim.text} × {float(least):g} bytes")


def _derivation(mark: Claim, weights: _Weights, places: Fact, rule: str, *, severity: str) -> Derivation:
    name, count = places.claim.name, places.quantity.hull
    share, most = weights.size / count, Interval.at_most(_MOST)
    given = (*weights.inputs, Input(name, count, places.claim.index))
    words = f"{weights.words} ÷ {places.claim.text}"
    limit = Input("most", Interval.point(_MOST), assumed="on-chip memory of one accelerator, 512 MB at the very most")
    unit = Unit("GB", Fraction(10**9), (("byte", 1),))
    return Derivation(
        rule=rule,
        head=mark.index,
        premises=(*(each.claim for each in weights.inputs if each.claim is not None), places.claim.index),
        holds=False,
        stated=mark.text,
        expected=f"{words} = {show.interval(share, unit)}",
        interval=most,
        relation="≤",
        basis=Basis.COMPARISON,
        steps=(Step("most on-chip memory", "512 MB", most, "GB", "most ≤", (limit,)),),
        compared=Step("weights ÷ pieces", words, share, "GB", f"{weights.program} {name} /", given),
        assumptions=(limit.assumed,),
        severity=severity,
    )
