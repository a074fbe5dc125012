"""What tables and lists tell of several options, one number each: a row, a column, an item or a section for each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from auditor import patterns as re
from auditor.derivations.checks.columns import first_heads, lone_quantities
from auditor.derivations.once import once
from auditor.facts import Claim, Fact, Facts, Stance
from auditor.frozen import dataclass

_KIND = re.compile(
    r"\b(?:option|strategy|plan|config(?:uration)?|variant|scenario|setup|design|pool|layout|the)\b", re.IGNORECASE
)
_OPTION = re.compile(
    r"\W*(?:(?:option|strategy|plan|config(?:uration)?|variant|setup|design) [A-Z\d]\b|[A-Z]\Z)", re.IGNORECASE
)
_FIRST = re.compile(r"\s*[:(（：—–]|\s-\s")
"""What ends the short name of an option: "A: TP8 PP4"."""
_WORDS = re.compile(r"[^\W_]+")
_UNITS = re.compile(r"[(\[（][^)\]）]*[)\]）]|\bin \w+$")
_FILLING = frozenset({"the", "of", "per", "a", "total", "overall"})
_ASIDE = re.compile(
    r"❌|✗|\boom\b|infeasib|not fit|n't fit|baseline|current|target|limit|requir|previous|original|reference|\bslo\b"
    r"|\bn/a\b|rejected|ideal|theoretical|budget|average|mean|total|\bsum\b|naive|goal|ruled out",
    re.IGNORECASE,
)
"""What says of an option that it is none, or out of the question."""
_NAMING = 2
"""Columns at most that a row is called by."""
_NONE = re.compile(r"\A\W*(?:n/?a)?\W*\Z", re.IGNORECASE)
"""A cell that has no value."""
_UNNAMED = ("dollar", "second")
_MEASURES = (
    (
        re.compile(r"(?:decode |total |overall |token |node |system |aggregate |output )?throughput", re.IGNORECASE),
        ("second", -1),
    ),
    (re.compile(r"(?:decode |(?:per[- ])?token )?latency", re.IGNORECASE), ("second", 1)),
    (re.compile(r"(?:GPU )?memory", re.IGNORECASE), ("byte", 1)),
    (re.compile(r"cost|price", re.IGNORECASE), ("dollar", 1)),
)
"""What is measured in which unit."""


@dataclass(frozen=True, slots=True)
class Column:
    """One number for each option."""

    metric: str
    """What it is called."""
    claims: Mapping[str, Claim]
    """By the plain name of the option; two at least."""
    aside: frozenset[str]
    """Options that are out of the question."""

    def is_called(self, metric: str, *, exactly: bool = False) -> bool:
        """Whether the numbers are those that are meant: of a name, or of a base unit, `dollar` or `second`."""
        if metric in _UNNAMED:
            if metric == "dollar" and "$" in self.metric:
                return True
            quantities = [claim.quantity for claim in self.claims.values()]
            return all(q is not None and dict(q.readings[0].unit.dimensions).get(metric) == 1 for q in quantities)
        wanted, own = _named(metric), _named(self.metric)
        return bool(wanted) and (wanted == own or (not exactly and wanted < own))

    def is_measured_as(self, metric: str) -> bool:
        """Whether the numbers are in the unit that something is measured in: tokens/s for "throughput"."""
        units = [unit for words, unit in _MEASURES if words.fullmatch(metric)]
        quantities = [claim.quantity for claim in self.claims.values()]
        return any(all(q is not None and unit in q.readings[0].unit.dimensions for q in quantities) for unit in units)


def plain(name: str) -> str:
    """The name of an option as it is compared: "option A (TP8)" is "a"."""
    short = _FIRST.split(name.strip(), maxsplit=1)[0] or name
    left = " ".join(_WORDS.findall(_KIND.sub(" ", short).lower()))
    return left or " ".join(_WORDS.findall(short.lower()))


@once
def columns_of(facts: Facts) -> Mapping[object, Sequence[Column]]:
    """By table or list, what it tells of its options."""
    cells: dict[object, dict[str, dict[str, list[Claim]]]] = defaultdict(lambda: defaultdict(lambda: defaultdict(list)))
    aside: dict[object, set[str]] = defaultdict(set)
    for place, name, metric, claim in (*_of_tables(facts), *_of_lists(facts)):
        cells[place][metric][plain(name)].append(claim)
        row = facts.claims.document.blocks[claim.block].text if not claim.label.row else claim.label.row
        if _ASIDE.search(f"{name} {row}"):
            aside[place].add(plain(name))
    for place, name, _ in _crossed(facts, _ASIDE):
        aside[place].add(plain(name))
    empty = {(place, plain(name), metric) for place, name, metric in _crossed(facts, _NONE)}
    found: dict[object, list[Column]] = defaultdict(list)
    for place, metrics in cells.items():
        names = {name for options in metrics.values() for name in options}
        for metric, options in metrics.items():
            asked = {name for name in names if (place, name, metric) not in empty}
            whole = set(options) >= asked and len(names) > 1 and all(len(each) == 1 for each in options.values())
            claims = {name: each[0] for name, each in options.items()}
            if whole and _are_alike(claims.values()):
                found[place].append(Column(metric, claims, frozenset(aside[place])))
    return found


def _are_alike(claims: Iterable[Claim]) -> bool:
    units = {(q.unit.symbol, q.readings[0].unit.dimensions) for c in claims if (q := c.quantity) is not None}
    return len(units) == 1


def _of_tables(facts: Facts) -> Iterator[tuple[object, str, str, Claim]]:
    """Each number that fills its cell, with its row as the option, and with its column."""
    blocks, heads, twice = facts.claims.document.blocks, first_heads(facts), _of_one_name(facts)
    for claim, quantity in lone_quantities(facts):
        cell = blocks[claim.block].cell
        if cell is not None and cell.row and cell.column and quantity.is_plain:
            # "8" of "Batch size" is called batch size 8, or batch 8.
            row = twice.get((cell.table, cell.row), claim.label.row)
            name = f"{_UNITS.sub(' ', heads.get(cell.table, '')).removesuffix(' size')} {row}" if row.isdigit() else row
            yield (cell.table, "row"), name, claim.label.column, claim
            yield (cell.table, "column"), claim.label.column, claim.label.row, claim


@once
def _of_one_name(facts: Facts) -> Mapping[tuple[int, int], str]:
    """Rows that share the text of their first cell, each with the head and text of its second: "Interleaved v 4"."""
    texts: dict[tuple[int, int], list[str]] = defaultdict(lambda: ["", ""])
    for block in facts.claims.document.blocks:
        if block.cell is not None and block.cell.column < _NAMING:
            texts[block.cell.table, block.cell.row][block.cell.column] = block.text
    rows: dict[tuple[int, str], list[tuple[int, int]]] = defaultdict(list)
    for place, (first, _) in texts.items():
        rows[place[0], first].append(place)
    return {
        place: f"{texts[place][0]} {texts[place[0], 0][1]} {texts[place][1]}"
        for (_, first), places in rows.items()
        if first and len(places) > 1
        for place in places
    }


def _crossed(facts: Facts, what: re.Pattern[str]) -> Iterator[tuple[object, str, str]]:
    """The rows and columns of tables in a cell of which something stands, each with what that cell is of."""
    blocks, twice = facts.claims.document.blocks, _of_one_name(facts)
    names: dict[tuple[int, int, int], str] = {}
    for block in blocks:
        if block.cell is not None and not (block.cell.row and block.cell.column):
            table, row, column = block.cell.table, block.cell.row, block.cell.column
            names[table, row, column] = twice.get((table, row), block.text) if row else block.text
    for block in blocks:
        if block.cell is not None and what.search(block.text):
            table, row, column = block.cell.table, block.cell.row, block.cell.column
            own, head = names.get((table, row, 0), ""), names.get((table, 0, column), "")
            yield (table, "row"), own, head
            yield (table, "column"), head, own


def _of_lists(facts: Facts) -> Iterator[tuple[object, str, str, Claim]]:
    """Each plain number of an item that an option is the key of, or of a section that is headed by one."""
    blocks = facts.claims.document.blocks
    for fact in facts.all:
        block, label = blocks[fact.claim.block], fact.claim.label
        if block.cell is not None or not fact.quantity.is_plain or not _is_told(fact):
            continue
        if _OPTION.match(label.key):
            yield (block.headings, "item"), label.key, label.before or "", fact.claim
        elif block.headings and label.key and _OPTION.match(blocks[block.headings[-1]].text):
            yield (block.headings[:-1], "section"), blocks[block.headings[-1]].text, label.key, fact.claim


def _is_told(fact: Fact) -> bool:
    return fact.stance in (Stance.ASSERTED, Stance.PROPOSED) and not fact.role


def _named(metric: str) -> frozenset[str]:
    return frozenset(_WORDS.findall(_UNITS.sub(" ", metric).lower())) - _FILLING
