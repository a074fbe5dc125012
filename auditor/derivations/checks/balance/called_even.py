"""Loads of stages or GPUs that are called equal, against what each has: "memory perfectly balanced" of 8 and 16 GB."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from auditor import patterns as re
from auditor.derivations.checks.balance.loads import Series, series_of
from auditor.derivations.citing import claim_step
from auditor.derivations.derivation import Basis, Derivation
from auditor.facts import Claim, Facts
from auditor.frozen import dataclass
from auditor.text import says_any

_THING = (
    r"(?:\w+ ){0,2}?(?:distribut\w+|memory|VRAM|layers?|experts?|load|split|footprint|allocation|usage|share|sizes?"
    r"|across|over|between|per)\b"
)
_EVEN = re.compile(
    r"\b(?:(?:perfectly|exactly|completely|fully|100%) (?:(?:load|memory)[- ])?"
    r"(?:balanced|even|equal|uniform|distributed)"
    r"|perfect (?:(?:\w+ )?(?:balance|balancing|distribution)\b|\(0% variance\))"
    rf"|(?:equal|identical|uniform) {_THING}"
    r"|(?:evenly|equally) (?:distributed|balanced|split|divided|spread)"
    r"|(?:distributed|split|divided|spread) (?:perfectly |exactly )?(?:evenly|equally)"
    r"|(?:0(?:\.0+)?%|zero|no) (?:\w+ )?(?:variance|imbalance|deviation)"
    r"|(?:variance|imbalance|deviation)\b[^\n.;|%\d]{0,40}[:=(]? ?(?:is )?0(?:\.0+)?%"
    r"|balance score\W{1,4}100%)",
    re.IGNORECASE,
)
"""What says that all parts have as much as each other."""
_HINTS = ("balanc", "even", "equal", "uniform", "identical", "varian", "deviation", "distributed")
"""What stands in all of these."""
_KINDS = (
    ("memory", re.compile(r"\b(?:memory|VRAM|HBM|显存|bộ nhớ)\b", re.IGNORECASE)),
    ("layer", re.compile(r"\blayers?\b|\d层|\blớp\b", re.IGNORECASE)),
    ("expert", re.compile(r"\bexperts?\b", re.IGNORECASE)),
)
_OTHER = re.compile(
    r"\b(?:near(?:ly)?|almost|roughly|approx\w*|about|not|never|cannot|un(?:even|equal|balanced)\w*|if|should|would|could"
    r"|goal|target|aim\w*|ensure|verify|check that|must|within (?:an?|each|the|every|all|both|its|tensor|TP)|inside"
    r"|embedd\w+|head|previous\w*|before|original\w*|instead|tokens?|except|other than|apart from|rest|remaining"
    r"|of (?:an?|each|one|every)|replicas?|copies|tensor[- ]parallel\w*|TP|every other"
    r"|compute|FLOPs?|time|otherwise|issue|problem|claim\w*|weights?|KV|cache|activations?|traffic)\b"
    r"|n't\b|[~≈±❌⚠?]",
    re.IGNORECASE,
)
"""Words of a line that speak of other loads or of some parts, or do not say that it is so."""
_CLAUSE = re.compile(r"[.;!](?=\s|$)|\n|\|| but | while | although ")
_GROUPS = frozenset({"node", "group", "partition", "shard", "worker"})
_LOAD = re.compile(r"\bload\b(?! balancing)", re.IGNORECASE)
"""What may be equal of experts and layers that are not as many."""


@dataclass(frozen=True, slots=True)
class _Said:
    """Words that call loads equal."""

    block: int
    words: str
    start: int
    end: int
    clause: str
    kinds: tuple[str, ...]
    """What the loads are of, by the words around; empty where they do not say."""


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each such words whose loads differ, or are equal."""
    told = list(_told(facts))
    series = series_of(facts) if told else ()
    for said in told:
        meant = _meant(said, series, facts)
        if meant is not None:
            yield _derivation(facts, said, meant, rule)


def _told(facts: Facts) -> Iterator[_Said]:
    for block in facts.claims.document.blocks:
        if block.code is not None or not says_any(block.text, _HINTS):
            continue
        for found in _EVEN.finditer(block.text):
            begin = max((each.end() for each in _CLAUSE.finditer(block.text, 0, found.start())), default=0)
            behind = _CLAUSE.search(block.text, found.end())
            clause = block.text[begin : behind.start() if behind is not None else None]
            kinds = tuple(kind for kind, words in _KINDS if words.search(clause))
            if not kinds and block.headings:
                above = facts.claims.document.blocks[block.headings[-1]].text
                kinds = tuple(kind for kind, words in _KINDS if words.search(above))
            kinds = tuple(kind for kind in kinds if kind == "memory" or not _LOAD.search(clause))
            if not _OTHER.search(clause):
                yield _Said(block.index, found[0], found.start(), found.end(), clause.lower(), kinds)


def _meant(said: _Said, series: Sequence[Series], facts: Facts) -> Series | None:
    """The one series of loads that words speak of: of their kind, in their section before others."""
    own = [each for each in series if (each.kind in said.kinds or not said.kinds) and _is_of(each, said.clause)]
    blocks = facts.claims.document.blocks
    here = [each for each in own if any(blocks[n].headings == blocks[said.block].headings for n in each.blocks)]
    beside = [each for each in here if set(each.blocks) == {said.block}]
    found = beside if not said.kinds else (here or own)
    uneven = [each for each in found if each.differing is not None]
    return uneven[0] if len(said.kinds) <= 1 and found and len(uneven) == len(found) else None


def _is_of(series: Series, clause: str) -> bool:
    """Whether parts that may be of several sizes, or hold several GPUs, are those that a clause speaks of."""
    if series.noun not in clause and series.noun in _GROUPS:
        return False
    of_all = any(fact.scope != "gpu" for fact in series.facts)
    return not (series.kind == "memory" and series.noun != "gpu" and "gpu" in clause and of_all)


def _derivation(facts: Facts, said: _Said, series: Series, rule: str) -> Derivation:
    assert series.differing is not None
    one, other = series.differing
    head = _claim(facts, said) or other.claim
    values = one.quantity.hull, other.quantity.hull
    unit = one.quantity.unit.symbol
    premises = [each.claim.index for each in (one, other) if each.claim.index != head.index]
    return Derivation(
        rule=rule,
        head=head.index,
        premises=tuple(premises),
        holds=False,
        stated=said.words,
        expected=f"{one.claim.text} and {other.claim.text}",
        interval=values[0],
        basis=Basis.COMPARISON,
        steps=(claim_step(one.claim, values[0], "one part", unit),),
        compared=claim_step(other.claim, values[1], "another", unit),
    )


def _claim(facts: Facts, said: _Said) -> Claim | None:
    """The verdict word or number that the words hold, or that stands last in their line."""
    own = [claim for claim in facts.claims.all if claim.block == said.block]
    inside = [claim for claim in own if claim.start < said.end and claim.end > said.start]
    marks = [claim for claim in own if claim.quantity is None]
    return next(iter((*inside, *marks)), None)
