"""A plan and its defects made into a report with its gold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from random import Random

from auditor.synth.defects import insert
from auditor.synth.entry import KINDS, Entry, Finding, Judgement, Line, Report, Section
from auditor.synth.kinds import KINDS_OF_REPORTS, layouts_of
from auditor.synth.layouts import LAYOUTS, Style, matrix

NOTICE = "> Synthetic report: written by a program from a template. It describes no real system."
"""Stands in every synthetic report."""


def write(seed: int, number: int, defects: Sequence[str] | None = None) -> Report:
    """One report; the same for the same seed and number, whatever else is written.

    `defects` names the kinds to put in, as far as the report has a place for them; None leaves it to chance: half of
    the reports are sound, the others have one to three.
    """
    chance = Random(f"{seed}:{number}")
    kind = chance.choice(sorted(KINDS_OF_REPORTS))
    plan, parts = KINDS_OF_REPORTS[kind].content(chance)
    wanted = _some(chance) if defects is None else tuple(defects)
    for defect in wanted:
        changed = insert(defect, parts, plan, chance)
        if changed is not None:
            parts = changed
    return _report(f"synth-{seed}-{number:06}", kind, parts, chance)


def _some(chance: Random) -> tuple[str, ...]:
    if chance.random() < 0.5:
        return ()
    return tuple(chance.sample(KINDS, chance.randint(1, 3)))


def _report(name: str, kind: str, parts: Sequence[Section], chance: Random) -> Report:
    style = _style(chance)
    look = KINDS_OF_REPORTS[kind]
    lines = [Line(f"# {chance.choice(look.titles)}"), Line(""), Line(NOTICE), Line("")]
    lines += _perhaps(look.openings, chance)
    names = []
    for part in parts:
        layout = "matrix" if part.heads else chance.choice(layouts_of(look))
        names.append(layout)
        lines += [Line(f"## {chance.choice(part.headings)}"), Line(""), *_perhaps(part.remarks, chance)]
        lines += [*(matrix(part, style) if part.heads else LAYOUTS[layout](part.entries, style)), Line("")]
    verdict = chance.choice(look.verdicts).format(tick=style.tick)
    lines += [Line(verdict)]
    gold = list(_gold(lines, style))
    if any(finding.judgement.status == "must_find" for finding in gold):
        said = Judgement("may_find", "the report's own figures contradict it", "verdict")
        gold = [*gold, Finding((len(lines),), verdict, said)]
    text = "\n".join(line.text for line in lines) + "\n"
    return Report(name, text, tuple(gold), "-".join([kind, *names[:3]]))


def _style(chance: Random) -> Style:
    tick, times = chance.choice(("✅", "✓", "PASS", "[OK]")), chance.choice(("×", "×", "x", "*"))
    return Style(tick, times, chance.choice(("/", "/", "÷")), chance)


def _perhaps(sentences: Sequence[str], chance: Random) -> list[Line]:
    if not sentences or chance.random() < 0.4:
        return []
    return [Line(chance.choice(sentences)), Line("")]


def _gold(lines: Sequence[Line], style: Style) -> Iterator[Finding]:
    places = {entry.key: number for number, line in enumerate(lines, 1) for entry in line.entries}
    for number, line in enumerate(lines, 1):
        for entry in line.entries:
            if entry.judgement is not None:
                rests_on = [places[key] for key in entry.judgement.rests_on if key in places]
                yield Finding(tuple(dict.fromkeys([number, *rests_on])), _quote(line, entry, style), entry.judgement)


def _quote(line: Line, entry: Entry, style: Style) -> str:
    worked = f"{style.calculation(entry)} = {entry.value}"
    return worked if entry.working and worked in line.text else entry.value
