"""The ways in which reports lay out what they state."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from random import Random

from auditor.synth.entry import Entry, Judgement, Line, Section
from auditor.synth.slips import another

_FENCE = "```"
_REASONS = (
    "the earlier version had used a stale figure", "a factor had been left out", "the figure stemmed from another plan",
    "the degrees had been changed since",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Style:
    """The habits of one report."""

    tick: str
    times: str
    """How multiplication is written."""
    over: str
    """How division is written."""
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
        return entry.working.replace("×", self.times).replace(" / ", f" {self.over} ")

    def ticked(self, entry: Entry) -> str:
        """A space and a tick behind what passes."""
        return f" {self.tick}" if entry.mark else ""


Layout = Callable[[Sequence[Entry], Style], Iterator[Line]]


def bullets(entries: Sequence[Entry], style: Style) -> Iterator[Line]:
    """- **Label**: value."""
    for entry in entries:
        yield Line(f"- **{style.label(entry)}**: {style.worked(entry)}{style.ticked(entry)}", (entry,))


def ticks(entries: Sequence[Entry], style: Style) -> Iterator[Line]:
    """- ✅ **Label**: value."""
    for entry in entries:
        mark = f"{style.tick} " if entry.judgement is not None else ""
        yield Line(f"- {mark}**{style.label(entry)}**: {style.worked(entry, 0.8)}", (entry,))


def brackets(entries: Sequence[Entry], style: Style) -> Iterator[Line]:
    """- **Label**: value (calculation)."""
    for entry in entries:
        behind = f" ({style.calculation(entry)})" if style.shows(entry, 0.7) else ""
        yield Line(f"- **{style.label(entry)}**: {entry.value}{behind}{style.ticked(entry)}", (entry,))


def plain(entries: Sequence[Entry], style: Style) -> Iterator[Line]:
    """* Label: value."""
    for entry in entries:
        yield Line(f"* {style.label(entry)}: {style.worked(entry)}{style.ticked(entry)}", (entry,))


def numbered(entries: Sequence[Entry], style: Style) -> Iterator[Line]:
    """1. Label: value."""
    for number, entry in enumerate(entries, 1):
        yield Line(f"{number}. {style.label(entry)}: {style.worked(entry)}{style.ticked(entry)}", (entry,))


def nested(entries: Sequence[Entry], style: Style) -> Iterator[Line]:
    """A bullet for the stated, one for the derived, with the values below."""
    groups = [("Stated", [e for e in entries if not e.working]), ("Derived", [e for e in entries if e.working])]
    for name, group in groups:
        if group:
            yield Line(f"- {name}")
        for entry in group:
            yield Line(f"  - {style.label(entry)}: {style.worked(entry)}{style.ticked(entry)}", (entry,))


def table(entries: Sequence[Entry], style: Style) -> Iterator[Line]:
    """A row for each value, under two heads."""
    yield Line("| Item | Value |")
    yield Line("|------|-------|")
    for entry in entries:
        yield Line(f"| {style.label(entry)} | {style.worked(entry, 0.3)}{style.ticked(entry)} |", (entry,))


def wide_table(entries: Sequence[Entry], style: Style) -> Iterator[Line]:
    """A row for each value, with the calculation in a column of its own."""
    yield Line("| Quantity | Calculation | Result |")
    yield Line("|:---------|:-----------:|-------:|")
    for entry in entries:
        how = style.calculation(entry) if style.shows(entry, 0.8) else "-"
        yield Line(f"| {style.label(entry)} | {how} | {entry.value}{style.ticked(entry)} |", (entry,))


def before_after(entries: Sequence[Entry], style: Style) -> Iterator[Line]:
    """A row for each value, with what an earlier version had said."""
    yield Line("| Item | Before | After |")
    yield Line("|------|--------|-------|")
    for entry in entries:
        earlier = _earlier(entry, style)
        before = earlier.value if earlier is not None else entry.value
        stated = (entry,) if earlier is None else (entry, earlier)
        yield Line(f"| {style.label(entry)} | {before} | {entry.value}{style.ticked(entry)} |", stated)


def issues(entries: Sequence[Entry], style: Style) -> Iterator[Line]:
    """What is stated as bullets, then an issue for each value that an earlier version had wrong."""
    found = [(entry, earlier) for entry in entries if (earlier := _earlier(entry, style)) is not None][:3]
    solved = {entry.key for entry, _ in found}
    yield from bullets([entry for entry in entries if entry.key not in solved], style)
    for number, (entry, earlier) in enumerate(found, 1):
        label = style.label(entry)
        yield Line("")
        yield Line(f"### Issue {number}: {label}")
        yield Line("")
        yield Line(f"- **Previous version**: {earlier.value} ❌", (earlier,))
        yield Line(f"- **Corrected**: {style.worked(entry, 0.8)} {style.tick}", (entry,))
        yield Line(f"- **Cause**: {style.chance.choice(_REASONS)}")


def _earlier(entry: Entry, style: Style) -> Entry | None:
    """What an earlier version had said, wrongly; None if it had said the same."""
    if not entry.working or entry.judgement is None or style.chance.random() < 0.3:
        return None
    wrong = another(entry.value, style.chance)
    if wrong is None:
        return None
    said = Judgement("may_find", "wrong in the version that this report corrects", "derivation")
    return Entry(f"{entry.key}_before", entry.labels, wrong, judgement=said)


def prose(entries: Sequence[Entry], style: Style) -> Iterator[Line]:
    """A sentence for each value."""
    for entry in entries:
        yield Line(f"{_sentence(entry, style)}.", (entry,))


def paragraph(entries: Sequence[Entry], style: Style) -> Iterator[Line]:
    """Two or three sentences to a line."""
    rest = list(entries)
    while rest:
        size = style.chance.randint(2, 3)
        some, rest = rest[:size], rest[size:]
        yield Line(" ".join(f"{_sentence(entry, style)}." for entry in some), tuple(some))


def _sentence(entry: Entry, style: Style) -> str:
    label = style.label(entry)
    if entry.working and style.shows(entry, 0.7):
        verb = style.chance.choice(("works out as", "is", "comes to", "follows as"))
        return f"{label} {verb} {style.calculation(entry)} = {entry.value}{style.ticked(entry)}"
    verb = style.chance.choice((":", " is", " comes to") if entry.working else (":", " is"))
    return f"{label}{verb} {entry.value}{style.ticked(entry)}"


def block(entries: Sequence[Entry], style: Style) -> Iterator[Line]:
    """Lines of a fenced block."""
    yield Line(_FENCE)
    for entry in entries:
        yield Line(f"{style.label(entry)}: {style.worked(entry)}{style.ticked(entry)}", (entry,))
    yield Line(_FENCE)


def equations(entries: Sequence[Entry], style: Style) -> Iterator[Line]:
    """Label = calculation = value, in a fenced block."""
    yield Line(_FENCE)
    for entry in entries:
        sign = "=" if entry.working else ":"
        yield Line(f"{style.label(entry)} {sign} {style.worked(entry, 0.9)}{style.ticked(entry)}", (entry,))
    yield Line(_FENCE)


def steps(entries: Sequence[Entry], style: Style) -> Iterator[Line]:
    """What is stated as bullets; each calculation over two lines of a block of its own."""
    yield from bullets([entry for entry in entries if not entry.working], style)
    for entry in entries:
        if not entry.working:
            continue
        label = style.label(entry)
        yield Line("")
        yield Line(f"**{label}**")
        yield Line(_FENCE)
        if style.shows(entry, 0.9):
            yield Line(f"{label} = {style.calculation(entry)}")
            yield Line(f"{' ' * len(label)} = {entry.value}{style.ticked(entry)}", (entry,))
        else:
            yield Line(f"{label} = {entry.value}{style.ticked(entry)}", (entry,))
        yield Line(_FENCE)


def matrix(section: Section, style: Style) -> Iterator[Line]:
    """The cells of a section with heads, row by row."""
    width = len(section.heads)
    yield Line(f"| {' | '.join(style.chance.choice(head) for head in section.heads)} |")
    yield Line("|" + "---|" * width)
    for start in range(0, len(section.entries), width):
        row = section.entries[start : start + width]
        yield Line(f"| {' | '.join(entry.value for entry in row)} |", row)


LAYOUTS: dict[str, Layout] = {
    function.__name__: function
    for function in (
        bullets, ticks, brackets, plain, numbered, nested, table, wide_table, before_after, issues, prose, paragraph,
        block, equations, steps,
    )
}  # fmt: skip
"""Every layout by its name."""
