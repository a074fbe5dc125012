"""Models that no catalogue has, by a name with the size behind it: "Falcon-40B"."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence

from auditor import patterns as re
from auditor.claims import Document
from auditor.facts.fact import Named
from auditor.span import Span

_NAME = re.compile(r"\b(?P<family>[A-Z][A-Za-z]{1,15})\d{0,2}(?:\.\d)?-(?P<size>\d{1,4}(?:\.\d{1,2})?B)\b")
_GENERIC = frozenset({"MODEL", "MOE", "DENSE", "LLM", "BASE", "CHAT", "INSTRUCT"})
"""Words before a size that name no family of models."""
_SIZED = re.compile(r"(?<![\d.])\d{1,4}(?:\.\d{1,2})?[Bb]\b")
_LEADING = re.compile(
    r"(?:\A\W{0,4}|(?<=[.;] ))(?P<size>\d{1,4}(?:\.\d{1,2})?[Bb])(?= ?[:：]| (?:draft|target|model|head)\b)"
    r"|\b[Tt]he (?P<sized>\d{1,4}(?:\.\d{1,2})?B)\b(?![- ]param)"
    r"|\b(?:with|using|for|on|of|like)(?: an?| the| our)? (?P<other>\d{1,4}B)"
    r"(?= (?:models?\b|on (?:a|one|the same|its own)\b))"
    r"|(?:用|以|在)\s?(?P<other_zh>\d{1,4}B)(?=\s?模型)"
)
_CELL = re.compile(r"\A\W{0,4}(?P<size>\d{1,4}(?:\.\d{1,2})?[Bb])(?: (?:draft|target|model))?\W*\Z")
_SIZE = re.compile(r"-\d{1,4}(?:\.\d{1,2})?B\b")
"""How such a name ends."""


def with_unlisted(models: Sequence[Named], document: Document) -> Sequence[Named]:
    """The models that a document names, those of no catalogue with them, in source order.

    A name with the size of a catalogued one of its family is short for that: "Llama-70B".
    """
    if _SIZE.search(document.source) is None:
        return models
    starts = [block.span.start for block in document.blocks]
    spans = [name.span for name in models]
    listed = " ".join(name.text.upper() for name in models)
    found: list[Named] = []
    for match in _NAME.finditer(document.source) if starts else ():
        span = Span(*match.span())
        family = match["family"].upper()
        short = family in listed or family in _GENERIC
        if short and re.search(rf"(?<![\d.]){re.escape(match['size'])}", listed):
            continue
        if any(span.overlaps(other) for other in spans):
            continue
        block = max(bisect_right(starts, span.start) - 1, 0)
        found.append(Named("model", (match[0].lower(),), match[0], span, block))
    return sorted((*models, *found), key=lambda name: name.span.start) if found else models


def by_size(models: Sequence[Named], document: Document) -> list[Named]:
    """The models of a document where they are told by their sizes alone: "1.5B: 3.1 GB on rank 0", "the 1B takes"; and
    others that it only mentions: "reproduced with 8B on a single card"."""
    sizes: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    for name in models:
        for size in _SIZED.findall(name.text):
            sizes[size.upper()].add(name.entries)
    found: list[Named] = []
    for block in document.blocks if sizes else ():
        for match in (_LEADING if block.cell is None else _CELL).finditer(block.text):
            group = match.lastgroup or ""
            size = match[group].upper()
            entries = sizes.get(size, {(size.lower(),)} if group.startswith("other") else set())
            if len(entries) > 1:
                # It is one of them, and no word says which.
                entries = {(size.lower(),)}
            if entries:
                span = block.source_span(*match.span(group))
                found.append(Named("model", next(iter(entries)), match[group], span, block.index))
    return found
