"""Experts that are to be copied where they outnumber the GPUs, though no GPU is to have more than one of them."""

from __future__ import annotations

from collections.abc import Iterator

from auditor import patterns as re
from auditor.derivations.derivation import Derivation
from auditor.derivations.out_of_place import out_of_place
from auditor.facts import Block, Claim, Facts, Stance

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

_NEAR = 8
"""Paragraphs and items between the two."""


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for the statement that a GPU has a single expert, which such a plan follows in its section.

    Further away the plan may be a fallback, which gives the one expert up.
    """
    one = [
        facts.claims.all[each.claim] for each in facts.claims.worded if (each.thing, each.holder) == ("expert", "gpu")
    ]
    told = [claim for claim in one if _is_asserted(claim, facts)]
    found: set[int] = set()
    for block in facts.claims.document.blocks if told else ():
        said = _MORE.search(block.text)
        if said is None or _OTHERWISE.search(block.text, said.start(), _end(block.text, said.end())):
            continue
        before = [claim for claim in told if _is_just_before(claim, block, said.start(), facts)]
        if before and before[-1].index not in found:
            found.add(before[-1].index)
            yield _derivation(before[-1], said[0], rule)


def _is_just_before(claim: Claim, block: Block, start: int, facts: Facts) -> bool:
    """Whether a number stands before a place in its paragraph, or above it in its section where an item begins there.

    Behind a label of its own, "Fallback: if E > G", it may be another provision.
    """
    if claim.block == block.index:
        return claim.start < start
    begins = block.item is not None and not block.text[:start].strip(" *_-")
    near = begins and 0 < block.index - claim.block <= _NEAR
    return near and facts.claims.document.blocks[claim.block].headings == block.headings


def _end(text: str, start: int) -> int:
    """The end of the sentence."""
    found = re.compile(r"[.;\n]").search(text, start)
    return found.start() if found is not None else len(text)


def _is_asserted(claim: Claim, facts: Facts) -> bool:
    fact = facts.by_claim[claim.index]
    return fact is not None and fact.stance is Stance.ASSERTED and fact.quantity.value == 1


def _derivation(claim: Claim, said: str, rule: str) -> Derivation:
    message = (
        f'{claim.text} per GPU is stated, and copies where there are more experts than GPUs ("{said.strip()}"): then'
        " some GPUs hold several experts even without copies."
    )
    reservation = "more experts than GPUs put several on some, and copies of them more"
    expected = "several experts on some GPUs"
    return out_of_place(claim, "experts of a GPU", expected, rule, reservation=reservation, message=message)
