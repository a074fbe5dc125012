"""Splits that are called even over parts which are named without their number: "= 32 chunks, so the 48 layers divide
evenly over the chunks", "perfect balance across the pipeline stages"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from auditor import patterns as re
from auditor.derivations.checks.divisibility.division import divided, fractions_of, whole_count
from auditor.derivations.cited import is_own_statement
from auditor.derivations.derivation import Derivation
from auditor.facts import Claim, Fact, Facts, Form
from auditor.quantity import Modality
from auditor.text import sentence_at

_OVER = r" (?:over|across|among|into|between|onto) (?:the |these |those |all (?:the )?)?(?:pipeline |PP )?"
_EVENLY = re.compile(
    r"\d (?:\w+ )?(?:layers|experts|heads|blocks|sequences) (?:still |also |both |then |all )?"
    r"(?:can be |are |is |get )?(?:split|divides?|divided|distributes?|distributed|spread|partitioned)"
    r" (?:perfectly |exactly |completely )?evenly"
    rf"{_OVER}(?P<parts>chunks|stages|GPUs|ranks|devices|nodes|groups|cards|partitions|shards|slots)\b",
    re.IGNORECASE,
)
_BALANCED = re.compile(
    r"(?:perfect(?:ly)? (?:load[- ])?(?:balanced?|distributed|even)"
    r"|(?:divided?s?|split|distributed) (?:perfectly )?evenly"
    rf"|evenly (?:distributed|divided|split)|perfect distribution){_OVER}stages\b",
    re.IGNORECASE,
)
"""Words by which every stage holds as many layers."""
_DIVIDED_BY = re.compile(r" ?[÷/] ?")
_EVEN_SPLIT = re.compile(
    r"\b(?:even|equal) (?:split|division|distribution)\b|\bperfectly (?:even|balanced)\b"
    r"|\b(?:divided?|split|distributed) (?:perfectly )?evenly\b",
    re.IGNORECASE,
)
"""What is said of a quotient that comes out even."""
_DENIED = re.compile(r"\b(?:not|no|never|cannot|nearly|almost|roughly)\b|n't\b", re.IGNORECASE)
_SAID = re.compile(r"even|perfect", re.IGNORECASE)
"""What stands in all of these."""
_OTHER = re.compile(r"expert|token|batch|head|memory|near|almost|roughly|about|approx", re.IGNORECASE)
"""Words of a line that speak of other loads, or do not mean it."""


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each such split, against the parts that the line, or the document, counts."""
    if not _SAID.search(facts.claims.document.source):
        return
    fractions = fractions_of(facts.claims.all)
    for whole, parts, sure in (*_of_lines(facts), *_of_quotients(facts), *_of_stages(facts)):
        total, count = whole_count(whole), whole_count(parts)
        if total is None or not count or total / count in fractions:
            continue
        found = divided(whole, parts, total, count, asserted=True)
        if found.holds or is_own_statement(facts, whole.index):
            yield replace(found, rule=rule, severity="" if sure else "warning")


def _of_lines(facts: Facts) -> Iterator[tuple[Claim, Claim, bool]]:
    """Counts with the parts of that name which their line has counted before."""
    claims, blocks = facts.claims.all, facts.claims.document.blocks
    for claim in claims:
        if claim.form is not Form.QUANTITY or not claim.text[-1:].isalnum():
            continue
        text = blocks[claim.block].text
        digits = next((at for at in range(claim.start, claim.end) if text[at].isdigit()), claim.end)
        last = next((at for at in range(digits, claim.end) if not text[at : at + 2].isdigit()), claim.start)
        said = _EVENLY.match(text, last)
        if said is None:
            continue
        ends = tuple(f"{sign}{said['parts'].lower()}" for sign in " -")
        before = (each for each in reversed(claims[: claim.index]) if each.block == claim.block)
        parts = next((each for each in before if each.text.lower().endswith(ends)), None)
        if parts is not None:
            yield claim, parts, True


def _of_quotients(facts: Facts) -> Iterator[tuple[Claim, Claim, bool]]:
    """Counts over others whose sentence goes on to call the split even: "95 layers ÷ 2 stages: an even split"."""
    claims = facts.claims.all
    for whole, parts in pairwise(claims):
        if whole.block != parts.block or not (_counts(whole) and _counts(parts)):
            continue
        text = facts.claims.document.blocks[whole.block].text
        if _DIVIDED_BY.fullmatch(text, whole.end, parts.start) is None:
            continue
        said = text[parts.end : sentence_at(text, parts.end)[1]]
        if _EVEN_SPLIT.search(said) and not _DENIED.search(said):
            yield whole, parts, True


def _counts(claim: Claim) -> bool:
    """Whether a number counts things that have a name."""
    return claim.quantity is not None and claim.quantity.whole and bool(claim.quantity.unit.dimensions)


def _of_stages(facts: Facts) -> Iterator[tuple[Claim, Claim, bool]]:
    """The layers and stages of a document that speaks of a perfect balance of its stages.

    Whoever balances what stages take, rather than their layers, may mean another balance.
    """
    layers, stages = _only(facts, "layers"), _only(facts, "pipeline_parallel")
    shares = {fact.quantity.value for fact in facts.all if fact.known and fact.concept == "layers_per_stage"}
    if layers is None or stages is None or len(shares) > 1:
        return
    for block in facts.claims.document.blocks:
        said = _BALANCED.search(block.text)
        if said is not None and not _OTHER.search(block.text):
            yield layers.claim, stages.claim, False
            return


def _only(facts: Facts, concept: str) -> Fact | None:
    """The first statement of a count, if all that is said of it agrees."""
    found = [fact for fact in facts.all if fact.known and fact.concept == concept]
    plain = [fact for fact in found if fact.quantity.whole and fact.quantity.modality is Modality.EXACT]
    return plain[0] if plain and len({fact.quantity.value for fact in found}) == 1 else None
