"""How much a quantity gained or lost, told as an amount: "900 more tokens/s" where 5,000 became 5,700, and "9 ms → 4
ms, saving 6 ms"."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from auditor import patterns as re
from auditor.derivations.by_block import by_block
from auditor.derivations.checks.paired import chance
from auditor.derivations.concepts import GOALS
from auditor.derivations.derivation import Derivation
from auditor.derivations.of_two import of_two
from auditor.derivations.values import physical
from auditor.derivations.workings import worked_with
from auditor.facts import Fact, Facts, Link, Operand, Stance
from auditor.interval import Interval
from auditor.quantity import Modality
from auditor.text import line_at

_BEHIND = re.compile(
    r"\s*(?:(?:additional|more|extra|fewer|less|higher|lower|faster|slower|shorter|saved)(?! than)\b"
    r"|(?:of )?(?:improvement|reduction|increase|decrease|gain|savings?)\b)",
    re.IGNORECASE,
)
_WITHIN = re.compile(r"\d\s+(?:additional|more|extra|fewer|less)\b", re.IGNORECASE)
_BEFORE = re.compile(
    r"(?:\b(?:gain|increase|improvement|rise|saving|reduction|decrease|drop|difference)s?(?:\s*[:=]| of| is| was)"
    r"|\b(?:gain|increas|improv|ris|rose|reduc|decreas|cut|drop|fall|fell|lower|rais|grew|grow|shrink|shorten)\w*"
    r"(?: [^\W\d][\w/-]*){0,4} by|\b(?:saving|saves|saved|adds|adding|gaining|gains|an additional))"
    r"\W{0,4}(?:(?:about|around|roughly|some|an additional|another) )?[~≈+−-]?\Z",
    re.IGNORECASE,
)
"""Words that make an amount a difference of two others."""
_OTHERWISE = re.compile(
    r"\b(?:per|each|for|when|if|with|expected|potential\w*|theoretical\w*|could|may|might|would|target|goal|up to|least"
    r"|average|every|further|then|instead|versus|vs|compared|relative|than|at)\b",
    re.IGNORECASE,
)
"""Words of a line that make it a difference under another condition, or from something else."""
_NAMES: Mapping[str, re.Pattern[str]] = {
    "throughput": re.compile(r"throughput|TPS\b|token", re.IGNORECASE),
    "tpot": re.compile(r"TPOT|per (?:output )?token|inter-token", re.IGNORECASE),
    "ttft": re.compile(r"TTFT|first token", re.IGNORECASE),
    "end_to_end_latency": re.compile(r"end-to-end|request latency|e2e", re.IGNORECASE),
}
_BOTH = 2

Pair = tuple[Fact, Fact]


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each amount that is told as a difference of two values which its line or report gives."""
    told = [fact for fact in facts.all if _is_told(fact, facts)]
    if not told:
        return
    pairs, changes = _only_pairs(facts, told), _changes(facts)
    for fact in told:
        change = _of_its_line(fact, changes.get(fact.claim.block, ()), facts)
        if change is not None:
            yield _derivation(fact, change, rule, severity="")
            continue
        text = _line(fact, facts)
        named = [pairs[concept] for concept, name in _NAMES.items() if concept in pairs and name.search(text)]
        named = [pair for pair in named if physical(pair[0].quantity) == physical(fact.quantity)]
        if len(named) == 1 and fact.scope in ("", named[0][0].scope):
            derivation = _derivation(fact, named[0], rule, severity="warning")
            if derivation.holds or not _OTHERWISE.search(text.replace(fact.claim.text, "")):
                yield derivation


def _line(fact: Fact, facts: Facts) -> str:
    return line_at(facts.claims.document.blocks[fact.claim.block].text, fact.claim.start, fact.claim.end)


def _is_told(fact: Fact, facts: Facts) -> bool:
    """Whether words right beside a plain amount of running text say that it is a difference."""
    block = facts.claims.document.blocks[fact.claim.block]
    plain = fact.quantity.is_plain and fact.stance is Stance.ASSERTED and bool(physical(fact.quantity))
    if not plain or block.cell is not None or fact.quantity.value in (None, 0) or fact.role in GOALS:
        return False
    before = block.text[max(0, fact.claim.start - 90) : fact.claim.start]
    said = _BEHIND.match(block.text, fact.claim.end) or _WITHIN.search(fact.claim.text) or _BEFORE.search(before)
    return said is not None


def _only_pairs(facts: Facts, told: Sequence[Fact]) -> dict[str, Pair]:
    """By concept the only two values that the report has of it, both plain, of one scope, outside of arithmetic."""
    apart = {fact.claim.index for fact in told} | worked_with(facts)
    values: dict[str, dict[Interval, Fact]] = defaultdict(dict)
    scopes: dict[str, set[str]] = defaultdict(set)
    for fact in facts.all:
        if fact.concept in _NAMES and fact.claim.index not in apart:
            values[fact.concept].setdefault(fact.quantity.nominal(), fact)
            scopes[fact.concept].add(fact.scope)
    pairs = {concept: tuple(each.values()) for concept, each in values.items()}
    return {
        concept: (pair[0], pair[1])
        for concept, pair in pairs.items()
        if len(pair) == _BOTH and len(scopes[concept]) == 1 and all(_is_reached(fact) for fact in pair)
    }


def _is_reached(fact: Fact) -> bool:
    told = fact.stance is Stance.ASSERTED and fact.role not in GOALS
    return told and fact.quantity.modality is Modality.EXACT and bool(fact.quantity.value)


def _changes(facts: Facts) -> Mapping[int, list[Link]]:
    found: dict[int, list[Link]] = defaultdict(list)
    for link in facts.claims.links:
        if link.form == "change":
            found[link.block].append(link)
    return found


def _of_its_line(fact: Fact, links: Sequence[Link], facts: Facts) -> Pair | None:
    """The two values of the one change in the number's line, where that has no other number of their kind."""
    if len(links) != 1 or not (isinstance(links[0].first, Operand) and isinstance(links[0].second, Operand)):
        return None
    ends = [facts.by_claim[side.claim] for side in (links[0].first, links[0].second)]
    first, second = ends
    if first is None or second is None or fact in (first, second):
        return None
    kind = physical(fact.quantity)
    alike = [each for each in by_block(facts)[fact.claim.block] if physical(each.quantity) == kind]
    line = _line(fact, facts)
    beside = first.claim.text in line and second.claim.text in line
    return (first, second) if len(alike) == 3 and {first, second} <= set(alike) and beside else None


def _derivation(fact: Fact, pair: Pair, rule: str, *, severity: str) -> Derivation:
    larger, smaller = sorted(pair, key=lambda each: -(each.quantity.nominal().low or 0))
    holds = (larger.quantity.hull - smaller.quantity.hull).meets(fact.quantity.hull)
    power = chance(fact.quantity)
    ends = (larger, smaller)
    return of_two(fact, ends, "−", rule, words="difference", holds=holds, power=power, severity=severity)
