"""All of some things, where there are more or fewer: "all 48 layers are distributed evenly" of a model with 32."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from dataclasses import replace
from fractions import Fraction
from itertools import combinations
from math import prod

from auditor import patterns as re
from auditor.derivations.checks.degrees import Stated, count, stated, together
from auditor.derivations.counts import exact_counts
from auditor.derivations.derivation import Derivation
from auditor.derivations.said_again import said_again
from auditor.derivations.workings import written
from auditor.facts import Fact, Facts, Stance

_THINGS: Mapping[str, tuple[str, frozenset[str]]] = {
    "layer": ("layers", frozenset({"pipeline_parallel", "virtual_stages", "nodes", "gpus", "layers_per_stage"})),
    "expert": ("experts", frozenset({"expert_parallel", "layers", "moe_layers", "gpus", "nodes", "experts_per_gpu"})),
    "head": ("attention_heads", frozenset({"tensor_parallel", "sequence_parallel", "context_parallel", "kv_heads"})),
    "stage": ("pipeline_parallel", frozenset({"virtual_stages", "data_parallel", "replicas"})),
    "GPU": (
        "gpus",
        frozenset({"tensor_parallel", "pipeline_parallel", "expert_parallel", "data_parallel", "nodes", "replicas"}),
    ),
}
"""By unit the concept that states how many there are, and what divides or multiplies it."""
_TIMES = frozenset({"data_parallel", "replicas", "layers", "moe_layers", "virtual_stages"})
"""Of these what multiplies."""
_COUNTED = re.compile(
    r"(?:[\d,]+)\s+(?:(?:transformer|decoder|model|attention|query|routed|identical|pipeline)\s+)?"
    r"(?:layers|experts|heads|stages|GPUs)(?:\s+per\s+layer)?",
    re.IGNORECASE,
)
"""How a number reads that counts all such things."""
_ALL = re.compile(r"(?:\b(?:all|each|every one)(?: of)?|\b100 ?% of)(?: the)?(?: available)?\s*\Z", re.IGNORECASE)
_THE = re.compile(r"\bthe(?: model's)?\s*\Z", re.IGNORECASE)
_SPREAD = re.compile(
    r"\s+(?:(?:are|is)\s+)?(?:(?:evenly|equally|uniformly|perfectly)\s+)*"
    r"(?:distributed|split|divided|partitioned|spread|sharded)\b",
    re.IGNORECASE,
)
"""What is said of all of them only."""
_PART = re.compile(
    r"\b(?:stage|group|node|rank|replica|pool|partition|device|each|every|per|encoder|draft|vision|local|half|first|last"
    r"|shared|selected|active\w*|chosen|assigned|hosted|remaining|other|dense|MoE|if|would|scal\w+|expand\w*|could|grow\w*"
    r"|instead|baseline|original\w*|previous\w*|future|not|only|missing|add\w*|implement\w*|show\w*|represent\w*"
    r"|interleav\w*|virtual|option\w*|prefill|decode|attention GPUs|example)\b",
    re.IGNORECASE,
)
"""Words of a line by which it speaks of a part, or of another plan."""
_OF_PART = re.compile(
    r"\A\s*(?:of|in|on|per|for|within|at|from|inside|that|which)\b|\b(?:each|every|per|this|single|local|half|first"
    r"|last|(?:stage|group|node|rank|replica|GPU|device|pool|partition) [A-Z\d]|if|would|could|scal\w+|expand\w*"
    r"|grow\w*|instead|baseline|original\w*|previous\w*|future|not|only|missing|active\w*|selected|chosen"
    r"|assigned to|hosted|shared|dense|remaining|virtual|interleav\w*|encoder|draft|option\w*|example|token\w*"
    r"|model|variant|version)\b",
    re.IGNORECASE,
)
"""The same behind the number, where the holders of all of them may be named."""
_FEW = 1_000_000
"""More are no things of a deployment: "Per layer: 330,311,936" are parameters."""
_MOST = 8


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each number of all such things that is not the one that the document states."""
    if len({entry for named in facts.named if named.kind == "model" for entry in named.entries[:1]}) > 1:
        return
    worked = written(facts)
    for fact in exact_counts(facts):
        things = _THINGS.get(fact.quantity.unit.symbol.partition("/")[0])
        if things is None or fact.stance is not Stance.ASSERTED or fact.claim.index in worked:
            continue
        if not _is_of_all(fact, facts):
            continue
        whole = _whole(fact, things[0], stated(facts, *(name for name, _ in _THINGS.values())))
        if whole is not None and (fact.scenario == whole.scenario):
            yield from _judged(fact, whole, things[1], facts, rule)


def _is_of_all(fact: Fact, facts: Facts) -> bool:
    """Whether the text says that these are all of them, and speaks of no part."""
    block, claim = facts.claims.document.blocks[fact.claim.block], fact.claim
    if block.cell is not None or block.code is not None or not _COUNTED.fullmatch(block.text[claim.start : claim.end]):
        return False
    before = block.text[max(0, claim.start - 24) : claim.start]
    told = _ALL.search(before) or (_THE.search(before) and _SPREAD.match(block.text, claim.end))
    behind = re.split(r"[.;\n]", block.text[claim.end : claim.end + 80])[0]
    near = block.text[max(0, claim.start - 60) : claim.start].rpartition("\n")[2]
    labels = " ".join((claim.label.key, *claim.label.headings[-1:]))
    return bool(told) and not _OF_PART.search(behind) and not any(_PART.search(each) for each in (near, labels))


def _whole(fact: Fact, concept: str, known: Stated) -> Fact | None:
    """The one statement of how many there are, if it stands under its name and nothing else is said."""
    told = [each for each in known.get(concept, ()) if each is not fact and each.claim.block != fact.claim.block]
    named = [each for each in told if each.claim.label.key or each.claim.label.row]
    same = {each.quantity.value for each in told}
    sure = named and len(same) == 1 and count(named[0]) < _FEW
    return named[0] if sure and together(fact, told) else None


def _judged(fact: Fact, whole: Fact, by: Set[str], facts: Facts, rule: str) -> Iterator[Derivation]:
    value, total = count(fact), count(whole)
    if value == total:
        yield said_again(fact.claim, whole.claim, whole.quantity.hull, rule, power=0.1)
        return
    counts = list(exact_counts(facts))
    alike = [each for each in counts if each is not fact and _is_alike(each, fact) and count(each) != total]
    if any(each.quantity.value in (value, abs(value - total)) for each in alike):
        # It is said in another place too, or some are counted by themselves.
        return
    ratio = max(value, total) / min(value, total)
    if ratio.denominator == 1 and ratio in _factors(counts, by & _TIMES if value > total else by):
        return
    found = said_again(fact.claim, whole.claim, whole.quantity.hull, rule, holds=False)
    loose = value < total and (ratio.denominator == 1 or fact.quantity.unit.symbol == "GPU")
    yield replace(found, severity="warning") if loose else found


def _is_alike(other: Fact, fact: Fact) -> bool:
    return other.concept == fact.concept or other.quantity.unit.symbol == fact.quantity.unit.symbol


def _factors(counts: list[Fact], by: Set[str]) -> set[Fraction]:
    """What the things may be divided by, or counted times: what is stated of their holders, and what that makes."""
    values = sorted({count(each) for each in counts if each.known and each.concept in by})[:_MOST]
    return {Fraction(prod(some)) for size in (1, 2, 3) for some in combinations(values, size)}
