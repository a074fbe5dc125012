"""A model of some size and format that is said to fit where it does not: "a 70B FP16 model fits on an 80 GB GPU"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from auditor import patterns as re
from auditor import show
from auditor.derivations.by_block import by_block
from auditor.derivations.checks.memory.room import Room, counts_in, is_short, room_of, too_small
from auditor.derivations.citing import input_of
from auditor.derivations.concepts import OF_ALL
from auditor.derivations.derivation import Derivation, Input, Step
from auditor.facts import Fact, Facts, Implied, Stance
from auditor.interval import Interval
from auditor.text import sentence_at

_FITS = re.compile(
    r"\bfits?\b[^.;\n]{0,30}\b(?:in|into|on|onto|within|inside)\b|\b(?:held|hosted|stored|loaded) (?:in|on)\b"
    r"|\b(?:served|runs?|deployed) (?:from|on) (?:an?|one)\b",
    re.IGNORECASE,
)
_OTHERWISE = re.compile(
    r"\b(?:not|no|cannot|never|too|unless|if|would|could|might|must|needs?|larger?|more|neither|quanti\w+ to|hardly"
    r"|barely|compress\w*|offload\w*|shard\w*|split\w*|half|parts?|share|layers?|stages?|experts?|draft|distil\w*|adapters?"
    r"|active|embeddings?|slice\w*|rank|attention|shared|activated|instead|than|why|whether|almost|nearly)\b|n't|\?",
    re.IGNORECASE,
)
"""Words of a sentence that speaks of a part, of another format or model, or denies it."""
_SEVERAL = re.compile(
    r"\b(?:two|three|four|six|eight|sixteen|pairs?|both|several|multiple|many|nodes?|DGX|HGX|servers?|clusters?|systems?"
    r"|boxe?s?|hosts?|machines?|GPUs|cards|devices|accelerators|each)\b|\d ?[×x]",
    re.IGNORECASE,
)
"""Words of a sentence that counts accelerators without a numeral that is read so."""
_BYTES = (("byte", 1),)
_EACH = (("byte", 1), ("gpu", -1))


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each amount that a sentence says to hold a model whose parameters and format it names."""
    if not facts.implied:
        return
    blocks = facts.claims.document.blocks
    for size in (each for each in facts.all if _is_size(each)):
        block = blocks[size.claim.block]
        formats = [each for each in facts.implied if each.block == size.claim.block]
        said = block.text[slice(*sentence_at(block.text, size.claim.start))]
        if len(formats) != 1 or block.code is not None or not _FITS.search(said) or _OTHERWISE.search(said):
            continue
        beside = by_block(facts).get(size.claim.block, ())
        found = _room(size, beside, said, block.text)
        if found is not None and formats[0].format in said:
            derivation = _judge(size, formats[0], found, rule)
            if derivation is not None:
                yield derivation


def _is_size(fact: Fact) -> bool:
    told = fact.stance is Stance.ASSERTED and fact.quantity.is_plain
    return told and fact.concept == "parameters" and fact.scope in OF_ALL


def _room(size: Fact, beside: Sequence[Fact], said: str, text: str) -> Room | None:
    """The one amount of the line, behind the model, on as many GPUs as are named beside it."""
    amounts = [each for each in beside if each.quantity.readings[0].unit.dimensions in (_BYTES, _EACH)]
    sizes = [each for each in beside if each.concept == "parameters"]
    if len(amounts) != 1 or len(sizes) != 1:
        return None
    amount = amounts[0]
    if amount.claim.start < size.claim.end or amount.claim.text not in said or not amount.quantity.is_plain:
        return None
    if amount.quantity.readings[0].unit.dimensions == _BYTES:
        there = room_of(amount, beside, text)
        return None if there is None or (there.count is None and _SEVERAL.search(said)) else there
    counts = counts_in(beside)
    return Room(amount, counts[0]) if len(counts) == 1 else None


def _judge(size: Fact, format: Implied, room: Room, rule: str) -> Derivation | None:
    need = size.quantity.hull.scale(format.value)
    if not is_short(room, need):
        return None
    of_model = input_of(size)
    assumed = f"{format.format} takes {float(format.value):g} bytes for each parameter"
    width = Input("width", Interval.point(format.value), assumed=assumed)
    unit, text = room.amount.quantity.readings[0].unit, f"{size.claim.text} × {float(format.value):g} bytes"
    inputs = (of_model, width)
    step = Step("the weights", text, need.upwards(), unit.symbol, f"{of_model.name} width * ≥", inputs)
    return too_small(room, size, step, f"≥ {show.interval(need, unit)}", rule, assumed=assumed)
