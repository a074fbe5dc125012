"""Rates at which tokens come in: "5,000 tok/s out means 40,000 tok/s in" is a load, not what GPUs keep up with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from auditor import patterns as re
from auditor.claims import Block
from auditor.facts.draft import Draft

_THROUGHPUT = "throughput"
_IN_BEHIND = re.compile(
    r"\s(?:in\b(?=\s*(?:[.,;:()\n]|\Z|and\b))"
    r"|(?:of )?(?:the )?(?:input|prompts?|incoming|arriving)\b(?! throughput| speed))"
    r"|\s?的?(?:输入|进入)|\s(?:token )?đầu vào",
    re.IGNORECASE,
)
_IN_BEFORE = re.compile(
    r"(?:\b(?:in|input|prompts?|incoming|arrivals?|ingress)|输入|đầu vào)(?: (?:rate|load|side|tokens?))?\W{0,2}"
    r"(?:\s?(?:is|are|of|at|to|means?|là|nghĩa là)\b|为|约|是)?\s*[~≈]?\Z",
    re.IGNORECASE,
)
_OUT_BEHIND = re.compile(
    r"\s(?:out\b(?! of)|(?:of )?(?:output|generated)\b)|\s?的?输出|\s(?:token )?đầu ra", re.IGNORECASE
)
_OUT_BEFORE = re.compile(r"(?:\b(?:out|output)(?: (?:of|at|is))?|输出|đầu ra)\W{0,2}[~≈]?\Z", re.IGNORECASE)
_LEAD = 40


def incoming_rates(drafts: Iterable[Draft], blocks: Sequence[Block]) -> Iterator[Draft]:
    """The rates of tokens that the words right by them tell to come in, and those that go out beside one."""
    rates = [draft for draft in drafts if draft.concept is not None and draft.concept.id == _THROUGHPUT]
    came = {draft.claim.index: draft for draft in rates if _is_told(draft, blocks, _IN_BEHIND, _IN_BEFORE)}
    yield from came.values()
    beside = {draft.claim.block for draft in came.values()}
    for draft in rates if beside else ():
        other = draft.claim.block in beside and draft.claim.index not in came
        if other and _is_told(draft, blocks, _OUT_BEHIND, _OUT_BEFORE):
            yield draft


def _is_told(draft: Draft, blocks: Sequence[Block], behind: re.Pattern[str], before: re.Pattern[str]) -> bool:
    text, claim = blocks[draft.claim.block].text, draft.claim
    if behind.match(text, claim.end) is not None:
        return True
    return before.search(text, max(claim.start - _LEAD, 0), claim.start) is not None
