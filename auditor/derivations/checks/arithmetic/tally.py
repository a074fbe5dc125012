"""A count of findings or checks with how many there are of each kind: "9 issues: 2 critical, 4 major, 3 minor"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from auditor import patterns as re
from auditor.derivations.chained import chained
from auditor.derivations.cited import TOLD
from auditor.derivations.derivation import Basis, Derivation, one_step
from auditor.facts import Claim, Facts
from auditor.interval import Interval
from auditor.show import number

_NOUN = re.compile(r"\b(?:issue|problem|finding|defect|error|check|test|item|requirement|question)s?\b", re.I)
_OPENED = re.compile(r"[^.;:(\n\d]{0,60}(?:[:(—–（]| - )\s*")
_SOME = re.compile(r"\b(?:includ\w+|among|of which|at least|mainly|mostly|incl)\b", re.I)
_SEVERITY = r"critical|severe|high|major|medium|moderate|minor|low|cosmetic|informational|blocking|blockers?"
_OUTCOME = r"passed|failed|skipped|open|closed|resolved|unresolved|fixed|met|missed|satisfied|violated"
_KIND = re.compile(
    rf"\s*(?P<kind>{_SEVERITY}|{_OUTCOME})\b(?:\s+[^\W\d]+){{0,2}}?(?P<more>\s*(?:,|/|;|\band\b)(?:\s*and\b)?\s*|\s*(?=[).\n]|\Z))",
    re.I,
)
_SEVERE = re.compile(_SEVERITY, re.I)
_MOST = 6
_CHANCE = 0.05


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each count whose kinds follow it in its line; kinds of severity leave none out."""
    claims = facts.claims.all
    for place, claim in enumerate(claims):
        value, text = _count(claim), facts.claims.document.blocks[claim.block].text
        opened = _OPENED.match(text, claim.end) if value else None
        said = claim.text + (opened[0] if opened is not None else "")
        fact = facts.by_claim[claim.index]
        if opened is None or value is None or fact is None or fact.stance not in TOLD:
            continue
        if not _NOUN.search(said) or _SOME.search(said):
            continue
        later = [each for each in claims[place + 1 : place + 1 + 2 * _MOST] if each.quantity is not None]
        parts, severe = _parts(later, claim, opened.end(), text)
        if len(parts) < 2:
            continue
        summed = sum((_count(part) or Fraction(0) for part in parts), Fraction(0))
        if summed == value or severe or summed > value:
            yield _derivation(claim, parts, summed, rule, holds=summed == value)


def _count(claim: Claim) -> Fraction | None:
    quantity = claim.quantity
    return quantity.value if quantity is not None and quantity.whole else None


def _parts(later: Sequence[Claim], claim: Claim, start: int, text: str) -> tuple[list[Claim], bool]:
    """The counts behind a colon or bracket, each of a kind of its own, up to the end of the list; and whether all kinds
    are severities; none where anything else stands among them."""
    found: list[Claim] = []
    kinds: list[str] = []
    for other in later:
        kind = _KIND.match(text, other.end) if other.block == claim.block and other.start == start else None
        if kind is None or _count(other) is None:
            return [], False
        found.append(other)
        kinds.append(kind["kind"].lower())
        start = kind.end()
        if not kind["more"].strip():
            severe = sum(_SEVERE.fullmatch(each) is not None for each in kinds)
            apart = len(set(kinds)) == len(kinds) and severe in (0, len(kinds))
            return (found, severe > 0) if apart else ([], False)
    return [], False


def _derivation(claim: Claim, parts: Sequence[Claim], summed: Fraction, rule: str, *, holds: bool) -> Derivation:
    step = chained("+", [(part, Interval.point(_count(part) or 0)) for part in parts], "sum of the kinds")
    return one_step(claim, step, rule, expected=number(summed), holds=holds, basis=Basis.ARITHMETIC, power=_CHANCE)
