"""A whole model on each GPU under tensor parallelism, which divides it: "TP: each GPU holds the full model (90 GB)"."""

from __future__ import annotations

from collections.abc import Iterator

from auditor import patterns as re
from auditor import show
from auditor.derivations.chained import chained
from auditor.derivations.concepts import OF_ALL
from auditor.derivations.derivation import Derivation, one_step
from auditor.facts import Claim, Fact, Facts, Stance
from auditor.interval import Interval

_TENSOR = re.compile(r"\b(?:tensor[ -](?:model[ -])?parallel(?:ism)?|TP)\b", re.IGNORECASE)
_RANK = r"(?:each|every) (?:GPU|device|rank|card|accelerator)"
_MODEL = (
    r"(?:full|entire|whole|complete) (?:copy of (?:the |all )?)?(?:model|weights|parameters)(?: weights| parameters)?"
)
_WHOLE = re.compile(
    rf"\b{_RANK} (?:must )?(?:hold|store|keep|need|load|require|contain)s?"
    rf" (?:(?:the|a|an) )?{_MODEL}(?: ?\(| of |, )\Z",
    re.IGNORECASE,
)
"""What has to stand right before the size of the model."""
_NAMED = re.compile(rf"\b{_MODEL} ?\(\Z", re.IGNORECASE)
_COPIED = re.compile(
    rf"\) (?:is|are) (?:copied|replicated|kept|stored|held|loaded|duplicated)(?: in full)? (?:on|in|by|to) {_RANK}\b",
    re.IGNORECASE,
)
"""What stands right before and behind it, where the model comes first."""
_LONGEST = 120
"""Characters of it."""
_OTHERWISE = re.compile(
    r"\b(?:without|instead|unlike|than|no|not|avoid\w*|prevent\w*|attention|(?:TP|degree|size)\W{0,3}1|data|DP|replica\w*"
    r"|pipeline|PP|context|CP|baseline|disabled|off|before|lack\w*|remov\w*|otherwise|if|when)\b",
    re.IGNORECASE,
)
"""Words that make the copies those of something else than tensor parallelism."""
_BYTES = (("byte", 1),)


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each size of a whole model that every tensor-parallel rank is said to hold."""
    copies = [claim for claim in facts.claims.all if _is_copied(claim, facts.claims.document.blocks[claim.block].text)]
    gpus = _gpus(facts) if copies else None
    if gpus is not None:
        yield from (_derivation(size, gpus, rule) for size in copies)


def _is_copied(claim: Claim, text: str) -> bool:
    """Whether a number is the size of a whole model that its sentence puts on each rank of tensor parallelism."""
    if not _is_mass(claim):
        return False
    first = max(claim.start - _LONGEST, 0)
    said = _WHOLE.search(text, first, claim.start)
    if said is None and _COPIED.match(text, claim.end):
        said = _NAMED.search(text, first, claim.start)
    if said is None:
        return False
    begin = max(text.rfind("\n", 0, said.start()), text.rfind(". ", 0, said.start())) + 1
    ahead = text[begin : said.start()]
    return _TENSOR.search(ahead) is not None and not _OTHERWISE.search(ahead)


def _is_mass(claim: Claim) -> bool:
    quantity = claim.quantity
    return quantity is not None and quantity.value is not None and quantity.readings[0].unit.dimensions == _BYTES


def _gpus(facts: Facts) -> Fact | None:
    """The GPUs of the deployment, where the report gives them one number."""
    told = (fact for fact in facts.all if fact.concept == "gpus" and fact.known and fact.stance is Stance.ASSERTED)
    found = [fact for fact in told if fact.scope in OF_ALL and not fact.scenario and fact.quantity.whole]
    values = {fact.quantity.value or 0 for fact in found}
    return found[0] if len(values) == 1 and max(values) > 1 else None


def _derivation(size: Claim, gpus: Fact, rule: str) -> Derivation:
    quantity, count = size.quantity, gpus.quantity.value
    assert quantity is not None
    assert count is not None
    ranks = Interval.point(count)
    step = chained("÷", [(size, quantity.hull), (gpus.claim, ranks)], "weights ÷ ranks", quantity.unit.symbol)
    shown = show.interval(quantity.nominal() / ranks, quantity.readings[0].unit)
    return one_step(size, step, rule, expected=shown, holds=False)
