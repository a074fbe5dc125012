"""Defects put into a consistent report, one of each kind, each with what an expert would say of it.

Only what nothing else rests on is changed: then one number is wrong, and all the others stay right.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from random import Random

from auditor.synth.entry import Entry, Judgement, Section
from auditor.synth.figures import digits, rounded
from auditor.synth.plan import Plan
from auditor.synth.summary import REPEATED, everything, repeated

Sections = list[Section]
Defect = Callable[[Sections, Plan, Random], Sections | None]

_SLIPS = tuple(Fraction(percent, 100) for percent in (50, 75, 125, 150, 200))
"""Far enough from one that no rounding, no GB for GiB and no other reading makes up for it."""


def insert(kind: str, sections: Sections, plan: Plan, chance: Random) -> Sections | None:
    """The sections with a defect of a kind; None where this report has no place for it."""
    return _DEFECTS[kind](sections, plan, chance)


def _arithmetic(sections: Sections, plan: Plan, chance: Random) -> Sections | None:
    """A calculation that is written out, with a wrong result."""
    return _slip(sections, chance, "arithmetic", shown=True)


def _derivation(sections: Sections, plan: Plan, chance: Random) -> Sections | None:
    """A figure that the stated ones do not give, without its calculation."""
    return _slip(sections, chance, "derivation", shown=False)


def _slip(sections: Sections, chance: Random, kind: str, *, shown: bool) -> Sections | None:
    rested = {key for entry in _entries(sections) if entry.judgement for key in entry.judgement.rests_on}
    leaves = [
        entry
        for entry in _entries(sections)
        if entry.key not in rested
        and entry.working
        and entry.key != "seconds"
        and entry.judgement is not None
        and entry.judgement.status == "must_confirm"
    ]
    if not leaves:
        return None
    entry = chance.choice(leaves)
    wrong = _wrong(entry.value, chance)
    if wrong is None or entry.judgement is None:
        return None
    why = f"{entry.working} = {entry.value}"
    said = Judgement("must_find", why, kind, "error", entry.value, entry.judgement.rests_on)
    return _replaced(sections, replace(entry, value=wrong, shown=shown, judgement=said))


def _wrong(value: str, chance: Random) -> str | None:
    """Another number in the same dress; None for a number that is too small to be wrong by a share."""
    number, _, unit = value.removeprefix("$").partition(" ")
    bare = number.rstrip("%").replace(",", "")
    places = len(bare.partition(".")[2])
    stated = Fraction(bare)
    other = rounded(stated * chance.choice(_SLIPS), places)
    if abs(other - stated) < max(abs(stated) / 5, Fraction(1, 10**places)):
        return None
    sign = "%" if number.endswith("%") else ""
    return f"{'$' if value.startswith('$') else ''}{digits(other, places)}{sign}{' ' + unit if unit else ''}"


def _restatement(sections: Sections, plan: Plan, chance: Random) -> Sections | None:
    """A figure that the summary repeats with another value."""
    key = chance.choice(sorted(REPEATED))
    factor = chance.choice([Fraction(2), Fraction(3, 2), Fraction(1, 2)] if key != "capacity" else [Fraction(2)])
    wrong = repeated(plan, key, factor)
    if wrong.value == repeated(plan, key).value or wrong.value.startswith("0"):
        return None
    rest = tuple(entry for entry in sections[-1].entries if entry.key != wrong.key)
    return [*sections[:-1], replace(sections[-1], entries=(*rest, wrong))]


def _unit(sections: Sections, plan: Plan, chance: Random) -> Sections | None:
    """A conversion that is off by a power of ten."""
    wrong = everything(plan, chance.choice((10, 100, 1000)))
    return _replaced(sections, wrong)


def _infeasible(sections: Sections, plan: Plan, chance: Random) -> Sections | None:
    """More compute than the hardware has."""
    entry = next((entry for entry in _entries(sections) if entry.key == "compute"), None)
    if entry is None:
        return None
    claimed = int(plan.gpu.peak * chance.randint(220, 400) / 100)
    peak = f"{digits(plan.gpu.peak, 1)} TFLOPS"
    why = f"a GPU gives {peak} at most, twice that with structured sparsity"
    said = Judgement("must_find", why, "infeasible", "error", f"<= {peak}", ("peak",))
    changed = _replaced(sections, replace(entry, value=f"{digits(claimed)} TFLOPS", judgement=said))
    return _without(changed, "mfu")


def _verdict(sections: Sections, plan: Plan, chance: Random) -> Sections | None:
    """A tick behind a requirement that the report's own figures miss."""
    target = next((entry for entry in _entries(sections) if entry.key == "target"), None)
    meets = next((entry for entry in _entries(sections) if entry.key == "meets"), None)
    if target is None or meets is None:
        return None
    total = plan.rate * plan.gpus
    wanted = int(total * chance.randint(125, 190) / 100)
    said = Judgement(
        "must_find", f"{digits(total)} is less than {digits(wanted)}", "verdict", "error", "missed", ("total", "target")
    )
    value = f"{digits(total)} tokens/s against {digits(wanted)} tokens/s required"
    changed = _replaced(sections, replace(meets, value=value, judgement=said))
    return _replaced(changed, replace(target, value=f"{digits(wanted)} tokens/s"))


def _divisibility(sections: Sections, plan: Plan, chance: Random) -> Sections | None:
    """An even split of what does not divide."""
    if plan.gpus < 3:
        return None
    prompts = plan.gpus * chance.randint(20, 200) + chance.randint(1, plan.gpus - 1)
    said = Judgement(
        "must_find", f"{digits(prompts)} / {plan.gpus} leaves {prompts % plan.gpus}", "divisibility", "error",
        f"{prompts % plan.gpus} are left over", ("gpus",),
    )  # fmt: skip
    value = f"{digits(prompts)} prompts divide evenly over {plan.gpus} GPUs"
    entry = Entry("prompts", ("Evaluation prompts", "Load test"), value, judgement=said)
    return [*sections[:-1], replace(sections[-1], entries=(*sections[-1].entries, entry))]


def _method(sections: Sections, plan: Plan, chance: Random) -> Sections | None:
    """A technique of training in a plan for serving."""
    technique = chance.choice(("gradient accumulation", "optimizer state sharding", "gradient checkpointing"))
    said = Judgement(
        "must_find",
        f"{technique} belongs to training; this plan serves requests",
        "method",
        "warning",
        "no such technique",
    )
    entry = Entry("technique", ("Memory technique", "Applied technique"), technique, judgement=said)
    return [*sections[:2], replace(sections[2], entries=(*sections[2].entries, entry)), *sections[3:]]


_DEFECTS: dict[str, Defect] = {
    "arithmetic": _arithmetic,
    "derivation": _derivation,
    "divisibility": _divisibility,
    "infeasible": _infeasible,
    "method": _method,
    "restatement": _restatement,
    "unit": _unit,
    "verdict": _verdict,
}


def _entries(sections: Sections) -> list[Entry]:
    return [entry for section in sections for entry in section.entries]


def _replaced(sections: Sections, new: Entry) -> Sections:
    return [
        replace(section, entries=tuple(new if entry.key == new.key else entry for entry in section.entries))
        for section in sections
    ]


def _without(sections: Sections, key: str) -> Sections:
    return [
        replace(section, entries=tuple(entry for entry in section.entries if entry.key != key)) for section in sections
    ]
