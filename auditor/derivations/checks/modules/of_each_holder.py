"""What each of several holders has, against all that there is: "4 stages with 10 layers each" of a model with 48."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import combinations, pairwise
from math import prod

from auditor import patterns as re
from auditor.derivations.checks.degrees import Stated, count, stated, together
from auditor.derivations.checks.sentences import sentences
from auditor.derivations.derivation import Derivation, Input, Step, one_step
from auditor.derivations.workings import written
from auditor.facts import Fact, Facts
from auditor.interval import Interval
from auditor.show import number

_STAGES = re.compile(r"\b(?:pipeline |PP )?stages?\b", re.IGNORECASE)
_EXPERT_RANKS = re.compile(
    r"\b(?:EP|experts?(?:[- ]parallel\w*)?) (?:ranks?|GPUs?|groups?|devices?)\b|\bGPUs?\b|\bdevices?\b", re.IGNORECASE
)
_TENSOR_RANKS = re.compile(r"\b(?:TP|tensor(?:[- ]parallel\w*)?) (?:ranks?|GPUs?|shards?|devices?)\b", re.IGNORECASE)
_WHOLES: Mapping[str, tuple[re.Pattern[str], str, frozenset[str]]] = {
    "layer": (_STAGES, "layers", frozenset({"virtual_stages"})),
    "expert": (
        _EXPERT_RANKS,
        "experts",
        frozenset({"layers", "moe_layers", "layers_per_stage", "data_parallel", "replicas", "nodes"}),
    ),
    "head": (_TENSOR_RANKS, "attention_heads", frozenset({"sequence_parallel", "context_parallel", "data_parallel"})),
}
"""By the unit of the share: its holders, the concept of the whole, and what may multiply either."""
_BEHIND = re.compile(r"\s*(?:each\b|apiece\b|per (?:[\w-]+ )?(?:stage|rank|group|GPU|device)\b)", re.IGNORECASE)
_EACH_OF = re.compile(r"\b(?:each|every one) of (?:the|these|those|all|its)?\s*\Z", re.IGNORECASE)
_VERB = (
    r"(?:has|have|having|with|of|hosts?|hosting|holds?|holding|handles?|handling|processe?s?|processing|computes?"
    r"|computing|stores?|storing|contains?|containing|gets?|owns?|owning|runs?|running|serves?|serving|takes?|carr\w+)"
)
_BETWEEN = re.compile(
    rf"[^\d.;\n]{{0,24}}?[\s,(:–—-]*(?P<each>each |which each |that each )?(?:{_VERB}) (?:exactly |just )?(?:the )?\Z",
    re.IGNORECASE,
)
_OTHERWISE = re.compile(
    r"\b(?:virtual|interleav\w*|chunks?|at least|at most|about|around|approx\w*|up to|most|first|last|remaining|others?"
    r"|except|or|if|would|could|vs\.?|versus|instead|than|not|plus|embedding\w*|MTP|dense|shared|active|selected|token"
    r"|KV|key|draft|encoder|per node|original\w*|previous\w*|redundan\w*|replica\w*|spare|only|average|mean|from)\b"
    r"|[~≈→❌✗]|->",
    re.IGNORECASE,
)
"""Words by which the holders, or what each has, are not all."""
_MOST = 8
_NEAR = 8
"""Characters behind a number of holders in which their noun may go on."""


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each number of holders with what each of them has."""
    worked = written(facts)
    known: Stated | None = None
    for some, text in sentences(facts, degrees=True):
        for holders, each in pairwise(some):
            kind = _WHOLES.get(each.quantity.unit.symbol.partition("/")[0])
            if kind is None or not _is_of_each(holders, each, kind[0], facts):
                continue
            if {holders.claim.index, each.claim.index} & worked:
                continue
            known = known or stated(facts, *(n for _, name, by in _WHOLES.values() for n in (name, *by)))
            whole = _whole(each, kind[1], known)
            if whole is not None and _is_sound(holders, each, whole, kind[2], text, known):
                yield _derivation(holders, each, whole, rule)


def _is_of_each(holders: Fact, each: Fact, nouns: re.Pattern[str], facts: Facts) -> bool:
    """Whether the second number is what each of the first has."""
    if holders.claim.block != each.claim.block or "/" in holders.quantity.unit.symbol:
        return False
    text = facts.claims.document.blocks[each.claim.block].text
    start, end = holders.claim.start, each.claim.start
    counted = text[start:end] if holders.quantity.unit.symbol else ""
    keyed = "" if holders.claim.label.before or counted else holders.claim.label.key
    noun = nouns.search(counted[: len(holders.claim.text) + _NEAR]) or nouns.search(keyed)
    between = _BETWEEN.search(text[holders.claim.end : end])
    if noun is None or between is None:
        return False
    behind = _BEHIND.match(text, each.claim.end) or each.claim.text.endswith("each")
    return bool(between["each"] or behind or _EACH_OF.search(text[max(0, start - 20) : start]))


def _whole(each: Fact, concept: str, known: Stated) -> Fact | None:
    """The one number of all that another line states."""
    told = [fact for fact in known.get(concept, ()) if fact.claim.block != each.claim.block]
    found = together(each, told)
    return found[0] if len({fact.quantity.value for fact in told}) == 1 and found else None


def _is_sound(holders: Fact, each: Fact, whole: Fact, by: frozenset[str], text: str, known: Stated) -> bool:
    """Whether what all of them have is to be the whole."""
    total, held = count(whole), count(holders) * count(each)
    if total == held:
        return True
    uneven = (total / count(holders)).denominator > 1 and abs(total / count(holders) - count(each)) < 1
    if uneven or _OTHERWISE.search(text):
        return False
    if held < total and holders.quantity.unit.symbol != "GPU":
        # GPUs may be those of a node or a stage; ranks and stages are all that divide the things.
        return True
    return max(total, held) / min(total, held) not in _factors(known, by)


def _factors(known: Stated, by: frozenset[str]) -> set[Fraction]:
    """What one may be a multiple of the other by: the layers of a stage, the copies."""
    values: Sequence[Fraction] = sorted({count(fact) for name in by for fact in known.get(name, ())})[:_MOST]
    found = {Fraction(prod(some)) for size in (1, 2) for some in combinations(values, size)}
    return found | {one / other for one in values for other in values if one > other}


def _derivation(holders: Fact, each: Fact, whole: Fact, rule: str) -> Derivation:
    held, total = count(holders) * count(each), Interval.point(count(whole))
    given = tuple(Input(one.claim.name, Interval.point(count(one)), one.claim.index) for one in (holders, each))
    own = (Input(whole.claim.name, total, whole.claim.index),)
    working = f"{holders.claim.text} × {each.claim.text}"
    return one_step(
        each.claim,
        Step("all that there are", whole.claim.text, total, "", own[0].name, own),
        rule,
        expected=number(count(whole) / count(holders)),
        holds=held == count(whole),
        beside=(holders.claim.index,),
        compared=Step(
            "holders × what each has", working, Interval.point(held), "", f"{given[0].name} {given[1].name} *", given
        ),
        message=f"{working} are {number(held)}; {whole.claim.text} are stated.",
    )
