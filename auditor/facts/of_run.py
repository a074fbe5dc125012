"""Numbers that their own words, or their size, make those of a whole training run: tokens, operations, parameters."""

from __future__ import annotations

from auditor import patterns as re
from auditor.claims import Claim
from auditor.facts.around import Naming

_OF_SEQUENCES = re.compile(r"\b(?:sequences?|samples?) (?:of|with) \Z", re.IGNORECASE)
"""What stands before the tokens of each: "512 sequences of 4,096 tokens per step"."""
_TRAINED_ON = re.compile(
    r"\btrain(?:s|ed|ing)? (?:it |(?:the |this |our )?model )?(?:on|for|over|with) "
    r"(?:about |roughly |around |some |a total of |~ ?|≈ ?)?\Z|\bD ?= ?\Z",
    re.IGNORECASE,
)
"""What stands before the tokens of a run: "we train on 1.4T tokens", "6 N D with D = 1.4T tokens"."""
_MODEL_OF = re.compile(r"\bN ?= ?\Z")
_SIX = re.compile(r"\b6 ?[·×*⋅]? ?N ?[·×*⋅]? ?D\b")
"""The formula whose letters are the parameters that a token passes, and the tokens."""
_ACTIVE = re.compile(r"\bactiv(?:e|ated)(?: (?:parameters|params))?(?: per token)?\W{0,4}[:=|]\W{0,4}\Z", re.IGNORECASE)
_OF_TRAINING = re.compile(r"\b(?:pre-?)?training (?:FLOPs?|compute)\b|\bcompute budget\b", re.IGNORECASE)
_COMPUTE = re.compile(r"\bFLOPs?\b|\bcompute\b|\boperations\b|算力|计算量", re.IGNORECASE)
_RATIO = re.compile(r"\btokens? (?:per|/|for each) param|\bChinchilla\b", re.IGNORECASE)
_SIZE_OF = re.compile(r"B (?:[a-z-]+ )?(?:model|ablation|run|variant|baseline|network)\b")
"""The size of a model where a sentence tells how many tokens each parameter gets: "the 13B ablation"."""
_TOKENS = frozenset({(("token", 1),), (("step", -1), ("token", 1)), (("token", 1), ("step", -1))})
_STATE = re.compile(
    r"(?:\A|\n)\W{0,4}(?:total state|states? per (?:GPU|rank|device))\W{0,4}[:=]\W{0,4}\Z", re.IGNORECASE
)
_BYTES = (("byte", 1),)
_FLOP = (("flop", 1),)
_PARAMETERS = frozenset({(), (("parameter", 1),)})
_FAR = 48
_PASSAGE = 4000
"""Characters to either side of a number that tell what its passage is of; more would not cost linear time."""
_MANY_TOKENS, _MANY_OPERATIONS, _MANY_PARAMETERS = 10**9, 10**21, 10**8
"""As many tokens no sequence has, as many operations no step, and as many experts no model."""


def concept_of_run(claim: Claim, text: str, named: Naming | None) -> str:
    """The concept of a number that its words or its size make one of a whole training run; empty if none."""
    quantity = claim.quantity
    value = None if quantity is None else quantity.value
    if quantity is None or value is None:
        return ""
    if quantity.unit.dimensions in _TOKENS and _OF_SEQUENCES.search(text, max(claim.start - _FAR, 0), claim.start):
        return "sequence_length"
    size, before, dimensions = value * quantity.unit.factor, max(claim.start - _FAR, 0), quantity.unit.dimensions
    if dimensions == (("token", 1),) and size >= _MANY_TOKENS and _TRAINED_ON.search(text, before, claim.start):
        return "training_tokens"
    if dimensions == _BYTES and _STATE.search(text, before, claim.start):
        return "state_memory"
    first, last = max(claim.start - _PASSAGE, 0), claim.end + _PASSAGE
    letter = (
        dimensions in _PARAMETERS and _MODEL_OF.search(text, before, claim.start) and _SIX.search(text, first, last)
    )
    if letter or (dimensions in _PARAMETERS and size >= _MANY_PARAMETERS and _ACTIVE.search(text, before, claim.start)):
        return "active_parameters"
    if not dimensions and _SIZE_OF.match(text, claim.end - 1) and _RATIO.search(text, first, last):
        return "parameters"
    if size < _MANY_OPERATIONS or named is not None:
        return ""
    if dimensions == _FLOP or (not dimensions and _COMPUTE.search(text, first, claim.start)):
        training = _OF_TRAINING.search(text, first, claim.start) or _SIX.search(text, first, last)
        return "training_flops" if training else "run_flops"
    return ""
