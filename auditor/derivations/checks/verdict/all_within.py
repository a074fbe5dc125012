"""Sentences that all values keep a limit, below a table of which some do not: "All values stay below 1,000 ms ✅"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from auditor import patterns as re
from auditor.derivations.checks.columns import lone_quantities
from auditor.derivations.cited import is_own_statement
from auditor.derivations.citing import claim_step, unled
from auditor.derivations.derivation import Basis, Derivation, one_step
from auditor.facts import Claim, Facts, Form
from auditor.interval import Interval
from auditor.quantity import Quantity

_LIMIT = r"(?:limit|target|threshold|budget|requirement|bound|ceiling|floor|SLA|SLO)"
_THINGS = re.compile(
    r"(?:values?|times?|results?|measurements?|figures?|rows?|runs?|cases?|configurations?|variants?|latencies|numbers?"
    r"|sizes?|points?|counts?|settings?|lengths?|batch(?:es)?|scores?|ratios?|rates?|plans?|layouts?|options?)",
    re.IGNORECASE,
)
_ALL = re.compile(
    r"(?:\A|[.:;!?]\s+|\W{1,3})(?:all|every|each)(?: of)?(?: the| these)? (?:(?:measured|listed|resulting|computed) )?"
    r"(?P<thing>\w+)"
    r" (?:(?:stays?|are|is|remains?|lies?|falls?|keeps?|fits?|comes? in|well|safely|clearly) ){0,3}"
    r"(?:(?P<side>below|under|within|inside|above|over|at least|at most|no more than|no less than|(?<=fit )in(?:to)?)"
    r"|(?:keeps?|reach(?:es)?|achieves?|holds?|maintains?|delivers?|has|have|shows?|gets?|needs?|takes?) "
    r"(?P<bound>at least|at most|more than|less than|no more than|no less than))\s+"
    r"(?:(?:the|its|our|their) )?"
    rf"(?:(?:\w+ )?{_LIMIT} )?(?:of )?\Z",
    re.IGNORECASE,
)
"""What stands before the limit that all values of a table are said to keep."""
_OF_WHAT = rf"(?: (?:{_LIMIT}|line|mark|bar|level|efficiency|utili[sz]ation|accuracy|MFU))?"
_EXCEPT = re.compile(rf"{_OF_WHAT}\s*(?:$|[.;!✅✓]|\(|, (?:no|so) )", re.IGNORECASE)
"""Behind it, where nothing is left out."""
_ABOVE = frozenset({"above", "over", "at least", "more than", "no less than"})
_ASIDE = re.compile(
    r"before|baseline|previous|original|old|v1\b|limit|target|requir|need|threshold|budget|SL[AO]|goal|max|worst|p9\d",
    re.IGNORECASE,
)
"""Heads and rows of what is not among the values: earlier ones, limits, and other statistics."""
_LEAD = 240
"""Characters before a limit in which it is said that all keep it."""
_REACH = 4
"""Blocks between the sentence and its table."""


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each such sentence, against the worst of the last column of its kind in the table above it."""
    cells = [claim for claim, _ in lone_quantities(facts)]
    for fact in facts.all if cells else ():
        quantity, block = fact.quantity, facts.claims.document.blocks[fact.claim.block]
        if block.cell is not None or not quantity.value or not _EXCEPT.match(block.text, fact.claim.end):
            continue
        said = _ALL.search(block.text, max(fact.claim.start - _LEAD, 0), _digits(fact.claim))
        if said is None or not is_own_statement(facts, fact.claim.index):
            continue
        above = (said["side"] or said["bound"]).lower() in _ABOVE
        values = _column(facts, cells, fact.claim, quantity, said["thing"].lower())
        wrong = [each for each in values if _breaks(each, quantity, above=above)]
        if wrong:
            yield _derivation(facts, fact.claim, wrong[0], rule, above=above)


def _digits(claim: Claim) -> int:
    """Where the number of a claim begins, behind its bound."""
    return claim.start + next((at for at, sign in enumerate(claim.text) if sign.isdigit()), 0)


def _column(facts: Facts, cells: Sequence[Claim], limit: Claim, quantity: Quantity, thing: str) -> list[Claim]:
    """The values in the unit of the limit that the last column with any of the table right above it holds."""
    blocks = facts.claims.document.blocks
    near = [
        cell
        for cell in cells
        if cell.block < limit.block and blocks[cell.block].headings == blocks[limit.block].headings
    ]
    last = blocks[near[-1].block].cell if near else None
    if last is None or _between(facts, near[-1], limit) > _REACH:
        return []
    if not _THINGS.fullmatch(thing) and thing not in _rows_are(facts, last.table):
        return []
    found: dict[int, list[Claim]] = {}
    for each in near:
        cell = blocks[each.block].cell
        aside = _ASIDE.search(f"{each.label.row} {each.label.column}")
        if cell is None or cell.table != last.table or not cell.row or aside:
            continue
        if _is_alike(each.quantity, quantity):
            found.setdefault(cell.column, []).append(each)
    return found[max(found)] if found else []


def _rows_are(facts: Facts, table: int) -> tuple[str, ...]:
    """What the rows of a table are by the head of its first column, one or several: "bucket"."""
    cells = (block for block in facts.claims.document.blocks if block.cell is not None and block.cell.table == table)
    head = next((block.text for block in cells if block.cell is not None and not block.cell.row), "").strip().lower()
    return (head, f"{head}s", f"{head}es") if head else ()


def _between(facts: Facts, cell: Claim, limit: Claim) -> int:
    """How many blocks that are no cells of a table lie between."""
    return sum(block.cell is None for block in facts.claims.document.blocks[cell.block : limit.block])


def _is_alike(one: Quantity | None, limit: Quantity) -> bool:
    """Whether a plain number is told in the unit of the limit, or in another of its kind."""
    if one is None or not one.is_plain or not limit.unit.symbol:
        return False
    units = [each.readings[0].unit for each in (one, limit)]
    return units[0].dimensions == units[1].dimensions and (units[0].symbol == "%") == (units[1].symbol == "%")


def _breaks(cell: Claim, limit: Quantity, *, above: bool) -> bool:
    ends, stated = _ends(limit), cell.quantity.hull if cell.quantity is not None else None
    if stated is None or not ends:
        return False
    if above:
        return stated.high is not None and stated.high < min(ends)
    return stated.low is not None and stated.low > max(ends)


def _ends(limit: Quantity) -> list[Fraction]:
    """The limit as printed, in every reading of its unit."""
    return [limit.value * each.unit.factor for each in limit.readings] if limit.value is not None else []


def _derivation(facts: Facts, limit: Claim, value: Claim, rule: str, *, above: bool) -> Derivation:
    assert limit.quantity is not None
    assert value.quantity is not None
    marks = [claim for claim in facts.claims.all if claim.block == limit.block and claim.form is not Form.QUANTITY]
    ends = _ends(limit.quantity)
    asked = Interval(min(ends), max(ends))
    relation = "≥" if above else "≤"
    return one_step(
        value,
        claim_step(limit, asked, "what all values keep", limit.quantity.unit.symbol),
        rule,
        expected=f"{relation} {unled(limit.text)}",
        holds=False,
        beside=tuple(mark.index for mark in marks[:1]),
        relation=relation,
        basis=Basis.COMPARISON,
        compared=claim_step(value, value.quantity.hull, value.text),
    )
