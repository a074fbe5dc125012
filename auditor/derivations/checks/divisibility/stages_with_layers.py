"""Pipelines of more stages than a model has layers: "PP=64" of 48 layers."""

from __future__ import annotations

from collections.abc import Iterator

from auditor import patterns as re
from auditor import show
from auditor.derivations.derivation import Basis, Bound, Derivation, Input, Step, one_step
from auditor.derivations.workings import worked_with
from auditor.facts import Fact, Facts, Stance
from auditor.interval import Interval
from auditor.quantity import Modality
from auditor.text import line_at

_FURTHER = 2
"""The embedding and the head, which may be stages of their own."""
_OF_A_PART = re.compile(
    r"\b(?:per|each|every|stage|group|rank|GPU|MoE|dense|expert|first|last)\b|每|mỗi", re.IGNORECASE
)
"""Words around a number of layers by which it may be that of a part."""
_CONCEDED = re.compile(
    r"[❌✗✘⚠]|\b(?:not|no|cannot|can't|exceeds?|more|beyond|invalid|impossible|too|only|at most|fail\w*|virtual"
    r"|interleav\w*|chunks?|wrong|error)\b|不|超|không",
    re.IGNORECASE,
)
"""What says of a line that the report knows it, or counts the stages of all chunks."""
_SAID = frozenset({Stance.ASSERTED, Stance.PROPOSED})


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each number of stages beyond every number of layers that the document states."""
    told = [fact for fact in facts.all if fact.concept == "layers" and _is_plain(fact)]
    whole = [fact for fact in told if not fact.scope and not _OF_A_PART.search(_words(fact))]
    if not whole:
        return
    used = worked_with(facts)
    most = max(told, key=lambda fact: fact.quantity.value or 0)
    for fact in facts.all:
        stages = fact.quantity.value
        if fact.concept != "pipeline_parallel" or not _is_plain(fact) or fact.stance not in _SAID or stages is None:
            continue
        text = facts.claims.document.blocks[fact.claim.block].text
        if fact.claim.index in used and not text.startswith("=", fact.claim.start - 1):
            # "PP: 4096 × 2 × 5120 bytes" is what it sends.
            continue
        line = line_at(text, fact.claim.start)
        if stages > (most.quantity.value or 0) + _FURTHER and most in whole and not _CONCEDED.search(line):
            yield _derivation(fact, most, rule)


def _is_plain(fact: Fact) -> bool:
    return fact.known and fact.quantity.whole and fact.quantity.modality is Modality.EXACT and bool(fact.quantity.value)


def _words(fact: Fact) -> str:
    label = fact.claim.label
    return " ".join((label.key, label.row, label.column, label.before, label.after))


def _derivation(fact: Fact, layers: Fact, rule: str) -> Derivation:
    count = layers.quantity.nominal()
    most = Interval(None, (count.high or 0) + _FURTHER)
    given = Input("layers", count, layers.claim.index)
    words, program = f"{layers.claim.text} + {_FURTHER}", f"layers {_FURTHER} + ≤"
    step = Step("layers, embedding and head", words, most, "", program, (given,))
    expected = f"at most {show.number(most.high or 0)}"
    return one_step(fact.claim, step, rule, expected=expected, holds=False, bound=Bound.UPPER, basis=Basis.DERIVATION)
