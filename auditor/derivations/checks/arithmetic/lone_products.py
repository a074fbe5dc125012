"""Products and sums without a result, "32 heads × 128", "3 dense + 45 MoE layers", that come to a stated count.

They are only confirmed."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import prod

from auditor import patterns as re
from auditor.derivations.checks.degrees import Reading, confirmed, count, one_situation
from auditor.derivations.cited import TOLD
from auditor.derivations.concepts import DEGREES
from auditor.derivations.counts import exact_counts
from auditor.derivations.derivation import Derivation
from auditor.facts import Equation, Fact, Facts, Operand, Operation
from auditor.quantity import Modality

_MOST = 4
_LEAST = 100
"""A count that is hardly the product of two others by chance."""
_PARTS = frozenset({"stage", "GPU", "node", "group", "slice", "partition", "rank", "replica"})
"""Units of what GPUs are counted by."""
_GPUS = "gpus"
_GRID = re.compile(r"\s*(?:GPU |device |rank )?(?:grid|mesh)\b", re.IGNORECASE)
_TOTALS = frozenset({"hidden_size", "gpus", "experts_altogether", "attention_heads", "batch_size", "global_batch_size"})
_CHANCE = 0.1


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each number of such a product or sum whose value the report states."""
    counts: _Counts | None = None
    for equation in facts.claims.equations:
        parts = _parts(equation, facts)
        operation = equation.sides[0]
        if len(parts) < 2 or not isinstance(operation, Operation):
            continue
        counts = counts or _Counts(facts)
        total = _total(parts, operation.operator, counts, grid=_is_grid(equation, facts))
        if total is not None:
            for part in parts:
                others = [each for each in parts if each is not part]
                yield confirmed(part, _rest(total, others, operation.operator), rule, _CHANCE)
            if total.concept == _GPUS:
                yield confirmed(total, _whole(parts), rule, _CHANCE)


class _Counts:
    """The counts of each value: those of a block, and of each concept and situation as many as make a difference."""

    def __init__(self, facts: Facts) -> None:
        self._of: dict[tuple[Fraction, int], list[Fact]] = defaultdict(list)
        self._any: dict[Fraction, list[Fact]] = defaultdict(list)
        said: Counter[tuple[Fraction, str, tuple[str, ...]]] = Counter()
        for fact in filter(_is_count, exact_counts(facts)):
            value, statement = count(fact), (count(fact), fact.concept, fact.scenario)
            self._of[value, fact.claim.block].append(fact)
            said[statement] += 1
            if said[statement] <= _MOST + 1:
                self._any[value].append(fact)

    def near(self, value: Fraction, block: int) -> list[Fact]:
        """Those of a value that can be meant in a block, in source order."""
        found = {fact.index: fact for fact in (*self._any[value], *self._of[value, block])}
        return [found[index] for index in sorted(found)]


def _parts(equation: Equation, facts: Facts) -> list[Fact]:
    """The numbers of a lone product or sum of few counts; none for any other arithmetic."""
    side = equation.sides[0]
    if len(equation.sides) > 1 or not isinstance(side, Operation) or side.operator not in "*+":
        return []
    claims = [each.claim for each in side.operands if isinstance(each, Operand)]
    found = [fact for claim in claims if (fact := facts.by_claim[claim]) is not None and _is_count(fact)]
    return found if len(found) == len(side.operands) <= _MOST else []


def _is_count(fact: Fact) -> bool:
    quantity = fact.quantity
    plain = quantity.whole and quantity.modality is Modality.EXACT and fact.stance in TOLD
    return plain and count(fact) > 1 and quantity.unit.symbol not in ("%", "×")


def _is_grid(equation: Equation, facts: Facts) -> bool:
    """Whether a product is the shape in which GPUs are arranged: "a 4×4 grid"."""
    operands = equation.sides[0].operands if isinstance(equation.sides[0], Operation) else ()
    last = operands[-1] if operands else None
    if not isinstance(last, Operand):
        return False
    claim = facts.claims.all[last.claim]
    return _GRID.match(facts.claims.document.blocks[claim.block].text, claim.end) is not None


def _total(parts: Sequence[Fact], operator: str, counts: _Counts, *, grid: bool) -> Fact | None:
    """The statement elsewhere of what the parts come to."""
    value = Fraction(prod(map(count, parts)) if operator == "*" else sum(map(count, parts)))
    asked = {part.claim.index for part in parts}
    for fact in counts.near(value, parts[0].claim.block):
        meant = fact.claim.index not in asked and one_situation(parts[0], fact)
        if meant and _may_be(parts, operator, fact, grid=grid):
            return fact
    return None


def _may_be(parts: Sequence[Fact], operator: str, total: Fact, *, grid: bool) -> bool:
    """Whether a number can be meant to be the total of such parts: by its size, or by what is counted."""
    if operator == "+":
        named = {part.quantity.unit.symbol for part in parts} - {""}
        return total.concept == "layers" and "layer" in named
    of_gpus = grid or all(part.concept in DEGREES or part.quantity.unit.symbol in _PARTS for part in parts)
    if total.concept == _GPUS:
        return of_gpus
    apart = total.claim.block != parts[0].claim.block
    return count(total) >= _LEAST and (not apart or total.concept in _TOTALS)


def _rest(total: Fact, others: Sequence[Fact], operator: str) -> Reading:
    sign, shown = ("/", " ÷ ") if operator == "*" else ("-", " − ")
    value = count(total) / prod(map(count, others)) if operator == "*" else count(total) - sum(map(count, others))
    program = total.claim.name + "".join(f" {each.claim.name} {sign}" for each in others)
    working = shown.join(each.claim.text for each in (total, *others))
    return Reading("what the others leave of the total", value, program, working, (total, *others))


def _whole(parts: Sequence[Fact]) -> Reading:
    program = parts[0].claim.name + "".join(f" {each.claim.name} *" for each in parts[1:])
    working = " × ".join(each.claim.text for each in parts)
    return Reading("product of the parts", Fraction(prod(map(count, parts))), program, working, tuple(parts))
