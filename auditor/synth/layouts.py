"""The ways in which reports lay out what they state."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from random import Random

from auditor.synth.entry import Entry, Line


@dataclass(frozen=True, slots=True)
class Style:
    """The habits of one report."""

    tick: str
    times: str
    """How multiplication is written."""
    chance: Random

    def label(self, entry: Entry) -> str:
        """One of the names of a quantity."""
        return self.chance.choice(entry.labels)

    def worked(self, entry: Entry, share: float = 0.6) -> str:
        """The value, with its calculation before it if the report shows it."""
        return f"{self.calculation(entry)} = {entry.value}" if self.shows(entry, share) else entry.value

    def shows(self, entry: Entry, share: float) -> bool:
        """Whether the calculation is shown."""
        if not entry.working or entry.shown is not None:
            return bool(entry.working and entry.shown)
        return self.chance.random() < share

    def calculation(self, entry: Entry) -> str:
        """What stands before the equals sign."""
        return entry.working.replace("×", self.times)

    def ticked(self, entry: Entry) -> str:
        """A space and a tick behind what passes."""
        return f" {self.tick}" if entry.mark else ""


Layout = Callable[[Sequence[Entry], Style], Iterator[Line]]


def bullets(entries: Sequence[Entry], style: Style) -> Iterator[Line]:
    """- **Label**: value."""
    for entry in entries:
        yield Line(f"- **{style.label(entry)}**: {style.worked(entry)}{style.ticked(entry)}", entry)


def plain(entries: Sequence[Entry], style: Style) -> Iterator[Line]:
    """* Label: value."""
    for entry in entries:
        yield Line(f"* {style.label(entry)}: {style.worked(entry)}{style.ticked(entry)}", entry)


def numbered(entries: Sequence[Entry], style: Style) -> Iterator[Line]:
    """1. Label: value."""
    for number, entry in enumerate(entries, 1):
        yield Line(f"{number}. {style.label(entry)}: {style.worked(entry)}{style.ticked(entry)}", entry)


def nested(entries: Sequence[Entry], style: Style) -> Iterator[Line]:
    """A bullet for the stated, one for the derived, with the values below."""
    groups = [("Stated", [e for e in entries if not e.working]), ("Derived", [e for e in entries if e.working])]
    for name, group in groups:
        if group:
            yield Line(f"- {name}")
        for entry in group:
            yield Line(f"  - {style.label(entry)}: {style.worked(entry)}{style.ticked(entry)}", entry)


def table(entries: Sequence[Entry], style: Style) -> Iterator[Line]:
    """A row for each value, under two heads."""
    yield Line("| Item | Value |")
    yield Line("|------|-------|")
    for entry in entries:
        yield Line(f"| {style.label(entry)} | {style.worked(entry, 0.3)}{style.ticked(entry)} |", entry)


def wide_table(entries: Sequence[Entry], style: Style) -> Iterator[Line]:
    """A row for each value, with the calculation in a column of its own."""
    yield Line("| Quantity | Calculation | Result |")
    yield Line("|:---------|:-----------:|-------:|")
    for entry in entries:
        how = style.calculation(entry) if style.shows(entry, 0.8) else "-"
        yield Line(f"| {style.label(entry)} | {how} | {entry.value}{style.ticked(entry)} |", entry)


def prose(entries: Sequence[Entry], style: Style) -> Iterator[Line]:
    """A sentence for each value."""
    for entry in entries:
        label = style.label(entry)
        if entry.working and style.shows(entry, 0.7):
            yield Line(f"{label} works out as {style.calculation(entry)} = {entry.value}{style.ticked(entry)}.", entry)
        else:
            verb = style.chance.choice((":", " is", " comes to") if entry.working else (":", " is"))
            yield Line(f"{label}{verb} {entry.value}{style.ticked(entry)}.", entry)


def block(entries: Sequence[Entry], style: Style) -> Iterator[Line]:
    """Lines of a fenced block."""
    yield Line("```")
    for entry in entries:
        yield Line(f"{style.label(entry)}: {style.worked(entry)}{style.ticked(entry)}", entry)
    yield Line("```")


LAYOUTS: dict[str, Layout] = {
    "bullets": bullets,
    "plain": plain,
    "numbered": numbered,
    "nested": nested,
    "table": table,
    "wide_table": wide_table,
    "prose": prose,
    "block": block,
}
"""Every layout by its name."""
