"""Repairs that are the only one possible: written arithmetic whose result, or the prefix of its unit, has to change.

A repair is proposed only if it is proven: the changed text is audited again, the finding must be gone and no other may
have come up. Where the old number also stands elsewhere a new contradiction comes up, so nothing is proposed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from fractions import Fraction

from auditor import show
from auditor.check.hit import Repair
from auditor.findings import Finding, Findings, Verdict
from auditor.quantity import Modality, Quantity
from auditor.report import View
from auditor.show import exact

_RULES = ("arithmetic/equation", "arithmetic/ratio")
"""The rules about a result that the text works out beside it: its operands are what the reader is given."""

_NUMERAL = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
_UNIT = re.compile(r"[ \u00a0]?(?P<prefix>[kKMGTPmµn]?)(?P<base>i?B|[bs](?![A-Za-z])|FLOP|W(?![A-Za-z])|Hz)(?![a-z])")
_LARGE = ("", "K", "M", "G", "T", "P")
_SMALL = ("n", "µ", "m", "")
"""The prefixes of sizes and of times, a factor of a thousand from one to the next."""
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
        if _mends(view, index, judge(changed(view.source, [repair])), before):
            found[index] = repair
    return found


def _mends(view: View, index: int, judged: Findings, before: Counter[tuple[str, int | None]]) -> bool:
    """Whether the finding is gone from a changed text, its claim holds, and nothing else has come up."""
    finding, after = view.findings.all[index], _identities(judged)
    holds = judged.judgements[finding.claims[0]].verdict is Verdict.SUPPORTED
    return holds and not after - before and before[_identity(finding)] > after[_identity(finding)]


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
    if claim.quantity is None or len(numerals) != 1 or not _plain(claim.quantity, finding):
        return None
    if not _settled(view, finding) or _stands_elsewhere(view, claim.index) or _rests_on_doubt(view, finding):
        return None
    (numeral,) = numerals
    old, new, at = _prefix(claim.quantity, finding, numeral) or _number(claim.quantity, finding, numeral) or ("", "", 0)
    start = claim.span.start + at
    return Repair(start, start + len(old), new, f"write {new} for {old}") if old else None


def _plain(quantity: Quantity, finding: Finding) -> bool:
    """Whether what is stated is a number with a unit and nothing more, and what follows is one value."""
    if finding.derivation is None or finding.derivation.relation != "=" or quantity.modality is not Modality.EXACT:
        return False
    # Where a unit may be of two kinds (TFLOPs of work, or a second) a slip of an operand is as likely.
    if len({reading.unit.dimensions for reading in quantity.readings}) > 1:
        return False
    # A number in words or with a multiplier behind it (`1.5 million`, `16K`) is not what its digits say.
    return quantity.value is not None and _digits(quantity.text) == quantity.value


def _number(quantity: Quantity, finding: Finding, numeral: re.Match[str]) -> tuple[str, str, int] | None:
    """The number that has to stand there, for the one that does, and where."""
    value = _digits(finding.expected)
    # Where what follows is shown in another unit than the stated one its digits lie elsewhere.
    if value is None or not _follows(quantity, finding, value):
        return None
    printed = _printed(value, numeral.group())
    return None if printed in (None, numeral.group()) else (numeral.group(), printed or "", numeral.start())


def _prefix(quantity: Quantity, finding: Finding, numeral: re.Match[str]) -> tuple[str, str, int] | None:
    """The unit that has to stand there, for the one that does, and where: the number is right, its prefix slipped."""
    unit, wanted = _UNIT.match(numeral.string, numeral.end()), _digits(finding.expected)
    if unit is None or wanted is None or quantity.value is None:
        return None
    base = unit["base"]
    ladder = _SMALL if base == "s" else _LARGE[1:] if base.startswith("i") else _LARGE
    step = 1024 if base.startswith("i") else 1000
    own = unit["prefix"] if unit["prefix"] in ladder else unit["prefix"].upper()
    if own not in ladder:
        return None
    for place, prefix in enumerate(ladder):
        value = quantity.value * Fraction(step) ** (place - ladder.index(own))
        # As precise as what follows is shown: the digits are right, so that the prefix alone is wrong.
        if prefix != own and show.number(value) == show.number(wanted) and _follows(quantity, finding, value):
            return unit["prefix"] + base, prefix + base, unit.start("prefix")
    return None


def _follows(quantity: Quantity, finding: Finding, value: Fraction) -> bool:
    """Whether a value in the stated unit is what follows, in a reading of it."""
    interval = finding.derivation.interval if finding.derivation else None
    return interval is not None and any(interval.contains(value * each.unit.factor) for each in quantity.readings)


def _settled(view: View, finding: Finding) -> bool:
    """Whether the text says how the number comes about; a bare percentage may be a share, a rise or a fall."""
    links = view.findings.derivations.facts.claims.links
    return finding.code != "arithmetic/ratio" or any(
        link.form == "of" and link.result == finding.claims[0] for link in links
    )


def _rests_on_doubt(view: View, finding: Finding) -> bool:
    """Whether another finding is about a number that this one rests on: then that may be what is wrong."""
    doubted = {
        other.claims[0] for other in view.findings.all if other.claims and other.severity.value in ("error", "warning")
    }
    return not doubted.isdisjoint(finding.claims[1:])


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
