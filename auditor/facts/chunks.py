"""Where the words that speak of one thing begin and end: stretches between marks of punctuation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from auditor.facts.words import Item, Part

_SIZES = frozenset({"degree", "size"})
"""Words that stand for the size of what is named before a dash."""


def chunks(found: Sequence[Item]) -> Iterator[Sequence[Item]]:
    """The stretches between marks of punctuation."""
    start = 0
    for place, item in enumerate(found):
        if item.part is Part.BREAK:
            if place > start:
                yield found[start:place]
            start = place + 1
    if start < len(found):
        yield found[start:]


def last_chunk(found: Sequence[Item]) -> Sequence[Item]:
    """The words since the last mark of punctuation; an opening bracket right at the number is passed over."""
    end = len(found)
    if end and found[-1].part is Part.BREAK and found[-1].text == "(":
        end -= 1
    start = _chunk_start(found, end)
    if start > 1 and found[start - 1].text in "-–—" and all(item.text in _SIZES for item in found[start:end]):
        # "Context parallelism (CP) – size 4": the last word only says that its degree is told.
        before = start - 1
        start = _chunk_start(found, before - 1 if found[before - 1].text == ")" else before)
    return _over_bracket(found, start, end) or found[start:end]


def _over_bracket(found: Sequence[Item], start: int, end: int) -> Sequence[Item]:
    """The chunk with the name before a bracket that spells it again: "Time to first token (TTFT) is"; else empty."""
    if not start or found[start - 1].text != ")":
        return ()
    opened = _chunk_start(found, start - 1)
    if not opened or found[opened - 1].text != "(":
        return ()
    name = found[_chunk_start(found, opened - 1) : opened - 1]
    again, words = found[opened : start - 1], found[start:end]
    if not again or any(item.names or item.part is Part.UNKNOWN for item in words):
        return ()
    named = next((item.term for item in reversed(name) if item.names), None)
    spelled = [item.term for item in again]
    if named is None or any(term is None or not set(named.concepts) & {*term.concepts, *term.cued} for term in spelled):
        return ()
    return (*name, *again, *words)


def _chunk_start(found: Sequence[Item], end: int) -> int:
    while end and found[end - 1].part not in (Part.BREAK, Part.NUMBER):
        end -= 1
    return end


def first_chunk(found: Sequence[Item]) -> Sequence[Item]:
    """The words up to the first mark of punctuation; a bracket that opens right behind the number is read too."""
    start = 1 if found and found[0].part is Part.BREAK and found[0].text == "(" else 0
    end = start
    while end < len(found) and found[end].part is not Part.BREAK:
        end += 1
    return found[start:end]
