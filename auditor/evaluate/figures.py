"""The figures of many scores: all together, and by kind, by rule and by report."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from auditor.evaluate.gold import Item
from auditor.evaluate.score import Alarm, Score


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts, and the shares that follow from them."""

    found: int = 0
    missed: int = 0
    false: int = 0
    duplicate: int = 0
    excused: int = 0
    blessed: int = 0
    confirmed: int = 0
    wronged: int = 0
    gaps: int = 0

    @property
    def recall(self) -> tuple[int, int]:
        """What was found, of what there is to find."""
        return self.found, self.found + self.missed

    @property
    def precision(self) -> tuple[int, int]:
        """What was found, of what was reported; duplicates and excused findings left out."""
        return self.found, self.found + self.false

    @property
    def confirmation(self) -> tuple[int, int]:
        """What was confirmed, of what is right."""
        return self.confirmed, self.confirmed + self.wronged + self.gaps


def together(scores: Iterable[Score]) -> Figures:
    """The sums over several reports."""
    total: Counter[str] = Counter()
    for score in scores:
        total.update({name: len(getattr(score, name)) for name in Figures.__dataclass_fields__})
    return Figures(**total)


def by_report(scores: Iterable[Score]) -> dict[str, Figures]:
    """Each report by itself."""
    return {score.name: together([score]) for score in scores}


def by_kind(scores: Sequence[Score]) -> dict[str, Figures]:
    """What there is to find by the expert's kind; false alarms and duplicates by the finding's own."""
    return _grouped(scores, lambda item, alarm: item.kind if item else alarm.finding.kind if alarm else "")


def by_severity(scores: Sequence[Score]) -> dict[str, Figures]:
    """What there is to find by the expert's severity; false alarms and duplicates by the finding's own."""
    return _grouped(scores, lambda item, alarm: item.severity if item else alarm.finding.severity if alarm else "")


def by_rule(scores: Sequence[Score]) -> dict[str, Figures]:
    """What each rule reported. A finding that another rule's answered first is as right as that one: both count."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for score in scores:
        for _, alarm in score.found:
            counts[alarm.finding.code]["found"] += 1
        for alarm in score.duplicate:
            counts[alarm.finding.code].update(("found", "duplicate"))
        for name in ("false", "excused"):
            for alarm in getattr(score, name):
                counts[alarm.finding.code][name] += 1
    return _figures(counts)


def _grouped(scores: Iterable[Score], group: Callable[[Item | None, Alarm | None], str]) -> dict[str, Figures]:
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for score in scores:
        for item, _ in score.found:
            counts[group(item, None)]["found"] += 1
        for item in score.missed:
            counts[group(item, None)]["missed"] += 1
        for name in ("false", "duplicate"):
            for alarm in getattr(score, name):
                counts[group(None, alarm)][name] += 1
    return _figures(counts)


def _figures(counts: Mapping[str, Counter[str]]) -> dict[str, Figures]:
    return {name: Figures(**counts[name]) for name in sorted(counts)}
