"""Models that no catalogue has, by a name with the size behind it: "Falcon-40B"."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from auditor import patterns as re
from auditor.claims import Document
from auditor.facts.fact import Named
from auditor.span import Span

_NAME = re.compile(r"\b[A-Z][A-Za-z]{2,15}\d{0,2}(?:\.\d)?-(\d{1,4}(?:\.\d{1,2})?B)\b")

_SIZE = re.compile(r"-\d{1,4}(?:\.\d{1,2})?B\b")
"""How such a name ends."""


def with_unlisted(models: Sequence[Named], document: Document) -> Sequence[Named]:
    """The models that a document names, those of no catalogue with them, in source order.

    A name with the size of a catalogued one is short for that: "Llama-70B".
    """
    if _SIZE.search(document.source) is None:
        return models
    starts = [block.span.start for block in document.blocks]
    spans = [name.span for name in models]
    listed = " ".join(name.text.upper() for name in models)
    found: list[Named] = []
    for match in _NAME.finditer(document.source) if starts else ():
        span = Span(*match.span())
        if re.search(rf"(?<![\d.]){re.escape(match[1])}", listed) or any(span.overlaps(other) for other in spans):
            continue
        block = max(bisect_right(starts, span.start) - 1, 0)
        found.append(Named("model", (match[0].lower(),), match[0], span, block))
    return sorted((*models, *found), key=lambda name: name.span.start) if found else models
