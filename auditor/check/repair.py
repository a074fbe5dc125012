"""Repairs that are the only one possible: written arithmetic whose result alone has to change.

A repair is proposed only if it is proven: the changed text is audited again, the finding must be gone and no other may
have come up. Where the old number also stands elsewhere a new contradiction comes up, so nothing is proposed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from fractions import Fraction

from auditor.check.hit import Repair
from auditor.findings import Finding, Findings
from auditor.quantity import Modality, Quantity
from auditor.report import View
from auditor.show import exact

_RULES = ("arithmetic/equation", "arithmetic/ratio")
"""The rules about a result that the text works out beside it: its operands are what the reader is given."""

_NUMERAL = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
_LONGEST = 20
"""Digits of a number that is worth repairing."""

_COARSE = 100
"""Below it a whole number says a broken one too coarsely."""

_TRIED = 16
"""How many repairs of one document are proven; each costs an audit."""

_READ = 1_000_000
"""How many characters are audited again for them; a document that is longer gets none."""


def repairs(view: View, judge: Callable[[str], Findings]) -> dict[int, Repair]:
    """The proven repairs by the finding's position."""
    before = _identities(view.findings)
    found: dict[int, Repair] = {}
    for tried, (index, repair) in enumerate(_candidates(view)):
        if tried == _TRIED or (tried + 1) * len(view.source) > _READ:
            break
        after = _identities(judge(changed(view.source, [repair])))
        if (
            not after - before
            and before[_identity(view.findings.all[index])] > after[_identity(view.findings.all[index])]
        ):
            found[index] = repair
    return found


def changed(source: str, wanted: list[Repair]) -> str:
    """The source with the repairs made; of two that overlap the first stands."""
    parts, at = [], 0
    for repair in sorted(wanted, key=lambda each: (each.start, each.end)):
        if repair.start >= at:
            parts += [source[at : repair.start], repair.text]
            at = repair.end
    return "".join((*parts, source[at:]))


def _identities(findings: Findings) -> Counter[tuple[str, int | None]]:
    return Counter(_identity(finding) for finding in findings.all)


def _identity(finding: Finding) -> tuple[str, int | None]:
    """Rule and claim: a repair changes no claim's index."""
    return finding.code, finding.claims[0] if finding.claims else None


def _candidates(view: View) -> Iterator[tuple[int, Repair]]:
    for index, finding in enumerate(view.findings.all):
        if finding.code in _RULES and finding.severity.value == "error" and finding.claims:
            repair = _candidate(view, finding)
            if repair is not None:
                yield index, repair


def _candidate(view: View, finding: Finding) -> Repair | None:
    claim = view.findings.derivations.facts.claims.all[finding.claims[0]]
    numerals = list(_NUMERAL.finditer(claim.text))
    value = _value(claim.quantity, finding)
    if len(numerals) != 1 or value is None or not _settled(view, finding) or _stands_elsewhere(view, claim.index):
        return None
    (numeral,) = numerals
    printed = _printed(value, numeral.group())
    if printed is None or printed == numeral.group():
        return None
    start = claim.span.start + numeral.start()
    return Repair(start, start + len(numeral.group()), printed, f"write {printed} for {numeral.group()}")


def _settled(view: View, finding: Finding) -> bool:
    """Whether the text says how the number comes about; a bare percentage may be a share, a rise or a fall."""
    links = view.findings.derivations.facts.claims.links
    return finding.code != "arithmetic/ratio" or any(
        link.form == "of" and link.result == finding.claims[0] for link in links
    )


def _stands_elsewhere(view: View, claim: int) -> bool:
    """Whether the report states the number of a claim a second time: then the operands may be what is wrong."""
    facts = view.findings.derivations.facts.by_claim
    here = facts[claim]
    return here is None or any(
        other is not None
        and index != claim
        and other.concept == here.concept
        and other.quantity.value == here.quantity.value
        and other.quantity.unit.dimensions == here.quantity.unit.dimensions
        for index, other in enumerate(facts)
    )


def _value(quantity: Quantity | None, finding: Finding) -> Fraction | None:
    """What follows, in the stated unit; None where the statement leaves more than one way to mend it."""
    derivation = finding.derivation
    if quantity is None or derivation is None or derivation.relation != "=":
        return None
    if quantity.modality is not Modality.EXACT or len({reading.unit.factor for reading in quantity.readings}) > 1:
        return None
    # A number in words or with a multiplier behind it (`1.5 million`, `16K`) is not what its digits say.
    value, stated = _digits(finding.expected), _digits(quantity.text)
    if value is None or stated is None or stated != quantity.value:
        return None
    # Where what follows is shown in another unit than the stated one its digits lie elsewhere.
    return value if derivation.interval.contains(value * quantity.readings[0].unit.factor) else None


def _digits(text: str) -> Fraction | None:
    """The only number in a text."""
    found = _NUMERAL.findall(text)
    return Fraction(found[0].replace(",", "")) if len(found) == 1 and len(found[0]) < _LONGEST else None


def _printed(value: Fraction, like: str) -> str | None:
    """The value with as many decimals as the number that it replaces; None where that cannot say it well."""
    places = len(like.partition(".")[2])
    rounded = round(value * 10**places)
    if not places and rounded != value and value < _COARSE:
        return None
    whole, _, decimals = exact(Fraction(rounded, 10**places)).partition(".")
    grouped = f"{int(whole):,}" if "," in like else whole
    return f"{grouped}.{decimals.ljust(places, '0')}" if places else grouped
