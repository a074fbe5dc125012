"""All that stands around a number, read: its label, the arithmetic that it stands in, the lines above."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from auditor import patterns as re
from auditor.claims import Claim, Claims, Kind
from auditor.facts.above import above, title, unnumbered
from auditor.facts.around import Around, is_worked_out
from auditor.facts.bracketed_wholes import BracketedWholes, neighbour
from auditor.facts.brackets import before_top, converts, is_by_place, is_settings, line_head, naming, per_behind
from auditor.facts.devices import amount, counts_things, is_of_devices, is_spread
from auditor.facts.nested_keys import is_of_quotient, is_remark, nested_keys, remarked, with_rate
from auditor.facts.nouns import is_of_model, noun
from auditor.facts.operands import Place
from auditor.facts.pairs import Pair, of_one_unit
from auditor.facts.parted import COMMAS, is_parted
from auditor.facts.sense import LONGEST, NOTHING, Sense
from auditor.facts.senses import Senses
from auditor.facts.tables import Tables, has_unit
from auditor.facts.topics import servers, topics, topics_above
from auditor.frozen import dataclass
from auditor.text import line_start
from auditor.units import NUMBER

_BRACKETS = frozenset("(（")
_FACTORS = frozenset("/×*÷·^")
_COMPUTED = ("/", "*", "×", "÷", "·", " + ", " - ")
_GAP = "   "
_AND = " and "
_SIGNS = frozenset("+−×÷*/=→⇒≈:：")
"""Signs behind a number after which something else is spoken of."""
_COMPARING = frozenset({"change", "versus", "against"})
"""Forms of pairs of two values of one thing."""
_SUBJECT = re.compile(
    r"\b(?:the|this|its|their|our) (?:\w{1,24} ){1,3}(?:is|are|comes? to|amounts? to|makes?|becomes?)\b"
)
"""What the next number is of: "with weights of 16 GB the sum is 29 GB"."""
_RESULT = re.compile(r"\b(?:is|are|equals|comes to|amounts to|works out (?:as|at|to)|follows as)\Z|(?<=GPU holds)\Z")
# The name of an object that is written on one line: "baseline": {"tp": 8}
_OBJECT = re.compile(r"\W{0,16}(\w{1,64})\W{1,3}\s{0,8}\{")
_MODEL_KEYS = frozenset({"model", "model type", "model name", "architecture", "target model", "模型", "mô hình"})
_DENIED = re.compile(r"(?:no|without|keine?|ohne|không(?: có)?) (?:[TPDECS]P|tensor|pipeline|expert)\b", re.IGNORECASE)
"""How a key begins that tells what there is not: "No TP: 10 layers on each stage"."""
_HAVING = frozenset({"with", "has", "have", "having", "of"})
_NOWHERE = Place(operand=False, words="", leading=True)


@dataclass(frozen=True, slots=True)
class _Lines:
    """The lines above a block."""

    senses: tuple[Sense, ...]
    topics: frozenset[str]


class Surroundings:
    """Reads what stands around the numbers of one document."""

    def __init__(self, claims: Claims, senses: Senses, places: Mapping[int, Place], pairs: Mapping[int, Pair]) -> None:
        self._claims = claims.all
        self._blocks = claims.document.blocks
        self._senses = senses
        self._places = places
        self._pairs = pairs
        self._servers = servers(claims.all, (place.factors for place in places.values()))
        self._tables = Tables(claims.document, senses)
        self._leads = above(claims.document)
        self._above: dict[int, _Lines] = {}
        self._bracketed = BracketedWholes(claims.all, claims.document.blocks)
        self._title = title(claims.document)
        self._nested = nested_keys(claims.document)

    def of(self, claim: Claim) -> Around:
        """What stands around one number."""
        named = claim.block == self._title or claim.label.key.lower() in _MODEL_KEYS
        if named and is_of_model(self._blocks[claim.block].text, claim):
            return Around(key=self._senses.label("parameters"))
        lines, pair = self._lines(claim.block), self._pairs.get(claim.index)
        place = self._places.get(claim.index, _NOWHERE)
        if claim.index not in self._places and not is_by_place(claim, self._claims) and self._is_factor(claim):
            place = Place(operand=True, words="", leading=False, factors=frozenset({"node"}))
        if place.operand and not (pair is not None and pair.form == "of"):
            return self._operand(claim, place, lines)
        read, label = self._senses, claim.label
        aside = pair is None and self._bracketed.is_aside(claim)
        before = _of_whole(read.before(self._before(claim))) if place.leading else NOTHING
        after = self._after(claim, assigned=claim.index not in self._places)
        key, row, column = (
            read.label("" if is_settings(label.key) else naming(claim, self._key(claim) or self._result(place))),
            self._tables.row(claim),
            self._tables.head(claim, naming(claim, label.column)),
        )
        text = (block := self._blocks[claim.block]).text
        if (per := read.after(per_behind(text, claim.end)).scope) and not after.scope:
            after = replace(after, scope=per)
        unit = claim.quantity.unit if claim.quantity is not None else NUMBER
        return Around(
            before=before,
            after=after,
            key=key,
            row=row,
            column=column,
            foreign=block.cell is not None and not unit.symbol and (has_unit(label.row) or has_unit(label.column)),
            part="total" if (split := self._bracketed.is_divided(claim, aside=aside)) else None,
            loose=(aside and not split) or self._is_further_on(claim, given=place.product and is_worked_out(key)),
            further=self._is_second(claim),
            running=block.kind is Kind.PARAGRAPH and block.item is None and not label.key,
            text=read.label(noun(claim.text)),
            line=self._line(claim),
            above=lines.senses,
            lead="" if block.cell or label.key else read.before(line_head(text, claim.start)).scope,
            topics=topics((before, after, key, row, column), lines.topics),
            spread=unit.dimensions == (("gpu", 1),) and is_spread(text, claim, self._neighbour(claim), before),
            device=is_of_devices(text, claim, self._neighbour(claim)),
            amount=amount(claim),
            compared=pair is not None and pair.form in _COMPARING,
            elided=block.cell is None and bool(unit.symbol) and claim.text[-1:].isdigit(),
            summed=place.summed,
            variant=self._tables.situation(claim) if block.cell is not None else "",
        )

    def _key(self, claim: Claim) -> str:
        """The key of a number, in full; none of a comment's where the value stands before it."""
        block = self._blocks[claim.block]
        counted = claim.quantity is not None and claim.quantity.unit.symbol
        if block.code is not None and counted and is_remark(block.text, claim.start, claim.label.key):
            return ""
        if _DENIED.match(claim.label.key) or is_of_quotient(claim, block):
            return ""
        return with_rate(self._nested.get(claim.block, claim.label.key))

    def _operand(self, claim: Claim, place: Place, lines: _Lines) -> Around:
        """An operand is known by the words inside the expression: the key names the result."""
        read = self._senses
        named = self._result(place) if place.leading else ""
        apart = (
            place.words or named or not place.leading or is_parted(claim, self._blocks[claim.block].text, self._senses)
        )
        before = NOTHING if apart else read.before(claim.label.before)
        after = read.after(place.words)
        return Around(
            before=before,
            after=after,
            key=read.label(named or claim.label.key),
            row=read.label(claim.label.row),
            column=read.label(claim.label.column),
            text=read.label(noun(claim.text)),
            above=lines.senses,
            operand=True,
            shared=place.factors,
            device=is_of_devices(self._blocks[claim.block].text, claim, self._neighbour(claim)),
            amount=amount(claim),
            part=self._part(place, named or claim.label.key, lines),
            topics=topics((before, after, self._senses.label(claim.label.key)), lines.topics),
            variant=self._tables.situation(claim),
        )

    def _result(self, place: Place) -> str:
        """What a calculation comes to, as the words before it say: "Memory per GPU is 64 GB / 8 = 8 GB"."""
        before = self._claims[place.first].label.before if place.first >= 0 else ""
        found = _RESULT.search(before)
        return before[: found.start()] if found else ""

    def _part(self, place: Place, key: str, lines: _Lines) -> str | None:
        """The scope of an amount that is divided; among nobody knows how many it is open, if the result is a GPU's."""
        if place.part != "":
            return place.part
        own = self._senses.label(key)
        return "" if next((sense.scope for sense in (own, *lines.senses) if sense.scope), "") == "gpu" else None

    def _line(self, claim: Claim) -> Sense:
        """The heading that the number itself stands in, or the version that its key names: "Baseline (TP=8):"."""
        block = self._blocks[claim.block]
        if block.kind is Kind.HEADING:
            return self._senses.label(block.text)
        if block.code is not None and (named := _OBJECT.match(block.text)):
            return replace(NOTHING, scenarios=self._senses.label(named[1]).scenarios)
        if block.cell is not None or claim.label.key:
            return NOTHING
        start = line_start(block.text, claim.start)
        colon = block.text.find(":", claim.end, start + LONGEST)
        key = block.text[start : max(colon, start)]
        found = self._senses.label(key) if "\n" not in key else NOTHING
        return replace(NOTHING, scenarios=tuple(said for said in found.scenarios if said[0] == "version"))

    def _is_factor(self, claim: Claim) -> bool:
        """Whether a sign of arithmetic beside the number ("width/8") parts it from no other figure of one thing."""
        text = self._blocks[claim.block].text
        bare = claim.quantity is not None and not claim.quantity.unit.symbol
        neighbour = self._neighbour(claim)
        sizes = neighbour is not None and claim.text[-1] == neighbour.text[-1] == "B"
        if sizes or (not bare and of_one_unit(claim, neighbour)):
            return False
        counted = bare or (counts_things(claim) and text[claim.end : claim.end + 2] == " ×")
        behind = counted and text[claim.end : claim.end + 2].lstrip()[:1] in _FACTORS
        return behind or text[max(claim.start - 2, 0) : claim.start].rstrip()[-1:] in _FACTORS

    def _before(self, claim: Claim) -> str:
        """The words before a number; of one alone in brackets those before the bracket ("TTFT Requirement (≤10s)")."""
        before, text = remarked(claim, block := self._blocks[claim.block]), block.text
        if is_parted(claim, text, self._senses) or converts(claim, self._neighbour(claim), text):
            return ""
        neighbour = self._neighbour(claim)
        if neighbour is not None and claim.text.endswith(("each", "apiece")):
            # Of "3 TP groups of 6 GPUs each" the groups say what they are of.
            return f"{noun(neighbour.text)} {before}"
        if not before and self._neighbour(claim) is not None:
            return self._before_bracket(claim)
        if before or self._neighbour(claim) is not None:
            # Of "head_dim = width / heads = 128" the first name is the number's, of "scores 4·L·s = 32" that before 4.
            computed = any(sign in before for sign in _COMPUTED) and self._is_assigned(claim)
            led = neighbour.label.before if neighbour is not None and before.lstrip()[:1] in _FACTORS else ""
            said = before.partition("=")[0] if computed and "=" in before else led if computed else before
            return said.rpartition(_AND)[2] if counts_things(claim) else said
        text = text[max(claim.start - LONGEST, 0) : claim.start].rsplit("\n", 1)[-1]
        text = text.rsplit(":", 1)[-1] if claim.label.key else text
        return text if text.rstrip().endswith(("(", "（")) else ""

    def _before_bracket(self, claim: Claim) -> str:
        """The words between the number before and a bracket that opens at this one: "1.8TB/s bandwidth (80%"."""
        other, text = self._neighbour(claim), self._blocks[claim.block].text
        if other is None or counts_things(claim) or text[max(claim.start - 1, 0) : claim.start] not in _BRACKETS:
            return ""
        return text[max(other.end, claim.start - LONGEST) : claim.start]

    def _is_assigned(self, claim: Claim) -> bool:
        """Whether a sign of equality stands right before the number."""
        text = self._blocks[claim.block].text
        return text[max(claim.start - 8, 0) : claim.start].rstrip(" ~≈<>≤≥").endswith("=")

    def _is_second(self, claim: Claim) -> bool:
        """Whether another number stands between it and its key."""
        other = self._neighbour(claim)
        return other is not None and other.label.key == claim.label.key

    def _is_further_on(self, claim: Claim, *, given: bool) -> bool:
        """Whether a comma behind words, another number between key and number, or one of a list beside it part them."""
        if claim.quantity is not None and claim.quantity.unit.symbol:
            return False
        listed = self._blocks[claim.block].text[max(claim.start - 1, 0) : claim.start] == "["
        row = listed or self._is_second(claim)
        return (row and not given) or (
            bool(claim.label.before) and is_parted(claim, self._blocks[claim.block].text, self._senses)
        )

    def _neighbour(self, claim: Claim) -> Claim | None:
        """The number before, in the same block."""
        return neighbour(self._claims, claim)

    def _after(self, claim: Claim, *, assigned: bool) -> Sense:
        """The words behind a number, as far as they are its own: up to a comma or bracket in "12% bubble (1/8)"."""
        read, text = self._senses, self._blocks[claim.block].text
        behind = text[claim.end : claim.end + 3].lstrip()[:1]
        if behind in _SIGNS or not claim.label.after:
            return NOTHING
        if self._blocks[claim.block].code is not None and text[claim.end : claim.end + len(_GAP)] == _GAP:
            # "= 0.79 s      target 1.0 s": the next column of a drawing.
            return NOTHING
        if behind in _BRACKETS or (assigned and self._is_assigned(claim)):
            return read.remark(claim.label.after)
        # A flag behind it begins another setting; bare numbers and degrees have their names before them.
        words = _SUBJECT.split(before_top(claim.label.after.partition("--")[0]), maxsplit=1)[0]
        following = self._claims[claim.index + 1] if claim.index + 1 < len(self._claims) else None
        if following is None or following.block != claim.block:
            return read.after(words)
        named = following.quantity is None or (following.quantity.unit.symbol and not following.degree)
        end = text.find(words, claim.end, following.start)
        parted = end >= 0 and text[end + len(words) : end + len(words) + 2].lstrip()[:1] in COMMAS | _BRACKETS
        if parted:
            return read.after(words)
        return read.beyond(words) if named else read.between(words)

    def _lines(self, block: int) -> _Lines:
        """The lines above a block, innermost first; the title says nothing of a single number."""
        found = self._above.get(block)
        if found is None:
            # A row of a table without columns that could be read has no heading of its own.
            table = self._blocks[block].code is not None and "|" in self._blocks[block].text
            own = (i for i in reversed(self._blocks[block].headings) if i != self._title)
            headings = [unnumbered(self._blocks[i].text) for i in own]
            texts = () if table else (*self._leads[block], *headings)
            senses = tuple(self._senses.label(text) for text in texts)
            found = self._above[block] = _Lines(senses, topics_above(senses) | self._servers)
        return found


def _of_whole(before: Sense) -> Sense:
    """The words before a number, where "an MoE with 21B active parameters" speaks of the model and of no part."""
    if before.last not in _HAVING:
        return before
    return replace(before, parts=tuple(part for part in before.parts if "architecture" not in part.topics))
