"""What each rank has of a count, where the count and the degree stand elsewhere: "(8 layers each)", "32 heads, split to
8 per TP rank". Which degree divides what is usual, not certain, so that it is only confirmed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from auditor import patterns as re
from auditor.derivations.checks.degrees import Reading, Stated, confirmed, count, degrees_in, quotient, stated, together
from auditor.derivations.cited import TOLD
from auditor.derivations.counts import exact_counts
from auditor.derivations.derivation import Derivation
from auditor.facts import Fact, Facts
from auditor.text import line_start

_DIVIDED: Mapping[str, tuple[tuple[str, ...], str]] = {
    "layer": (("layers",), "pipeline_parallel"),
    "sequence": (("batch_size", "global_batch_size"), "data_parallel"),
    "sequences_per_gpu": (("batch_size", "global_batch_size"), "data_parallel"),
    "expert": (("experts",), "expert_parallel"),
    "head": (("attention_heads", "kv_heads"), "tensor_parallel"),
    "column": (("ffn_hidden", "hidden_size"), "tensor_parallel"),
}
"""By what is counted, what there is of it in all, and the degree that divides it."""
_SHARES = frozenset({"sequences_per_gpu", "experts"})
"""Concepts that may be those of a part."""
_OF_GPU = "sequences_per_gpu"
_PARTS = frozenset({"group", "dp_group", "stage", "replica"})
_EACH = re.compile(
    r"\b(?:each|every|apiece|sub-batch\w*|per|(?:one|a|of the) (?:rank|card|device|GPU|stage|shard))\b", re.IGNORECASE
)
_SPLIT = re.compile(r"\b(?:split|divid\w*|shard\w*|partition\w*|slic\w*)\b|→|->", re.IGNORECASE)
_BEFORE = 3
"""Numbers of its line before a share that the whole is looked for among."""
_SIZE = 64
"""What a width has at least, so that "1024 → 512 per GPU" divides one."""
_NEAR = 80
"""Characters before a number in which "each" is looked for."""
_BEHIND = 16
_CHANCE = 0.15


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each share that a stated whole and a stated degree give."""
    asking = [fact for fact in exact_counts(facts) if _asks(fact)]
    wholes = dict.fromkeys(concept for concepts, _ in _DIVIDED.values() for concept in concepts)
    known = stated(facts, *wholes) if asking else {}
    for fact in asking if known else ():
        readings = (*_of_all(fact, known, facts), *_of_line(fact, known, facts))
        found = next((each for each in readings if each.value == fact.quantity.value), None)
        if found is not None:
            yield confirmed(fact, found, rule, _CHANCE)


def _asks(fact: Fact) -> bool:
    """Whether a count is of a part, or of nothing that the vocabulary knows."""
    part = not fact.known or (fact.concept in _SHARES and fact.scope in _PARTS) or fact.concept == _OF_GPU
    plain = fact.stance in TOLD and not fact.claim.degree
    return part and plain and count(fact) > 1


def _of_all(fact: Fact, known: Stated, facts: Facts) -> Iterator[Reading]:
    """ "Each GPU handles 6 layers", "Experts per stage: 24" """
    noun = next((name for name, power in fact.quantity.unit.dimensions if power > 0), fact.concept.removesuffix("s"))
    if noun not in _DIVIDED or not (fact.scope in _PARTS or _EACH.search(_line(fact, facts))):
        return
    concepts, degree = _DIVIDED[noun]
    parts = "pipeline_parallel" if fact.scope == "stage" else degree
    for concept in concepts:
        for whole in together(fact, known.get(concept, ())):
            for ranks in together(fact, known.get(parts, ())):
                if whole is not fact and count(ranks) > 1:
                    yield quotient(whole, ranks, "the share of each")


def _line(fact: Fact, facts: Facts) -> str:
    """What stands before a number in its line, and the words right behind it."""
    text = facts.claims.document.blocks[fact.claim.block].text
    start = max(fact.claim.start - _NEAR, line_start(text, fact.claim.start))
    return f"{text[start : fact.claim.end]} {fact.claim.label.after[:_BEHIND]}"


def _of_line(fact: Fact, known: Stated, facts: Facts) -> Iterator[Reading]:
    """ "64 heads (split to 16 per TP rank)", "a hidden size of 4096 → 1024 per GPU" """
    text = facts.claims.document.blocks[fact.claim.block].text
    named = degrees_in(fact.claim.label.after)
    degree = next(iter(named)) if len(named) == 1 else "tensor_parallel" if fact.scope == "gpu" else ""
    for place in range(fact.index - 1, max(fact.index - 1 - _BEFORE, -1), -1) if degree else ():
        whole = facts.all[place]
        if whole.claim.block != fact.claim.block:
            return
        divided = whole.known or (count(whole) >= _SIZE and fact.scope == "gpu")
        if divided and whole.quantity.whole and _SPLIT.search(text, whole.claim.end, fact.claim.start):
            for ranks in together(fact, known.get(degree, ())):
                if count(ranks) > 1:
                    yield quotient(whole, ranks, "the share of a rank")
