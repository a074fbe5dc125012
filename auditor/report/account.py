"""What is to be said of a finding or a judgement, in plain lines under headings: the same in every form of report."""

from __future__ import annotations

import re
from collections.abc import Iterable

from auditor import show
from auditor.findings import Finding, Judgement
from auditor.frozen import dataclass
from auditor.interval import Interval
from auditor.report.printed import printed
from auditor.report.view import View
from auditor.text import visible
from auditor.units import NUMBER, Unit

_WEAK = 0.5
"""From which share of passing random values on a check is called weak."""

_NAMED = 3
"""How many claims a restatement names."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One heading with its lines, safe to print."""

    heading: str
    lines: tuple[str, ...]


def account(view: View, finding: Finding) -> tuple[Entry, ...]:
    """The proof of a finding: what is stated, what follows, and why; headings without lines are left out."""
    entries = (
        Entry("stated", _lines([finding.stated])),
        Entry("follows", _lines([finding.expected])),
        Entry("working", _lines(steps(view, finding))),
        Entry("assuming", _lines(finding.derivation.assumptions if finding.derivation else ())),
        Entry("tried", _lines(_tried(view, finding))),
        Entry("near miss", _lines(_near_miss(finding))),
        Entry("cure", _lines(_cures(view, finding))),
        Entry("also wrong", _lines(named(view, claim) for claim in finding.consequences)),
        Entry("overturns", _lines(named(view, claim) for claim in finding.overturns)),
    )
    return tuple(entry for entry in entries if entry.lines)


def premises(view: View, finding: Finding) -> tuple[int, ...]:
    """The claims that a finding rests on, one for each line, the line of the wrong number left out."""
    first: dict[int, int] = {}
    for claim in finding.claims[1:]:
        first.setdefault(view.line(claim), claim)
    if finding.claims:
        first.pop(view.line(finding.claims[0]), None)
    return tuple(first.values())


def reason(view: View, claim: int) -> str:
    """How a claim was decided, in one line: the working, or why it stays open."""
    judgement = view.findings.judgements[claim]
    derivation = judgement.derivation
    if derivation is None or judgement.reason:
        return visible(judgement.reason)
    weak = derivation.power is not None and derivation.power >= _WEAK
    found = derivation.expected if derivation.relation != "=" else "; ".join(steps(view, judgement))
    if not found:
        found = "agrees with " + ", ".join(named(view, premise) for premise in derivation.premises[:_NAMED])
    return visible(found) + (" (a weak check)" if weak else "")


def steps(view: View, judged: Finding | Judgement) -> list[str]:
    """The working, a line for each step: "weights / tp: 26GB ÷ 2 = 13 GB"."""
    derivation = judged.derivation
    if derivation is None:
        return []
    units = {unit.symbol: unit for unit in (view.unit(claim) for claim in (derivation.head, *derivation.premises))}
    shown = []
    for index, step in enumerate(derivation.steps):
        unit = units.get(step.unit, Unit(step.unit, NUMBER.factor, ()))
        # The derivation's own words for what follows are the best that there are for the step that gives it.
        final = derivation.expected if derivation.relation == "=" and step.result == derivation.interval else ""
        # A step that only names a number ("limit: 5s") has no result of its own; a change of unit has.
        cites = step.expression in {given.name for given in step.inputs} and step.formula != step.values
        shown.append(
            _step(
                step.formula,
                step.values,
                "" if cites else final or show.interval(printed(view, derivation, index), unit),
            )
        )
    return shown


def _step(formula: str, values: str, result: str) -> str:
    told = [_signs(formula)] if formula != values else []
    if values and result:
        told.append(f"{_signs(values)} {'→' if '=' in values else '='} {result}")
    elif values:
        told.append(values)
    return ": ".join(told)


def _signs(formula: str) -> str:
    """The signs of rules as people write them."""
    return re.sub(r" ?\* ?", " × ", formula.replace("**", "^"))


def named(view: View, claim: int) -> str:
    """A claim as it is read, with its line."""
    return f"{view.findings.derivations.facts.claims.plain(claim)} (line {view.line(claim)})"


def _tried(view: View, finding: Finding) -> list[str]:
    if finding.derivation is None:
        return []
    unit = view.unit(finding.derivation.head)
    # Several readings of the numbers give one convention several results.
    results: dict[tuple[str, bool], list[str]] = {}
    for tried in finding.derivation.tried:
        told = results.setdefault((tried.name, tried.holds), [])
        told += [text for text in (show.interval(tried.result, unit),) if text not in told]
    if len(finding.derivation.tried) == 1 and finding.derivation.tried[0].result == finding.derivation.interval:
        # The working has told it.
        return []
    # Conventions that come to the same are told together.
    names: dict[tuple[str, bool], list[str]] = {}
    for (name, holds), told in results.items():
        names.setdefault((" or ".join(told), holds), []).append(name)
    return [f"{'; '.join(alike)}: {told}{', as stated' if holds else ''}" for (told, holds), alike in names.items()]


def _near_miss(finding: Finding) -> list[str]:
    """The slip that gives the stated number, unless the message has said so already."""
    slip = finding.derivation.near_miss if finding.derivation else ""
    return [] if slip in finding.message else [slip]


def _cures(view: View, finding: Finding) -> list[str]:
    if finding.derivation is None:
        return []
    return [
        f"{named(view, cure.claim)} would have to be {like(view, cure.claim, cure.interval)}"
        for cure in finding.derivation.cures
    ]


def like(view: View, claim: int, wanted: Interval) -> str:
    """A value as a claim prints its own, with a letter for its thousands: "1.75B to 2.5B parameters"."""
    return show.lettered(show.interval(wanted, view.unit(claim)), view.text(claim))


def _lines(lines: Iterable[str]) -> tuple[str, ...]:
    return tuple(visible(line) for line in lines if line)
