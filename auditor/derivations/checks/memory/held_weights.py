"""GPUs that are said to hold the weights and cannot: "2 × 48 GB, 96 GB together, hold the BF16 weights" of 145 GB."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from auditor import patterns as re
from auditor.derivations.derivation import Basis, Derivation, Input, Step
from auditor.facts import Fact, Facts, Stance
from auditor.interval import Interval
from auditor.quantity import Modality
from auditor.text import line_at

_HOLDS = re.compile(
    r"\b(?:holds?|fits?|stores?|hosts?|accommodates?|enough (?:memory )?(?:for|to hold))\b[^.;\n]{0,40}"
    r"\b(?:the|all|its|full|whole|entire)\b[^.;,\n]{0,30}\b(?:weights|model|checkpoint)\b"
    r"|\b(?:weights|model|checkpoint) (?:easily |comfortably |just )?fits? (?:easily |comfortably )?(?:in|on|within)",
    re.IGNORECASE,
)
_FORMAT = re.compile(r"\b(?:BF16|FP16|FP32|16-bit)\b", re.IGNORECASE)
_OTHERWISE = re.compile(
    r"\b(?:not|no|cannot|never|too|unless|if|would|could|might|must|needs?|larger?|more|neither|only|quanti\w+"
    r"|compress\w*|FP8|INT8|INT4|FP4|NVFP4|[48]-bit|offload\w*|shard\w*|half|parts?|share|layers?|stages?|experts?"
    r"|draft|small\w* (?:model|one|version)|distil\w*|LoRA|adapters?|embeddings?|per|slice\w*|rank|attention|shared)\b"
    r"|n't",
    re.IGNORECASE,
)
"""Words of a sentence that speaks of a part, of another format, of another model, or denies it."""
_ALL = re.compile(r"\s*(?:of \w+ )?(?:together|combined|in total|in all|altogether|total)\b", re.IGNORECASE)
_EACH = re.compile(r"\s*(?:of \w+ )?each\b", re.IGNORECASE)
_SENTENCE = re.compile(r"[.!?](?=\s|$)")
_PLAIN = (Modality.EXACT, Modality.ABOUT)
_BYTES = (("byte", 1),)
_GPUS = (("gpu", 1),)


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each such sentence, against the weights as the report states them."""
    blocks = facts.claims.document.blocks
    weights = [fact for fact in facts.all if _is_whole(fact)]
    for fact in facts.all if weights else ():
        block = blocks[fact.claim.block]
        if block.cell is not None or block.code is not None or fact.stance is not Stance.ASSERTED:
            continue
        if fact.quantity.readings[0].unit.dimensions != _BYTES or fact.quantity.modality not in _PLAIN:
            continue
        said = sentence_of(line_at(block.text, fact.claim.start, fact.claim.end), fact.claim.text)
        if _HOLDS.search(said) and not _OTHERWISE.search(said):
            beside = [other for other in facts.all if other.claim.block == fact.claim.block]
            need = _need(weights, said, facts)
            there = room_of(fact, beside, block.text)
            if need is not None and there is not None and _is_short(there, need):
                yield _derivation(fact, need, there, rule)


def _is_whole(fact: Fact) -> bool:
    told = fact.stance is Stance.ASSERTED and fact.quantity.modality in _PLAIN
    return told and fact.concept == "weight_memory" and fact.scope in ("", "total")


def sentence_of(line: str, number: str) -> str:
    """The sentence of a line that holds a number."""
    at, start = line.find(number), 0
    for found in _SENTENCE.finditer(line):
        if found.start() >= at + len(number):
            return line[start : found.start()]
        start = found.end()
    return line[start:]


def _need(weights: Sequence[Fact], said: str, facts: Facts) -> Fact | None:
    """The least that the weights take, of the format that the sentence names."""
    found = _FORMAT.search(said)
    named = [each for each in weights if found is not None and found[0].lower() in _words(each, facts)]
    usable = named if found is not None else list(weights)
    return min(usable, key=lambda each: each.quantity.hull.low or 0, default=None)


def _words(fact: Fact, facts: Facts) -> str:
    label, text = fact.claim.label, facts.claims.document.blocks[fact.claim.block].text
    line = line_at(text, fact.claim.start, fact.claim.end)
    return " ".join((label.key, label.row, label.column, line)).lower()


def room_of(fact: Fact, beside: Sequence[Fact], text: str) -> tuple[Interval, Fact | None] | None:
    """What a number says that there is: an amount of all, or that of each times the one number of GPUs beside it."""
    if _ALL.match(text, fact.claim.end):
        return fact.quantity.hull, None
    if any(_ALL.match(text, other.claim.end) for other in beside):
        return None
    counts = [other for other in beside if other.quantity.unit.dimensions == _GPUS and other.quantity.whole]
    amounts = [other for other in beside if other.quantity.readings[0].unit.dimensions == _BYTES]
    if len(amounts) != 1 or len(counts) > 1:
        return None
    if not counts:
        return (fact.quantity.hull, None) if not _EACH.match(text, fact.claim.end) else None
    return fact.quantity.hull * counts[0].quantity.hull, counts[0]


def _is_short(there: tuple[Interval, Fact | None], need: Fact) -> bool:
    high, low = there[0].high, need.quantity.hull.low
    return high is not None and low is not None and Fraction(low) > high


def _derivation(fact: Fact, need: Fact, there: tuple[Interval, Fact | None], rule: str) -> Derivation:
    value, count = there
    own = Input(f"c{fact.claim.index}", fact.quantity.hull, fact.claim.index)
    given: tuple[Input, ...] = (own,)
    program, working = own.name, fact.claim.text
    if count is not None:
        times = Input(f"c{count.claim.index}", count.quantity.hull, count.claim.index)
        given, program = (own, times), f"{own.name} {times.name} *"
        working = f"{count.claim.text} × {fact.claim.text}"
    unit = fact.quantity.readings[0].unit
    least = need.quantity.hull.upwards()
    asked = Input(f"c{need.claim.index}", need.quantity.hull, need.claim.index)
    step = Step("the weights", need.claim.text, least, need.quantity.unit.symbol, f"{asked.name} ≥", (asked,))
    return Derivation(
        rule=rule,
        head=fact.claim.index,
        premises=(need.claim.index, *((count.claim.index,) if count is not None else ())),
        holds=False,
        stated=working,
        expected=f"≥ {need.claim.text}",
        interval=least,
        relation="≥",
        basis=Basis.COMPARISON,
        steps=(step,),
        compared=Step(working, working, value, unit.symbol, program, given),
    )
