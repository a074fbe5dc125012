"""A plan and its defects made into a report with its gold."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from auditor.synth.defects import insert
from auditor.synth.entry import KINDS, Finding, Judgement, Line, Report, Section
from auditor.synth.layouts import LAYOUTS, Style
from auditor.synth.plan import draw
from auditor.synth.sections import sections
from auditor.synth.summary import summary

NOTICE = "> Synthetic report: written by a program from a template. It describes no real system."
"""Stands in every synthetic report."""

_TITLES = ("Deployment check", "Verification of the serving plan", "Review of the parallel layout", "Plan validation")
_VERDICTS = (
    "The plan is **CORRECT**.",
    "**Result**: all checks PASSED",
    "Overall verdict: the deployment is valid {tick}",
)


def write(seed: int, number: int, defects: Sequence[str] | None = None) -> Report:
    """One report; the same for the same seed and number, whatever else is written.

    `defects` names the kinds to put in, as far as the report has a place for them; None leaves it to chance: half of
    the reports are sound, the others have one to three.
    """
    chance = Random(f"{seed}:{number}")
    plan = draw(chance)
    parts = [*sections(plan, chance), summary(plan, chance)]
    wanted = _some(chance) if defects is None else tuple(defects)
    put: list[str] = []
    for kind in wanted:
        changed = insert(kind, parts, plan, chance)
        if changed is not None:
            parts, put = changed, [*put, kind]
    return _report(f"synth-{seed}-{number:06}", parts, chance)


def _some(chance: Random) -> tuple[str, ...]:
    if chance.random() < 0.5:
        return ()
    return tuple(chance.sample(KINDS, chance.randint(1, 3)))


def _report(name: str, parts: Sequence[Section], chance: Random) -> Report:
    style = Style(chance.choice(("✅", "✓", "PASS", "[OK]")), chance.choice(("×", "×", "x", "*")), chance)
    lines = [Line(f"# {chance.choice(_TITLES)}"), Line(""), Line(NOTICE), Line("")]
    names = []
    for part in parts:
        layout = chance.choice(sorted(LAYOUTS))
        names.append(layout)
        lines += [Line(f"## {chance.choice(part.headings)}"), Line(""), *LAYOUTS[layout](part.entries, style), Line("")]
    verdict = chance.choice(_VERDICTS).format(tick=style.tick)
    lines += [Line(verdict)]
    gold = _gold(lines, style)
    if any(finding.judgement.status == "must_find" for finding in gold):
        said = Judgement("may_find", "the report's own figures contradict it", "verdict")
        gold = [*gold, Finding((len(lines),), verdict, said)]
    text = "\n".join(line.text for line in lines) + "\n"
    return Report(name, text, tuple(gold), "-".join(names[:3]))


def _gold(lines: Sequence[Line], style: Style) -> list[Finding]:
    places = {line.entry.key: number for number, line in enumerate(lines, 1) if line.entry}
    found = []
    for number, line in enumerate(lines, 1):
        if line.entry is None or line.entry.judgement is None:
            continue
        worked = f"{style.calculation(line.entry)} = {line.entry.value}"
        quote = worked if line.entry.working and worked in line.text else line.entry.value
        rests_on = [places[key] for key in line.entry.judgement.rests_on if key in places]
        found.append(Finding((number, *dict.fromkeys(rests_on)), quote, line.entry.judgement))
    return found
