"""The GPUs of one replica against its tensor and pipeline parallelism, and all GPUs against those of the replicas: "The
replica takes 8 GPUs" with TP 4 and PP 4, "One 4-GPU replica", "Replicas needed: 7", "GPUs needed: 14"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from auditor import patterns as re
from auditor.derivations.chained import chained
from auditor.derivations.checks.degrees import count
from auditor.derivations.concepts import DEGREES
from auditor.derivations.counts import exact_counts
from auditor.derivations.derivation import Derivation, one_step
from auditor.derivations.workings import worked_with
from auditor.facts import Fact, Facts, Stance
from auditor.interval import Interval
from auditor.show import number

_REPLICA = r"(?:(?:model |serving )?(?:replica|instance)|copy of the model|model copy)"
_OF_ONE = re.compile(
    rf"\b(?:the|each|every|one|a|per|single|this) {_REPLICA}(?: of [\w. -]{{1,24}})?"
    r"(?:\s*[:=]\s*|\s+(?:then |therefore |thus )?(?:takes|uses|needs|occupies|spans|fills|requires|runs on|has|is|of)"
    r"\s+(?:all |exactly )?)(?:[^.;\n]{0,24}=\s*)?\Z",
    re.IGNORECASE,
)
"""What stands before the GPUs of one replica."""
_WIDE = re.compile(rf"(?:[- ]GPUs?)?[- ]{_REPLICA}\b", re.IGNORECASE)
"""What stands behind them: "4-GPU replica"."""
_ALL = re.compile(
    r"(?:(?:total|number of|all|overall) )?GPUs?(?: needed| required| in total| count| total)?"
    r"|(?:needed|required) GPUs?|world size|cluster size",
    re.IGNORECASE,
)
_OTHERWISE = re.compile(
    r"\b(?:spares?|standby|headroom|reserve\w*|backup|router|gateway|draft|extra|idle|additional|N ?\+ ?\d|prefill"
    r"|options?|alternative\w*|scenario\w*|variants?|baseline|instead|vs|versus|per stage|shared?|MIG|fraction\w*)\b",
    re.IGNORECASE,
)
"""Words of a document by which the GPUs of the replicas need not be all of them, or are not told of one plan."""
_TENSOR, _PIPELINE = "tensor_parallel", "pipeline_parallel"
_MOST = 60
"""Numbers of a document that has one plan."""


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for the GPUs of a replica, and one for all GPUs, of a document that has one number of each."""
    if len(facts.all) > _MOST:
        return
    some = [fact for fact in exact_counts(facts) if fact.stance is Stance.ASSERTED]
    each = [fact for fact in some if _is_of_replica(fact, facts)]
    if not each or len({count(fact) for fact in each}) > 1:
        return
    if any(_OTHERWISE.search(block.text) for block in facts.claims.document.blocks):
        return
    inner = worked_with(facts)
    degrees = [fact for fact in facts.all if fact.concept in DEGREES and count_or_none(fact) != 1]
    if each[0].claim.index not in inner and (told := _one_of_each(degrees)):
        yield _product(each[0], told, rule)
    replicas = [fact for fact in some if fact.concept == "replicas" and fact not in each]
    counted = [fact for fact in some if fact.concept == "gpus" and not fact.scope and fact not in each]
    total = [fact for fact in counted if _is_all(fact, facts)]
    if len({count(fact) for fact in replicas}) != 1 or len({count(fact) for fact in total or counted}) != 1:
        return
    head = (total or counted)[0]
    # A number that no key calls that of all GPUs may be that of more; of fewer the replicas cannot be made.
    if head.claim.index not in inner and (total or count(replicas[0]) * count(each[0]) > count(head)):
        yield _product(head, (replicas[0], each[0]), rule)


def count_or_none(fact: Fact) -> Fraction | None:
    """What a number counts; None where it is no whole number."""
    return fact.quantity.value if fact.quantity.whole else None


def _is_of_replica(fact: Fact, facts: Facts) -> bool:
    """Whether a number of GPUs is that of one replica."""
    if ("gpu", 1) not in fact.quantity.unit.dimensions and fact.concept != "gpus":
        return False
    text = facts.claims.document.blocks[fact.claim.block].text
    before = text[max(fact.claim.start - 100, 0) : fact.claim.start]
    wide = fact.claim.text[-1:].isdigit() or fact.claim.text.lower().endswith("gpu")
    return (
        (fact.concept == "gpus" and fact.scope == "replica")
        or _OF_ONE.search(before) is not None
        or (wide and _WIDE.match(text, fact.claim.end) is not None)
    )


def _is_all(fact: Fact, facts: Facts) -> bool:
    """Whether a number is that of all GPUs by its key, and alone in its line."""
    keyed = _ALL.fullmatch((fact.claim.label.key or fact.claim.label.row).strip("*_` ")) is not None
    text = facts.claims.document.blocks[fact.claim.block].text
    return keyed and fact.concept == "gpus" and len(re.findall(r"\d[\d,]*", text)) == 1


def _one_of_each(degrees: Sequence[Fact]) -> tuple[Fact, ...]:
    """The tensor and the pipeline parallelism, where both are stated with one value and no other degree is."""
    by_name = {fact.concept: fact for fact in degrees}
    values = {(fact.concept, fact.quantity.value) for fact in degrees}
    plain = all(fact.quantity.whole and fact.stance is Stance.ASSERTED for fact in degrees)
    if by_name.keys() != {_TENSOR, _PIPELINE} or len(values) != len(by_name) or not plain:
        return ()
    return by_name[_TENSOR], by_name[_PIPELINE]


def _product(head: Fact, factors: Sequence[Fact], rule: str) -> Derivation:
    result = count(factors[0]) * count(factors[1])
    holds = count(head) == result
    return one_step(
        head.claim,
        chained("×", [(fact.claim, Interval.point(count(fact))) for fact in factors], "GPUs", "GPU"),
        rule,
        expected=f"{number(result)} GPUs",
        holds=holds,
        severity="" if holds or count(head) < result else "warning",
        power=0.1,
    )
