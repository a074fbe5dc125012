"""One audit held against what the expert says of the report.

A finding (an error or a warning) stands on the line where its first claim begins. It answers a `must_find` item if it
stands on one of the item's lines and shares a number with it; one finding answers one item, a further one for an item
that is answered is a duplicate. Any other finding is a false alarm, unless a `may_find` item excuses it. A
`must_confirm` item is wronged if a claim in its quote is refuted, else confirmed if one is supported, else a gap. A
`must_find` item is blessed if nothing but support is said of the claims in its quote.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from auditor.evaluate.gold import Gold, Item, numbers
from auditor.findings import Finding, Findings, Severity, Verdict
from auditor.span import Span


@dataclass(frozen=True, slots=True)
class Alarm:
    """A finding and where it stands."""

    finding: Finding
    span: Span | None
    """None for a finding about the whole document."""
    line: int
    """0 for a finding about the whole document."""
    numbers: frozenset[float]

    def answers(self, item: Item) -> bool:
        """Whether it says what the item asks for."""
        return self.line in item.lines and self._shares(item)

    def excused_by(self, item: Item) -> bool:
        """Whether the item allows it: on the quote itself, or on another line of the item with a number of it."""
        if self.span is None or self.line not in item.lines:
            return False
        return self.span.overlaps(item.span) or (self.line != item.lines[0] and self._shares(item))

    def _shares(self, item: Item) -> bool:
        return not item.numbers or bool(item.numbers & self.numbers)


@dataclass(frozen=True, slots=True)
class Score:
    """What the audit of one report found, missed and got wrong."""

    name: str
    found: tuple[tuple[Item, Alarm], ...]
    missed: tuple[Item, ...]
    false: tuple[Alarm, ...]
    duplicate: tuple[Alarm, ...]
    excused: tuple[Alarm, ...]
    blessed: tuple[Item, ...]
    confirmed: tuple[Item, ...]
    wronged: tuple[Item, ...]
    gaps: tuple[Item, ...]
    numerals: int
    unaccounted: int


def score(gold: Gold, findings: Findings) -> Score:
    """The audit of the gold's report, scored."""
    alarms = [_alarm(finding, findings) for finding in findings.all if finding.severity is not Severity.NOTE]
    answers = _match(gold.must_find, alarms)
    false, duplicate, excused = _others(gold, alarms, set(answers.values()))
    wrong = {id(alarm) for alarm in false}
    heads = {alarm.finding.claims[0] for alarm in alarms if alarm.finding.claims and id(alarm) not in wrong}
    states = {item: _state(item, findings, heads) for item in gold.must_confirm}
    ledger = findings.derivations.facts.claims.ledger
    return Score(
        name=gold.name,
        found=tuple((item, alarms[answers[i]]) for i, item in enumerate(gold.must_find) if i in answers),
        missed=tuple(item for i, item in enumerate(gold.must_find) if i not in answers),
        false=tuple(false),
        duplicate=tuple(duplicate),
        excused=tuple(excused),
        blessed=tuple(item for item in gold.must_find if _said(item, findings) == {Verdict.SUPPORTED}),
        confirmed=tuple(item for item in gold.must_confirm if states[item] == "confirmed"),
        wronged=tuple(item for item in gold.must_confirm if states[item] == "wronged"),
        gaps=tuple(item for item in gold.must_confirm if states[item] == "gap"),
        numerals=len(ledger),
        unaccounted=sum(numeral.role not in ("claim", "operand", "other") for numeral in ledger),
    )


def _alarm(finding: Finding, findings: Findings) -> Alarm:
    claims = findings.derivations.facts.claims
    if not finding.claims:
        return Alarm(finding, None, 0, numbers(finding.stated, finding.expected))
    head = claims.all[finding.claims[0]]
    line, _ = claims.document.lines.position(head.span.start)
    return Alarm(finding, head.span, line, numbers(finding.stated, finding.expected, head.text))


def _match(items: Sequence[Item], alarms: Sequence[Alarm]) -> dict[int, int]:
    """As many items as possible, each with an alarm of its own: augmenting paths, in the order of the items."""
    fitting = [[a for a, alarm in enumerate(alarms) if alarm.answers(item)] for item in items]
    holder: dict[int, int] = {}
    for item in range(len(items)):
        _place(item, fitting, holder)
    return {item: alarm for alarm, item in holder.items()}


def _place(item: int, fitting: list[list[int]], holder: dict[int, int]) -> None:
    """Gives the item an alarm, if need be by moving the holders of others, depth first."""
    seen: set[int] = set()
    path = [(item, iter(fitting[item]))]
    taken: list[int] = []
    while path:
        alarm = next((a for a in path[-1][1] if a not in seen), None)
        if alarm is None:
            path.pop()
            if taken:
                taken.pop()
            continue
        seen.add(alarm)
        taken.append(alarm)
        if alarm not in holder:
            holder.update({got: owner for (owner, _), got in zip(path, taken, strict=True)})
            return
        path.append((holder[alarm], iter(fitting[holder[alarm]])))


def _others(gold: Gold, alarms: Iterable[Alarm], used: set[int]) -> tuple[list[Alarm], list[Alarm], list[Alarm]]:
    """The alarms that answer no item of their own: false ones, duplicates, excused ones."""
    false: list[Alarm] = []
    duplicate: list[Alarm] = []
    excused: list[Alarm] = []
    for index, alarm in enumerate(alarms):
        if index in used:
            continue
        if any(alarm.excused_by(item) for item in gold.may_find):
            excused.append(alarm)
        elif any(alarm.answers(item) for item in gold.must_find):
            duplicate.append(alarm)
        else:
            false.append(alarm)
    return false, duplicate, excused


def _state(item: Item, findings: Findings, excused: set[int]) -> str:
    verdicts = {claim: findings.judgements[claim].verdict for claim in _near(item, findings)}
    if any(verdict is Verdict.REFUTED and claim not in excused for claim, verdict in verdicts.items()):
        return "wronged"
    return "confirmed" if Verdict.SUPPORTED in verdicts.values() else "gap"


def _said(item: Item, findings: Findings) -> set[Verdict]:
    """The verdicts on the claims in a quote, open ones left out."""
    return {findings.judgements[claim].verdict for claim in _near(item, findings)} - {Verdict.NOT_ENOUGH_INFO}


def _near(item: Item, findings: Findings) -> list[int]:
    claims = findings.derivations.facts.claims.all
    return [claim.index for claim in claims if claim.span.overlaps(item.span)]
