"""A rate in the place of a time: "Compute time: 400 TFLOPS × 60%", "Transfer latency: 1.8 TB/s"."""

from __future__ import annotations

from collections.abc import Iterator

from auditor import patterns as re
from auditor.derivations.checks.passages import stands_behind
from auditor.derivations.derivation import Derivation
from auditor.derivations.out_of_place import out_of_place
from auditor.facts import Claim, Facts, Form

_KEY = re.compile(
    r"(?:\A|\s)(?:time|latency|delay|duration)(?: (?:per|of|for) (?:an? |the |each )?[a-z]+(?: [a-z]+)?)?\Z",
    re.IGNORECASE,
)
"""What the key of a time ends with."""
_OTHER = re.compile(
    r"\b(?:bandwidth|throughput|rate|speed|power|FLOPS|bound|limit\w*|real|run|first|budget|hidden|hiding|low|reduc(?:ed|es|ing|tions?)"
    r"|cost)\b",
    re.IGNORECASE,
)
"""Words of a key that names something else, or only what a time hangs on."""
_MARK = re.compile(r"[\s*_`~≈:：]*\Z")
_SIGN = re.compile(
    r"[^\d\n]*(?:[=/÷→]|\b(?:for|in|takes?|over|per|bandwidth|bound|limit\w*|links?|NVLink|InfiniBand)\b)"
)
"""What makes a rate a part of a working, or of a sentence that goes on to the time."""
_VALUE = re.compile(r"\W*(?:(?:value|result|estimate|amount|figure)s?\W*)?", re.IGNORECASE)
"""The head of a column that says nothing of what stands in it."""
_RATES = frozenset({(("flop", 1), ("second", -1)), (("byte", 1), ("second", -1))})


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each key of a time whose value is operations or bytes a second, and no time stands behind."""
    for claim in facts.claims.all:
        if claim.form is Form.QUANTITY and _is_rate(claim) and _is_of_a_time(claim, facts):
            yield _derivation(claim, rule)


def _is_rate(claim: Claim) -> bool:
    quantity = claim.quantity
    return quantity is not None and quantity.readings[0].unit.dimensions in _RATES


def _is_of_a_time(claim: Claim, facts: Facts) -> bool:
    block = facts.claims.document.blocks[claim.block]
    key, text = (claim.label.key if block.cell is None else claim.label.row).strip(" *_"), block.text
    if not _KEY.search(key) or _OTHER.search(key):
        return False
    if not (stands_behind(claim, key, facts) if block.cell is None else _is_value(claim, text)):
        return False
    end = text.find("\n", claim.end)
    return _SIGN.match(text[claim.end : None if end < 0 else end]) is None and not _has_time(claim, facts)


def _is_value(claim: Claim, text: str) -> bool:
    """Whether a cell of plain values begins with a number."""
    return _VALUE.fullmatch(claim.label.column) is not None and _MARK.match(text, 0, claim.start) is not None


def _has_time(claim: Claim, facts: Facts) -> bool:
    """Whether a time stands in the block, so that the rate only says where it comes from."""
    return any(
        other.block == claim.block
        and other.quantity is not None
        and other.quantity.readings[0].unit.dimensions[:1] == (("second", 1),)
        for other in facts.claims.all
    )


def _derivation(claim: Claim, rule: str) -> Derivation:
    expected = "a time: the work, or the bytes, over this rate"
    return out_of_place(claim, "a rate", expected, rule, reservation="it is a rate, and its key names a time")
