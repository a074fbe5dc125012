"""Loads that a document tells for one part after the other: "Stage 0: 18 layers", "Stage 1: 14 layers"."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from fractions import Fraction

from auditor import patterns as re
from auditor.derivations.once import once
from auditor.facts import Fact, Facts, Stance
from auditor.frozen import dataclass
from auditor.interval import Interval
from auditor.text import line_at, line_start

_NOUN = r"(?P<noun>stage|rank|GPU|device|node|group|partition|shard|worker|PP)"
_PART = re.compile(rf"\b{_NOUN}s?[ _-]?#?(?P<id>\d{{1,4}}(?:\s?[-–]\s?\d{{1,4}})?)\b", re.IGNORECASE)
_ITSELF = re.compile(rf"\W*(?:{_NOUN}s?[ _-]?#?\d{{1,4}}(?:\s?[-–]\s?\d{{1,4}})?\W*|GPU |pipeline )+", re.IGNORECASE)
"""A key that names nothing but the part."""
_TOTAL = re.compile(
    rf"\W*(?:(?:total|peak|GPU) )?memory(?: usage)?(?: per GPU)?\W+(?:on |of |in |for )?{_NOUN}s?[ _-]?#?\d{{1,4}}\W*",
    re.I,
)
"""One that names all of its memory."""
_SHARE = re.compile(
    r"\s*(?:of |for |\()?\s*(?:(?:the|model|expert) )?(?:weights?|KV|cache|activations?|optimi[sz]er|gradients?|free"
    r"|left|spare|headroom|parameters|params)\b",
    re.IGNORECASE,
)
"""What stands behind an amount that is not all of it."""
_HEAD = re.compile(rf"\W*(?:pipeline |PP )?{_NOUN}s?(?: (?:ID|index|no|number))?\W*", re.IGNORECASE)
_BEHIND = re.compile(rf"\W{{0,3}}\(\W?{_NOUN}s?[ _-]?#?(?P<id>\d{{1,4}}(?:\s?[-–]\s?\d{{1,4}})?)\)", re.IGNORECASE)
_DIRECT = re.compile(rf"\b{_NOUN}s?[ _-]?#?\d{{1,4}}[\s:=(]*(?:(?:gets|holds|has|uses|takes|needs) )?\Z", re.IGNORECASE)
_BACK = 24
_OF_MEMORY = re.compile(r"\b(?:memory|VRAM|HBM)\b", re.IGNORECASE)
_OF_PARTS = re.compile(r"\b(?:weights?|KV|cache|activations?|optimi[sz]er|gradients?|free|headroom|bandwidth)\b", re.I)
_MEMORY = frozenset({"memory_used", "memory", "total memory", "total"})
_COUNTS = {"layer": ("layers", "layers_of_stage", "layers_per_stage"), "expert": ("experts", "experts_per_gpu")}
_FEWEST = 2
_LIKE = Interval(Fraction(19, 20), Fraction(20, 19))
"""Amounts of memory that some call equal."""
_MOST = 4_000
"""Numbers that are looked through."""


@dataclass(frozen=True, slots=True)
class Series:
    """What parts of one kind hold of one thing, told in one list, line or column."""

    noun: str
    """What the parts are, singular, lower case."""
    kind: str
    """`memory`, `layer` or `expert`."""
    facts: tuple[Fact, ...]
    """One for each part, two at least."""

    @property
    def blocks(self) -> tuple[int, ...]:
        """The blocks that it is told in."""
        return tuple(fact.claim.block for fact in self.facts)

    @property
    def differing(self) -> tuple[Fact, Fact] | None:
        """The least and the most, where they are certainly not equal."""
        values = [(fact.quantity.nominal().low or Fraction(0), fact.index, fact) for fact in self.facts]
        least, most = min(values)[2], max(values)[2]
        one, other = least.quantity.hull, most.quantity.hull
        # Of counts that do not divide, one part has one more: that is as even as can be.
        near = self.kind != "memory" and max(values)[0] - min(values)[0] < _FEWEST
        if near or one.meets(other) or (self.kind == "memory" and (other / one).meets(_LIKE)):
            return None
        return least, most


@once
def series_of(facts: Facts) -> Sequence[Series]:
    """All series of a document in which each part has one number."""
    found: dict[object, dict[str, list[Fact]]] = defaultdict(lambda: defaultdict(list))
    firsts = {
        (block.cell.table, block.cell.row): block.text.strip()
        for block in facts.claims.document.blocks
        if block.cell is not None and not block.cell.column
    }
    for fact in facts.all[:_MOST]:
        kind, part = _kind(fact, facts), _part(fact, facts, firsts)
        if kind and part is not None and fact.stance is Stance.ASSERTED and fact.quantity.is_plain:
            place, noun, name = part
            found[place, noun, kind][name].append(fact)
    return [
        Series(str(key[1]), str(key[2]), tuple(each[0] for each in parts.values()))
        for key, parts in found.items()
        if isinstance(key, tuple) and len(parts) > 1 and all(len(each) == 1 for each in parts.values())
    ]


def _kind(fact: Fact, facts: Facts) -> str:
    """What a number counts, where it is all that a part holds of it."""
    unit = fact.quantity.readings[0].unit
    if dict(unit.dimensions).get("byte") == 1 and "second" not in dict(unit.dimensions):
        key = fact.claim.label.key or "-"
        if _SHARE.match(facts.claims.document.blocks[fact.claim.block].text, fact.claim.end):
            return ""
        named = fact.concept in _MEMORY or _ITSELF.fullmatch(key) or _TOTAL.fullmatch(key) or _is_listed(fact, facts)
        return "memory" if named and not fact.role else ""
    for kind, concepts in _COUNTS.items():
        if unit.symbol == kind or fact.concept in concepts:
            return kind if not fact.role else ""
    return ""


def _is_listed(fact: Fact, facts: Facts) -> bool:
    """Whether a number stands right behind its part in a line on memory: "Memory (stage 0: 8 GB, ..."."""
    block = facts.claims.document.blocks[fact.claim.block]
    line = line_at(block.text, fact.claim.start, fact.claim.end)
    direct = _DIRECT.search(block.text, max(fact.claim.start - _BACK, 0), fact.claim.start) is not None
    return direct and _OF_MEMORY.search(line) is not None and _OF_PARTS.search(line) is None


def _part(fact: Fact, facts: Facts, firsts: Mapping[tuple[int, int], str]) -> tuple[object, str, str] | None:
    """Where a number stands, what its part is a kind of, and which: "stage", "0"."""
    claim, blocks = fact.claim, facts.claims.document.blocks
    block = blocks[claim.block]
    if block.cell is not None:
        first = firsts.get((block.cell.table, block.cell.row), "")
        noun, own = _HEAD.fullmatch(firsts.get((block.cell.table, 0), "")), _PART.fullmatch(first)
        place = (block.cell.table, block.cell.column)
        if own is not None:
            return place, own["noun"].lower(), own["id"]
        # "Total" is no part.
        own_row = noun is not None and block.cell.column > 0 and first[:1].isdigit()
        return (place, noun["noun"].lower(), first) if noun is not None and own_row else None
    start = line_start(block.text, claim.start)
    behind = _BEHIND.match(block.text, claim.end)
    named = [behind] if behind is not None else list(_PART.finditer(block.text, start, claim.start))[-1:]
    line = block.index if block.item is None else -1
    if named and named[0] is not None:
        return (block.headings, line), named[0]["noun"].lower(), named[0]["id"]
    above = _PART.search(blocks[block.headings[-1]].text) if block.headings else None
    key = (block.headings[:-1], claim.label.key.lower())
    return None if above is None else (key, above["noun"].lower(), above["id"])
