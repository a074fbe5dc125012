"""A number held against a limit, a target or a requirement, and whether it keeps it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from functools import partial

from auditor import patterns as re
from auditor.derivations.agreement import Comparison, Outcome, best, compare
from auditor.derivations.checks.verdict.direction import AT_LEAST, is_plain, is_share, told, usual
from auditor.derivations.checks.verdict.supply import ADMITTED
from auditor.derivations.derivation import ONE_SIDE, Basis, Derivation, Step
from auditor.derivations.exact_goals import with_exact_goals
from auditor.derivations.goals import Gpus
from auditor.derivations.once import once
from auditor.derivations.ticks import Ticks
from auditor.derivations.values import Value, World, evaluate, operands, words, worked, worlds
from auditor.facts import Claim, Facts, Link, Operand, Operation, Polarity, Stance
from auditor.interval import Interval
from auditor.quantity import Modality

_NEAR = Interval(Fraction(1, 10), Fraction(10))
"""Ratios at which a bare number may be in base units: "850 ms (limit: 1)"."""
_BOUNDS = frozenset({Modality.AT_LEAST, Modality.AT_MOST, Modality.MORE_THAN, Modality.LESS_THAN})
_WHERE = re.compile(
    r"(?:(?:is|are|stays|remains|lies|which|and|so|thus|well|comfortably|safely|far|still|just|clearly|much) ){0,4}"
    r"(?P<side>below|under|beneath|above|exceed(?:s|ing|ed)?)"
    r"(?: (?:the|our|its|a|required|maximum|minimum))* (?:limit|threshold|target"
    r"|requirement|budget|capacity|ceiling|sla|slo|goal)\b"
)
_TURNED = re.compile(
    r"\b(?:reject\w*|rul(?:ed|es) out|discard\w*|drop(?:ped)?|fail\w*|miss(?:es|ed)|too (?:slow|large|late)|violat\w*"
    r"|but|however|yet)\b|但|然而|nhưng",
    re.IGNORECASE,
)
"""What turns a verdict round for the number behind it."""
_JOINED = re.compile(
    r"[^.;:\n|]{0,48}?(?:\b(?:plus|and|together with|along with|on top of|as well as|cộng|và|cùng)\b|[+＋]|加上?|和|与)"
    r"[^.;:\n|\d]{0,24}",
    re.IGNORECASE,
)
"""What stands between two amounts that are meant together."""
_QUOTA = re.compile(r"\bquota\b|配额|hạn ngạch")
_OPPOSITE = {"≤": ">", "≥": "<", "=": "="}


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each pair of numbers that the text holds against each other and judges."""
    ticks, gpus, lists = Ticks(facts), Gpus(facts), _lists(facts)
    for link in facts.claims.links:
        if link.form not in ("against", "versus", "match") or link.result is not None:
            continue
        over = _over_gpus(facts, _of_product(facts, link), gpus)
        verdict = ticks.verdict(next(operands(link.first))) or _of_list(facts, link, lists, ticks)
        verdict = None if verdict is not None and _is_turned(facts, verdict, link) else verdict
        derivation = _judge(facts, over, verdict, rule) if over is not None else None
        if derivation is not None and (derivation.holds or not (_is_of_all(facts, link) or _is_joined(facts, link))):
            yield derivation


def _of_product(facts: Facts, link: Link) -> Link:
    """The pair with the product that its first number ends, where the other is a quota, which is of all together."""
    if not isinstance(link.first, Operand) or not _QUOTA.search(link.words):
        return link
    product = _products(facts).get(link.first.claim)
    return link if product is None else replace(link, first=product)


@once
def _products(facts: Facts) -> Mapping[int, Operation]:
    """The products that are written without a result, "14 × 450.8 GB", by their last number."""
    written = (each.sides[0] for each in facts.claims.equations if len(each.sides) == 1)
    return {
        last.claim: side
        for side in written
        if isinstance(side, Operation) and side.operator == "*" and isinstance(last := side.operands[-1], Operand)
    }


def _is_turned(facts: Facts, verdict: Claim, link: Link) -> bool:
    """Whether what is held against the limit is a reason against it: "It fits. Rejected for 47 ms against 35"."""
    head = facts.claims.all[next(operands(link.first))]
    if verdict.block != head.block or verdict.end > head.start:
        return False
    return _TURNED.search(facts.claims.document.blocks[head.block].text, verdict.end, head.start) is not None


def _lists(facts: Facts) -> Mapping[int, int]:
    """How many times something is held against something, by list."""
    blocks = facts.claims.document.blocks
    held = (blocks[link.block].item for link in facts.claims.links if link.form in ("against", "versus"))
    return Counter(item.list for item in held if item is not None)


def _of_list(facts: Facts, link: Link, lists: Mapping[int, int], ticks: Ticks) -> Claim | None:
    """The verdict of a list in which nothing else is held against something: "TTFT: 9 s (limit 8 s)", "Result: met"."""
    first = facts.by_claim[next(operands(link.first))]
    if first is None or first.stance is not Stance.ASSERTED or first.scenario:
        return None
    blocks = facts.claims.document.blocks
    item = blocks[link.block].item
    alone = item is not None and lists[item.list] == 1
    mark = ticks.kept(first.claim.index) if alone else None
    told = mark is not None and any(ADMITTED.search(blocks[each.block].text) for each in (first.claim, mark))
    return mark if not told else None


def _is_of_all(facts: Facts, link: Link) -> bool:
    """Whether a total or need of open scope is held against what one GPU has: it may be that of all of them."""
    if not isinstance(link.first, Operand) or not isinstance(link.second, Operand):
        return False
    first, second = facts.by_claim[link.first.claim], facts.by_claim[link.second.claim]
    if first is None or second is None or {first.scope, second.scope} != {"", "gpu"}:
        return False
    if first.role == "available" and second.role == "required":
        return first.scope == "gpu"
    label = first.claim.label
    total = "total" in f"{label.before} {label.after}".lower().split()
    return second.scope == "gpu" and (total or (first.role == "required" and second.role == "available"))


def _is_joined(facts: Facts, link: Link) -> bool:
    """Whether an amount before it is held against the other with it: "70 GB of weights plus 3 GB exceed 72 GB"."""
    head = facts.claims.all[next(operands(link.first))]
    before = facts.claims.all[head.index - 1] if head.index else head
    if before.block != head.block or before.quantity is None or head.quantity is None:
        return False
    alike = before.quantity.unit.dimensions == head.quantity.unit.dimensions
    text = facts.claims.document.blocks[head.block].text
    return alike and _JOINED.fullmatch(text, before.end, head.start) is not None


def _over_gpus(facts: Facts, link: Link, gpus: Gpus) -> Link | None:
    """The pair with what is said of one GPU multiplied by their number, if the other is said of all of them.

    None where that number is not known.
    """
    if not isinstance(link.first, Operand) or not isinstance(link.second, Operand):
        return link
    first, second = facts.by_claim[link.first.claim], facts.by_claim[link.second.claim]
    if first is None or second is None or {first.scope, second.scope} != {"gpu", "total"}:
        return link
    count = gpus.of(first)
    if count is None:
        return None
    times = partial(Operation, "*", span=link.span)
    if first.scope == "gpu":
        return replace(link, first=times(operands=(link.first, Operand(count.claim.index))))
    return replace(link, second=times(operands=(link.second, Operand(count.claim.index))))


def _judge(facts: Facts, link: Link, verdict: Claim | None, rule: str) -> Derivation | None:
    claims = with_exact_goals(facts)
    used = list(dict.fromkeys([*operands(link.first), *operands(link.second)]))
    quantities = [quantity for claim in used if (quantity := claims[claim].quantity) is not None]
    bad = verdict is not None and verdict.polarity is Polarity.BAD
    compared: list[tuple[Comparison, tuple[Step, Step], str]] = []
    sure = True
    for world in worlds(quantities):
        a, b = evaluate(link.first, claims, world), evaluate(link.second, claims, world)
        if a is None or b is None:
            continue
        physical = a.physical or b.physical
        called = told(facts, link, physical)
        # "A versus B" alone does not say which of the two the other is held against.
        sure = sure and (link.form != "versus" or bool(called))
        side = _side(link, claims)
        if not (keeps := side or called or usual(facts, link, verdict, physical)):
            continue
        # "33 ms is above the 30 ms target: ❌" says on which side it lies, whatever is thought of that.
        said = _OPPOSITE[keeps] if bad and not side else keeps
        if bad and not side and _is_bound(link, claims):
            # What fails "≥ 50" is less than 50, and not less than something from 50 up.
            b = _end(b, keeps)
        comparison = _compare(a, b, said)
        compared.append((comparison, _steps(claims, link, comparison, world), said))
    chosen = best(comparison for comparison, _, _ in compared)
    if chosen is None:
        return None
    steps, said = next((steps, said) for comparison, steps, said in compared if comparison is chosen)
    holds = chosen.outcome is Outcome.HOLDS
    if not holds and not (sure and _is_said(link, verdict, claims)):
        return None
    power = ONE_SIDE if holds and verdict is None and not _says_so(link, claims) else None
    return replace(_derivation(claims, link, rule, steps, said, verdict, holds=holds), power=power)


def _compare(first: Value, second: Value, said: str) -> Comparison:
    """A bare number takes the other's unit; undecided where with another unit it would keep close to the other."""
    if first.bare == second.bare or (first.physical and first.physical == second.physical):
        # A count times an amount is an amount.
        return compare(first, second, said)
    left, right = (Value(value.printed, value.printed, (), bare=False) for value in (first, second))
    comparison = replace(compare(left, right, said), printed=True)
    other = (first.base / second.base).meets(_NEAR) and compare(first, second, said).outcome is Outcome.HOLDS
    return replace(comparison, outcome=Outcome.UNKNOWN) if other and comparison.outcome is Outcome.FAILS else comparison


def _is_bound(link: Link, claims: tuple[Claim, ...]) -> bool:
    quantity = claims[link.second.claim].quantity if isinstance(link.second, Operand) else None
    return quantity is not None and quantity.modality in _BOUNDS


def _end(limit: Value, keeps: str) -> Value:
    """The end of a half-line, as the number that a requirement names."""
    ends = [interval.low if keeps == "≥" else interval.high for interval in (limit.base, limit.printed)]
    if None in ends:
        return limit
    base, printed = (Interval.point(end) for end in ends if end is not None)
    return replace(limit, base=base, printed=printed)


def _steps(claims: tuple[Claim, ...], link: Link, comparison: Comparison, world: World) -> tuple[Step, Step]:
    """The limit, and what is held against it, as they were compared."""
    limit = worked(link.second, claims, world, comparison.right)
    if isinstance(link.second, Operand) and comparison.right.is_point:
        limit = replace(limit, inputs=tuple(replace(each, interval=comparison.right) for each in limit.inputs))
    first = worked(link.first, claims, world, comparison.left)
    texts = words(link.second, claims), words(link.first, claims)
    return (
        Step("limit", texts[0], comparison.right, "", limit.program, limit.inputs),
        Step(texts[1], texts[1], comparison.left, "", first.program, first.inputs),
    )


def _is_said(link: Link, verdict: Claim | None, claims: tuple[Claim, ...]) -> bool:
    """Whether a judgement is passed; which way a percentage is to go is only read from the words for it."""
    plain = _is_bound(link, claims) or is_plain(link, claims)
    whole = link.form == "match" or bool(_side(link, claims)) or not is_share(link, claims) or plain
    return (verdict is not None or _says_so(link, claims)) and whole


def _says_so(link: Link, claims: tuple[Claim, ...]) -> bool:
    return bool(_side(link, claims)) or any(
        word in link.words for word in (*AT_LEAST, "within", "meet", "satisf", "fit", "match")
    )


def _side(link: Link, claims: tuple[Claim, ...]) -> str:
    """On which side of the other the words between the two say that the first lies: "well below the limit of"."""
    used = [claims[claim].quantity for side in (link.first, link.second) for claim in operands(side)]
    units = {quantity.unit.symbol == "" for quantity in used if quantity is not None}
    said = _WHERE.match(link.words) if link.form == "against" and len(units) == 1 else None
    return "" if said is None else "≥" if said["side"].startswith(("above", "exceed")) else "≤"


def _derivation(
    claims: tuple[Claim, ...],
    link: Link,
    rule: str,
    steps: tuple[Step, Step],
    said: str,
    verdict: Claim | None,
    *,
    holds: bool,
) -> Derivation:
    first, second = words(link.first, claims), words(link.second, claims)
    head = next(operands(link.first))
    premises = [claim for claim in (*operands(link.first), *operands(link.second)) if claim != head]
    if verdict is not None:
        premises.append(verdict.index)
    return Derivation(
        rule=rule,
        head=head,
        premises=tuple(dict.fromkeys(premises)),
        holds=holds,
        stated=f"{first} against {second}" + (f", {verdict.text}" if verdict is not None else ""),
        expected=f"{first} {said} {second.lstrip('<>≤≥= ')} " + ("holds" if holds else "does not hold"),
        interval=steps[0].result,
        relation=said,
        basis=Basis.COMPARISON,
        steps=steps[:1],
        compared=steps[1],
    )
