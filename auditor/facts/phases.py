"""Layouts of prefill and of decode in one sentence: "prefill uses TP=8; decode uses EP=24 with DP attention"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from auditor import patterns as re
from auditor.claims import Block
from auditor.facts.fact import Fact

_LAID_OUT = frozenset(
    {
        "gpus",
        "nodes",
        "tensor_parallel",
        "pipeline_parallel",
        "data_parallel",
        "expert_parallel",
        "context_parallel",
        "sequence_parallel",
    }
)
_PHASE = re.compile(
    r"\b(?P<prefill>prefill(?:ing)?)\b(?=[\s:(]+\w)|\b(?P<decode>decod(?:e|ing))\b(?=[\s:(]+\w)"
    r"|(?P<first>预填充)|(?P<then>解码)",
    re.IGNORECASE,
)
_NAMES = {"prefill": "prefill", "first": "prefill", "decode": "decode", "then": "decode"}
_BOTH = 2


def phases(facts: Iterable[Fact], blocks: Sequence[Block]) -> list[Fact]:
    """The facts; degrees and counts of GPUs behind the name of a phase are that phase's, where a text lays out both."""
    found: list[Fact] = []
    for index, those in groupby(facts, key=lambda fact: fact.claim.block):
        group = list(those)
        laid_out = len([fact for fact in group if _is_open(fact)]) >= _BOTH
        named = list(_named(blocks[index].text)) if laid_out else []
        both = {_last(fact, named) for fact in group if _is_open(fact)} >= {"prefill", "decode"}
        found += [_of(fact, _last(fact, named)) if both and _is_open(fact) else fact for fact in group]
    return found


def _named(text: str) -> Iterator[tuple[int, str]]:
    return ((each.start(), _NAMES[each.lastgroup or ""]) for each in _PHASE.finditer(text))


def _is_open(fact: Fact) -> bool:
    return fact.concept in _LAID_OUT and fact.known and not {"prefill", "decode"} & set(fact.scenario)


def _last(fact: Fact, named: Sequence[tuple[int, str]]) -> str:
    """The phase that is named last before a number."""
    return next((phase for start, phase in reversed(named) if start < fact.claim.start), "")


def _of(fact: Fact, phase: str) -> Fact:
    return replace(fact, scenario=tuple(sorted({*fact.scenario, phase}))) if phase else fact
