"""Slips as people and models make them, put into a claim that the audit supports."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from random import Random

from auditor.claims import Claim, Form
from auditor.derivations import Derivation
from auditor.evaluate.printing import reprinted
from auditor.findings import Findings
from auditor.span import Span

_NUMERAL = re.compile(r"\d+(?:[.,]\d+)*", re.ASCII)
_UNITS = (
    ("GiB", "MiB"), ("MiB", "GiB"), ("KiB", "MiB"), ("TB", "GB"), ("GB", "MB"), ("MB", "GB"), ("KB", "MB"),
    ("PFLOP", "TFLOP"), ("TFLOP", "GFLOP"), ("GFLOP", "TFLOP"), ("TFlop", "GFlop"), ("GFlop", "TFlop"),
    ("/ms", "/s"), ("/s", "/ms"), ("milliseconds", "seconds"), ("seconds", "milliseconds"),
    ("ms", "s"), ("µs", "ms"), ("μs", "ms"), ("s", "ms"), ("hours", "minutes"), ("minutes", "hours"),
    ("kW", "W"), ("MW", "kW"), ("kWh", "MWh"),
)  # fmt: skip
_UNIT = re.compile("|".join(rf"(?<![A-Za-z]){re.escape(unit)}(?![a-z])" for unit, _ in _UNITS))
_FLIPS = {
    **{"<": ">", ">": "<", "≤": "≥", "≥": "≤"},
    **{"under": "over", "over": "under", "below": "above", "above": "below"},
    **{"less than": "more than", "more than": "less than", "at most": "at least", "at least": "at most"},
}
_FLIP = re.compile(
    r"[<>≤≥]|\b(?:" + "|".join(word for word in _FLIPS if (word.isascii() and word.isalpha()) or " " in word) + r")\b"
)
_TICKS = {
    **{"✅": "❌", "❌": "✅", "✓": "✗", "✗": "✓", "✔": "✘", "✘": "✔", "☑": "☒"},
    **{"PASS": "FAIL", "FAIL": "PASS", "PASSED": "FAILED", "FAILED": "PASSED", "YES": "NO", "NO": "YES"},
    **{"SUFFICIENT": "INSUFFICIENT", "SATISFIED": "VIOLATED", "MET": "MISSED", "MEETS": "MISSES"},
}


@dataclass(frozen=True, slots=True)
class Slip:
    """One change of the source that should make a claim wrong."""

    kind: str
    claim: int
    """Index of the supported claim."""
    span: Span
    """What is replaced."""
    text: str
    """By what."""

    def applied(self, source: str) -> str:
        """The source with the slip in it."""
        return source[: self.span.start] + self.text + source[self.span.end :]

    def moved(self, offset: int) -> int:
        """Where an offset of the old source lies in the new one."""
        return offset if offset <= self.span.start else offset + len(self.text) - (self.span.end - self.span.start)


def slips(findings: Findings, claim: int, count: int, seed: str) -> tuple[Slip, ...]:
    """`count` slips in one supported claim, of as many kinds as fit it; the same ones for the same seed."""
    said, derivation = findings.derivations.facts.claims.all[claim], findings.judgements[claim].derivation
    if derivation is None:
        return ()
    chance = Random(f"{seed}:{claim}")
    kinds = list(KINDS)
    chance.shuffle(kinds)
    found: dict[tuple[Span, str], Slip] = {}
    for _ in range(count):
        for kind in kinds:
            slip = _made(kind, said, derivation, findings, chance)
            if slip is not None and len(found) < count:
                found.setdefault((slip.span, slip.text), slip)
    return tuple(found.values())


def _made(kind: str, claim: Claim, derivation: Derivation, findings: Findings, chance: Random) -> Slip | None:
    for span, text in KINDS[kind](claim, derivation, findings, chance):
        source = findings.derivations.facts.claims.document.source
        if source[span.start : span.end] != text:
            return Slip(kind, claim.index, span, text)
    return None


Change = Iterator[tuple[Span, str]]


def _numeral(claim: Claim) -> re.Match[str] | None:
    """The one numeral of a claim; None where there are several or none."""
    found = list(_NUMERAL.finditer(claim.text))
    return found[0] if len(found) == 1 and claim.form is Form.QUANTITY else None


def _digit(claim: Claim, derivation: Derivation, findings: Findings, chance: Random) -> Change:
    found = _numeral(claim)
    if found is None:
        return
    places = [place for place in range(found.start(), found.end()) if claim.text[place].isdigit()]
    place = chance.choice(places)
    choices = [digit for digit in "123456789" if digit != claim.text[place]]
    at = claim.span.start + place
    yield Span(at, at + 1), chance.choice(choices)


def _scaled(*factors: Fraction) -> Callable[[Claim, Derivation, Findings, Random], Change]:
    def change(claim: Claim, derivation: Derivation, findings: Findings, chance: Random) -> Change:
        yield from _times(claim, chance.choice(factors))

    return change


def _times(claim: Claim, factor: Fraction) -> Change:
    found = _numeral(claim)
    text = reprinted(found.group(), factor) if found else None
    if found and text:
        yield Span(claim.span.start + found.start(), claim.span.start + found.end()), text


def _dropped(claim: Claim, derivation: Derivation, findings: Findings, chance: Random) -> Change:
    """As if one of the whole numbers that the claim is a product or quotient of had been forgotten."""
    powers = _powers(derivation)
    if powers:
        value, power = chance.choice(powers)
        yield from _times(claim, value**-power)


def _powers(derivation: Derivation) -> list[tuple[Fraction, int]]:
    """The whole numbers of the last step with their exponents; empty where it is no product of powers."""
    if not derivation.steps:
        return []
    step = derivation.steps[-1]
    stack: list[dict[str, int]] = []
    for token in step.expression.split():
        if token in ("*", "/") and len(stack) > 1:
            right, left = stack.pop(), stack.pop()
            sign = 1 if token == "*" else -1
            stack.append({name: left.get(name, 0) + sign * right.get(name, 0) for name in {**left, **right}})
        elif token in ("+", "-", "^") or not any(token == given.name for given in step.inputs):
            return []
        else:
            stack.append({token: 1})
    powers = stack[0] if len(stack) == 1 else {}
    if len(powers) < 2:
        return []
    whole = {given.name: given.interval.low for given in step.inputs if given.interval.is_point}
    return [
        (value, power)
        for name, power in powers.items()
        if (value := whole.get(name)) is not None and value > 1 and value.denominator == 1 and abs(power) == 1
    ]


def _unit(claim: Claim, derivation: Derivation, findings: Findings, chance: Random) -> Change:
    found = _UNIT.search(claim.text)
    if found:
        start = claim.span.start + found.start()
        yield Span(start, start + len(found.group())), dict(_UNITS)[found.group()]


def _flip(claim: Claim, derivation: Derivation, findings: Findings, chance: Random) -> Change:
    """The sign or word of a comparison: in the claim, or between it and what it is compared with."""
    if derivation.relation not in ("<", "≤", ">", "≥"):
        return
    claims = findings.derivations.facts.claims
    others = [claims.all[other].span for other in derivation.premises if claims.all[other].form is Form.QUANTITY]
    regions = [claim.span, *(Span(*sorted((claim.span.end, other.start))) for other in others[:1])]
    for region in regions:
        text = claims.document.source[region.start : region.end]
        found = _FLIP.search(text) if "\n" not in text else None
        if found:
            start = region.start + found.start()
            yield Span(start, start + len(found.group())), _FLIPS[found.group()]


def _tick(claim: Claim, derivation: Derivation, findings: Findings, chance: Random) -> Change:
    claims = findings.derivations.facts.claims.all
    for other in (claims[index] for index in derivation.premises):
        opposite = _TICKS.get(other.text.upper())
        if other.form is not Form.QUANTITY and opposite:
            yield other.span, opposite if other.text.isupper() or not other.text.isalpha() else opposite.lower()


KINDS: dict[str, Callable[[Claim, Derivation, Findings, Random], Change]] = {
    "digit": _digit,
    "factor 2": _scaled(Fraction(2), Fraction(1, 2)),
    "dropped degree": _dropped,
    "× 10": _scaled(Fraction(10)),
    "× 1024": _scaled(Fraction(1024)),
    "unit": _unit,
    "comparison": _flip,
    "tick": _tick,
}
"""The kinds of slip by name; each gives what it would replace by what, or nothing where it does not fit."""
