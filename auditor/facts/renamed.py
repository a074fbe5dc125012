"""Numbers that their own words make something else than their label says: flags of an engine, memory of each card."""

from __future__ import annotations

from dataclasses import replace

from auditor import patterns as re
from auditor.claims import Claim
from auditor.facts.around import Naming
from auditor.facts.of_run import concept_of_run
from auditor.facts.sense import NOTHING
from auditor.rulebook.vocabulary import Vocabulary

_FLAG = re.compile(r"gpu[-_]memory[-_]utili[sz]ation[\"'`]?\s{0,3}[=:]?\s{0,3}\Z")
"""What an engine may take of the memory, and not what is taken."""
_KV = re.compile(r" ?(?:KV|key[-/ ]value|kv)\b(?![ -]?(?:cache|per))")
"""What stands behind the 8 of "Heads | 64 query, 8 KV"."""
_OF_MACHINES = re.compile(r"\b(?:nodes?|servers?|machines?|hosts?|boxes) (?:of|with) \Z", re.IGNORECASE)
"""What stands before the GPUs of each: "8 nodes of 8 GPUs"."""
_CARD = r"(?:GPU|card|device|accelerator)"
_EACH_HAS = re.compile(
    rf"\b(?:each|every|one|an?) (?:\w+ )?{_CARD} "
    r"(?:(has|offers|provides|comes with|carries)|uses|needs|requires|consumes) (?:an? |about |around )?\Z",
    re.IGNORECASE,
)
"""What stands before the memory that each has, or before what each uses of it."""
_OF_MEMORY = re.compile(
    r" of (?:GPU |device )?(?:memory|VRAM|HBM\w*)(?: each)?(?=\s*(?:[.,;:)\n]|and\b|\Z))", re.IGNORECASE
)
_ALL_HAVE = re.compile(
    r"\b(?:the|our|this) (?:whole )?(?:cluster|system|fleet) (?:has|offers|provides) \Z", re.IGNORECASE
)
"""What stands before the memory that all cards have together."""
_FITS_ON = re.compile(
    rf"\bfits? (?:\w+ )?(?:in|on|onto|into|within) (?:an?|one|each|every)(?: single)?(?: \w+)? {_CARD} (?:of|with) \Z",
    re.IGNORECASE,
)
"""What stands before the memory of what something fits on."""
_GPUS, _BYTES = (("gpu", 1),), (("byte", 1),)
_IN_ALL = re.compile(r" ?(?:in (?:total|all)|total|altogether|overall|combined)\b", re.IGNORECASE)
_FAR = 48


def renamed(named: Naming | None, text: str, claim: Claim, vocabulary: Vocabulary) -> Naming | None:
    """What is found for a number, under the concept that its own words give; `text` is that of its block."""
    counted = claim.quantity is not None and claim.quantity.unit.dimensions == _GPUS
    of_each = counted and _OF_MACHINES.search(text, max(claim.start - _FAR, 0), claim.start) is not None
    if of_each and not _IN_ALL.match(text, claim.end):
        return Naming(vocabulary.concepts["gpus_per_node"], "", NOTHING)
    if claim.quantity is not None and claim.quantity.unit.dimensions == _BYTES:
        named = _of_card(named, text, claim, vocabulary)
    if of_run := concept_of_run(claim, text, named):
        return Naming(vocabulary.concepts[of_run], "", NOTHING)
    if named is None:
        return None
    if named.concept.id == "memory_utilisation" and _is_flag(text, claim):
        return replace(named, concept=vocabulary.concepts["memory_fraction"])
    if named.concept.id == "attention_heads" and _KV.match(text, claim.end):
        return replace(named, concept=vocabulary.concepts["kv_heads"])
    return named


def _of_card(named: Naming | None, text: str, claim: Claim, vocabulary: Vocabulary) -> Naming | None:
    """The memory that each card has or uses, by the words around an amount."""
    start = max(claim.start - _FAR, 0)
    if _FITS_ON.search(text, start, claim.start):
        return Naming(vocabulary.concepts["gpu_memory"], "gpu", NOTHING)
    if named is not None or not _OF_MEMORY.match(text, claim.end):
        return named
    if _ALL_HAVE.search(text, start, claim.start):
        return Naming(vocabulary.concepts["gpu_memory"], "total", NOTHING)
    told = _EACH_HAS.search(text, start, claim.start)
    if told is None:
        return None
    return Naming(vocabulary.concepts["gpu_memory" if told[1] else "memory_used"], "gpu", NOTHING)


def _is_flag(text: str, claim: Claim) -> bool:
    """Whether the words before a number, or its row, are a flag of an engine."""
    before = _FLAG.search(text, max(claim.start - _FAR, 0), claim.start)
    return before is not None or _FLAG.search(claim.label.row[-_FAR:]) is not None
