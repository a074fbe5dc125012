"""The situations that a label names: a version of the plan, a phase, an option, a number of GPUs, a sequence length."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from auditor.facts.words import Item, Part

KNOBS = frozenset({"sequence_length", "batch_size", "concurrency", "input_length", "output_length"})
"""Concepts whose value, written into a label, makes a situation of its own."""
_COMPARING = frozenset({"vs", "versus", "from", "than", "over", "compared to", "compared with", "comparison"})
"""Words before the name of a situation that only compare with it."""
_LIKE = frozenset({"as", "like", "same", "identical"})
"""First words of what a thing only has in common with another: "as in option B"."""
_AGAINST = frozenset({"vs", "versus"})
"""Words between two situations: what stands under both belongs to neither."""
_LONGEST = 8
"""Words of a condition; longer ones are sentences."""
_ALONE = frozenset({"else", "otherwise"})
_LETTERS = {"s": "sequence_length", "l": "sequence_length", "b": "batch_size", "bs": "batch_size"}


def variants(chunks: Sequence[Sequence[Item]]) -> tuple[tuple[str, str], ...]:
    """Axis and name of each situation; of one axis the first counts."""
    found: dict[str, str] = {}
    for chunk in chunks:
        for axis, name in _of(chunk):
            found.setdefault(axis, name)
    return tuple(found.items())


def _of(chunk: Sequence[Item]) -> Iterator[tuple[str, str]]:
    if chunk[0].text in _COMPARING | _LIKE or any(item.text in _AGAINST for item in chunk):
        return
    strange = any((item.part is Part.UNKNOWN and len(item.text) > 1) or item.has("title") for item in chunk)
    named = any(item.names for item in chunk)
    for place, item in enumerate(chunk):
        situation = item.term.scenario if item.term is not None and (not strange or item.has("firm")) else None
        compared = place > 0 and chunk[place - 1].text in _COMPARING
        if situation is not None and not compared and not (named and item.has("weak")):
            yield situation
        yield from _numbered(chunk, place)
    yield from _condition(chunk)


def _numbered(chunk: Sequence[Item], place: int) -> Iterator[tuple[str, str]]:
    item = chunk[place]
    behind = chunk[place + 1 : place + 3]
    tied = bool(behind) and behind[0].part is Part.LINK
    behind = behind[1:] if tied else behind
    if not behind:
        return
    number = behind[0]
    counts = number.part is Part.NUMBER or (len(number.text) == 1 and number.text.isalpha())
    if item.term is not None and item.term.numbered and counts and not tied:
        yield item.term.numbered, f"{item.term.numbered} {number.text}"
    if number.part is not Part.NUMBER:
        return
    for knob in item.term.concepts if item.names and item.term is not None else (_LETTERS.get(item.text, ""),):
        if knob in KNOBS:
            yield knob, f"{knob.replace('_', ' ')} {number.text}"


def _condition(chunk: Sequence[Item]) -> Iterator[tuple[str, str]]:
    """What stands behind "with", "at" or "when"; a number of GPUs with a noun for a plan."""
    for place, item in enumerate(chunk):
        if not item.has("condition"):
            continue
        said = [word.text for word in chunk[place:] if word.part is not Part.LINK]
        if 1 < len(said) <= _LONGEST or item.text in _ALONE:
            yield "condition", " ".join(said)
            break
    plan = any(item.has("plan") for item in chunk)
    for number, noun in pairwise(chunk):
        if plan and number.part is Part.NUMBER and noun.term is not None and "gpus" in noun.term.concepts:
            yield "gpus", f"{number.text} gpus"
