"""Counts of the rows that a table gives a status: "Of 10 issues 8 are fixed and 2 remain open", where 7 and 3 are."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from auditor import patterns as re
from auditor.derivations.cited import TOLD
from auditor.derivations.derivation import Basis, Derivation, Input, Step, one_step
from auditor.derivations.once import once
from auditor.facts import Fact, Facts
from auditor.interval import Interval
from auditor.quantity import Modality
from auditor.show import number
from auditor.text import sentence_at

_COUNTED = (
    r"(?:issues?|items?|findings?|points?|corrections?|checks?|tests?|requirements?|bugs?|errors?|problems?|defects?"
    r"|tasks?|claims?|conditions?)"
)
_BEHIND = re.compile(
    rf"(?: of (?:them|these|those)| of (?:the |all )?\d{{1,4}}(?: {_COUNTED})?| {_COUNTED})?"
    r"(?: (?:are|is|were|was|have been|has been|remains?|stay|still|now|already)){0,2} \W{0,2}(?P<status>[a-z]+)\b",
    re.IGNORECASE,
)
"""What stands behind the number of rows that have a status."""
_OF = ("of ", "of the ", "of all ")
_DIGITS = re.compile(r"\d+")
_SIGNS = re.compile(r"[^\w ]+")
_ROWS, _KINDS, _WORDS = 3, 4, 2
"""Rows at least, and statuses and the words of one at most, that make a column of statuses."""
_CHANCE = 0.1

_Column = Mapping[str, int]


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each sentence that tells all rows of a table apart by their status."""
    columns = _columns(facts)
    if not columns:
        return
    blocks, known = facts.claims.document.blocks, {status for column in columns for status in column}
    told: dict[tuple[int, int], list[tuple[Fact, str]]] = defaultdict(list)
    totals: dict[tuple[int, int], list[Fact]] = defaultdict(list)
    for fact in facts.all:
        block, quantity = blocks[fact.claim.block], fact.quantity
        if block.cell is None and block.code is None and quantity.whole and quantity.modality is Modality.EXACT:
            place = block.index, sentence_at(block.text, fact.claim.start)[0]
            digits = _DIGITS.match(block.text, fact.claim.start)
            behind = _BEHIND.match(block.text, digits.end()) if digits is not None else None
            whole = block.text[: fact.claim.start].endswith(_OF)
            if behind is not None and not whole and behind["status"].lower() in known:
                told[place].append((fact, behind["status"].lower()))
            totals[place].append(fact)
    for place, some in told.items():
        column = _column(some, totals[place], columns)
        for fact, status in some if column is not None else ():
            # Words for what is wrong, as "issues", quote nothing here.
            if column is not None and (fact.quantity.value == column[status] or fact.stance in TOLD):
                yield _derivation(fact, status, column[status], rule)


@once
def _columns(facts: Facts) -> Sequence[_Column]:
    """How often each status stands in a column that has nothing else."""
    found: dict[tuple[int, int], list[str]] = defaultdict(list)
    for block in facts.claims.document.blocks:
        if block.cell is not None and block.cell.row and block.cell.column:
            found[block.cell.table, block.cell.column].append(" ".join(_SIGNS.sub(" ", block.text.lower()).split()))
    counted = (Counter(statuses) for statuses in found.values() if len(statuses) >= _ROWS)
    return [each for each in counted if 1 < len(each) <= _KINDS and all(map(_is_status, each))]


def _is_status(text: str) -> bool:
    words = text.split()
    return 0 < len(words) <= _WORDS and all(word.isalpha() for word in words)


def _column(some: Sequence[tuple[Fact, str]], numbers: Sequence[Fact], columns: Sequence[_Column]) -> _Column | None:
    """The one column whose statuses a sentence tells, if what it counts are all rows."""
    statuses = {status for _, status in some}
    fitting = [column for column in columns if statuses <= column.keys()]
    if len(fitting) != 1 or len(statuses) != len(some):
        return None
    rows = sum(fitting[0].values())
    summed = sum(fact.quantity.value or 0 for fact, _ in some)
    counted = {fact.claim.index for fact, _ in some}
    total = any(fact.quantity.value == rows for fact in numbers if fact.claim.index not in counted)
    return fitting[0] if total or (len(some) > 1 and summed == rows and statuses == fitting[0].keys()) else None


def _derivation(fact: Fact, status: str, rows: int, rule: str) -> Derivation:
    value = Interval.point(rows)
    assumed = f'{rows} rows of the table are "{status}"'
    given = Input("rows", value, assumed=assumed)
    holds = fact.quantity.value == rows
    return one_step(
        fact.claim,
        Step("rows with this status", number(rows), value, "", "rows", (given,)),
        rule,
        expected=number(rows),
        holds=holds,
        basis=Basis.COMPARISON,
        assumptions=(assumed,),
        power=_CHANCE,
        message=f"{fact.claim.text} are said to be {status}; the table has {number(rows)}.",
    )
