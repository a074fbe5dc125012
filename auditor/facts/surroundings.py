"""All that stands around a number, read: its label, the arithmetic that it stands in, the lines above."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

from auditor.claims import Claim, Claims
from auditor.document import Kind
from auditor.facts.above import above, title
from auditor.facts.around import Around
from auditor.facts.pairs import Pair, Place
from auditor.facts.sense import LONGEST, NOTHING, Sense
from auditor.facts.senses import Senses
from auditor.facts.variants import KNOBS
from auditor.unit_table import alternatives

_BRACKETS = frozenset("(（")
_FACTORS = frozenset("/×*÷·^")
_COMPUTED = ("/", "*", "×", "÷", "·", " + ", " - ")
_SIGNS = frozenset("+−×÷*/=→⇒≈")
_SPREAD = frozenset({((name, 1),) for name in ("expert", "head", "layer", "sequence", "token")})
"""Units of things that are spread over devices."""
_NUMERAL = re.compile(r"[~≈<>≤≥]?\s*\d[\d.,]*\s*[KkMGB]?\b(?:\s*\w+)?\s*$")
"""A cell that is a number, with a unit or without."""
_UNIT = re.compile(r"[(\[（]([^()\[\]（）]{1,24})[)\]）]\s*$")
_NOWHERE = Place(operand=False, words="", leading=True)


class Surroundings:
    """Reads what stands around the numbers of one document."""

    def __init__(self, claims: Claims, senses: Senses, places: Mapping[int, Place], pairs: Mapping[int, Pair]) -> None:
        self._claims = claims.all
        self._blocks = claims.document.blocks
        self._senses = senses
        self._places = places
        self._pairs = pairs
        cells = ((block.cell, block.text) for block in self._blocks if block.cell is not None)
        self._headers = {cell.table: text for cell, text in cells if cell.row == 0 and cell.column == 0}
        self._leads = above(claims.document)
        self._title = title(claims.document)

    def of(self, claim: Claim) -> Around:
        """What stands around one number."""
        lines = self._lines(claim.block)
        place = self._places.get(claim.index, _NOWHERE)
        pair = self._pairs.get(claim.index)
        if claim.index not in self._places and self._is_factor(claim):
            place = Place(operand=True, words="", leading=False)
        if place.operand and not (pair is not None and pair.form == "of"):
            return self._operand(claim, place, lines)
        read, label = self._senses, claim.label
        before = read.before(self._before(claim)) if place.leading else NOTHING
        after = self._after(claim, assigned=claim.index not in self._places)
        key, row, column = read.label(label.key), self._row(claim), self._cell_label(label.column)
        block = self._blocks[claim.block]
        neighbour = self._neighbour(claim)
        bare = claim.quantity is not None and not claim.quantity.unit.symbol
        return Around(
            before=before,
            after=after,
            key=key,
            row=row,
            column=column,
            foreign=bare and (_has_unit(label.row) or _has_unit(label.column)),
            loose=bare and pair is None and neighbour is not None and neighbour.label.key == label.key,
            running=block.kind is Kind.PARAGRAPH and block.item is None and not label.key,
            text=read.label(claim.text),
            line=read.label(block.text) if block.kind is Kind.HEADING else NOTHING,
            above=lines,
            topics=_topics((before, after, key, row, column), lines),
            spread=self._is_spread(claim, before),
            variant=self._variant(claim),
        )

    def _operand(self, claim: Claim, place: Place, lines: tuple[Sense, ...]) -> Around:
        """An operand is known by the words inside the expression: the key names the result."""
        read = self._senses
        before = NOTHING if place.words or not place.leading else read.before(claim.label.before)
        after = read.after(place.words)
        return Around(
            before=before,
            after=after,
            key=read.label(claim.label.key),
            row=read.label(claim.label.row),
            column=read.label(claim.label.column),
            text=read.label(claim.text),
            above=lines,
            operand=True,
            shared=place.by_gpus,
            topics=_topics((before, after), lines),
            variant=self._variant(claim),
        )

    def _row(self, claim: Claim) -> Sense:
        """The row's label; under a head such as "Method" it tells variants apart and names nothing."""
        row = self._cell_label(claim.label.row)
        cell = self._blocks[claim.block].cell
        if cell is None or not row.mentions or not self._senses.label(self._headers.get(cell.table, "")).variant:
            return row
        return replace(row, mentions=(), clean=False, bare=False)

    def _cell_label(self, text: str) -> Sense:
        """A row's or column's label; one with a number in it ("TP=8") is a variant's and names nothing."""
        sense = self._senses.label(text)
        return replace(sense, mentions=(), clean=False, bare=False) if sense.numbers and sense.mentions else sense

    def _is_factor(self, claim: Claim) -> bool:
        """Whether a sign of arithmetic stands right beside the number: "width/8"."""
        text = self._blocks[claim.block].text
        return text[max(claim.start - 2, 0) : claim.start].rstrip()[-1:] in _FACTORS

    def _variant(self, claim: Claim) -> str:
        """The situation of a table row that a number heads: "sequence length 1024"."""
        cell = self._blocks[claim.block].cell
        if cell is None or cell.row == 0:
            return ""
        head = claim.label.row if cell.column else self._blocks[claim.block].text
        header = self._senses.label(self._headers.get(cell.table, ""))
        if not _NUMERAL.match(head):
            return " ".join(head.lower().split())[:80] if header.variant and not cell.column else ""
        knobs = [concept for term in header.mentions for concept in term.concepts]
        knob = next((concept for concept in knobs if concept in KNOBS), "")
        words = knob.replace("_", " ") or self._headers.get(cell.table, "")
        return " ".join(f"{words} {head}".lower().split())[:80]

    def _before(self, claim: Claim) -> str:
        """The words before a number; of one alone in brackets those before the bracket ("TTFT Requirement (≤10s)")."""
        before = claim.label.before
        if before or self._neighbour(claim) is not None:
            # Of "head_dim = width / heads = 128" the first name is the number's.
            computed = any(sign in before for sign in _COMPUTED) and self._is_assigned(claim)
            return before.partition("=")[0] if computed and "=" in before else "" if computed else before
        text = self._blocks[claim.block].text[max(claim.start - LONGEST, 0) : claim.start].rsplit("\n", 1)[-1]
        text = text.rsplit(":", 1)[-1] if claim.label.key else text
        return text if text.rstrip().endswith(("(", "（")) else ""

    def _is_assigned(self, claim: Claim) -> bool:
        """Whether a sign of equality stands right before the number."""
        text = self._blocks[claim.block].text
        return text[max(claim.start - 8, 0) : claim.start].rstrip(" ~≈<>≤≥").endswith("=")

    def _neighbour(self, claim: Claim) -> Claim | None:
        """The number before, in the same block."""
        other = self._claims[claim.index - 1] if claim.index else None
        return other if other is not None and other.block == claim.block else None

    def _is_spread(self, claim: Claim, before: Sense) -> bool:
        """Whether it counts what something is spread over, or a group's: "16 experts across 8 GPUs"."""
        other = self._neighbour(claim)
        if other is None:
            text = self._blocks[claim.block].text[: claim.start].rstrip(" (（")
            return text[-1:].isdigit()
        counted = other.quantity is not None and other.quantity.unit.dimensions in _SPREAD
        return counted and not before.mentions and before.spreads

    def _after(self, claim: Claim, *, assigned: bool) -> Sense:
        """The words behind a number, as far as they are its own."""
        read, text = self._senses, self._blocks[claim.block].text
        behind = text[claim.end : claim.end + 3].lstrip()[:1]
        if behind in _SIGNS or not claim.label.after:
            return NOTHING
        if behind in _BRACKETS or (assigned and self._is_assigned(claim)):
            return read.remark(claim.label.after)
        # A flag behind it begins another setting; bare numbers and degrees have their names before them.
        words = claim.label.after.partition("--")[0]
        following = self._claims[claim.index + 1] if claim.index + 1 < len(self._claims) else None
        if following is None or following.block != claim.block:
            return read.after(words)
        named = following.quantity is None or (following.quantity.unit.symbol and not following.degree)
        return read.after(words) if named else read.between(words)

    def _lines(self, block: int) -> tuple[Sense, ...]:
        """The lines above a block, innermost first; the title says nothing of a single number."""
        if self._blocks[block].code is not None and "|" in self._blocks[block].text:
            # A row of a table without columns that could be read.
            return ()
        headings = [self._blocks[i].text for i in reversed(self._blocks[block].headings) if i != self._title]
        return tuple(self._senses.label(text) for text in (*self._leads[block], *headings))


@lru_cache(maxsize=1024)
def _has_unit(text: str) -> bool:
    """Whether a cell ends with a unit in brackets: "Memory (GB)"."""
    found = _UNIT.search(text)
    if found is None:
        return False
    try:
        alternatives(found[1].strip())
    except ValueError:
        return False
    return True


def _topics(own: tuple[Sense, ...], lines: tuple[Sense, ...]) -> frozenset[str]:
    """Topics and roles: either may be the cue for a concept. A heading that checks something is about no hardware."""
    cues = {topic for sense in own for topic in sense.topics} | {sense.role for sense in own}
    return frozenset(cues.union(*(sense.topics for sense in lines if "checked" not in sense.topics)))
