"""GPUs that a plan sets apart for one kind of work, "12 attention GPUs, 4 MoE GPUs": they make up all, are said again,
have the experts or heads among them, and stand in the ratio that the report gives. They are only confirmed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations, pairwise

from auditor import patterns as re
from auditor.derivations.checks.degrees import (
    Reading,
    Stated,
    confirmed,
    count,
    itself,
    one_situation,
    quotient,
    stated,
    together,
)
from auditor.derivations.cited import TOLD
from auditor.derivations.derivation import Derivation
from auditor.facts import Fact, Facts
from auditor.quantity import Modality

_KEY = re.compile(r"(?:num(?:ber of)?[ _])?([a-z]+)[ _]gpus?(?:[ _]count)?")
_NAMED = re.compile(r"([a-z]+) gpus?\b")
_FOR = re.compile(r"\W{0,2}(?:for (?:the )?)?([a-z]+)\b")
_PER = re.compile(r"per (?:([a-z]+) )?gpu\b")
_WORK: Mapping[str, str] = {
    **dict.fromkeys(("attention", "attn", "mha"), "attention"),
    **dict.fromkeys(("moe", "expert", "experts", "ffn", "mlp"), "experts"),
    **dict.fromkeys(("prefill", "context", "prompt"), "prefill"),
    **dict.fromkeys(("decode", "decoding", "generation"), "decode"),
}
"""Kinds of work that GPUs are set apart for, by the words for them."""
_SHARED: Mapping[str, tuple[str, str]] = {
    "expert": ("experts", "experts"),
    "experts_per_gpu": ("experts", "experts"),
    "head": ("attention_heads", "attention"),
    "heads_per_gpu": ("attention_heads", "attention"),
}
"""By unit or concept of a share the concept of the whole, and the work of the GPUs that have it among them."""
_CHANCE, _RARE = 0.1, 0.05

Sets = Mapping[str, list[Fact]]


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each such number, share and ratio that others give."""
    sets: dict[str, list[Fact]] = {}
    for fact in facts.all:
        if work := _work(fact):
            sets.setdefault(work, []).append(fact)
    if not sets:
        return
    known = stated(facts, "gpus", "experts", "attention_heads")
    for work, some in sets.items():
        for fact in some:
            found = next((each for each in _readings(fact, work, sets, known) if each.value == count(fact)), None)
            if found is not None:
                yield confirmed(fact, found, rule, _RARE)
    for fact in facts.all:
        found = next((each for each in _shares(fact, sets, known) if each.value == count(fact)), None)
        if found is not None:
            yield confirmed(fact, found, rule, _CHANCE)
    yield from _ratios(facts, sets, rule)


def _is_count(fact: Fact) -> bool:
    quantity = fact.quantity
    plain = quantity.whole and quantity.modality is Modality.EXACT and fact.stance in TOLD
    return plain and bool(quantity.value) and quantity.unit.symbol in ("", "GPU") and not fact.claim.degree


def _work(fact: Fact) -> str:
    """What a number of GPUs is set apart for; empty for any other number."""
    label = fact.claim.label
    if not _is_count(fact) or fact.claim.qualifier in ("a:b", "product", "indices"):
        return ""
    key, text = label.key.lower().strip(), fact.claim.text.lower()
    named = _NAMED.search(f"{text} {label.after.lower()}"[: len(text) + 24]) if not label.before else None
    keyed = _KEY.fullmatch(key) if not label.before else None
    behind = _FOR.match(label.after.lower()) if "gpu" in f"{key} {label.row.lower()}" else None
    words = (found[1] for found in (keyed, named, behind) if found is not None)
    return next((_WORK[word] for word in words if word in _WORK), "")


def _readings(fact: Fact, work: str, sets: Sets, known: Stated) -> Iterator[Reading]:
    """That all GPUs but those of the other kinds are left, and that the same is said elsewhere."""
    for gpus in together(fact, known.get("gpus", ())):
        for other_work, others in sets.items():
            for other in together(fact, others) if other_work != work else ():
                program = f"{gpus.claim.name} {other.claim.name} -"
                working = f"{gpus.claim.text} − {other.claim.text}"
                yield Reading("the rest of the GPUs", count(gpus) - count(other), program, working, (gpus, other))
    for same in together(fact, sets[work]):
        if same.claim.block != fact.claim.block:
            yield itself(same, "stated elsewhere")


def _shares(fact: Fact, sets: Sets, known: Stated) -> Iterator[Reading]:
    """ "4 experts per MoE GPU", "Heads per GPU: 4" """
    kind = fact.concept if fact.concept in _SHARED else fact.quantity.unit.symbol.split("/")[0]
    text = f"{fact.claim.label.key} {fact.claim.text} {fact.claim.label.after[:24]}".lower()
    said = _PER.search(text)
    if kind not in _SHARED and said is not None:
        kind = next((noun for noun in ("expert", "head") if f"{noun}s" in text or f"{noun} " in text), "")
    if kind not in _SHARED or said is None or not fact.quantity.whole or fact.stance not in TOLD:
        return
    whole, work = _SHARED[kind]
    if said[1] is not None and _WORK.get(said[1], work) != work:
        return
    for all_of_them in together(fact, known.get(whole, ())):
        for gpus in together(fact, sets.get(work, ())):
            if count(gpus) > 1:
                yield quotient(all_of_them, gpus, f"over the GPUs of the {work}")


def _ratios(facts: Facts, sets: Sets, rule: str) -> Iterator[Derivation]:
    """ "3:1" of 12 and 4 GPUs: each side is the other one times the quotient of the two numbers."""
    some = [each[0] for each in sets.values()]
    for first, second in pairwise(facts.all):
        if not first.claim.qualifier == second.claim.qualifier == "a:b" or first.claim.block != second.claim.block:
            continue
        if "gpu" not in _around(first, facts):
            continue
        for one, other in combinations(some, 2):
            pair = next((p for p in ((one, other), (other, one)) if _is_ratio(first, second, *p)), None)
            if pair is not None and one_situation(first, pair[0]):
                yield confirmed(first, _scaled(second, *pair), rule, _CHANCE)
                yield confirmed(second, _scaled(first, *reversed(pair)), rule, _CHANCE)
                break


def _around(fact: Fact, facts: Facts) -> str:
    return facts.claims.document.blocks[fact.claim.block].text.lower()


def _is_ratio(first: Fact, second: Fact, one: Fact, other: Fact) -> bool:
    apart = {first.index, second.index}.isdisjoint((one.index, other.index))
    return apart and count(first) * count(other) == count(second) * count(one)


def _scaled(side: Fact, one: Fact, other: Fact) -> Reading:
    value = count(side) * count(one) / count(other)
    working = f"{side.claim.text} × {one.claim.text} ÷ {other.claim.text}"
    program = f"{side.claim.name} {one.claim.name} * {other.claim.name} /"
    return Reading("the ratio of the two numbers", value, program, working, (side, one, other))
