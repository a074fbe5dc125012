"""Amounts that written arithmetic shows to be those of the whole, whatever heading they stand under."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

from auditor import patterns as re
from auditor.claims import Claims, Expression, Operand, Operation
from auditor.facts.draft import Draft
from auditor.facts.fact import Figure
from auditor.interval import Interval
from auditor.rulebook.vocabulary import Concept

_RATES = frozenset({"peak_flops", "effective_flops", "memory_bandwidth", "effective_bandwidth"})
"""What is one accelerator's, where nothing else is said."""
_PEAKS = frozenset({"peak_flops", "memory_bandwidth"})
_ROUNDED = Fraction(1, 50)
"""By how much a printed peak may be off the one of the catalogue."""
_ONE = r"(?:an?|one|single|each|every) (?:full |complete )?(?:copy|replica) of (?:all )?(?:the |its )?"
_THING = r"(?:model |checkpoint )?(?:weights|parameters|model|checkpoint|(?:KV )?cache)"
_IS = r"(?:of|is|are|has|holds?|takes?|needs?|requires?|occup(?:y|ies)|weighs?|comes? to)"
_REACHED = frozenset({"effective_flops", "effective_bandwidth"})
_ALL = re.compile(
    rf"\b(?:all (?:of )?(?:the |its )?|(?:whole|entire|full|complete) |{_ONE})"
    rf"{_THING}\W{{0,3}}(?:{_IS}\W(?:(?:only|just|about|some)\W)?)?[(（]?\Z",
    re.IGNORECASE,
)
"""What stands before the whole: "a single GPU could hold all the weights (26 GB)"."""
_ALTOGETHER = re.compile(
    r"\b(?:together|altogether|as a whole|in all|unsharded|undivided)\b"
    r"(?:[^.;:,()\d]|\d+ (?:GPU|rank|card|device)s)*\Z",
    re.IGNORECASE,
)
_UNSHARDED = re.compile(r"\bunsharded\b[^\w\n.;,()]{0,6}\Z", re.IGNORECASE)
"""What stands right before an amount that nothing else says to be the whole: "Gradient buffer, unsharded: 136 GB"."""
_EACH = r"each (?:one )?of (?:the |its |our |these )?(?:\d+|[^\W\d]+) (?:GPUs|cards|ranks|devices|accelerators|chips)"
_OF_EACH = re.compile(rf"\W?(?:on|for|in|at|to) {_EACH}\b", re.IGNORECASE)
_EACH_HAS = re.compile(
    rf"\b{_EACH} (?:holds?|has|takes?|gets?|stores?|carries|needs?|keeps?) (?:about )?\Z", re.IGNORECASE
)
"""What gives an amount to each GPU: "18 GB on each of the four cards"."""
_CUT = re.compile(
    r"[^\w\n]{0,3}(?:\([^()\n]{0,16}\)|（[^（）\n]{0,16}）)?[^\w\n]{0,3}(?:"
    r"over (?:the |all )?(?:\d+ (?:GPU|card|rank|device)s|[TPEDC]P ?=? ?\d)"
    r"|(?:(?:which|that) (?:is|are) |then )?(?:fully |evenly )?(?:split|sharded|divided|spread|cut|partitioned) "
    r"(?:by|over|across|into|among|with)\b"
    r"|(?:按|以|经|由|通过|用)?\s?(?:[TPEDC]P|张量并行|流水线并行|专家并行)\s?(?:=|为)?\s?\d+\s?(?:路|份)?"
    r"(?:切分|均分|分片|拆分|划分|分摊)"
    r"|(?:按|以|经|由|通过|用)\s?\d+\s?(?:张卡|张|卡|块|个? ?GPU|路|份)\s?(?:切分|均分|分片|拆分|划分|分摊|平分)"
    r"|(?:再|平均|均匀)?(?:切分|均分|分片|拆分|划分|分摊|分布)(?:到|在|至|于|为)"
    r"|(?:được )?chia (?:đều )?(?:cho|theo|trên|ra))",
    re.IGNORECASE,
)
"""Words behind an amount that tell by how many it is divided."""
_SUM_OF_ROW = re.compile(r"\W*(?:sum|subtotal|Σ|合计|小计|summe)\b", re.IGNORECASE)
"""Heads of columns that add up their neighbours, of whatever these are."""
_FAR = 60
_BILLIONS = re.compile(r"\d+(?:\.\d+)?B", re.ASCII)
"""A count of billions, as the size of a model is written."""


def wholes(claims: Claims, drafts: Iterable[Draft], figures: Sequence[Figure]) -> frozenset[int]:
    """The results that are divided right behind ("70 GB, 70 / 4 = 17.5 GB"), and the products of all parameters or with
    the number of GPUs."""
    return frozenset((*_divided_on(claims), *_products(claims, drafts, figures)))


def whole_scope(draft: Draft, concept: Concept | None, scope: str) -> str:
    """The scope of such an amount: its heading, or that it is an accelerator's by default, says nothing of it."""
    named = draft.named
    if concept is None or concept.id not in _REACHED:
        # A peak that its kin alone names may be that of any group of GPUs.
        concept = draft.concept
    own = any(sense.scope for sense in draft.around.own) or (named is not None and named.fit)
    if concept is None or own:
        return scope
    return "total" if concept.id in _RATES or (scope and concept.totals) else scope


def is_of_all(draft: Draft, scope: str, text: str) -> bool:
    """Whether the words right before an amount say that it is all there is of it, whatever holds it."""
    told = draft.around.after.scope or draft.around.text.scope or (draft.named is not None and draft.named.fit)
    if draft.concept is None or not draft.concept.totals or told:
        return False
    start = draft.claim.start
    if not scope:
        return _UNSHARDED.search(text, max(start - _FAR, 0), start) is not None
    return any(said.search(text, max(start - _FAR, 0), start) for said in (_ALL, _ALTOGETHER))


def is_of_one(draft: Draft, scope: str, text: str, figures: Iterable[Figure]) -> bool:
    """Whether an amount that seems to be another's is one GPU's: each is said to have it, or it is the rated peak."""
    return (scope != "gpu" and _is_of_each_behind(draft, text)) or (scope == "total" and _is_rated(draft, figures))


def _is_of_each_behind(draft: Draft, text: str) -> bool:
    """Whether the words behind an amount, or before it, say that each of a number of GPUs has it."""
    if draft.concept is None or not draft.concept.totals or draft.named is None or draft.named.fit:
        return False
    start = draft.claim.start
    behind = _OF_EACH.match(text, draft.claim.end) is not None
    return behind or _EACH_HAS.search(text, max(start - _FAR, 0), start) is not None


def _is_rated(draft: Draft, figures: Iterable[Figure]) -> bool:
    """Whether a peak is the one that one accelerator has by the catalogue: "Cluster: 64 H100, 989 TFLOPS"."""
    value = draft.quantity.nominal()
    if draft.concept is None or draft.concept.id not in _PEAKS or not value.is_point:
        return False
    rated = (each for figure in figures if figure.concept == draft.concept.id for each in figure.values)
    return any(
        each.low and value.meets(Interval(each.low * (1 - _ROUNDED), each.low * (1 + _ROUNDED))) for each in rated
    )


def quotients(claims: Claims) -> frozenset[int]:
    """The results of written divisions ("48 / 4 = 12"), and what is divided if they show it to be no count: "227 / 32 =
    7.1 GB" are gigabytes."""
    done = (found for equation in claims.equations for found in results(equation.sides))
    return frozenset(
        claim for written, result in done if written.operator == "/" for claim in _of_division(claims, written, result)
    )


def products(claims: Claims) -> frozenset[int]:
    """The results of written products: the 256 of "tp: 8, pp: 8, dp: 4 → 8 × 8 × 4 = 256"."""
    done = (found for equation in claims.equations for found in results(equation.sides))
    return frozenset(result for written, result in done if written.operator == "*")


def dividends(claims: Claims) -> frozenset[int]:
    """What is divided in a written division with a result: the 4096 of "head_dim 4096 / 32 = 128"."""
    done = (written for equation in claims.equations for written, _ in results(equation.sides))
    firsts = (written.operands[0] for written in done if written.operator == "/")
    return frozenset(first.claim for first in firsts if isinstance(first, Operand))


def _of_division(claims: Claims, written: Operation, result: int) -> Iterator[int]:
    yield result
    first, quantities = written.operands[0], [claims.all[at].quantity for at in (result, *_operands(written))]
    united = [quantity is not None and bool(quantity.unit.dimensions) for quantity in quantities]
    if isinstance(first, Operand) and united[0] and not any(united[1:]):
        yield first.claim


def _operands(written: Operation) -> Iterator[int]:
    for each in written.operands:
        if isinstance(each, Operand):
            yield each.claim
        elif isinstance(each, Operation):
            yield from _operands(each)


def open_scope(draft: Draft, scope: str, text: str) -> str:
    """The scope, or none where an amount is cut into shares right behind, or adds up the columns beside its own."""
    if scope == "gpu" and is_cut_behind(draft, text):
        return ""
    own = any(sense.sums for sense in (draft.around.before, draft.around.key, draft.around.row))
    summed = scope == "total" and not own and _SUM_OF_ROW.match(draft.claim.label.column) is not None
    return "" if summed and draft.concept is not None and draft.concept.divisible else scope


def is_cut_behind(draft: Draft, text: str) -> bool:
    """Whether an amount is followed by what it is cut into, and only a heading says that it is one GPU's: then it may
    be either, the whole or the share."""
    named = draft.named
    if draft.concept is None or not draft.concept.totals or (named is not None and named.fit):
        return False
    return not any(sense.scope for sense in draft.around.own) and _CUT.match(text, draft.claim.end) is not None


def _divided_on(claims: Claims) -> Iterator[int]:
    """Results whose number a later quotient of the same line or item begins with."""
    divided: dict[tuple[int, Fraction | None], int] = defaultdict(lambda: -1)
    for equation in claims.equations:
        first = equation.sides[0]
        if isinstance(first, Operation) and first.operator == "/" and isinstance(first.operands[0], Operand):
            claim = first.operands[0].claim
            divided[equation.block, _value(claims, claim)] = claim
    for equation in claims.equations:
        for _, result in results(equation.sides):
            if divided[equation.block, _value(claims, result)] > result:
                yield result


def _products(claims: Claims, drafts: Iterable[Draft], figures: Sequence[Figure]) -> Iterator[int]:
    stated = [draft for draft in drafts if draft.concept is not None and not draft.around.operand]
    gpus = {draft.quantity.value for draft in stated if draft.concept is not None and draft.concept.id == "gpus"}
    sizes = [d.quantity.hull for d in stated if d.concept is not None and d.concept.id == "parameters" and not d.scope]
    sizes += [figure.hull for figure in figures if figure.concept == "parameters"]
    sizes += _largest(claims)
    gpus -= {Fraction(1), None}
    sizes = list(dict.fromkeys(sizes))
    for equation in claims.equations:
        for product, result in results(equation.sides):
            for factor in factors(product):
                quantity = claims.all[factor].quantity
                counts = quantity is not None and quantity.value in gpus and not quantity.unit.symbol
                if counts or (quantity is not None and any(quantity.hull.meets(size) for size in sizes)):
                    yield result


def _largest(claims: Claims) -> list[Interval]:
    """The largest number of billions of a document, which are all parameters of its model: "355B × 1 byte"."""
    counts = [claim.quantity for claim in claims.all if claim.quantity is not None and _BILLIONS.fullmatch(claim.text)]
    most = max((quantity.value for quantity in counts if quantity.value is not None), default=None)
    return [quantity.hull for quantity in counts if quantity.value == most][:1]


def factors(expression: Expression) -> Iterator[int]:
    """The numbers that a product multiplies, however it is bracketed."""
    for part in expression.operands if isinstance(expression, Operation) and expression.operator == "*" else ():
        if isinstance(part, Operand):
            yield part.claim
        elif part.operator == "*":
            yield from factors(part)


def results(sides: Sequence[Expression]) -> Iterator[tuple[Operation, int]]:
    """Each calculation with the claim that it comes to."""
    for done, result in pairwise(sides):
        if isinstance(done, Operation) and isinstance(result, Operand):
            yield done, result.claim


def _value(claims: Claims, claim: int) -> Fraction | None:
    quantity = claims.all[claim].quantity
    return None if quantity is None else quantity.value
