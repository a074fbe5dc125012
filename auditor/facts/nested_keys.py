"""Keys of nested configurations that the key above them completes: "tensor: 8" below "parallelism:"."""

from __future__ import annotations

from collections.abc import Mapping

from auditor import patterns as re
from auditor.claims import Block, Claim, Document

_PARENT = re.compile(r"[\"'-]?\s*[\w-]{0,24}parallel[\w-]{0,16}[\"']?\s*:\s*\{?\s*(?:#.*)?", re.IGNORECASE)
_DEGREE = re.compile(r"[\"']?(tensor|pipeline|data|expert|context|sequence)[\"']?\s*:\s*\d", re.IGNORECASE)
_VALUED = re.compile(r"[\w\s\"'-]{0,60}[:=]\s*\d[\d.,]*\s+(?:#|//)")
_RATE = re.compile(r"(?:output|generated|decode|completion)_tok(?:en)?s?_per_s(?:ec(?:ond)?)?(?=_|\Z)")
_LONGEST = 300
"""Characters of a line that is looked at, so that the cost stays linear."""


def nested_keys(document: Document) -> Mapping[int, str]:
    """By block of code the full name of a degree, where the line above its level is a key on parallelism."""
    found: dict[int, str] = {}
    fence, level = -1, -1
    for block in document.blocks:
        code = block.code
        if code is None:
            continue
        if code.fence != fence or code.indent <= level:
            fence, level = code.fence, -1
        if level < 0 and _PARENT.fullmatch(block.text):
            level = code.indent
        elif level >= 0 and (degree := _DEGREE.match(block.text)) is not None:
            found[block.index] = f"{degree[1]} parallel"
    return found


def with_rate(key: str) -> str:
    """A key of a configuration or record whose tokens per second are read as the throughput that they are:
    "output_tokens_per_s_per_gpu" is no number of output tokens."""
    return _RATE.sub("throughput", key)


def remarked(claim: Claim, block: Block) -> str:
    """The words before a number; of one in a comment of code those of the comment: "gpus = tp * pp  # 16"."""
    before = claim.label.before
    return before.rpartition("#")[2] if block.code is not None and "#" in before else before


def is_of_quotient(claim: Claim, block: Block) -> bool:
    """Whether a comment of code gives what a quotient of names comes to, a part of what the key names: "heads = q / tp
    # 10"."""
    worked, comment, _ = claim.label.before.partition("#")
    return block.code is not None and bool(comment) and "/" in worked


def is_remark(text: str, start: int, key: str) -> bool:
    """Whether a place in a line of code lies in the comment behind what its key gives for one of many: there a total
    may stand, "gpus_per_node: 8  # 64 GPUs"."""
    if start > _LONGEST or "per" not in key:
        return False
    valued = _VALUED.match(text)
    return valued is not None and valued.end() <= start
