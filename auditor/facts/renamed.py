"""Numbers that their own words make something else than their label says: flags of an engine, heads told by sort."""

from __future__ import annotations

from dataclasses import replace

from auditor import patterns as re
from auditor.claims import Claim
from auditor.facts.around import Named
from auditor.facts.sense import NOTHING
from auditor.rulebook.vocabulary import Vocabulary

_FLAG = re.compile(r"gpu[-_]memory[-_]utili[sz]ation[\"'`]?\s{0,3}[=:]?\s{0,3}\Z")
"""What an engine may take of the memory, and not what is taken."""
_KV = re.compile(r" ?(?:KV|key[-/ ]value|kv)\b(?![ -]?(?:cache|per))")
"""What stands behind the 8 of "Heads | 64 query, 8 KV"."""
_OF_MACHINES = re.compile(r"\b(?:nodes?|servers?|machines?|hosts?|boxes) (?:of|with) \Z", re.IGNORECASE)
"""What stands before the GPUs of each: "8 nodes of 8 GPUs"."""
_OF_SEQUENCES = re.compile(r"\b(?:sequences?|samples?) (?:of|with) \Z", re.IGNORECASE)
"""What stands before the tokens of each: "512 sequences of 4,096 tokens per step"."""
_GPUS = (("gpu", 1),)
_TOKENS = frozenset({(("token", 1),), (("step", -1), ("token", 1)), (("token", 1), ("step", -1))})
_FAR = 48


def renamed(named: Named | None, text: str, claim: Claim, vocabulary: Vocabulary) -> Named | None:
    """What is found for a number, under the concept that its own words give; `text` is that of its block."""
    counted = claim.quantity is not None and claim.quantity.unit.dimensions == _GPUS
    if counted and _OF_MACHINES.search(text, max(claim.start - _FAR, 0), claim.start):
        return Named(vocabulary.concepts["gpus_per_node"], "", NOTHING)
    of_each = claim.quantity is not None and claim.quantity.unit.dimensions in _TOKENS
    if of_each and _OF_SEQUENCES.search(text, max(claim.start - _FAR, 0), claim.start):
        return Named(vocabulary.concepts["sequence_length"], "", NOTHING)
    if named is None:
        return None
    if named.concept.id == "memory_utilisation" and _FLAG.search(text, max(claim.start - _FAR, 0), claim.start):
        return replace(named, concept=vocabulary.concepts["memory_fraction"])
    if named.concept.id == "attention_heads" and _KV.match(text, claim.end):
        return replace(named, concept=vocabulary.concepts["kv_heads"])
    return named
