"""GPUs that are said to hold the weights and cannot: "2 × 48 GB, 96 GB together, hold the BF16 weights" of 145 GB."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from auditor import patterns as re
from auditor.derivations.by_block import by_block
from auditor.derivations.checks.memory.room import Room, is_short, room_of, too_small
from auditor.derivations.citing import input_of
from auditor.derivations.concepts import OF_ALL
from auditor.derivations.derivation import Derivation, Step
from auditor.facts import Fact, Facts, Stance
from auditor.text import line_at, sentence_at

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
_BYTES = (("byte", 1),)


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each such sentence, against the weights as the report states them."""
    blocks = facts.claims.document.blocks
    weights = [fact for fact in facts.all if _is_whole(fact)]
    for fact in facts.all if weights else ():
        block = blocks[fact.claim.block]
        if block.cell is not None or block.code is not None or fact.stance is not Stance.ASSERTED:
            continue
        if fact.quantity.readings[0].unit.dimensions != _BYTES or not fact.quantity.is_plain:
            continue
        said = block.text[slice(*sentence_at(block.text, fact.claim.start))]
        if _HOLDS.search(said) and not _OTHERWISE.search(said):
            beside = by_block(facts).get(fact.claim.block, ())
            need = _need(weights, said, facts)
            there = room_of(fact, beside, block.text)
            if need is not None and there is not None and is_short(there, need.quantity.hull):
                yield _derivation(there, need, rule)


def _is_whole(fact: Fact) -> bool:
    told = fact.stance is Stance.ASSERTED and fact.quantity.is_plain
    return told and fact.concept == "weight_memory" and fact.scope in OF_ALL


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


def _derivation(room: Room, need: Fact, rule: str) -> Derivation:
    asked = input_of(need)
    least, unit = need.quantity.hull.upwards(), need.quantity.unit
    step = Step("the weights", need.claim.text, least, unit.symbol, f"{asked.name} ≥", (asked,))
    return too_small(room, need, step, f"≥ {need.claim.text}", rule)
