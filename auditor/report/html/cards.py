"""A finding as a page shows it: the claim, the proof, what it overturns and what would mend it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from auditor import show
from auditor.errors import UsageError
from auditor.findings import Derivation, Finding
from auditor.frozen import dataclass
from auditor.report.account import like, premises
from auditor.report.html.pictures.bars import Bars, bars
from auditor.report.html.pictures.placement import Placement, placement
from auditor.report.html.references import Quote, Reference, quote, reference, references
from auditor.report.html.values import bracket, head_unit, stated
from auditor.report.html.working import Node, tree
from auditor.report.view import View
from auditor.rulebook import Page, Rulebook, load
from auditor.text import visible

SIGNS = {"error": "✗", "warning": "!", "note": "i"}
_BOUNDS = {
    "exact": "An identity: any mismatch beyond rounding is wrong.",
    "lower": "The least that is possible: only a smaller value is wrong.",
    "upper": "The most that is possible: only a larger value is wrong.",
    "typical": "A usual estimate: a mismatch warns at most.",
}


@dataclass(frozen=True, slots=True)
class Tried:
    """One convention and what it gives, over all readings of the degrees and units."""

    name: str
    gives: str
    holds: bool
    """Whether one of them agrees."""


@dataclass(frozen=True, slots=True)
class Cure:
    """One claim and what it would have to be."""

    claim: Reference
    wanted: str
    limits: str


@dataclass(frozen=True, slots=True)
class Card:
    """One finding, everything in it safe to print."""

    number: int
    severity: str
    kind: str
    code: str
    message: str
    stated: str
    expected: str
    admits: str
    """The ends of what the stated number admits."""
    follows: str
    """The ends of what follows."""
    quotes: tuple[Quote, ...]
    """The line of the wrong number, then those of its premises."""
    nodes: tuple[Node, ...]
    tried: tuple[Tried, ...]
    assumptions: tuple[str, ...]
    near_miss: str
    reservation: str
    """Why a number that agrees is questioned all the same."""
    cures: tuple[Cure, ...]
    overturns: tuple[Reference, ...]
    consequences: tuple[Reference, ...]
    rule: Page | None
    bound: str
    bars: Bars | None
    placement: Placement | None

    @property
    def sign(self) -> str:
        """The severity as a sign."""
        return SIGNS[self.severity]

    @property
    def claim(self) -> int | None:
        """The claim that is wrong; None for a finding about the whole document."""
        return self.quotes[0].claim if self.quotes else None

    @property
    def line(self) -> int | None:
        """Where it stands."""
        return self.quotes[0].line if self.quotes else None


def cards(view: View) -> Iterator[Card]:
    """The findings in their order: what overturns most comes first."""
    for number, finding in enumerate(view.findings.all, 1):
        yield _card(view, finding, number)


def _card(view: View, finding: Finding, number: int) -> Card:
    derivation = finding.derivation
    quoted = (*finding.claims[:1], *premises(view, finding))
    admits, follows = _ends(view, derivation) if derivation else ("", "")
    return Card(
        number=number,
        severity=finding.severity.value,
        kind=finding.kind,
        code=finding.code,
        message=visible(finding.message),
        stated=visible(finding.stated),
        expected=visible(finding.expected),
        admits=admits,
        follows=follows,
        quotes=tuple(quote(view, claim) for claim in quoted),
        nodes=tree(view, derivation) if derivation else (),
        tried=_tried(view, derivation) if derivation else (),
        assumptions=_assumptions(derivation) if derivation else (),
        near_miss=_near_miss(finding),
        reservation=visible(derivation.reservation) if derivation else "",
        cures=_cures(view, derivation) if derivation else (),
        overturns=references(view, finding.overturns),
        consequences=references(view, finding.consequences),
        rule=_rule(view, finding.code),
        bound=_BOUNDS[derivation.bound.value] if derivation else "",
        bars=bars(view, finding),
        placement=placement(view, finding),
    )


def _ends(view: View, derivation: Derivation) -> tuple[str, str]:
    unit = head_unit(view, derivation)
    said = stated(view, derivation) if unit else None
    if unit is None or said is None:
        return "", ""
    return bracket(said, unit), bracket(derivation.interval, unit)


def _tried(view: View, derivation: Derivation) -> tuple[Tried, ...]:
    unit = head_unit(view, derivation) or view.unit(derivation.head)
    if len(derivation.tried) == 1 and derivation.tried[0].result == derivation.interval:
        # The working has told it.
        return ()
    gives: dict[str, dict[str, bool]] = {}
    for one in derivation.tried:
        shown = show.interval(one.result, unit).replace(" ", "\u00a0", 1)
        results = gives.setdefault(visible(one.name), {})
        results[shown] = results.get(shown, False) or one.holds
    found = [Tried(name, ", ".join(results), any(results.values())) for name, results in gives.items()]
    return tuple(sorted(found, key=lambda one: not one.holds))


def _cures(view: View, derivation: Derivation) -> tuple[Cure, ...]:
    found = []
    for cure in derivation.cures:
        unit = view.unit(cure.claim)
        wanted = like(view, cure.claim, cure.interval)
        found.append(Cure(reference(view, cure.claim), wanted, bracket(cure.interval, unit)))
    return tuple(found)


def _assumptions(derivation: Derivation) -> tuple[str, ...]:
    """What is taken for granted, beside the values that the working shows as assumed."""
    shown = {given.assumed for step in derivation.steps for given in step.inputs}
    return tuple(visible(text) for text in derivation.assumptions if text not in shown)


def _near_miss(finding: Finding) -> str:
    """The near miss, unless the message says it already."""
    clause = finding.derivation.near_miss if finding.derivation else ""
    return "" if clause in finding.message else visible(clause[:1].upper() + clause[1:])


@cache
def _shipped() -> Rulebook:
    return load()


def _rule(view: View, code: str) -> Page | None:
    try:
        return (view.book or _shipped()).page(code)
    except UsageError:
        return None
