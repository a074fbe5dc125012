"""The figures and the lists behind them, for people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from auditor.evaluate.figures import Figures, by_kind, by_report, by_rule, by_severity, together
from auditor.evaluate.gold import Item
from auditor.evaluate.score import Alarm, Score
from auditor.text import columns, visible


def page(scores: Sequence[Score], *, lists: bool = True) -> str:
    """All figures as text; `lists` adds every miss and every false alarm."""
    sections = [
        _headline(scores),
        table(("kind", "found", "missed", "false"), _counted(by_kind(scores), ("found", "missed", "false"))),
        table(("rule", "right", "false", "excused", "precision"), _rules(by_rule(scores))),
        table(
            ("report", "found", "missed", "false", "duplicate", "confirmed", "wronged", "gaps"),
            _counted(by_report(scores), ("found", "missed", "false", "duplicate", "confirmed", "wronged", "gaps")),
        ),
    ]
    if lists:
        sections += _lists(scores)
    return "\n\n".join(section for section in sections if section) + "\n"


def share(pair: tuple[int, int]) -> str:
    """A count of a count, with the percentage: "3 of 4, 75.0 %"."""
    part, whole = pair
    return f"{part} of {whole}, {part / whole:.1%}".replace("%", " %") if whole else f"{part} of {whole}"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Columns side by side, the first to the left, the others to the right; empty without rows."""
    lines = [tuple(head), *(tuple(row) for row in rows)]
    if len(lines) == 1:
        return ""
    widths = [max(columns(line[i]) for line in lines) for i in range(len(head))]
    return "\n".join(_row(line, widths) for line in lines)


def _headline(scores: Sequence[Score]) -> str:
    total, severities = together(scores), by_severity(scores)
    errors = share(severities.get("error", Figures()).recall)
    numerals, lost = sum(score.numerals for score in scores), sum(score.unaccounted for score in scores)
    return "\n".join(
        (
            f"{len(scores)} report{'' if len(scores) == 1 else 's'}, {numerals} numerals, {lost} unaccounted",
            f"recall     {share(total.recall)} (errors {errors})",
            f"precision  {share(total.precision)}; {total.duplicate} duplicates, {total.excused} excused",
            f"confirmed  {share(total.confirmation)}",
            f"wronged    {total.wronged}; {total.blessed} blessed",
        )
    )


def _counted(groups: Mapping[str, Figures], names: Sequence[str]) -> Iterator[list[str]]:
    for group, figures in groups.items():
        yield [visible(group), *(str(getattr(figures, name)) for name in names)]


def _rules(groups: Mapping[str, Figures]) -> Iterator[list[str]]:
    for rule, figures in groups.items():
        found, whole = figures.precision
        precise = f"{found / whole:.0%}".replace("%", " %") if whole else ""
        yield [rule, str(found), str(figures.false), str(figures.excused), precise]


def _lists(scores: Sequence[Score]) -> Iterator[str]:
    yield _listed("missed", [(score.name, _item(item)) for score in scores for item in score.missed])
    for name in ("false", "duplicate"):
        title = "false alarms" if name == "false" else "duplicates"
        alarms = [(score.name, alarm) for score in scores for alarm in getattr(score, name)]
        yield _listed(title, [(report, _alarm(alarm)) for report, alarm in sorted(alarms, key=_place)])
    for name in ("wronged", "blessed", "gaps"):
        title = "not confirmed" if name == "gaps" else name
        yield _listed(title, [(score.name, _item(item)) for score in scores for item in getattr(score, name)])


def _listed(title: str, lines: Sequence[tuple[str, str]]) -> str:
    return "\n".join([title, *(f"  {visible(f'{name}.md:{line}')}" for name, line in lines)]) if lines else ""


def _place(alarm: tuple[str, Alarm]) -> tuple[str, int]:
    return alarm[0], alarm[1].line


def _item(item: Item) -> str:
    kind = f" {item.kind}" if item.kind else ""
    return f"{item.lines[0]}{kind}: {item.quote}" + (f" ({item.note})" if item.note else "")


def _alarm(alarm: Alarm) -> str:
    return f"{alarm.line or '-'} {alarm.finding.code}: {alarm.finding.message}"


def _row(line: Sequence[str], widths: Sequence[int]) -> str:
    cells = [" " * (width - columns(cell)) + cell for cell, width in zip(line[1:], widths[1:], strict=True)]
    return "  ".join([line[0] + " " * (widths[0] - columns(line[0])), *cells]).rstrip()
