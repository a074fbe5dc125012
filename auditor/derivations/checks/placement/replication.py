"""Experts that are to be copied where they outnumber the GPUs, though no GPU is to have more than one of them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.derivations.derivation import Derivation
from auditor.derivations.out_of_place import out_of_place
from auditor.facts import Claim, Facts, Stance

_EXPERTS = r"(?:E|(?:the )?(?:number of )?experts?(?: count)?)"
_GPUS = r"(?:G|(?:the )?(?:number of )?(?:available )?GPUs?(?: count)?)"
_MORE = re.compile(
    rf"\b(?:if|when|where|for|case)\b:?[ *_`$(]*(?:{_EXPERTS}[ `$]*(?:>|\\gt|exceeds?|outnumbers?)[ `$]*{_GPUS}"
    rf"|there are more experts than {_GPUS})\b[ *_`$):,→]*(?:then )?"
    r"(?:[^.;\n\d]{0,30}\b)?(?:replicat(?:e[ds]?|ion|ing)|duplicat(?:e[ds]?|ion|ing))\b",
    re.IGNORECASE,
)
_OTHERWISE = re.compile(
    r"\b(?:not|no|never|without|instead|share|shared|several|multiple|co-?locat\w*|relax\w*|give up|gives up|wrong\w*"
    r"|error|issue|hot|popular|some)\b",
    re.IGNORECASE,
)
"""Words by which several experts may share a GPU after all, or which object to it themselves."""


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for the statement that a GPU has a single expert, which such a plan follows in one paragraph.

    Further away the plan may be a fallback, which gives the one expert up.
    """
    one = [
        facts.claims.all[each.claim] for each in facts.claims.worded if (each.thing, each.holder) == ("expert", "gpu")
    ]
    told = [claim for claim in one if _is_asserted(claim, facts)]
    for block in facts.claims.document.blocks if told else ():
        said = _MORE.search(block.text)
        if said is None or _OTHERWISE.search(block.text, said.start(), _end(block.text, said.end())):
            continue
        before = [claim for claim in told if claim.block == block.index and claim.start < said.start()]
        if before:
            yield _derivation(before[-1], said[0], rule)


def _end(text: str, start: int) -> int:
    """The end of the sentence."""
    found = re.compile(r"[.;\n]").search(text, start)
    return found.start() if found is not None else len(text)


def _is_asserted(claim: Claim, facts: Facts) -> bool:
    fact = facts.by_claim[claim.index]
    return fact is not None and fact.stance is Stance.ASSERTED and fact.quantity.value == 1


def _derivation(claim: Claim, said: str, rule: str) -> Derivation:
    message = (
        f"{claim.text} per GPU is stated, and copies for more experts than GPUs ({said.strip()!r}): these cannot keep"
        " it even without copies, for which only fewer experts than GPUs leave room."
    )
    reservation = "more experts than GPUs put several on some, and copies of them more"
    expected = "several experts on some GPUs"
    return out_of_place(claim, "experts of a GPU", expected, rule, reservation=reservation, message=message)
