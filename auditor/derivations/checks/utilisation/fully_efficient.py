"""GPUs that are called 100 % efficient, against a utilisation of their compute that the report gives itself."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from auditor import patterns as re
from auditor.derivations.citing import claim_step
from auditor.derivations.concepts import GOALS
from auditor.derivations.derivation import Basis, Derivation, one_step
from auditor.facts import Fact, Facts, Stance
from auditor.interval import Interval
from auditor.text import line_at

_EFFICIENT = re.compile(
    r"\s*(?:efficient|effective) (?:(?:use|usage|utili[sz]ation) (?:of )?)?(?:(?:the|all) )?"
    r"(?:GPU|compute|hardware|resource)"
    r"|\s*(?:GPU|hardware|resource)(?: usage| use)? efficiency\b",
    re.IGNORECASE,
)
_NAMED = re.compile(
    r"\W*(?:GPU|hardware|resource)s?(?: usage| use| utili[sz]ation)? efficiency\W*|GPU ?(?:使用|利用)?效率",
    re.IGNORECASE,
)
"""Keys and rows of such a number."""
_COMPUTE = re.compile(
    r"\b(?:GPU|compute|FLOPs?|tensor core|SM)\b(?: \w+)?\W+utili[sz]"
    r"|\butili[sz]\w+[^.|\n]{0,24}\b(?:peak|compute|FLOPs?)\b|\bMFU\b|\bcompute efficiency\b|算力利用率",
    re.IGNORECASE,
)
_OTHER = re.compile(
    r"memory|VRAM|HBM|cache|bandwidth|network|link|idle|before|previous|baseline|original|target|per layer|decode"
    r"|prefill|remaining|headroom:",
    re.IGNORECASE,
)
_ALL = 100
_HALF = Interval.at_least(Fraction(1, 2))
"""What is less of the compute is used badly, however it is counted."""


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each such praise beside a compute that is used for less than a half."""
    blocks = facts.claims.document.blocks
    said = [
        fact
        for fact in facts.all
        if fact.quantity.unit.symbol == "%" and fact.quantity.value == _ALL and fact.stance is Stance.ASSERTED
        if _EFFICIENT.match(blocks[fact.claim.block].text, fact.claim.end) or _is_named(fact)
    ]
    used = [fact for fact in facts.all if _is_use(fact, facts)] if said else []
    if used and all(not each.quantity.hull.meets(_HALF) for each in used):
        for fact in said:
            yield _derivation(fact, used[0], rule)


def _is_named(fact: Fact) -> bool:
    label = fact.claim.label
    return any(_NAMED.fullmatch(name) for name in (label.key, label.row))


def _is_use(fact: Fact, facts: Facts) -> bool:
    """Whether a number is the share of the compute that the plan uses."""
    if fact.quantity.unit.symbol != "%" or fact.stance is not Stance.ASSERTED or fact.scenario or fact.role in GOALS:
        return False
    if not fact.quantity.is_plain:
        return False
    block = facts.claims.document.blocks[fact.claim.block]
    if fact.quantity.value == _ALL:
        # That all GPUs are in use is said in the same words.
        return False
    line = line_at(block.text, fact.claim.start, fact.claim.end)
    told = f"{fact.claim.label.row} {fact.claim.label.column} {line}"
    return _COMPUTE.search(told) is not None and _OTHER.search(told) is None


def _derivation(fact: Fact, use: Fact, rule: str) -> Derivation:
    return one_step(
        fact.claim,
        claim_step(use.claim, use.quantity.hull, "compute in use", "%"),
        rule,
        expected=use.claim.text,
        holds=False,
        stated=f"{fact.claim.text} efficient",
        basis=Basis.COMPARISON,
        compared=claim_step(fact.claim, fact.quantity.hull, "efficient", "%"),
    )
