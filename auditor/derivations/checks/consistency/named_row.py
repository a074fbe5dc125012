"""A number that a sentence ascribes to a row of a table by its name, which is not what the row gives: "TP4 PP2 is the
fastest with 950 tok/s" below a table with "TP4 PP2 | 905"."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from auditor import patterns as re
from auditor.derivations.checks.columns import inner_cells
from auditor.derivations.concepts import GOALS, REACHED
from auditor.derivations.derivation import Basis, Derivation
from auditor.derivations.once import once
from auditor.derivations.said_again import said_again
from auditor.derivations.same import sameness
from auditor.derivations.workings import written
from auditor.facts import Fact, Facts, Stance
from auditor.frozen import dataclass
from auditor.quantity import Modality
from auditor.text import sentence_at

_OTHERWISE = re.compile(
    r"\b(?:would|could|should|may|might|will|if|when|after|before|once|later|then|more|less|faster|slower|higher|lower"
    r"|than|above|below|over|under|against|versus|vs|from|up to|at least|at most|between|per user|each|average|mean"
    r"|median|peak|p\d\d|expected|target\w*|limit|goal|requir\w*|needs?|saves?|gains?|adds?|costs? (?:us )?another"
    r"|difference|instead|theor\w*|estimat\w*|predict\w*|extrapolat\w*|without|plus|another|repeat\w*|re-?run|second"
    r"|batch|concurren\w*|context|users|with (?:CUDA|FP8|INT\d|speculative|chunked|prefix))\b|[+−±%?\"“”]",
    re.IGNORECASE,
)
"""Words of a sentence whose number may be of another case than the row's."""
_SHORTEST = 3
_FEWEST = 2
_MOST, _ROWS = 200, 300
"""Numbers and rows that are looked at, so that the cost stays linear."""


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of a table by its name, and its numbers."""

    name: str
    table: int
    numbers: Sequence[Fact]


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each number of the one row that its sentence names, where this gives another one."""
    rows = _rows(facts)
    asked = [fact for fact in facts.all if _asks(fact, facts)][:_MOST] if rows else []
    inner = written(facts) if asked else frozenset()
    for fact in asked:
        text = facts.claims.document.blocks[fact.claim.block].text
        sentence = text[slice(*sentence_at(text, fact.claim.start))]
        row = _named(sentence, rows) if fact.claim.index not in inner and not _OTHERWISE.search(sentence) else None
        own = _of_row(fact, row, facts) if row is not None else None
        if own is not None and not own.quantity.hull.meets(fact.quantity.hull) and sameness(facts).stated_once(fact):
            yield said_again(
                fact.claim,
                own.claim,
                own.quantity.hull,
                rule,
                holds=False,
                words="stated in the row",
                basis=Basis.COMPARISON,
            )


def _asks(fact: Fact, facts: Facts) -> bool:
    exact = fact.quantity.modality is Modality.EXACT and bool(fact.quantity.value) and fact.concept in REACHED
    told = fact.stance is Stance.ASSERTED and fact.role not in GOALS
    return exact and told and facts.claims.document.blocks[fact.claim.block].cell is None and not fact.claim.degree


@once
def _rows(facts: Facts) -> Sequence[_Row]:
    """The rows whose name no other row of the document has."""
    found: dict[str, dict[tuple[int, int], list[Fact]]] = defaultdict(lambda: defaultdict(list))
    for cell, fact in inner_cells(facts):
        found[_plain(fact.claim.label.row)][cell.table, cell.row].append(fact)
    return [
        _Row(name, next(iter(places))[0], next(iter(places.values())))
        for name, places in found.items()
        if len(places) == 1 and len(name) >= _SHORTEST and re.search(r"[^\W\d]", name)
    ][:_ROWS]


def _plain(text: str) -> str:
    return " ".join(text.strip("*_` ").lower().split())


def _named(sentence: str, rows: Sequence[_Row]) -> _Row | None:
    """The one row of all tables that a sentence names."""
    said = _plain(sentence)
    named = [row for row in rows if _says(said, row.name)]
    longest = [row for row in named if not any(row.name != other.name and row.name in other.name for other in named)]
    return longest[0] if len(longest) == 1 else None


def _says(said: str, name: str) -> bool:
    at = said.find(name)
    return at >= 0 and not said[at - 1 : at].isalnum() and not said[at + len(name) : at + len(name) + 1].isalnum()


def _of_row(fact: Fact, row: _Row, facts: Facts) -> Fact | None:
    """The one number of a row that is of the same quantity as another one, where no other table tells of it."""
    kind = _kind(fact)
    columns: Mapping[int, set[str]] = defaultdict(set)
    for cell, each in inner_cells(facts):
        if _kind(each) == kind:
            columns[cell.table].add(each.claim.label.column)
    own = [each for each in row.numbers if _kind(each) == kind]
    beside = [each for cell, each in inner_cells(facts) if cell.table == row.table and _kind(each) == kind]
    if len(beside) < _FEWEST:
        # The row is called by the quantity itself, and not by what has it.
        return None
    whole = len(columns) == 1 and len(columns.get(row.table, ())) == 1
    return own[0] if whole and len(own) == 1 and own[0].quantity.modality is Modality.EXACT else None


def _kind(fact: Fact) -> tuple[object, ...]:
    return fact.concept, fact.scope, fact.quantity.readings[0].unit.dimensions
