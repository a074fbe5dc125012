"""What a synthetic report is made of: entries, each a label with a value and what an expert would say of it."""

from __future__ import annotations

from dataclasses import dataclass, field

KINDS = ("arithmetic", "derivation", "divisibility", "infeasible", "method", "restatement", "unit", "verdict")
"""The kinds of defects that can be put in."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What an expert would say of one value."""

    status: str
    """must_find, must_confirm or may_find."""
    why: str
    """How the right value follows."""
    kind: str = ""
    severity: str = "error"
    expected: str = ""
    rests_on: tuple[str, ...] = ()
    """Keys of the entries that it follows from."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that a report states."""

    key: str
    """The quantity's name inside the generator."""
    labels: tuple[str, ...]
    """What the field calls it; a report takes one."""
    value: str
    """As printed, unit included."""
    working: str = ""
    """What stands before the equals sign, if the report shows it."""
    mark: bool = False
    """Whether a tick stands behind the value."""
    shown: bool | None = None
    """Whether the working is shown; None leaves it to the layout."""
    judgement: Judgement | None = None
    """None for what nothing else determines."""


@dataclass(frozen=True, slots=True)
class Section:
    """Entries under one heading."""

    headings: tuple[str, ...]
    entries: tuple[Entry, ...]
    remarks: tuple[str, ...] = ()
    """Sentences that may stand under the heading; a report takes one or none."""
    heads: tuple[tuple[str, ...], ...] = ()
    """Heads of a table with several columns of values: then the entries are its cells, row by row."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the finished markdown."""

    text: str
    entries: tuple[Entry, ...] = ()
    """What it states, if anything."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One entry of the gold."""

    lines: tuple[int, ...]
    """That of the value first, then those of what it rests on."""
    quote: str
    judgement: Judgement


@dataclass(frozen=True, slots=True)
class Report:
    """A synthetic report with its known answers."""

    name: str
    text: str
    gold: tuple[Finding, ...] = field(default_factory=tuple)
    template: str = ""
    """Its kind and the layouts it was written in: what reports of one look have in common."""


def given(key: str, labels: str, value: str) -> Entry:
    """What a report states and nothing determines. `labels` stand between upright strokes, here and below."""
    return Entry(key, tuple(labels.split("|")), value)


def follows(key: str, labels: str, value: str, working: str, *rests_on: str) -> Entry:
    """What follows from others by a calculation."""
    said = Judgement("must_confirm", f"{working} = {value}", rests_on=rests_on)
    return Entry(key, tuple(labels.split("|")), value, working, judgement=said)


def passes(key: str, labels: str, value: str, why: str, *rests_on: str) -> Entry:
    """A check with a tick behind it."""
    said = Judgement("must_confirm", why, rests_on=rests_on)
    return Entry(key, tuple(labels.split("|")), value, mark=True, judgement=said)
